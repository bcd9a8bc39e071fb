"""Who is left behind: the largest gaps between a group and everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from localgoals.model.text import Message
from localgoals.reports.blocks import (
    Bar,
    Block,
    Cell,
    Clauses,
    Column,
    Dots,
    Figure,
    Named,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.context import Context, anchor_of
from localgoals.scoring.gaps import Gap

__all__ = ["left_behind_part", "newest_gaps"]

_CHARTS, _CHARTED = 3, 6
_LISTED = 15
# Groups and everybody may come from sources a little apart; less than this is their noise.
_WORTH_TELLING = 1.0
_ROUGH = 4


def left_behind_part(context: Context) -> Part:
    """Show the groups that are worse off than everybody, the widest gap first."""
    return Part("left-behind", Message("Who is left behind"), tuple(_blocks(context)))


def _blocks(context: Context) -> Iterator[Block]:
    gaps = newest_gaps(context)
    worse = [gap for gap in gaps if gap.disadvantage >= _WORTH_TELLING]
    if not gaps:
        yield Paragraph(
            Message(
                "The pack has no figures by group, so this question stays open. Sex, age, "
                "disability, ethnicity and "
                "income are what the 2030 Agenda asks for; a resource with the role `groups` gives "
                "them."
            ),
            "note",
        )
        return
    yield Paragraph(
        Message(
            "Each group is compared with everybody. A difference of shares is in percentage "
            "points, other differences "
            "are in per cent of the figure for everybody. Groups that are better off, or worse off "
            "by less than one, are not listed."
        )
    )
    if any(gap.quality >= _ROUGH for gap in worse):
        yield Paragraph(
            Message(
                "Groups were spread over addresses from counts by district: what divides groups "
                "inside one district "
                "does not show, so real gaps may be wider or narrower."
            ),
            "note",
        )
    if not worse:
        yield Paragraph(
            Message("No group with a figure is worse off than everybody by one or more.")
        )
        return
    yield from _charts(context, worse)
    yield _table(context, worse[:_LISTED])


def newest_gaps(context: Context) -> list[Gap]:
    """Keep the newest period of each series: an old gap may have closed."""
    newest: dict[tuple[str, str], Gap] = {}
    for gap in context.result.gaps:
        held = newest.get((gap.indicator, gap.series))
        if held is None or gap.period > held.period:
            newest[gap.indicator, gap.series] = gap
    found = [
        gap for gap in context.result.gaps if gap.period == newest[gap.indicator, gap.series].period
    ]
    # Where the pack has stops of one kind only, two series are one: a reader wants to see it once.
    told: dict[tuple[str, str, float, float], Gap] = {}
    for gap in found:
        key = (gap.indicator, gap.group, gap.value, gap.everybody)
        if (
            key not in told
            or gap.series == context.catalogue.indicators[gap.indicator].headline.code
        ):
            told[key] = gap
    return list(told.values())


def _charts(context: Context, worse: Sequence[Gap]) -> Iterator[Plate]:
    """Draw the widest gaps, a chart for each of the first few indicators."""
    by_series: dict[tuple[str, str], list[Gap]] = {}
    for gap in worse:
        by_series.setdefault((gap.indicator, gap.series), []).append(gap)
    for gaps in list(by_series.values())[:_CHARTS]:
        yield Plate(_chart(context, gaps[:_CHARTED]))


def _chart(context: Context, gaps: Sequence[Gap]) -> Dots:
    first = gaps[0]
    indicator = context.catalogue.indicators[first.indicator]
    series = next(one for one in indicator.series if one.code == first.series)
    title = Clauses((indicator.title, str(first.period)))
    return Dots(
        anchor=f"gaps-{anchor_of(first.indicator)}-{first.series.replace('_', '-')}",
        title=title if indicator.is_named_by(series.code) else Named(title, series.title),
        alt=Message(
            "Dot chart of the {count} widest gaps, the widest: {group} {value}, everybody "
            "{everybody}. "
            "The table gives every value.",
            {
                "count": len(gaps),
                "group": context.group_words(first.group),
                "value": Figure(first.value, first.unit),
                "everybody": Figure(first.everybody, first.unit),
            },
        ),
        unit=first.unit,
        bars=tuple(
            Bar(context.group_words(gap.group), gap.value, from_value=gap.everybody) for gap in gaps
        ),
        legend=(
            Message(
                "Filled dot: the group. Open dot: everybody, {value}.",
                {"value": Figure(first.everybody, first.unit)},
            ),
        ),
    )


def _table(context: Context, gaps: Sequence[Gap]) -> Table:
    columns = (
        Column(Message("Group"), share=4),
        Column(Message("Indicator"), share=5),
        Column(Message("Figure"), numeric=True, share=3),
        Column(Message("Everybody"), numeric=True, share=3),
        Column(Message("Worse by"), numeric=True, share=3),
        Column(Message("People"), numeric=True, share=2),
    )
    return Table(Message("The widest gaps"), columns, tuple(_row(context, gap) for gap in gaps))


def _row(context: Context, gap: Gap) -> tuple[Cell, ...]:
    indicator = context.catalogue.indicators[gap.indicator]
    series = next(one for one in indicator.series if one.code == gap.series)
    points = gap.unit.startswith("percent") and gap.unit != "percent_per_year"
    worse = Figure(gap.disadvantage, "percent", bare=True)
    by = (
        Message("{points} points", {"points": worse})
        if points
        else Message("{percent}% of it", {"percent": worse})
    )
    return (
        Cell(context.group_words(gap.group)),
        Cell(
            Clauses((indicator.title, str(gap.period))),
            anchor=anchor_of(gap.indicator),
            note="" if indicator.is_named_by(series.code) else series.title,
        ),
        Cell(Figure(gap.value, gap.unit), numeric=True),
        Cell(Figure(gap.everybody, gap.unit), numeric=True),
        Cell(by, numeric=True),
        Cell(Figure(gap.people, "persons", bare=True), numeric=True),
    )
