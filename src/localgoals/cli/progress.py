"""`localgoals score progress`: how figures have changed, by one published method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.decimals import Decimal
from localgoals.cli.figures import Figures, TableOutput, read_figures, tell_file
from localgoals.cli.reader import LangOfFiles
from localgoals.model.text import Message

if TYPE_CHECKING:
    import pyarrow as pa

    from localgoals.cli.tables import Words
    from localgoals.scoring.progress.observed import Progress

# A longer table is not read on a screen.
_MOST_ROWS = 60


class Way(StrEnum):
    """The methods; the same as `localgoals.scoring.progress.methods.METHODS`."""

    CAGR = "cagr"
    PROJECTED_SHARE = "projected-share"
    ARROWS = "arrows"
    CSI_API = "csi-api"


def progress(  # noqa: PLR0913  one parameter for each option
    figures: Figures,
    method: Annotated[
        Way, typer.Option(help="Growth rates, projected share, arrows, or ESCAP's two indices.")
    ] = Way.CAGR,
    base_year: Annotated[
        int | None,
        typer.Option(min=1, max=9999, help="Measure from this year on.", show_default="2015"),
    ] = None,
    target_year: Annotated[
        int | None,
        typer.Option(
            min=1, max=9999, help="When targets are due.", show_default="the target's own, or 2030"
        ),
    ] = None,
    output: TableOutput = None,
    decimal: Decimal = None,
    lang: LangOfFiles = "en",
) -> None:
    """Say how each indicator has changed, by one method; a reason where it cannot be said."""
    from localgoals.catalogue.load import load
    from localgoals.cli.tables import Words
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.progress_table import progress_table, write_table
    from localgoals.scoring.progress.observed import Choices
    from localgoals.scoring.progress.observed import progress as progress_of

    read = read_figures(figures, None if decimal is None else decimal.value, lang)
    choices = Choices(method.value, base_year, target_year)
    found = progress_of(read.observations, load().indicators, city=read.city, choices=choices)
    words = Words(load(), lang)
    of_city = [one for one in found if read.is_of_city(one.area, one.group)]
    _print(of_city, words)
    if output is not None:
        table = _in_words(progress_table(found), found, words)
        with whole_file(output, read=[figures]) as partial:
            write_table(table, partial)
        tell_file(output, len(found), lang)


def _in_words(table: pa.Table, found: Sequence[Progress], words: Words) -> pa.Table:
    """Add what the keys mean, in the language of the files."""
    import pyarrow as pa

    from localgoals.scoring.progress.methods import REMARKS

    table = table.append_column("in_words", pa.array([_verdict(one, words) for one in found]))
    minded = [words.comma.join(words(REMARKS[remark]) for remark in one.remarks) for one in found]
    return table.append_column("compare_with_care", pa.array(minded, pa.string()))


def _verdict(one: Progress, words: Words) -> str:
    from localgoals.scoring.progress.methods import METHODS, REASONS

    if one.reason:
        return words(REASONS[one.reason])
    return words(METHODS[one.method].verdicts[one.verdict].words)


def _print(found: Sequence[Progress], words: Words) -> None:
    from localgoals.cli.tables import console
    from localgoals.scoring.progress.methods import METHODS

    screen = console()
    if not found:
        screen.print(words(Message("No indicator has a figure that progress could be judged by.")))
        return
    way = METHODS[found[0].method]
    parts = {"method": way.title, "version": way.version}
    screen.print(words(Message("Method: {method}; version {version}.", parts)), markup=False)
    if len(found) > _MOST_ROWS:
        _print_counts(found, words)
    else:
        _print_rows(found, words)


def _print_counts(found: Sequence[Progress], words: Words) -> None:
    from localgoals.cli.tables import console, table_of

    table = table_of(words, [Message("Verdict"), Message("Rows")])
    for verdict, count in Counter(f"{_sign(one)} {_verdict(one, words)}" for one in found).items():
        table.add_row(verdict, f"{count:,}")
    screen = console()
    screen.print(table)
    screen.print(words(Message("Each row is in the table that -o writes.")), markup=False)


def _sign(one: Progress) -> str:
    from localgoals.scoring.progress.methods import METHODS

    return "–" if one.reason else METHODS[one.method].verdicts[one.verdict].sign


def _print_rows(found: Sequence[Progress], words: Words) -> None:
    from rich.markup import escape

    from localgoals.cli.tables import console, table_of

    titles = [
        Message("Code"), Message("Area"), Message("From and to"), Message("Period"),
        Message("Verdict"),
    ]  # fmt: skip
    table = table_of(words, titles)
    for one in found:
        place = one.area if not one.group else f"{one.area} {one.group}"
        care = f" ({words(Message('compare with care'))})" if one.remarks else ""
        verdict = f"{_sign(one)} {_verdict(one, words)}{care}"
        table.add_row(one.indicator, escape(place), *_change(one, words), verdict)
    console().print(table)


def _change(one: Progress, words: Words) -> tuple[str, str]:
    from localgoals.reports.blocks import Figure
    from localgoals.reports.wording import spoken

    if one.first is None or one.last is None:
        return "–", "–"
    first = spoken(Figure(one.first.value, one.first.unit, bare=True), words.language)
    last = spoken(Figure(one.last.value, one.last.unit), words.language)
    return f"{first} → {last}", f"{one.first.period} → {one.last.period}"
