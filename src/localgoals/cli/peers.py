"""`localgoals score peers`: cities that are structurally alike, on dimensions that one names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.decimals import Decimal
from localgoals.cli.figures import TableOutput, tell_file
from localgoals.cli.problems import tell_and_stop_at_errors
from localgoals.cli.reader import LangOfFiles
from localgoals.errors import BadInput
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.cli.tables import Words
    from localgoals.scoring.peers import Peers, Table


def peers(  # noqa: PLR0913  one parameter for each option
    table: Annotated[
        Path, typer.Argument(help="A table with one city a row: CSV, XLSX or Parquet.")
    ],
    city: Annotated[str, typer.Option(help="The code of the city to find peers for.")],
    dimension: Annotated[
        list[str], typer.Option(help="A column to compare cities by; repeat it for each.")
    ],
    count: Annotated[int, typer.Option("--count", "-k", min=1, help="How many peers.")] = 10,
    min_shared: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Dimensions that a peer must have a figure for, as the city has.",
            show_default="more than half",
        ),
    ] = None,
    log: Annotated[
        list[str] | None,
        typer.Option(help="A dimension to take the logarithm of, such as population."),
    ] = None,
    code: Annotated[
        str,
        typer.Option(
            help="The column with the codes of the cities.", show_default="the first column"
        ),
    ] = "",
    output: TableOutput = None,
    decimal: Decimal = None,
    lang: LangOfFiles = "en",
) -> None:
    """Find the cities most alike to one on named dimensions; likeness is no ranking."""
    from localgoals.catalogue.load import load
    from localgoals.cli.tables import Words
    from localgoals.ingest.city_table import read_city_table
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.tables import write_csv
    from localgoals.scoring.peers import Table, alike

    if not table.exists():
        raise BadInput(Message("{path}: no such file or folder", {"path": table}))
    dimensions = tuple(dict.fromkeys(dimension))
    logs = frozenset(log or ())
    _refuse_other_logs(logs, dimensions)
    cities, values, problems = read_city_table(
        table, dimensions, code=code, decimal=None if decimal is None else decimal.value
    )
    tell_and_stop_at_errors(problems, lang)
    read = Table(cities, dimensions, values)
    found = alike(read, city, count=count, min_shared=min_shared, logs=logs)
    _print(found, Words(load(), lang))
    if output is not None:
        header = ["city", "distance", "shared", *dimensions]
        header += [f"{name}: distance" for name in dimensions]
        with whole_file(output, read=[table]) as partial:
            write_csv(partial, header, _rows(found, read), encoding="utf-8-sig")
        tell_file(output, len(found.peers), lang)


def _refuse_other_logs(logs: frozenset[str], dimensions: tuple[str, ...]) -> None:
    others = sorted(logs - set(dimensions))
    if others:
        raise BadInput(
            Message(
                "--log names what is no --dimension: {names}. Name it as both.",
                {"names": ", ".join(others)},
            )
        )


def _rows(found: Peers, read: Table) -> list[list[object]]:
    place = {name: row for row, name in enumerate(read.cities)}
    return [
        [one.city, one.distance, one.shared]
        + read.values[place[one.city]].tolist()
        + list(one.by_dimension)
        for one in found.peers
    ]


def _print(found: Peers, words: Words) -> None:
    from rich.markup import escape

    from localgoals.cli.tables import console, table_of
    from localgoals.reports.wording import number

    screen = console()
    names = [one.dimension for one in found.scales]
    titles = [Message("City"), Message("Distance"), Message("Shared")]
    table = table_of(words, titles)
    for name in names:
        table.add_column(escape(name), overflow="fold")
    for one in found.peers:
        apart = [_signed(value) for value in one.by_dimension]
        shared = f"{one.shared}/{len(names)}"
        table.add_row(escape(one.city), number(one.distance, 2), shared, *apart)
    screen.print(table)
    for line in _remarks(found):
        screen.print(words(line), markup=False, soft_wrap=True)


def _signed(value: float) -> str:
    from localgoals.reports.wording import number

    return f"+{number(value, 2)}" if round(value, 2) > 0 else number(value, 2)


def _remarks(found: Peers) -> list[Message]:
    """Say how the distances are to be read, and what is not in them."""
    lines = [
        Message(
            "{compared} cities share {least} dimensions or more with {city}. Distances are in "
            "robust spreads (quartile distance / 1.349) from {city}; – is not known.",
            {"compared": found.compared, "least": found.min_shared, "city": found.city},
        )
    ]
    if found.missing:
        lines.append(
            Message(
                "{city} has no figure for: {names}.",
                {"city": found.city, "names": ", ".join(found.missing)},
            )
        )
    flat = [one.dimension for one in found.scales if one.known and one.spread != one.spread]
    if flat:
        lines.append(
            Message(
                "All cities are alike in: {names}. It tells none apart.",
                {"names": ", ".join(flat)},
            )
        )
    return lines
