"""`localgoals score distance`: how far figures are from their targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.decimals import Decimal
from localgoals.cli.figures import Figures, TableOutput, read_figures, tell_file
from localgoals.cli.reader import LangOfFiles
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.cli.tables import Words
    from localgoals.scoring.distance import Distance

_MOST_ROWS = 60
_COLUMNS = (
    "indicator", "area", "group", "period", "value", "unit", "target", "to_go", "to_go_reason",
    "base_period", "base_value", "share_of_way", "share_reason", "end_value", "index",
    "index_reason",
)  # fmt: skip


def distance(
    figures: Figures,
    base_year: Annotated[
        int, typer.Option(min=1, max=9999, help="Measure the way from this year on.")
    ] = 2015,
    output: TableOutput = None,
    decimal: Decimal = None,
    lang: LangOfFiles = "en",
) -> None:
    """Say how far each figure is from its target: in its unit, of the way, and as an index."""
    from localgoals.catalogue.load import load
    from localgoals.cli.tables import Words
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.tables import write_csv
    from localgoals.scoring.distance import distances

    read = read_figures(figures, None if decimal is None else decimal.value, lang)
    found = distances(read.observations, load().indicators, base_year=base_year)
    words = Words(load(), lang)
    of_city = [one for one in found if read.is_of_city(one.area, one.group)]
    _print(of_city[:_MOST_ROWS], words)
    if len(of_city) > _MOST_ROWS:
        more = Message(
            "{count} more rows are in the table that -o writes.",
            {"count": len(of_city) - _MOST_ROWS},
        )
        typer.echo(words(more))
    if output is not None:
        with whole_file(output, read=[figures]) as partial:
            write_csv(partial, _COLUMNS, [_row(one, words) for one in found], encoding="utf-8-sig")
        tell_file(output, len(found), lang)


def _row(one: Distance, words: Words) -> list[object]:
    from localgoals.scoring.distance import REASONS

    def why(reason: str) -> str:
        return words(REASONS[reason]) if reason else ""

    newest, base = one.observation, one.base
    return [
        one.indicator, one.area, one.group, str(newest.period), newest.value, newest.unit,
        one.target, one.to_go, why(one.to_go_reason),
        None if base is None else str(base.period), None if base is None else base.value,
        one.share, why(one.share_reason), one.end_value, one.index, why(one.index_reason),
    ]  # fmt: skip


def _print(found: Sequence[Distance], words: Words) -> None:
    from rich.markup import escape

    from localgoals.cli.tables import console, table_of
    from localgoals.reports.blocks import Figure
    from localgoals.reports.wording import number, spoken
    from localgoals.scoring.distance import REASONS

    titles = [
        Message("Code"), Message("Area"), Message("Figure"), Message("To go"),
        Message("Of the way"), Message("Index"),
    ]  # fmt: skip
    table = table_of(words, titles)
    for one in found:
        unit = words.catalogue.units[one.observation.unit]
        value = spoken(Figure(one.observation.value, one.observation.unit), words.language)
        gap = (
            words(REASONS[one.to_go_reason])
            if one.to_go_reason
            else number(one.to_go, unit.decimals)
        )
        share = "–" if one.share_reason else f"{100 * one.share:.0f} %"
        place = one.area if not one.group else f"{one.area} {one.group}"
        table.add_row(one.indicator, escape(place), value, gap, share, number(one.index, 0))
    console().print(table)
