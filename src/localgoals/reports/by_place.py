"""Maps: figures by district, and how far people live from what an indicator counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from localgoals.indicators.findings import ReachLayer
from localgoals.ingest.layers import Districts
from localgoals.model.indicator import Indicator, Series
from localgoals.model.observation import Observation
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Cell,
    Clauses,
    Column,
    Figure,
    Label,
    Map,
    Named,
    Paragraph,
    Part,
    Plate,
    Shading,
    Squares,
    Swatch,
    Table,
    Words,
)
from localgoals.reports.cells import CLASSES, class_of_distance, reach_cells
from localgoals.reports.classing import (
    SEQUENCE,
    class_of,
    class_words,
    round_breaks,
    spread_colours,
)
from localgoals.reports.context import Context, anchor_of, series_words, what_and_when
from localgoals.reports.drawing import SHEET_UNITS
from localgoals.reports.maps import LAND, Atlas
from localgoals.reports.wording import unit_words
from localgoals.scoring.status import Standing

__all__ = ["district_labels", "maps_part", "shaded_legend"]

REACH_COLOURS = ("#17657f", "#a6d5c8", "#e39a33", "#8d6a9f")
# Districts that can carry their name on a map as wide as a phone.
_MOST_NAMES, _MOST_NAMES_OVER_SQUARES = 10, 6
_PRINTED_ROWS = 12


def maps_part(context: Context) -> Part | None:
    """Draw the figures by district, and the walking distances; None when there are neither."""
    if context.atlas is None:
        return None
    parts = (*_district_maps(context, context.atlas), *_reach_maps(context, context.atlas))
    if not parts:
        return None
    lead = Paragraph(
        Message(
            "The first maps show figures by district, the last ones where people live and how far "
            "they walk. "
            "North is up. Below each map stands what its colours mean; a table gives the numbers."
        )
    )
    return Part("maps", Message("Maps"), (lead,), parts, tiled=True)


def _district_maps(context: Context, atlas: Atlas) -> Iterator[Part]:
    for standing in context.answered:
        yield from _district_map(context, atlas, standing)


def _district_map(context: Context, atlas: Atlas, standing: Standing) -> Iterator[Part]:
    indicator = standing.indicator
    series, shown = context.shown(standing)
    key = (indicator.code, series.code)
    index = context.level_with_figures(key, shown.period)
    if index is None:
        return
    level = context.result.city.districts[index]
    found = context.figures.of_districts(key, shown.period, level)
    anchor = f"map-{anchor_of(indicator.code)}"
    values = [one.value for one in found if one is not None and not one.notation]
    breaks = round_breaks(values, shown.unit)
    if not breaks:
        # A map of one colour says nothing that the figure of the city does not say.
        return
    words = class_words(breaks, shown.unit)
    colours = spread_colours(SEQUENCE, len(words))
    classes = tuple(
        -1 if one is None or one.notation else class_of(one.value, breaks) for one in found
    )
    picture = Map(
        anchor=anchor,
        title=indicator.title,
        alt=_district_alt(context, index, standing, found),
        drawn=Shading(index, classes, colours, tuple(_hover(level, found))),
        legend=shaded_legend(words, colours, classes),
        legend_title=Message(
            "{unit} · number of {level}",
            {"unit": unit_words(shown.unit), "level": context.level_words(index)},
        ),
        labels=district_labels(context, atlas),
        note=what_and_when(indicator, series, shown.period),
    )
    yield Part(
        anchor, indicator.title, (Plate(picture, _district_table(context, index, standing, found)),)
    )


def shaded_legend(
    words: Sequence[Words], colours: Sequence[str], classes: Sequence[int]
) -> tuple[Swatch, ...]:
    """List the classes of a map, from the highest down, with how many districts each has."""
    swatches = [
        Swatch(colour, said, str(sum(one == index for one in classes)))
        for index, (said, colour) in enumerate(zip(words, colours, strict=True))
    ][::-1]
    missing = sum(one < 0 for one in classes)
    if missing:
        swatches.append(Swatch("hatch", Message("no figure"), str(missing)))
    return tuple(swatches)


def _hover(level: Districts, found: Sequence[Observation | None]) -> Iterator[Words]:
    for name, one in zip(level.names, found, strict=True):
        figure: Words = (
            Message("no figure") if one is None or one.notation else Figure(one.value, one.unit)
        )
        yield Named(name, figure)


def district_labels(
    context: Context, atlas: Atlas, *, most: int = _MOST_NAMES
) -> tuple[Label, ...]:
    """Name the coarsest districts on a map, when they are few; a name without room is left out."""
    levels = context.result.city.districts
    if not levels or len(levels[0].codes) > most:
        return ()
    ratio = atlas.sheet.height / SHEET_UNITS
    kept: list[tuple[Label, _Box]] = []
    for name, (left, top) in zip(levels[0].names, atlas.spots[0], strict=True):
        width = _width_percent(name)
        middle = min(max(left, width / 2), 100 - width / 2)
        box = _Box(middle - width / 2, top, middle + width / 2, _LINE_PERCENT / ratio)
        if width <= 100 and not any(box.touches(other) for _, other in kept):
            kept.append((Label(name, round(middle, 1), top), box))
    return tuple(label for label, _ in kept)


# On the narrowest map, 300 points wide: lines of 16, Latin letters of 6.5, Chinese ones of 12.
_LINE_PERCENT, _LATIN_PERCENT, _HAN_PERCENT = 16 / 3, 6.5 / 3, 12 / 3


@dataclass(frozen=True)
class _Box:
    """The place that a label takes on the narrowest map, in per cent of its width and height."""

    left: float
    middle: float
    right: float
    height: float

    def touches(self, other: _Box) -> bool:
        """Tell whether two labels would stand on each other."""
        beside = self.left >= other.right or other.left >= self.right
        return not beside and abs(self.middle - other.middle) < self.height


def _width_percent(name: Text) -> float:
    """Estimate how wide a name is, in the language in which it is wider."""
    return max(
        3 + sum(_HAN_PERCENT if letter >= "\u2e80" else _LATIN_PERCENT for letter in words)
        for words in (name.en, name.zh)
    )


def _district_alt(
    context: Context, index: int, standing: Standing, found: Sequence[Observation | None]
) -> Message:
    names = context.area_names
    figures = sorted(
        (one for one in found if one is not None and not one.notation),
        key=lambda one: (one.value, one.area),
    )
    low, high = figures[0], figures[-1]
    return Message(
        "Map of {indicator} by {level}, {period}. Lowest: {low_name} ({low}). Highest: {high_name} "
        "({high}). "
        "The table gives every value.",
        {
            "indicator": standing.indicator.title,
            "level": context.level_words(index),
            "period": low.period,
            "low_name": names[low.area],
            "low": Figure(low.value, low.unit),
            "high_name": names[high.area],
            "high": Figure(high.value, high.unit),
        },
    )


def _district_table(
    context: Context, index: int, standing: Standing, found: Sequence[Observation | None]
) -> Table:
    """List every district of a level, those that are worst off first."""
    level = context.result.city.districts[index]
    upwards = standing.indicator.better == "higher"
    shown = context.shown(standing)[1]
    named = sorted(
        zip(level.names, found, strict=True),
        key=lambda pair: _worst_first(pair[1], upwards=upwards),
    )
    rows = tuple((Cell(name), _value_cell(one)) for name, one in named)
    total = len(rows)
    return Table(
        Message(
            "{indicator} by {level}, {period}",
            {
                "indicator": standing.indicator.title,
                "level": context.level_words(index),
                "period": shown.period,
            },
        ),
        (Column(Message("Area"), share=4), Column(unit_words(shown.unit), numeric=True, share=2)),
        rows,
        folded=True,
        print_rows=_PRINTED_ROWS,
        ends=Message(
            "{count} of {total} are printed here, {order} first; the web page and observations.csv "
            "have all of them.",
            {
                "count": _PRINTED_ROWS,
                "total": total,
                "order": Message("the lowest") if upwards else Message("the highest"),
            },
        ),
    )


def _worst_first(one: Observation | None, *, upwards: bool) -> tuple[bool, float]:
    if one is None or one.notation:
        return True, 0.0
    return False, one.value if upwards else -one.value


def _value_cell(one: Observation | None) -> Cell:
    if one is None or one.notation:
        return Cell(Message("no figure"), numeric=True, quiet=True)
    return Cell(Figure(one.value, one.unit, bare=True), numeric=True)


def _reach_maps(context: Context, atlas: Atlas) -> Iterator[Part]:
    """Draw the newest walking distances; series that reach the same people once."""
    for standing in context.result.standings:
        seen: list[ReachLayer] = []
        for series in standing.indicator.series:
            layer = _newest(context, standing.indicator.code, series.code)
            if layer is None or any(_same_reach(layer, other) for other in seen):
                continue
            seen.append(layer)
            yield _reach_map(context, atlas, standing, layer)


def _newest(context: Context, indicator: str, series: str) -> ReachLayer | None:
    found = [
        one for one in context.result.reach if (one.indicator, one.series) == (indicator, series)
    ]
    return max(found, key=lambda one: one.period, default=None)


def _same_reach(one: ReachLayer, other: ReachLayer) -> bool:
    return one.limit_m == other.limit_m and np.array_equal(
        one.distance_m, other.distance_m, equal_nan=True
    )


def _reach_map(context: Context, atlas: Atlas, standing: Standing, layer: ReachLayer) -> Part:
    indicator = standing.indicator
    series = next(one for one in indicator.series if one.code == layer.series)
    anchor = f"reach-{anchor_of(indicator.code)}-{layer.series.replace('_', '-')}"
    cells = reach_cells(layer, atlas.cell_size_m)
    kinds = [kind for kind in range(len(CLASSES)) if (cells.kind == kind).any()]
    words = _reach_words(layer)
    with_stops = indicator.code == "11.2.1" and bool(atlas.stops)
    title = Message("{series}: walking reach", {"series": _full_name(indicator, series)})
    picture = Map(
        anchor=anchor,
        title=title,
        alt=Message(
            "Map of where people live, in squares of {size}, coloured by the walk to the nearest "
            "place: {series}. "
            "The table gives the people in each class.",
            {"size": Figure(cells.size_m, "metres"), "series": series_words(indicator, series)},
        ),
        drawn=Squares(tuple((atlas.squares(cells, kind), REACH_COLOURS[kind]) for kind in kinds)),
        legend=(
            *(Swatch(REACH_COLOURS[kind], words[kind]) for kind in kinds),
            Swatch(LAND, Message("nobody lives here")),
            *((Swatch("dot", Message("stop or station")),) if with_stops else ()),
        ),
        legend_title=Message("Most people of a square live"),
        labels=district_labels(context, atlas, most=_MOST_NAMES_OVER_SQUARES),
        with_stops=with_stops,
        note=Message(
            "{series}, {period}; squares of {size}",
            {
                "series": series_words(indicator, series),
                "period": layer.period,
                "size": Figure(cells.size_m, "metres"),
            },
        ),
    )
    return Part(anchor, title, (Plate(picture, _reach_table(layer, title)),))


def _full_name(indicator: Indicator, series: Series) -> Words:
    """Name a series so that it stands alone; the headline is named as the indicator."""
    return indicator.title if indicator.is_named_by(series.code) else series.title


def _reach_words(layer: ReachLayer) -> tuple[Words, ...]:
    limit, twice = Figure(layer.limit_m, "metres"), Figure(2 * layer.limit_m, "metres")
    return (
        Message("within {limit}", {"limit": limit}),
        Message("{limit} to {twice} away", {"limit": limit, "twice": twice}),
        Message("farther away"),
        Message("too far from any street to tell"),
    )


def _reach_table(layer: ReachLayer, title: Words) -> Table:
    """Count the people of each class, point by point and not by square."""
    kind = class_of_distance(layer.distance_m, layer.limit_m)
    people = np.bincount(kind, np.nan_to_num(layer.people), minlength=len(CLASSES))
    rows = tuple(
        (
            Cell(words),
            Cell(Figure(float(count), "persons", bare=True), numeric=True),
            Cell(Figure(100 * float(count) / float(people.sum()), "percent"), numeric=True),
        )
        for words, count in zip(_reach_words(layer), people, strict=True)
        if count
    )
    columns = (
        Column(Message("People who live"), share=4),
        Column(Message("People"), numeric=True, share=2),
        Column(Message("Share"), numeric=True, share=1),
    )
    return Table(Clauses((title, str(layer.period))), columns, rows, folded=True)
