"""`localgoals statistics`: messy tables in, one long table and a list of problems out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.decimals import Decimal
from localgoals.cli.exits import Exit
from localgoals.cli.problems import told
from localgoals.cli.reader import Lang
from localgoals.cli.templates import compare, is_workbook, read_workbook, template
from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    import pandas as pd

    from localgoals.ingest.numbers import DecimalMark
    from localgoals.ingest.open_sdg import OpenSdg

app = typer.Typer(
    help="Read tables of figures as people keep them, and name every fault in them.",
    no_args_is_help=True,
)
# What spreadsheets would run as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Form(StrEnum):
    """How the figures are laid out."""

    OPEN_SDG = "open-sdg"
    LONG = "long"
    TEMPLATE = "template"


@app.callback()
def _main() -> None:
    """Read tables of figures as people keep them, and name every fault in them."""


app.command()(template)
app.command()(compare)


@app.command()
def read(  # noqa: PLR0913  one parameter for each option
    path: Annotated[Path, typer.Argument(help="The folder or file with the figures.")],
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="open-sdg: a CSV for each indicator; long: one figure a row, as in a city pack; "
            "template: a workbook of localgoals statistics template.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The long table to write, a CSV.")
    ] = Path("statistics.csv"),
    problems: Annotated[
        Path | None, typer.Option(help="Where to save every problem, as a CSV.")
    ] = None,
    area: Annotated[
        str, typer.Option(help="For open-sdg: the code of the city that the figures are about.")
    ] = "",
    decimal: Decimal = None,
    lang: Lang = "en",
) -> None:
    """Read figures into a long table for a city pack; list all faults at once."""
    if not path.exists():
        raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    mark: DecimalMark | None = None if decimal is None else decimal.value
    if form is Form.TEMPLATE or is_workbook(path):
        table, found = read_workbook(path, mark, lang)
    elif form is Form.OPEN_SDG:
        table, found = _open_sdg(path, area, mark, lang)
    else:
        table, found = _long(path, mark)
    for number, one in enumerate(found, start=1):
        typer.echo(told(one, number, lang), err=True)
    if problems is not None:
        _write_problems(found, problems, lang)
    if not len(table):
        raise BadInput(Message("There is no figure to write; the problems say why."))
    table.to_csv(output, index=False, encoding="utf-8", lineterminator="\n")
    done = Message(
        "{count} figures are in {path}. Add them to a pack: localgoals pack add --role statistics.",
        {"count": len(table), "path": output},
    )
    typer.echo(say(done, lang))
    if any(one.severity == "error" for one in found):
        raise typer.Exit(Exit.BAD_INPUT)


def _open_sdg(
    path: Path, area: str, decimal: DecimalMark | None, language: Language
) -> tuple[pd.DataFrame, list[Problem]]:
    from localgoals.ingest.open_sdg import read_open_sdg

    if not area.strip():
        raise BadInput(
            Message("Files of Open SDG do not say which city they are about. Say it: --area.")
        )
    found = read_open_sdg(path, area=area.strip(), decimal=decimal)
    typer.echo(say(_counted(found), language))
    return found.table, found.problems


def _counted(found: OpenSdg) -> Message:
    outcomes = Counter(found.outcomes.values())
    return Message(
        "{files} files: {read} read, {placeholder} placeholders, {demonstration} demonstrations, "
        "{note} without figures, {faulty} that cannot be used.",
        {
            "files": len(found.outcomes),
            "read": outcomes["read"],
            "placeholder": outcomes["placeholder"],
            "demonstration": outcomes["demonstration"],
            "note": outcomes["not-statistical"],
            "faulty": outcomes["faulty"],
        },
    )


def _long(path: Path, decimal: DecimalMark | None) -> tuple[pd.DataFrame, list[Problem]]:
    import pandas as pd

    from localgoals.ingest.formats import format_of
    from localgoals.ingest.pack import Resource
    from localgoals.ingest.roles import ROLES
    from localgoals.ingest.statistics import read_statistics

    form = format_of(path)
    if path.is_dir() or form not in ROLES["statistics"].formats:
        allowed = ", ".join(ROLES["statistics"].formats)
        raise BadInput(
            Message(
                "{path}: not one file of the kinds {allowed}", {"path": path, "allowed": allowed}
            )
        )
    options = {} if decimal is None else {"decimal": decimal}
    resource = Resource(path.stem, "statistics", (path,), form, "", None, options)
    statistics, problems = read_statistics([resource])
    if statistics is None:
        return pd.DataFrame(), problems
    table = statistics.table.drop(columns="resource")
    return table.assign(period=table["period"].astype(str)), problems


def _write_problems(found: Sequence[Problem], path: Path, language: Language) -> None:
    """Write a list to work through; the byte order mark lets spreadsheets read its Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["number", "severity", "kind", "where", "found", "expected", "what_to_do"])
        for number, one in enumerate(found, start=1):
            said = (say(part, language) for part in (one.found, one.expected, one.remedy))
            cells = [one.severity, one.kind, one.where, *said]
            rows.writerow([number, *(_harmless(cell) for cell in cells)])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
