"""What is usually done about the largest gaps of revenue, as a table of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.catalogue.tool_suite.revenue_solutions import TIMELINES, GapKind, solutions
from localgoals.model.text import Text
from localgoals.reports.blocks import Cell, Column, Figure, Paragraph, Part, Table

__all__ = ["cards"]

_STREAMS = 3
_PARTS: dict[GapKind, tuple[str, ...]] = {
    "compliance": ("compliance",),
    "coverage": ("coverage",),
    "bill": ("liability", "liability_compliance", "liability_coverage"),
}
"""Which gaps a kind of solution closes: a bill that is too low has three of them."""
_KINDS: dict[GapKind, Text] = {
    "compliance": Text("not paid", "未缴"),
    "coverage": Text("not registered", "未登记"),
    "bill": Text("too low", "偏低"),
}


def cards(figures: pd.DataFrame, gaps: list[str]) -> Part:
    """
    Set what can be done beside the largest gaps of the first three streams.

    Parameters
    ----------
    figures
        Streams, the largest gap first, with their `group` and the columns `gaps`.
    gaps
        The columns of their gaps.
    """
    first = figures[figures["gap"] > 0].head(_STREAMS)
    rows = tuple(
        row for _, one in first.iterrows() for row in _rows(one[["stream", "group", *gaps]])
    )
    columns = (
        Column(Text("Stream", "收入来源"), share=2),
        Column(Text("Gap", "缺口"), share=2),
        Column(Text("local currency", "本地货币"), numeric=True, share=2),
        Column(Text("What is usually done", "常用措施"), share=4),
        Column(Text("How long it takes", "所需时间"), share=2),
    )
    title = Text("Solutions for the largest gaps", "针对最大缺口的措施")
    note = Text(
        "Not confirmed: solutions and times are worded by this project, not by UN-Habitat.",
        "未经确认：措施和时间由本项目编写，并非联合国人居署的文本。",
    )
    return Part(
        "solutions", title, (Table(title, columns, rows, stacked=True), Paragraph(note, "note"))
    )


def _rows(stream: pd.Series) -> Iterator[tuple[Cell, ...]]:
    sizes = {kind: float(stream[list(parts)].astype(float).sum()) for kind, parts in _PARTS.items()}
    for kind in sorted(sizes, key=lambda one: -sizes[one]):
        for one in solutions():
            if sizes[kind] > 0 and (one.group, one.gap) == (stream["group"], kind):
                yield (
                    Cell(str(stream["stream"])),
                    Cell(_KINDS[kind]),
                    Cell(Figure(sizes[kind], "currency", bare=True), numeric=True),
                    Cell(one.title),
                    Cell(TIMELINES[one.timeline]),
                )
