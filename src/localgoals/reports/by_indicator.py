"""One part for each indicator with a figure: status, trend, groups, districts, source, method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from localgoals.model.indicator import Indicator, Series
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Message
from localgoals.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Dots,
    Fact,
    Facts,
    Figure,
    Head,
    Line,
    Listing,
    Mark,
    Paragraph,
    Part,
    Plate,
    Table,
    Trend,
    Words,
)
from localgoals.reports.context import Context, anchor_of, series_words, what_and_when
from localgoals.reports.held_against import held_against
from localgoals.reports.progress import method_of_progress, progress_lines
from localgoals.reports.quality import QUALITY_WORDS
from localgoals.reports.wording import unit_words
from localgoals.scoring.status import Standing

__all__ = ["indicators_part", "way_words"]

# Which way a figure was measured, as the second word of a method says it.
WAYS: dict[str, Message] = {
    "network": Message("distance along the streets"),
    "straight-line": Message("straight-line distance, as the pack has no streets"),
    "raster": Message("from a grid"),
    "polygons": Message("from areas"),
    "points": Message("from points counted into cells"),
    "stations": Message("from measuring stations"),
    "ratio": Message("a ratio of statistics"),
    "stated": Message("a statistic, taken as it is given"),
    "survey": Message("from the answers of a sample survey"),
    "experts": Message("from the scores of experts"),
    "samples": Message("from measurements of water bodies"),
}
# More lines than this cannot be told apart on a phone.
_MOST_LINES = 5
_MOST_DISTRICTS = 20


def indicators_part(context: Context) -> Part:
    """Show every indicator that has a figure, one part each."""
    parts = tuple(_indicator_part(context, one) for one in context.answered)
    lead = Paragraph(
        Message(
            "Each figure stands with its period, what it is held against, where it comes from, how "
            "it was made "
            "and how far it can be trusted. Every number is also in the file observations.csv."
        )
    )
    return Part("indicators", Message("Indicator by indicator"), (lead,), parts)


def _indicator_part(context: Context, standing: Standing) -> Part:
    indicator = standing.indicator
    return Part(anchor_of(indicator.code), indicator.title, tuple(_blocks(context, standing)))


def _blocks(context: Context, standing: Standing) -> Iterator[Block]:
    series, shown = context.shown(standing)
    yield _head(context, standing, series, shown)
    table = _series_table(context, standing.indicator)
    trend = _trend(context, standing.indicator, series)
    if trend is not None:
        yield Plate(trend, table)
    elif len(table.rows) > 1 or len(table.columns) > 2:
        # One row of one figure would only say the head again.
        yield table
    groups = context.figures.groups((standing.indicator.code, series.code), shown.period)
    if groups and standing.indicator.better == "neither":
        # Counts by group have nothing to be compared with everybody.
        yield _groups_table(context, standing.indicator, shown, groups)
    elif groups:
        yield _groups_plate(context, standing.indicator, shown, groups)
    yield from _district_tables(context, standing.indicator, series, shown.period)
    yield from _notes(context, standing.indicator)
    yield _facts(context, standing.indicator, shown)


def _head(context: Context, standing: Standing, series: Series, shown: Observation) -> Head:
    return Head(
        code=standing.indicator.code,
        about=what_and_when(standing.indicator, series, shown.period),
        figure=Figure(shown.value, shown.unit, bare=True),
        unit=unit_words(shown.unit),
        rating=standing.status if series == standing.indicator.headline else "none",
        lines=(
            *held_against(standing, shown),
            *progress_lines(context.progress.get(standing.indicator.code)),
        ),
    )


def _years(context: Context, indicator: Indicator) -> list[Period]:
    """List the periods that have any figure of the city, oldest first."""
    return sorted(
        {
            one.period
            for series in indicator.series
            for one in context.figures.over_time((indicator.code, series.code))
        }
    )


def _series_table(context: Context, indicator: Indicator) -> Table:
    periods = _years(context, indicator)
    columns = (
        Column(Message("Figure"), share=5),
        *(Column(str(period), numeric=True, share=2) for period in periods),
    )
    rows = tuple(
        (
            Cell(series_words(indicator, series), note=unit_words(series.unit)),
            *(
                _figure_cell(context, (indicator.code, series.code), period, "")
                for period in periods
            ),
        )
        for series in indicator.series
        if context.figures.over_time((indicator.code, series.code))
    )
    return Table(
        Message("{indicator}: the city as a whole", {"indicator": indicator.title}), columns, rows
    )


def _figure_cell(context: Context, series: tuple[str, str], period: Period, area: str) -> Cell:
    found = context.figures.at(series, period, area=area)
    if found is None or found.notation:
        return Cell("–", numeric=True, quiet=True)
    return Cell(Figure(found.value, found.unit, bare=True), numeric=True)


def _trend(context: Context, indicator: Indicator, shown: Series) -> Trend | None:
    """Draw the series with the unit of the shown one, when it has figures of several periods."""
    alike = [one for one in indicator.series if one.unit == shown.unit]
    paths = {one.code: context.figures.over_time((indicator.code, one.code)) for one in alike}
    if len(paths[shown.code]) < 2:
        return None
    lines = tuple(
        Line(
            series_words(indicator, one),
            tuple((found.period.last, found.value) for found in paths[one.code]),
        )
        for one in alike
        if one == shown or _differs(paths[one.code], paths[shown.code])
    )[:_MOST_LINES]
    first, last = paths[shown.code][0], paths[shown.code][-1]
    return Trend(
        anchor=f"{anchor_of(indicator.code)}-trend",
        title=Message("{indicator} over the years", {"indicator": indicator.title}),
        alt=Message(
            "Line chart. {series}: {first} in {first_year}, {last} in {last_year}. The table gives "
            "every value.",
            {
                "series": series_words(indicator, shown),
                "first": Figure(first.value, shown.unit),
                "first_year": first.period,
                "last": Figure(last.value, shown.unit),
                "last_year": last.period,
            },
        ),
        unit=shown.unit,
        lines=lines,
        marks=_marks(indicator, shown, [one.value for one in paths[shown.code]]),
    )


def _differs(one: Sequence[Observation], shown: Sequence[Observation]) -> bool:
    """Tell whether a series has a line of its own, and not the same values as the shown one."""
    values = [(found.period, found.value) for found in one]
    return len(values) > 1 and values != [(found.period, found.value) for found in shown]


def _marks(indicator: Indicator, shown: Series, values: Sequence[float]) -> tuple[Mark, ...]:
    """Choose what a trend is compared with: the target, else the nearest named value."""
    if shown == indicator.headline and indicator.target is not None:
        return (
            Mark(Message("target {year}", {"year": indicator.target.year}), indicator.target.value),
        )
    named = {"", indicator.headline.code} if shown == indicator.headline else {shown.code}
    own = [one for one in indicator.thresholds if one.series in named]
    nearest = min(own, key=lambda one: abs(one.value - values[-1]), default=None)
    # A line far from the figures would press them flat against the other edge.
    if nearest is None or nearest.value > 3 * max(values):
        return ()
    return (Mark(nearest.name, nearest.value),)


def _groups_plate(
    context: Context, indicator: Indicator, shown: Observation, groups: Sequence[Observation]
) -> Plate:
    ordered = sorted(groups, key=lambda one: _group_order(context, one.group))
    chart = Dots(
        anchor=f"{anchor_of(indicator.code)}-groups",
        title=Message(
            "{indicator}, by group, {period}",
            {"indicator": indicator.title, "period": shown.period},
        ),
        alt=Message(
            "Dot chart of {count} groups, from {low_group} ({low}) to {high_group} ({high}); "
            "everybody: {everybody}.",
            _range_of(context, ordered)
            | {"count": len(ordered), "everybody": Figure(shown.value, shown.unit)},
        ),
        unit=shown.unit,
        bars=tuple(_bar(context, one) for one in ordered),
        mark=Mark(Message("everybody"), shown.value),
        legend=(
            Message("Dashed line: everybody, {value}", {"value": Figure(shown.value, shown.unit)}),
        ),
    )
    return Plate(chart, _groups_table(context, indicator, shown, ordered))


def _bar(context: Context, one: Observation) -> Bar:
    family, member = context.group_parts(one.group)
    return Bar(member, one.value, family=family)


def _group_order(context: Context, group: str) -> tuple[int, str]:
    dimension = group.partition("=")[0]
    known = list(context.catalogue.dimensions)
    return (known.index(dimension) if dimension in known else len(known), group)


def _range_of(context: Context, groups: Sequence[Observation]) -> dict[str, object]:
    low, high = min(groups, key=lambda one: one.value), max(groups, key=lambda one: one.value)
    return {
        "low_group": context.group_words(low.group),
        "low": Figure(low.value, low.unit),
        "high_group": context.group_words(high.group),
        "high": Figure(high.value, high.unit),
    }


def _groups_table(
    context: Context, indicator: Indicator, shown: Observation, groups: Sequence[Observation]
) -> Table:
    rows = [
        (
            Cell(Message("Everybody")),
            Cell(Figure(shown.value, shown.unit, bare=True), numeric=True),
            Cell(str(shown.quality), numeric=True),
        ),
        *(
            (
                Cell(context.group_words(one.group)),
                Cell(Figure(one.value, one.unit, bare=True), numeric=True),
                Cell(str(one.quality), numeric=True),
            )
            for one in groups
        ),
    ]
    columns = (
        Column(Message("Group"), share=5),
        Column(unit_words(shown.unit), numeric=True, share=3),
        Column(Message("Quality"), numeric=True, share=1),
    )
    caption = Message(
        "{indicator}, by group, {period}", {"indicator": indicator.title, "period": shown.period}
    )
    return Table(caption, columns, tuple(rows), folded=True)


def _district_tables(
    context: Context, indicator: Indicator, series: Series, period: Period
) -> Iterator[Table]:
    """Give the figures of every level that is short enough to be read whole and has no map."""
    key = (indicator.code, series.code)
    periods = _years(context, indicator)[-4:]
    mapped = None if context.atlas is None else context.level_with_figures(key, period)
    for index, level in enumerate(context.result.city.districts):
        found = context.figures.of_districts(key, period, level)
        if len(level.codes) > _MOST_DISTRICTS or not any(one and not one.notation for one in found):
            continue
        if len(periods) == 1 and index == mapped:
            continue
        yield Table(
            Message(
                "{series}, by {level} ({unit})",
                {
                    "series": series_words(indicator, series),
                    "level": context.level_words(index),
                    "unit": unit_words(series.unit),
                },
            ),
            (
                Column(Message("Area"), share=4),
                *(Column(str(one), numeric=True, share=2) for one in periods),
            ),
            tuple(
                (Cell(name), *(_figure_cell(context, key, one, code) for one in periods))
                for code, name in zip(level.codes, level.names, strict=True)
            ),
        )


def _notes(context: Context, indicator: Indicator) -> Iterator[Paragraph]:
    said = [one for one in context.result.notes if one.indicator == indicator.code]
    for note in dict.fromkeys(str(one.message) for one in said):
        yield Paragraph(next(one.message for one in said if str(one.message) == note), "note")


def way_words(method: str) -> Words:
    """Say how a figure was measured, from its method string: `11.2.1 network 1`."""
    words = method.split(" ")
    way = words[1] if len(words) > 1 else method
    return WAYS.get(way, way)


def _facts(context: Context, indicator: Indicator, shown: Observation) -> Facts:
    titles = context.resource_titles
    frameworks = context.catalogue.frameworks
    crosswalk = tuple(
        Message(
            "{framework} {code}",
            {
                "framework": frameworks[one.framework].short
                if one.framework in frameworks
                else one.framework,
                "code": one.code,
            },
        )
        for one in indicator.frameworks
    )
    facts = [
        Fact(Message("Source"), Listing(tuple(titles.get(name, name) for name in shown.sources))),
        Fact(
            Message("Method"),
            Message(
                "{way}; version {version}",
                {"way": way_words(shown.method), "version": indicator.method.version},
            ),
        ),
        Fact(Message("Formula"), indicator.method.formula),
        Fact(
            Message("Quality"),
            Message(
                "{grade} of 5: {words}",
                {"grade": shown.quality, "words": QUALITY_WORDS[shown.quality]},
            ),
        ),
    ]
    facts += method_of_progress(context.progress.get(indicator.code))
    if crosswalk:
        facts.append(Fact(Message("Feeds"), Listing(crosswalk)))
    return Facts(tuple(facts))
