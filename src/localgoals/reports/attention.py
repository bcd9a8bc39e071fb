"""Which areas need most attention, and why: a map, a table, and the reasons in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from localgoals.model.text import Message
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Label,
    Map,
    Named,
    Paragraph,
    Part,
    Plate,
    Shading,
    Swatch,
    Table,
    Words,
)
from localgoals.reports.by_place import shaded_legend
from localgoals.reports.classing import URGENCY, class_of, class_words, round_breaks, spread_colours
from localgoals.reports.context import Context, anchor_of
from localgoals.reports.maps import Atlas
from localgoals.scoring.attention import AreaAttention, Reason

__all__ = ["attention_part"]

_LISTED = 10
_MOST_REASONS = 3


def attention_part(context: Context) -> Part:
    """Name the areas that need most attention, level by level, the finest level last."""
    lead = Paragraph(
        Message(
            "For each district and indicator: how far the figure falls short of the target, else "
            "of the value that counts as reached, else of the city as a whole, on a scale from 0 "
            "(not at all) to 100 (altogether). The score is the plain mean of these shortfalls. "
            "It says where to begin inside this city; it does not compare cities, and a high "
            "score says that something is missing there, not who failed."
        )
    )
    levels = [
        (index, areas)
        for index, areas in enumerate(context.result.attention)
        if any(one.score > 0 for one in areas)
    ]
    if not levels:
        nothing = Paragraph(
            Message(
                "No district can be named: the pack has no districts, or no figure by district "
                "that has a better "
                "and a worse direction."
            ),
            "note",
        )
        return Part(
            "attention", Message("Which areas need most attention, and why"), (lead, nothing)
        )
    parts = tuple(_level_part(context, index, areas) for index, areas in levels)
    return Part("attention", Message("Which areas need most attention, and why"), (lead,), parts)


def _level_part(context: Context, index: int, areas: Sequence[AreaAttention]) -> Part:
    title = Message("Among the {level}", {"level": context.level_words(index)})
    return Part(f"attention-{index + 1}", title, tuple(_level_blocks(context, index, areas)))


def _level_blocks(context: Context, index: int, areas: Sequence[AreaAttention]) -> Iterator[Block]:
    measured = sorted({reason.indicator for area in areas for reason in area.reasons})
    if len(measured) == 1:
        yield Paragraph(
            Message(
                "Only one indicator is known here, so the order follows it alone: {indicator}.",
                {"indicator": context.catalogue.indicators[measured[0]].title},
            ),
            "note",
        )
    table = _table(context, index, areas)
    if context.atlas is None:
        yield table
    else:
        yield Plate(_map(context, context.atlas, index, areas), table)


def _map(context: Context, atlas: Atlas, index: int, areas: Sequence[AreaAttention]) -> Map:
    level = context.result.city.districts[index]
    by_code = {one.area: one for one in areas}
    scores = [by_code[code].score if code in by_code else float("nan") for code in level.codes]
    breaks = round_breaks([100 * one for one in scores if not isnan(one)], "number")
    words = class_words(breaks, "number")
    colours = spread_colours(URGENCY, len(words))
    classes = tuple(-1 if isnan(one) else class_of(100 * one, breaks) for one in scores)
    first = [one for one in areas if one.score > 0][:_LISTED]
    place = dict(zip(level.codes, atlas.spots[index], strict=True))
    return Map(
        anchor=f"map-attention-{index + 1}",
        title=Message("Attention needed, by {level}", {"level": context.level_words(index)}),
        alt=Message(
            "Map of the attention score. The {count} highest scores carry their place in the "
            "table, which gives "
            "names, scores and reasons.",
            {"count": len(first)},
        ),
        drawn=Shading(
            index,
            classes,
            colours,
            tuple(
                Named(name, _score(score)) for name, score in zip(level.names, scores, strict=True)
            ),
        ),
        legend=(
            *shaded_legend(words, colours, classes),
            *((Swatch("badge", Message("place in the table")),) if first else ()),
        ),
        legend_title=Message("Score · number of {level}", {"level": context.level_words(index)}),
        labels=tuple(
            Label(str(rank), *place[one.area], badge=True)
            for rank, one in enumerate(first, start=1)
        ),
        note=Message("0 no shortfall, 100 short of everything"),
    )


def _score(score: float) -> Words:
    return Message("no figure") if isnan(score) else Figure(100 * score, "number", bare=True)


def _table(context: Context, index: int, areas: Sequence[AreaAttention]) -> Table:
    first = [one for one in areas if one.score > 0][:_LISTED]
    columns = (
        Column(Message("Area"), share=4),
        Column(Message("Score"), numeric=True, share=1),
        Column(Message("People"), numeric=True, share=2),
        Column(Message("Why"), share=7),
    )
    rows = tuple(
        (
            Cell(Message("{rank}. {name}", {"rank": rank, "name": context.area_names[one.area]})),
            Cell(_score(one.score), numeric=True),
            Cell(Figure(one.people, "persons", bare=True), numeric=True),
            Cell(
                "",
                lines=tuple(
                    _reason_cell(context, reason) for reason in one.reasons[:_MOST_REASONS]
                ),
            ),
        )
        for rank, one in enumerate(first, start=1)
    )
    caption = Message("The {level} that need most attention", {"level": context.level_words(index)})
    return Table(caption, columns, rows, stacked=True)


def _reason_cell(context: Context, reason: Reason) -> Cell:
    """Say one reason: the indicator, and below it the figure with what it is held against."""
    title = context.catalogue.indicators[reason.indicator].title
    return Cell(title, anchor=anchor_of(reason.indicator), note=_reason(reason))


def _reason(reason: Reason) -> Message:
    values: dict[str, object] = {
        "value": Figure(reason.value, reason.unit),
        "aim": Figure(reason.aim, reason.unit, short=True),
        "city": Figure(reason.city_value, reason.unit),
        "people": Figure(reason.people_affected, "persons"),
    }
    if reason.against == "city":
        return Message("{value}; in the city as a whole {city}.", values)
    if isnan(reason.city_value):
        return Message("{value}, where {aim} is to be reached.", values)
    if isnan(reason.people_affected):
        return Message(
            "{value}, where {aim} is to be reached; in the city as a whole {city}.", values
        )
    return Message(
        "{value}, where {aim} is to be reached; in the city as a whole {city}. It concerns "
        "{people}.",
        values,
    )
