"""The page of `opinion-groups`: the map, what each group says, what all agree on, and why."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
import pandas as pd
from shapely import MultiPoint, Polygon

from localgoals.model.text import Text
from localgoals.planning.opinion_statistics import Z_90, Representative
from localgoals.planning.small_cells import gathered
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
from localgoals.reports.pictures.opinion_map import Bundle, Camp, OpinionMap
from localgoals.tool_suite.opinion_figures import LETTERS, Opinions, statement_table
from localgoals.tool_suite.opinion_reasons import (
    SIDES,
    agreement_reason,
    number_of_groups,
    standing_reason,
)
from localgoals.tool_suite.table_words import figure

__all__ = ["opinion_parts"]

_BUNDLES = 120
"""So many marks a group at most, however many people it has: the picture stays small."""
_SHOWN = 100
"""So many statements stand on the page; the CSV has all."""
_CAPTION = Text("Statements", "陈述")


def opinion_parts(found: Opinions) -> tuple[Part, ...]:
    """Lay everything out."""
    return (_map_part(found), *_group_parts(found), _consensus_part(found), _statement_part(found))


def _map_part(found: Opinions) -> Part:
    title = Text("Groups", "群体")
    blocks: list[Block] = [_keys(found)]
    camps = tuple(_camps(found))
    table = _group_table(found)
    if camps:
        picture = OpinionMap(
            "opinions", Text("The map of opinions", "意见地图"), _alt(found), camps
        )
        blocks.append(Plate(picture, table))
    else:
        blocks.append(table)
    return Part("groups", title, (*blocks, Bullets(tuple(_how(found))), *_notes(found)))


def _keys(found: Opinions) -> KeyFigures:
    talk, left = found.talk, _left_over(found)
    everybody = left == left
    people = len(talk.participants) if everybody else int((found.labels >= 0).sum())
    name = Text("Participants", "参与者") if everybody else Text("In groups", "入组参与者")
    counted = (
        (name, people, _people()),
        (Text("Statements", "陈述"), len(talk.statements), ""),
        (Text("Votes", "投票"), int(talk.votes.counts.sum()), ""),
        (Text("Groups", "群体"), len(found.sizes), ""),
    )
    return KeyFigures(
        tuple(
            KeyFigure(name, Figure(float(value), "count", bare=True), unit, rating="none")
            for name, value, unit in counted
        )
    )


def _people() -> Text:
    return Text("people", "人")


def _group_name(group: int) -> Text:
    return Text(f"Group {LETTERS[group]}", f"群体{LETTERS[group]}")


def _alt(found: Opinions) -> Text:
    groups = [(at, int(size)) for at, size in enumerate(found.sizes) if size == size]
    en = ", ".join(f"group {LETTERS[at]} with {size} people" for at, size in groups)
    zh = "、".join(f"群体{LETTERS[at]}（{size}人）" for at, size in groups)
    return Text(
        f"People who vote alike stand near each other: {en}.", f"投票相近者位置相邻：{zh}。"
    )


def _camps(found: Opinions) -> Iterator[Camp]:
    """Bundle the people of each group; a group that is withheld is not drawn."""
    for group, size in enumerate(found.sizes):
        if size != size:
            continue
        points = found.space.participants[found.labels == group]
        labels = gathered(points, found.talk.fewest, _BUNDLES)
        people = np.bincount(labels)
        x, y = (np.bincount(labels, axis) / people for axis in points.T)
        bundles = tuple(map(Bundle, x.tolist(), y.tolist(), people.tolist()))
        around = MultiPoint(np.column_stack([x, y])).convex_hull
        edge = tuple(around.exterior.coords) if isinstance(around, Polygon) else ()
        name = _group_name(group)
        said = Text(f"{name.en} ({int(size):,})", f"{name.zh}（{int(size):,}）")
        yield Camp(said, bundles, edge)


def _group_table(found: Opinions) -> Table:
    columns = (
        Column(Text("Group", "群体"), share=2),
        Column(Text("People", "人数"), numeric=True, share=2),
        Column(Text("% of those in groups", "占入组者的百分比"), numeric=True, share=2),
    )
    whole = float((found.labels >= 0).sum())
    rows = [
        (
            Cell(_group_name(group)),
            Cell(_count(size), numeric=True),
            figure(100 * size / whole, "percent"),
        )
        for group, size in enumerate(found.sizes.tolist())
    ]
    left = _left_over(found)
    rows.append((Cell(Text("In no group: voted too little", "未入组：投票过少")),
                 Cell(_count(left), numeric=True), Cell("–", numeric=True)))  # fmt: skip
    return Table(Text("Groups", "群体"), columns, tuple(rows))


def _left_over(found: Opinions) -> float:
    """Count those in no group; NaN where they are too few to be shown."""
    left = float((found.labels < 0).sum())
    return nan if 0 < left < found.talk.fewest else left


def _count(value: float) -> Figure:
    return Figure(value, "count", bare=True)


def _how(found: Opinions) -> Iterator[Words]:
    """Say why there are so many groups, and how firm they are."""
    yield number_of_groups(found).words
    first, second = (100 * found.space.shares).tolist()
    yield Text(
        f"The map shows {first + second:.1f} % of the differences between votes ({first:.1f} % "
        f"across, {second:.1f} % up); the rest is not seen on it.",
        f"地图呈现投票差异的{first + second:.1f}%（横向{first:.1f}%、纵向{second:.1f}%），"
        "其余部分无法看到。",
    )
    if found.from_elsewhere == found.from_elsewhere:
        yield Text(
            f"Begun at other points, the groups agree with these by {found.from_elsewhere:.2f} "
            "(adjusted Rand: 1 the same, 0 as by chance).",
            f"若从其他点开始分组，与此结果的一致程度为{found.from_elsewhere:.2f}"
            "（调整兰德指数：1为完全相同，0为随机）。",
        )
    if found.from_published == found.from_published:
        yield Text(
            f"With the groups that the file brings along they agree by {found.from_published:.2f}.",
            f"与文件自带分组的一致程度为{found.from_published:.2f}。",
        )


def _notes(found: Opinions) -> Iterator[Paragraph]:
    fewest = found.talk.fewest
    yield Paragraph(
        Text(
            f"Nobody is shown alone: each mark is the mean of {fewest} people or more, and no "
            f"figure is of fewer than {fewest}. What would give such a figure away by subtraction "
            "is withheld, too, and is a dash. Groups are a description of these votes, not of "
            "persons; their names have no meaning.",
            f"不单独显示任何人：每个标记是至少{fewest}人的平均位置，任何数字都不涉及少于{fewest}人。"
            "可通过相减推算出此类数字的内容同样不显示，以横线表示。"
            "群体只是对这些投票的描述，并非对个人的描述；其名称没有含义。",
        ),
        "note",
    )
    if found.talk.turned:
        yield Paragraph(
            Text(
                "The file has -1 for agreement, by its own sums; all votes were turned.",
                "根据文件自身的合计，-1代表同意；已将全部投票反转。",
            ),
            "note",
        )


def _group_parts(found: Opinions) -> Iterator[Part]:
    for group, size in enumerate(found.sizes):
        rows = [one for one in found.stand_for if one.group == group]
        if size != size or not rows:
            continue
        name = _group_name(group)
        title = Text(f"{name.en}: what stands for it", f"{name.zh}的代表性陈述")
        table = Table(_CAPTION, _HEADS, tuple(_stands(found, one) for one in rows), stacked=True)
        why = Bullets(tuple(standing_reason(found, one).words for one in rows))
        yield Part(f"group-{LETTERS[group].lower()}", title, (table, why))


_HEADS = (
    Column(Text("Statement", "陈述"), share=6),
    Column(Text("The group", "该群体"), share=2),
    Column(Text("Votes of the group", "该群体投票"), numeric=True, share=2),
    Column(Text("Of the others, %", "其他人（%）"), numeric=True, share=2),
    Column(Text("Times the others", "为其他人的倍数"), numeric=True, share=2),
)


def _stands(found: Opinions, one: Representative) -> tuple[Cell, ...]:
    return (
        Cell(_numbered(found, one.statement)),
        Cell(SIDES[one.side]),
        Cell(_of(one.votes, one.voted), numeric=True),
        figure(100 * one.share / one.ratio, "percent"),
        figure(one.ratio, "ratio"),
    )


def _numbered(found: Opinions, statement: int) -> str:
    """Put the number before a statement, by which the reasons speak of it."""
    return f"{found.talk.statements[statement]}. {found.talk.texts[statement]}"


def _of(votes: int, voted: int) -> Text:
    return Text(f"{votes:,} of {voted:,}", f"{voted:,}票中的{votes:,}票")


def _consensus_part(found: Opinions) -> Part:
    title = Text("What all agree on", "共识")
    if not found.agreed:
        none = Text(
            "No statement is agreed or disagreed with by more than half of those who voted, by "
            f"more than {Z_90:.2f} standard errors.",
            f"没有任何陈述获得半数以上投票者的同意或不同意并高出{Z_90:.2f}个标准误。",
        )
        return Part("consensus", title, (Paragraph(none),))
    heads = (
        Column(Text("Statement", "陈述"), share=6),
        Column(Text("Most", "多数人"), share=2),
        Column(Text("Votes", "投票"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(_numbered(found, one.statement)),
            Cell(SIDES[one.side]),
            Cell(_of(one.votes, one.voted), numeric=True),
        )
        for one in found.agreed
    )
    why = Bullets(tuple(agreement_reason(found, one).words for one in found.agreed))
    return Part("consensus", title, (Table(_CAPTION, heads, rows, stacked=True), why))


def _statement_part(found: Opinions) -> Part:
    table = statement_table(found)
    order = table["group_aware_consensus"].fillna(-1).argsort(kind="stable")[::-1]
    shown = [int(at) for at in order if found.talk.votes.shown[at]][:_SHOWN]
    heads = (
        Column(Text("Statement", "陈述"), share=6),
        Column(Text("Voted", "投票人数"), numeric=True, share=2),
        Column(Text("Agree, %", "同意（%）"), numeric=True, share=2),
        Column(Text("Disagree, %", "不同意（%）"), numeric=True, share=2),
        Column(Text("All groups agree", "各群体均同意"), numeric=True, share=2),
        Column(Text("Divides", "分歧程度"), numeric=True, share=2),
        Column(Text("Ask next", "优先提问"), numeric=True, share=2),
    )
    rows = tuple((Cell(found.talk.texts[at]), *_statement_cells(table.iloc[at])) for at in shown)
    caption = Text(
        "Statements, those first that all groups agree with", "陈述（各群体均同意者在前）"
    )
    explained = Paragraph(
        Text(
            "“All groups agree” is the product of the shares of agreement of the groups: 1 at "
            "most, and small as soon as one group disagrees. “Divides” is how far a statement "
            "stands from the middle of the map. “Ask next” is high where a statement tells much "
            "and has few votes.",
            "“各群体均同意”是各群体同意比例之积，最大为1，只要有一个群体不同意就会变小。"
            "“分歧程度”是陈述距地图中心的远近。“优先提问”高，说明该陈述信息量大而票数少。",
        ),
        "small",
    )
    return Part(
        "statements",
        Text("All statements", "全部陈述"),
        (explained, Table(caption, heads, rows, folded=True)),
    )


def _statement_cells(row: pd.Series) -> Iterator[Cell]:
    voted = row["voted"]
    percent = [100 * row[name] / voted if voted else nan for name in ("agreed", "disagreed")]
    figures: tuple[tuple[float, str], ...] = (
        (voted, "count"),
        *((one, "percent") for one in percent),
        (row["group_aware_consensus"], "share"),
        (row["extremity"], "ratio"),
        (row["priority"], "ratio"),
    )
    for value, unit in figures:
        words: Words = Figure(float(value), unit, bare=True)
        yield Cell(words, numeric=True)
