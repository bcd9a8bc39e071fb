"""The page of `funder-matching`: a matrix of projects and funds, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from localgoals.catalogue.tool_suite.funding_words import attribute_of
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Listing,
    Named,
    Paragraph,
    Part,
    Plate,
    Rating,
    Table,
    Words,
)
from localgoals.reports.pictures.matrix import Matrix, Sign
from localgoals.tool_suite.funder_matching_reasons import wanted_words
from localgoals.tool_suite.reasons import Reason

__all__ = ["matching_parts"]

_SHOWN = 12
"""So many projects stand on the page; the CSVs have all."""
_FUNDS = 8
_DASH = Text("–", "–")
_WORDS: dict[Sign, tuple[Text, Rating]] = {
    "yes": (Text("eligible", "符合"), "green"),
    "unknown": (Text("not known", "未知"), "none"),
    "no": (Text("not eligible", "不符合"), "red"),
}
_OPERATORS = {"must": Text("must", "必须"), "priority": Text("preferred", "优先")}


def matching_parts(
    matches: pd.DataFrame, lines: pd.DataFrame, reasons: Sequence[Reason], unused: Sequence[str]
) -> tuple[Part, ...]:
    """
    Lay the matches out.

    Parameters
    ----------
    matches
        A row for each project and fund, the best match of each project first.
    lines
        A row for each project and rule.
    reasons
        In the order of `matches`.
    unused
        Attributes of projects that no rule asks for.
    """
    projects = list(dict.fromkeys(matches["project"]))
    funds = list(dict.fromkeys(lines["fund"]))
    shown = projects[:_SHOWN]
    blocks: list[Block] = list(_notes(matches, lines, unused))
    blocks.append(_drawn(matches, shown, funds[:_FUNDS]))
    blocks.append(_ranked(matches[matches["project"].isin(shown)]))
    helped = tuple(
        Part(f"help-{number}", project,
             (Bullets(tuple(one.words for one in reasons if one.about == project)),))
        for number, project in enumerate(shown, start=1)
    )  # fmt: skip
    return (
        Part("summary", Text("Which funds projects are eligible for", "项目符合哪些基金"),
             tuple(blocks)),
        Part("help", Text("Why, and what would make them eligible", "理由及怎样才能符合"), (),
             helped),
        Part("rules", Text("Rules that were applied", "所用规则"), (_rules(lines),)),
    )  # fmt: skip


def _notes(
    matches: pd.DataFrame, lines: pd.DataFrame, unused: Sequence[str]
) -> Iterator[Paragraph]:
    yield Paragraph(
        Text(
            "A proposal, not a decision: the fund decides whom it takes, and people decide where "
            "to apply. A fact that is missing never makes a project not eligible.",
            "这是建议而非决定：是否接受由基金决定，向何处申请由人决定。缺少的信息绝不会使项目成为不符合。",
        ),
        "note",
    )
    doubtful = lines[~lines["confirmed"].astype(bool)].drop_duplicates(["fund", "attribute"])
    if len(doubtful):
        listed = Listing(tuple(
            Named(one["fund"], attribute_of(one["attribute"]).title)
            for one in doubtful.to_dict("records")
        ))  # fmt: skip
        yield Paragraph(
            Message("Rules not confirmed in the words of the fund: {rules}.", {"rules": listed}),
            "note",
        )
    if unused:
        listed = Listing(tuple(attribute_of(one).title for one in unused))
        yield Paragraph(Message("Facts that no rule asks for: {facts}.", {"facts": listed}), "note")
    count, funds = matches["project"].nunique(), matches["fund"].nunique()
    if count > _SHOWN or funds > _FUNDS:
        values: dict[str, object] = {
            "projects": min(count, _SHOWN), "all": count,
            "funds": min(funds, _FUNDS), "most": funds,
        }  # fmt: skip
        yield Paragraph(
            Message(
                "The picture shows {projects} of {all} projects and {funds} of {most} funds; the "
                "tables hold all of them.",
                values,
            ),
            "note",
        )


def _drawn(matches: pd.DataFrame, projects: list[str], funds: list[str]) -> Plate:
    states = matches.set_index(["project", "fund"])
    of_pair = dict(zip(states.index, states.to_dict("records"), strict=True))
    signs: tuple[tuple[Sign, ...], ...] = tuple(
        tuple(of_pair[project, fund]["eligible"] for fund in funds) for project in projects
    )
    title = Text("Projects and funds", "项目与基金")
    alt = Text(
        "For each project and fund whether the project is eligible; see the table",
        "各项目是否符合各基金；见表",
    )
    yes, unknown, no = (words for words, _ in _WORDS.values())
    picture = Matrix(
        "matches", title, alt, tuple(projects), tuple(funds), signs, (yes, unknown, no)
    )
    heads = [Column(f"{number} {fund}") for number, fund in enumerate(funds, start=1)]
    columns = (Column(Text("Project", "项目")), *heads)
    rows = tuple(
        (Cell(project), *(_state(of_pair[project, fund]) for fund in funds)) for project in projects
    )
    return Plate(picture, Table(title, columns, rows))


def _state(match: Any) -> Cell:
    sign: Sign = match["eligible"]
    words, rating = _WORDS[sign]
    if sign == "yes":
        return Cell(words, rating=rating)
    count = int(match["rules_failed" if sign == "no" else "rules_unknown"])
    values: dict[str, object] = {"count": count}
    if sign == "no":
        return Cell(Message("not eligible (rules not met: {count})", values), rating=rating)
    return Cell(Message("not known (facts missing: {count})", values), rating=rating)


def _ranked(matches: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Project", "项目"), share=2),
        Column(Text("Place", "次序"), numeric=True),
        Column(Text("Fund", "基金"), share=2),
        Column(Text("Result", "结果"), share=2),
        Column(Text("Rules that hold, do not, are not known", "满足、不满足、未知的规则"), share=2),
        Column(Text("Preferences met", "满足的优先条件")),
        Column(Text("Applies", "是否申请")),
        Column(Text("Why they chose so", "选择理由"), share=2),
    )
    rows = tuple(tuple(_row(one)) for one in matches.to_dict("records"))
    caption = Text(
        "Proposed order: eligible, then not known with the fewest missing facts, then not eligible",
        "建议次序：符合；未知（缺少信息最少者在前）；不符合",
    )
    return Table(caption, columns, rows, stacked=True)


def _row(one: Any) -> Iterator[Cell]:
    yield Cell(one["project"])
    yield Cell(f"{one['place']}", numeric=True)
    yield Cell(one["fund"])
    words, rating = _WORDS[one["eligible"]]
    yield Cell(words, rating=rating)
    counts = (one[name] for name in ("rules_held", "rules_failed", "rules_unknown"))
    yield Cell(" / ".join(f"{count}" for count in counts))
    names = ("preferred_held", "preferred_failed", "preferred_unknown")
    total = sum(int(one[name]) for name in names)
    yield Cell(f"{one['preferred_held']} / {total}" if total else _DASH)
    chosen, why = one["chosen"], one["why"]
    answer = Text("yes", "是") if chosen == 1 else Text("no", "否")
    yield Cell(_DASH if chosen != chosen else answer)
    yield Cell(_DASH if why != why or not why else str(why))


def _rules(lines: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Fund", "基金"), share=2),
        Column(Text("Attribute", "内容"), share=2),
        Column(Text("What is asked", "要求"), share=3),
        Column(Text("Kind", "类别"), share=2),
        Column(Text("Source", "来源"), share=3),
    )
    first = lines[lines["project"] == lines["project"].iloc[0]]
    rows = tuple(
        (
            Cell(one["fund"]),
            Cell(attribute_of(one["attribute"]).title),
            Cell(wanted_words(one)),
            Cell(_OPERATORS[one["kind"]]),
            Cell(_source(one)),
        )
        for one in first.to_dict("records")
    )
    return Table(Text("Rules of the funds", "基金规则"), columns, rows, stacked=True)


def _source(one: Any) -> Words:
    source: Words = one["source"] or _DASH
    if one["confirmed"]:
        return source
    return Message("{source} (not confirmed)", {"source": source})
