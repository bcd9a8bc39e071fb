"""Indicators that wait for files or statistics, gathered so that a long catalogue stays short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.text import Message
from localgoals.reports.blocks import Block, Bullets, Cell, Column, Listing, Named, Paragraph, Table
from localgoals.reports.context import Context
from localgoals.scoring.status import Standing

__all__ = ["waiting_blocks", "waits"]

# What is shared by fewer indicators is not worth a row of its own.
_SHARED = 2
_MOST_WANTED = 10


def waits(standing: Standing) -> bool:
    """Tell whether an indicator has no figure only because statistics are not there."""
    found = standing.observation
    if not standing.indicator.statistics:
        return False
    return found is None or found.reason == "no-series" or _lacks_the_table(found)


def _lacks_the_table(found: Observation) -> bool:
    return found.reason == "no-resource" and found.detail == "statistics"


def waiting_blocks(context: Context, waiting: Sequence[Standing]) -> Iterator[Block]:
    """
    Say which indicators wait for statistics, goal by goal, and which series fill most of them.

    Parameters
    ----------
    context
        The baseline.
    waiting
        Standings of which `waits` is true.
    """
    if not waiting:
        return
    counted = {"count": len(waiting)}
    yield Paragraph(
        Message(
            "{count} more indicators are made of counts and amounts that the table of statistics "
            "does not have for the city.",
            {**counted},
        )
    )
    wanted = _most_wanted(waiting)
    if wanted:
        yield _wanted_table(context, wanted)
    yield Table(
        Message("Indicators that wait for statistics, by goal"),
        (Column(Message("Goal"), share=2), Column(Message("Indicators"), share=8)),
        tuple(_goal_row(context, goal, ones) for goal, ones in _by_goal(waiting).items()),
        stacked=True,
    )
    role = context.catalogue.roles["statistics"]
    yield Bullets(
        (
            role.how_to_fill,
            Message("A series that is not known stays out of the table; it is never written as 0."),
        )
    )


def _missing_series(standing: Standing) -> tuple[str, ...]:
    found = standing.observation
    if found is None or found.reason != "no-series":
        return standing.indicator.statistics
    return tuple(found.detail.split(", "))


def _most_wanted(waiting: Sequence[Standing]) -> Mapping[str, int]:
    """Count the indicators that lack each series; those that most lack come first."""
    counted = Counter(name for one in waiting for name in _missing_series(one))
    most = counted.most_common(_MOST_WANTED)
    return {name: count for name, count in most if count >= _SHARED}


def _wanted_table(context: Context, wanted: Mapping[str, int]) -> Table:
    statistics = context.catalogue.statistics
    columns = (
        Column(Message("Statistic"), share=6),
        Column(Message("Series"), share=5),
        Column(Message("Indicators"), numeric=True, share=2),
    )
    rows = tuple(
        (Cell(statistics[name].title), Cell(name, quiet=True), Cell(str(count), numeric=True))
        for name, count in wanted.items()
    )
    return Table(Message("Statistics that most indicators wait for"), columns, rows)


def _by_goal(waiting: Sequence[Standing]) -> Mapping[int, Sequence[Indicator]]:
    found: dict[int, list[Indicator]] = {}
    for one in sorted(waiting, key=lambda standing: standing.indicator.goal):
        found.setdefault(one.indicator.goal, []).append(one.indicator)
    return found


def _goal_row(context: Context, goal: int, ones: Sequence[Indicator]) -> tuple[Cell, Cell]:
    title = context.catalogue.goals[goal].short
    name = Message("{number} {title}", {"number": goal, "title": title})
    count = Message("indicators: {count}", {"count": len(ones)})
    listed = Listing(tuple(Named(one.code, one.title) for one in ones))
    return Cell(name, note=count), Cell(listed)
