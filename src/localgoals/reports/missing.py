"""What is missing and what would fill it, and what was found wrong in the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.problem import Problem
from localgoals.model.reason import what_would_fill, why
from localgoals.model.text import Message
from localgoals.reports.blocks import Block, Cell, Column, Listing, Paragraph, Part, Table, Words
from localgoals.reports.context import Context
from localgoals.reports.waiting import waiting_blocks, waits
from localgoals.scoring.status import Standing

__all__ = ["missing_part"]


def missing_part(context: Context) -> Part:
    """Say what is missing for the city as a whole, in the districts, and in the files."""
    parts = [
        Part(
            "missing-figures",
            Message("Figures that could not be computed"),
            tuple(_figures(context)),
        ),
        *_districts(context),
        Part("problems", Message("Problems found in the files"), tuple(_problems(context))),
    ]
    lead = Paragraph(
        Message(
            "A figure that cannot be defended is not shown. Here is why each one is missing, and "
            "what a person can do "
            "about it."
        )
    )
    return Part(
        "missing", Message("What is missing, and what would fill it"), (lead,), tuple(parts)
    )


def _figures(context: Context) -> Iterator[Block]:
    rows = [*_unanswered_rows(context), *_partly_rows(context)]
    waiting = [one for one in context.unanswered if waits(one)]
    if not rows and not waiting:
        yield Paragraph(Message("Every indicator has a figure for the city as a whole."))
    if rows:
        yield _figures_table(rows)
    yield from waiting_blocks(context, waiting)


def _figures_table(rows: Sequence[tuple[Cell, ...]]) -> Table:
    columns = (
        Column(Message("Indicator"), share=4),
        Column(Message("Why there is no figure"), share=4),
        Column(Message("What would fill it"), share=5),
    )
    return Table(
        Message("Indicators without a figure for the city as a whole"),
        columns,
        tuple(rows),
        stacked=True,
    )


def _unanswered_rows(context: Context) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each reason; indicators that lack the same thing share one."""
    alike: dict[object, list[Standing]] = {}
    for standing in context.unanswered:
        if not waits(standing):
            found = standing.observation
            lacking = (found.reason, found.detail) if found else standing.indicator.needs
            alike.setdefault(lacking, []).append(standing)
    for standings in alike.values():
        names = tuple(_name_cell(one.indicator) for one in standings)
        together = names[0] if len(names) == 1 else Cell("", lines=names)
        yield (together, *_explained(context, standings[0]))


def _name_cell(indicator: Indicator) -> Cell:
    return Cell(Message("{code} {title}", {"code": indicator.code, "title": indicator.title}))


def _explained(context: Context, standing: Standing) -> tuple[Cell, Cell]:
    """Give the reason of the newest attempt; without one, the files that the indicator needs."""
    found = standing.observation
    if found is None:
        roles = tuple(_role_words(context, role) for role in standing.indicator.needs)
        missing = Message("the pack has no {detail}", {"detail": Listing(roles)})
        return Cell(missing), Cell(
            "", lines=tuple(Cell(_how_to_fill(context, role)) for role in standing.indicator.needs)
        )
    return _why(context, found)


def _why(context: Context, found: Observation) -> tuple[Cell, Cell]:
    detail = _role_words(context, found.detail)
    reason = why(found.reason, found.detail)
    because = Message(reason.template, {"detail": detail})
    lines = [Cell(what_would_fill(found.reason, found.detail))]
    if all(role in context.catalogue.roles for role in found.detail.split("|")):
        lines.append(Cell(_how_to_fill(context, found.detail), quiet=True))
    return Cell(because), Cell("", lines=tuple(lines))


def _role_words(context: Context, role: str) -> Words:
    """Name a role, or either of two; anything else stands as it is."""
    roles = context.catalogue.roles
    parts = role.split("|")
    if not all(part in roles for part in parts):
        return role
    named = tuple(roles[part].title for part in parts)
    return (
        named[0]
        if len(named) == 1
        else Message("{one} or {other}", {"one": named[0], "other": Listing(named[1:])})
    )


def _how_to_fill(context: Context, role: str) -> Words:
    roles = context.catalogue.roles
    known = [roles[part].how_to_fill for part in role.split("|") if part in roles]
    return known[0] if known else role


def _partly_rows(context: Context) -> Iterator[tuple[Cell, ...]]:
    """List the series that are missing of indicators which have other figures."""
    for standing in context.answered:
        indicator = standing.indicator
        for series in indicator.series:
            key = (indicator.code, series.code)
            if context.figures.latest(key) is not None:
                continue
            gaps = [
                one
                for one in context.figures.gaps()
                if (one.indicator, one.series) == key and not one.group
            ]
            if gaps:
                name = Message("{code} {title}", {"code": indicator.code, "title": indicator.title})
                yield (
                    Cell(name, note=series.title),
                    *_why(context, max(gaps, key=lambda one: one.period)),
                )


def _districts(context: Context) -> Iterator[Part]:
    counts = _gaps_by_reason(context)
    if not counts:
        return
    columns = (
        Column(Message("Indicator"), share=4),
        Column(Message("Areas"), numeric=True, share=1),
        Column(Message("Why there is no figure"), share=4),
        Column(Message("What would fill it"), share=5),
    )
    rows = tuple(
        (
            Cell(
                Message(
                    "{code} {title}",
                    {"code": code, "title": context.catalogue.indicators[code].title},
                ),
                note=str(period),
            ),
            Cell(str(count), numeric=True),
            Cell(Message(why(reason, detail).template, {"detail": _role_words(context, detail)})),
            Cell(what_would_fill(reason, detail)),
        )
        for (code, period, reason, detail), count in counts
    )
    table = Table(
        Message("Districts without a figure where the city has one"), columns, rows, stacked=True
    )
    yield Part("missing-districts", Message("Districts without a figure"), (table,))


def _gaps_by_reason(context: Context) -> list[tuple[tuple[str, object, str, str], int]]:
    """Count the districts without the figure that the report shows of the city, by reason."""
    shown = {one.indicator.code: context.shown(one) for one in context.answered}
    counted = Counter(
        (one.indicator, one.period, one.reason, one.detail)
        for one in context.figures.gaps(state="all")
        if one.area != context.result.city.code
        and not one.group
        and one.indicator in shown
        and (one.series, one.period)
        == (shown[one.indicator][0].code, shown[one.indicator][1].period)
    )
    return sorted(counted.items(), key=lambda item: (item[0][0], -item[1], item[0][2], item[0][3]))


def _problems(context: Context) -> Iterator[Block]:
    problems = context.result.problems
    if not problems:
        yield Paragraph(Message("None: every file could be read as it is."))
        return
    columns = (
        Column(Message("Where"), share=3),
        Column(Message("Found"), share=3),
        Column(Message("Expected"), share=3),
        Column(Message("What to do"), share=4),
    )
    ordered = sorted(problems, key=lambda one: one.severity)
    yield Table(
        Message("Problems, the ones that made a file unusable first"),
        columns,
        tuple(map(_problem_row, ordered)),
        stacked=True,
    )


def _problem_row(problem: Problem) -> tuple[Cell, ...]:
    severity = (
        Message("file not used") if problem.severity == "error" else Message("warning; file used")
    )
    return (
        Cell(problem.where, note=severity),
        Cell(problem.found),
        Cell(problem.expected),
        Cell(problem.remedy),
    )
