"""The page of `participatory-budget`: rules side by side, and each project with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from localgoals.model.budget_vote import BudgetVote
from localgoals.model.problem import Problem
from localgoals.model.text import Message, Text
from localgoals.planning.budget_measures import Measures, group_shares, measures
from localgoals.planning.budget_rules import Outcome, Ruling
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.funded_bars import FundedBar, FundedBars
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.budget_reasons import money, sentences
from localgoals.tool_suite.table_words import answer, figure

__all__ = ["Counted", "page"]

_DRAWN = 30
_GROUPS = 20
_SIDE_BY_SIDE = (
    "greedy",
    "greedy-per-cost",
    "shares-cost-add1-greedy",
    "shares-count-add1-greedy",
    "phragmen",
)
"""The rules of the picture, beside the one that is explained."""


@dataclass(frozen=True)
class Counted:
    """Everything that the page is made of."""

    vote: BudgetVote
    outcomes: Mapping[str, Outcome]
    titles: Mapping[str, Text]
    explained: str
    decided: tuple[float | None, ...]
    warnings: tuple[Problem, ...]

    @property
    def outcome(self) -> Outcome:
        """What the rule funds that is explained."""
        return self.outcomes[self.explained]

    @property
    def drawn(self) -> list[str]:
        """The rules of the picture: the one that is explained stands first."""
        return [self.explained, *(one for one in _SIDE_BY_SIDE if one != self.explained)]

    @property
    def chosen(self) -> list[bool | None]:
        """What was decided: the table of decisions, else the file."""
        pairs = zip(self.decided, self.vote.projects, strict=True)
        return [one.chosen if said is None else bool(said) for said, one in pairs]


def page(counted: Counted) -> tuple[Part, ...]:
    """Lay the page out."""
    parts = [_summary(counted), _comparison(counted), _reasons(counted)]
    if any(one is not None for one in counted.chosen):
        parts.append(_decision(counted))
    if any(one.groups for one in counted.vote.projects):
        parts.append(_groups(counted))
    return tuple(parts)


def _percent(share: float) -> Cell:
    return figure(100 * share, "percent")


def _summary(counted: Counted) -> Part:
    vote, outcome = counted.vote, counted.outcome
    found = measures(vote, outcome.funded)
    blocks: list[Block] = [KeyFigures(_keys(counted, found)), _key(counted), _picture(counted)]
    title = counted.titles[counted.explained]
    words = Text(
        f"Proposal by the rule “{title.en}”. It decides nothing: other rules fund other projects, "
        "and what was decided stands beside.",
        f"按规则“{title.zh}”得出的建议。它不作任何决定：其他规则资助其他项目，实际决定并列其旁。",
    )
    blocks.insert(0, Paragraph(words, "lead"))
    if counted.warnings:
        blocks.append(Bullets(tuple(one.sentence for one in counted.warnings[:20])))
    return Part("summary", Text("What would be funded", "资助结果"), tuple(blocks))


def _keys(counted: Counted, found: Measures) -> tuple[KeyFigure, ...]:
    vote, per = counted.vote, unit_words("percent")
    budget = money(vote.budget)
    return (
        KeyFigure(
            Text("Projects funded", "获资助项目"),
            f"{found.projects}",
            Text(f"of {len(vote.projects)}", f"共{len(vote.projects)}个"),
            rating="none",
        ),
        KeyFigure(
            Text("Of the budget", "占预算"),
            Figure(100 * found.share_of_budget, "percent", bare=True), per,
            Text(f"{money(found.spent)} of {budget}", f"{budget}中的{money(found.spent)}"),
            rating="none",
        ),
        KeyFigure(
            Text("Voters with a project they support", "有所支持项目获资助的投票者"),
            Figure(100 * found.share_of_voters, "percent", bare=True), per,
            Text(f"of {vote.voters:,} voters", f"共{vote.voters:,}名投票者"),
            rating="none",
        ),
    )  # fmt: skip


def _named(vote: BudgetVote, project: int) -> str:
    """Name a project; its code stands first, since names may be the same."""
    one = vote.projects[project]
    return one.code if one.name == one.code else f"{one.code} {one.name}"


def _picture(counted: Counted) -> Plate:
    vote = counted.vote
    order = sorted(range(len(vote.projects)), key=vote.rank)
    shown = order[:_DRAWN]
    drawn = counted.drawn
    bars = tuple(
        FundedBar(
            _named(vote, one),
            float(vote.projects[one].cost),
            tuple(one in counted.outcomes[code].funded for code in drawn),
        )
        for one in shown
    )
    title = Text(
        "Projects, their costs, and the rules that fund them", "项目、费用及资助它们的规则"
    )
    if len(order) > _DRAWN:
        title = Text(
            f"{title.en}: the {_DRAWN} with most votes", f"{title.zh}：得票最多的{_DRAWN}个"
        )
    alt = Text(
        "A bar for the cost of each project, and a filled dot for each rule that funds it; the "
        "table says the same",
        "每个项目的费用条，以及每个资助它的规则的实心点；下表内容相同",
    )
    legend = (
        Text("funded by rule 1", "规则1资助"),
        Text("not funded by rule 1", "规则1不资助"),
    )
    picture = FundedBars("funded", title, alt, "currency", legend, bars)
    return Plate(picture, _marks(counted, shown))


def _marks(counted: Counted, shown: Sequence[int]) -> Table:
    vote = counted.vote
    columns = (
        Column(Text("Project", "项目"), share=4),
        Column(Text("Cost", "费用"), numeric=True, share=2),
        Column(Text("Votes or points", "票数或分数"), numeric=True, share=2),
        Column(Text("Funded by the rules", "资助它的规则"), share=2),
    )
    rows = tuple(
        (
            Cell(_named(vote, one)),
            Cell(money(vote.projects[one].cost), numeric=True),
            Cell(f"{vote.scores[one]:,}", numeric=True),
            Cell(_numbers(counted, one)),
        )
        for one in shown
    )
    return Table(Text("Projects and rules", "项目与规则"), columns, rows)


def _numbers(counted: Counted, project: int) -> str:
    """Name the rules that fund a project by their numbers in the picture."""
    funded = (project in counted.outcomes[code].funded for code in counted.drawn)
    return " ".join(str(at) for at, yes in enumerate(funded, start=1) if yes) or "–"


def _key(counted: Counted) -> Paragraph:
    """Say which rule has which number."""
    said = [counted.titles[code] for code in counted.drawn]
    words = Text(
        "Rules: " + "; ".join(f"({at}) {one.en}" for at, one in enumerate(said, start=1)) + ". "
        "A filled dot: it funds the project.",
        "规则：" + "；".join(f"（{at}）{one.zh}" for at, one in enumerate(said, start=1)) + "。"
        "实心点表示资助该项目。",
    )
    return Paragraph(words, "small")


def _comparison(counted: Counted) -> Part:
    columns = (
        Column(Text("Rule", "规则"), share=4),
        Column(Text("Projects", "项目数"), numeric=True),
        Column(Text("Spent", "支出"), numeric=True, share=2),
        Column(Text("Of the budget, %", "占预算，%"), numeric=True),
        Column(Text("Voters served, %", "受惠投票者，%"), numeric=True),
        Column(Text("Excluded, %", "被排除，%"), numeric=True),
        Column(Text("Projects a voter", "人均项目"), numeric=True),
    )
    rows = [
        _measured(counted.titles[code], measures(counted.vote, one.funded))
        for code, one in counted.outcomes.items()
    ]
    if any(one is not None for one in counted.chosen):
        chosen = [at for at, one in enumerate(counted.chosen) if one]
        name = Text("What was decided", "实际决定")
        rows.append(_measured(name, measures(counted.vote, chosen)))
    note = Text(
        "A voter is served when at least one project that they support is funded; all others are "
        "excluded. Equal prices or votes: more votes or points first, then the cheaper project, "
        "then the one listed first.",
        "投票者所支持的项目至少有一个获资助，即为受惠，否则为被排除。价格或票数相同时，得票或得分多者优先，"
        "其次费用低者，再次列在前面者。",
    )
    table = Table(Text("Rules side by side", "各规则对照"), columns, tuple(rows), stacked=True)
    return Part("rules", Text("Rules side by side", "各规则对照"), (table, Paragraph(note, "note")))


def _measured(name: Words, found: Measures) -> tuple[Cell, ...]:
    return (
        Cell(name),
        Cell(f"{found.projects}", numeric=True),
        Cell(money(found.spent), numeric=True),
        _percent(found.share_of_budget),
        _percent(found.share_of_voters),
        _percent(found.excluded),
        Cell(f"{found.mean_projects:.2f}", numeric=True),
    )


def _reasons(counted: Counted) -> Part:
    vote, outcome = counted.vote, counted.outcome
    title = counted.titles[counted.explained]
    order = sorted(outcome.rulings, key=lambda one: _order(vote, one))
    columns = (
        Column(Text("Project", "项目"), share=3),
        Column(Text("Funded", "资助")),
        Column(Text("Why", "理由"), share=6),
    )
    rows = tuple(
        (
            Cell(_named(vote, one.project)),
            Cell(answer(one.funded)),
            _said(tuple(sentences(vote, outcome, one))),
        )
        for one in order
    )
    table = Table(title, columns, rows, stacked=True)
    blocks: tuple[Block, ...] = (Paragraph(_began(counted)), table)
    return Part(
        "reasons", Text("Why each project is funded or not", "各项目入选或落选的理由"), blocks
    )


def _said(words: tuple[Message, ...]) -> Cell:
    return Cell(words[0], lines=tuple(Cell(one) for one in words) if len(words) > 1 else ())


def _order(vote: BudgetVote, ruling: Ruling) -> tuple[bool, int, tuple[int, int, int]]:
    return not ruling.funded, ruling.place, vote.rank(ruling.project)


def _began(counted: Counted) -> Text:
    """Say with what the voters began."""
    outcome = counted.outcome
    title = counted.titles[counted.explained]
    if not outcome.raised >= 0:
        return Text(f"Rule: {title.en}.", f"规则：{title.zh}。")
    each, raised = money(outcome.each), money(outcome.raised)
    return Text(
        f"Rule: {title.en}. Every voter began with {each}: an equal part of the budget, and "
        f"{raised} more. The money is a way to count; the city pays.",
        f"规则：{title.zh}。每名投票者起始有{each}：预算的均等份额，另加{raised}。这笔钱只用于计算，"
        "实际由城市支付。",
    )


def _decision(counted: Counted) -> Part:
    columns = (
        Column(Text("Project", "项目"), share=4),
        Column(Text("Proposed", "建议")),
        Column(Text("Decided", "决定")),
    )
    rows = tuple(
        (
            Cell(_named(counted.vote, at)),
            Cell(answer(at in counted.outcome.funded)),
            Cell(answer(said)),
        )
        for at, said in enumerate(counted.chosen)
    )
    differ = sum(
        said is not None and said != (at in counted.outcome.funded)
        for at, said in enumerate(counted.chosen)
    )
    words = Text(
        f"Proposal and decision differ for {differ} projects. Reasons that were written down stand "
        "in projects.csv.",
        f"{differ}个项目的建议与决定不同。已记录的理由见projects.csv。",
    )
    table = Table(Text("Proposal and decision", "建议与决定"), columns, rows)
    return Part(
        "decision", Text("Beside what was decided", "与实际决定对照"), (Paragraph(words), table)
    )


def _groups(counted: Counted) -> Part:
    found = group_shares(counted.vote, counted.outcome.funded)
    found.sort(key=lambda one: -one.share_of_votes)
    columns = (
        Column(Text("District or category", "地区或类别"), share=4),
        Column(Text("Projects funded", "获资助项目"), numeric=True, share=2),
        Column(Text("Of the votes, %", "占票数，%"), numeric=True, share=2),
        Column(Text("Of the money, %", "占资金，%"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(one.group),
            Cell(
                Text(f"{one.funded} of {one.projects}", f"{one.projects}个中的{one.funded}个"),
                numeric=True,
            ),
            _percent(one.share_of_votes),
            _percent(one.share_of_money),
        )
        for one in found[:_GROUPS]
    )
    note = Text(
        f"A project of several groups counts in each of them in equal parts. {len(found)} groups; "
        f"the first {_GROUPS} are shown at most, all stand in groups.csv.",
        f"属于多个组的项目在各组中均分计算。共{len(found)}组，此处最多列{_GROUPS}组，全部见groups.csv。",
    )
    title = Text("Districts and categories", "地区与类别")
    return Part("groups", title, (Table(title, columns, rows), Paragraph(note, "note")))
