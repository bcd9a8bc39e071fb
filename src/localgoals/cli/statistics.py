"""`localgoals statistics`: messy tables in, one long table and a list of problems out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from localgoals.catalogue.language import say
from localgoals.cli import wide_table
from localgoals.cli.decimals import Decimal
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell
from localgoals.cli.reader import Lang
from localgoals.cli.templates import compare, is_workbook, read_workbook, template
from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    import pandas as pd

    from localgoals.ingest.exchange.cells import Exchanged, Origin, Wanted
    from localgoals.ingest.numbers import DecimalMark
    from localgoals.ingest.open_sdg import OpenSdg

app = typer.Typer(
    help="Read tables of figures as people keep them, and name every fault in them.",
    no_args_is_help=True,
)


class Form(StrEnum):
    """How the figures are laid out."""

    OPEN_SDG = "open-sdg"
    LONG = "long"
    SDMX_CSV = "sdmx-csv"
    SDMX_ML = "sdmx-ml"
    JSON_STAT = "json-stat"
    CSVW = "csvw"
    DATA_PACKAGE = "data-package"
    TEMPLATE = "template"
    WIDE = "wide"


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
            "wide: years, series or areas as columns; template: a workbook of localgoals "
            "statistics template; the others as their standards have them.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The long table to write, a CSV.")
    ] = Path("statistics.csv"),
    problems: Annotated[
        Path | None, typer.Option(help="Where to save every problem, as a CSV.")
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(help="Where to save what each series is and where it comes from, as a CSV."),
    ] = None,
    area: Annotated[
        str,
        typer.Option(
            help="The code of the city: of all figures that name no area; of the totals of a table "
            "of areas."
        ),
    ] = "",
    decimal: Decimal = None,
    column: wide_table.Columns = None,
    structure: Annotated[
        Path | None,
        typer.Option(help="For sdmx-csv and sdmx-ml: the data structure (DSD) in SDMX-ML 2.1."),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=CODE",
            help="Write the series or area of this name under a code: of the catalogue, of the "
            "pack. Repeat for each.",
        ),
    ] = None,
    series: wide_table.Series = "",
    period: wide_table.PeriodOf = "",
    value: wide_table.ValuesOf = None,
    heads: wide_table.Heads = None,
    header: wide_table.Header = "",
    sheet: wide_table.SheetName = "",
    dates_as_years: wide_table.DatesAsYears = False,
    whole: wide_table.Wholes = None,
    same: wide_table.Same = None,
    lang: Lang = "en",
) -> None:
    """Read figures into a long table for a city pack; list all faults at once."""
    from localgoals.ingest.check import write_problems
    from localgoals.ingest.whole_file import outputs_apart, whole_file

    if not path.exists():
        raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    outputs_apart(output, problems, sources)
    mark: DecimalMark | None = None if decimal is None else decimal.value
    answers = wide_table.Answers(
        series, area, period, column or (), value or (), heads or (), header, sheet, mark,
        dates_as_years, whole or (), same or (),
    )  # fmt: skip
    asked = Asked(path, area.strip(), mark, structure, answers, lang)
    # Officers' workbooks are known by themselves, whatever they are said to be.
    table, found, origins = READERS[Form.TEMPLATE if is_workbook(path) else form](asked)
    tell(found, lang)
    if problems is not None:
        with whole_file(problems, read=[path]) as partial:
            write_problems(found, partial, lang)
    if sources is not None:
        with whole_file(sources, read=[path]) as partial:
            _write_sources(origins, partial)
    table = _with_codes(table, code or ())
    if not len(table):
        raise BadInput(Message("There is no figure to write; the problems say why."))
    with whole_file(output, read=[path]) as partial:
        table.to_csv(partial, index=False, encoding="utf-8", lineterminator="\n")
    done = Message(
        "{count} figures are in {path}. Add them to a pack: localgoals pack add --role statistics.",
        {"count": len(table), "path": output},
    )
    typer.echo(say(done, lang))
    if any(one.severity == "error" for one in found):
        raise typer.Exit(Exit.BAD_INPUT)


@dataclass(frozen=True)
class Asked:
    """What the person says about the figures."""

    path: Path
    area: str
    decimal: DecimalMark | None
    structure: Path | None
    answers: wide_table.Answers
    language: Language


def _with_codes(table: pd.DataFrame, pairs: Sequence[str]) -> pd.DataFrame:
    """Call series and areas by the codes that were given for their names."""
    codes = dict(map(_named_code, pairs))
    columns = [name for name in ("series", "area") if name in table]
    there = {str(name) for column in columns for name in table[column].unique()}
    faults = [
        Message("--code {name}: no series or area has this name.", {"name": name})
        for name in codes
        if name not in there
    ]
    coded = table.assign(**{column: table[column].replace(codes) for column in columns})
    keys = [*columns, *(name for name in ("period", "group") if name in coded)]
    for _, row in coded[coded.duplicated(keys)].drop_duplicates(columns).iterrows():
        twice = {"series": row["series"], "area": row["area"]}
        faults.append(
            Message(
                "--code: two names have become {series} in {area}, with figures of both.", twice
            )
        )
    if faults:
        raise BadInput(*faults)
    return coded


def _named_code(text: str) -> tuple[str, str]:
    name, _, code = text.rpartition("=")
    if not (name.strip() and code.strip()):
        raise BadInput(
            Message("--code {text}: not a name and a code with = between them", {"text": text})
        )
    return name.strip(), code.strip()


Answer: TypeAlias = "tuple[pd.DataFrame, list[Problem], Sequence[Origin]]"
"""The long table, everything that is wrong, and where the series come from as far as it says."""


def _pair(text: str) -> tuple[str, str]:
    field, _, name = text.partition("=")
    if not re.fullmatch("[a-z_]+", field) or not name.strip():
        raise BadInput(
            Message(
                "{text} does not say what a column stands for. Write it as area=CITY_CODE.",
                {"text": text},
            )
        )
    return field, name.strip()


def _open_sdg(asked: Asked) -> Answer:
    from localgoals.ingest.open_sdg import read_open_sdg

    if not asked.area:
        raise BadInput(
            Message("Files of Open SDG do not say which city they are about. Say it: --area.")
        )
    found = read_open_sdg(asked.path, area=asked.area, decimal=asked.decimal)
    typer.echo(say(_counted(found), asked.language))
    return found.table, found.problems, found.origins


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


def _long(asked: Asked) -> Answer:
    import pandas as pd

    from localgoals.ingest.long_table import read_long_table

    statistics, problems = read_long_table(
        asked.path, decimal=asked.decimal, city=asked.area or None
    )
    if statistics is None:
        return pd.DataFrame(), problems, ()
    table = statistics.table.drop(columns="resource")
    return table.assign(period=table["period"].astype(str)), problems, ()


def _exchanged(read: Callable[[Path, Wanted], Exchanged], asked: Asked) -> Answer:
    from localgoals.ingest.exchange.cells import Wanted

    columns = tuple(map(_pair, asked.answers.columns))
    wanted = Wanted(asked.area, columns, asked.decimal, asked.structure)
    found = read(asked.path, wanted)
    return found.table, found.problems, found.origins


def _sdmx_csv(asked: Asked) -> Answer:
    from localgoals.ingest.exchange.sdmx_csv import read_sdmx_csv

    return _exchanged(read_sdmx_csv, asked)


def _sdmx_ml(asked: Asked) -> Answer:
    from localgoals.ingest.exchange.sdmx_ml import read_sdmx_ml

    return _exchanged(read_sdmx_ml, asked)


def _json_stat(asked: Asked) -> Answer:
    from localgoals.ingest.exchange.json_stat import read_json_stat

    return _exchanged(read_json_stat, asked)


def _csvw(asked: Asked) -> Answer:
    from localgoals.ingest.exchange.csvw import read_csvw

    return _exchanged(read_csvw, asked)


def _data_package(asked: Asked) -> Answer:
    from localgoals.ingest.exchange.data_package import read_data_package

    return _exchanged(read_data_package, asked)


def _template(asked: Asked) -> Answer:
    table, problems = read_workbook(asked.path, asked.decimal, asked.language)
    return table, problems, ()


def _wide(asked: Asked) -> Answer:
    table, problems = wide_table.read_wide_table(asked.path, asked.answers, asked.language)
    return table, problems, ()


# Each reader is imported when it is asked for: pandas takes a second.
READERS: Mapping[Form, Callable[[Asked], Answer]] = {
    Form.OPEN_SDG: _open_sdg,
    Form.LONG: _long,
    Form.SDMX_CSV: _sdmx_csv,
    Form.SDMX_ML: _sdmx_ml,
    Form.JSON_STAT: _json_stat,
    Form.CSVW: _csvw,
    Form.DATA_PACKAGE: _data_package,
    Form.TEMPLATE: _template,
    Form.WIDE: _wide,
}
"""How each form is read."""


def _write_sources(origins: Iterable[Origin], path: Path) -> None:
    """Write a row for each series of each file; the byte order mark is for spreadsheets."""
    from localgoals.reports.tables import write_csv

    names = ["series", "file", "title", "unit", "definition", "source", "licence"]
    rows = ([str(getattr(one, name)) for name in names] for one in origins)
    write_csv(path, names, rows, encoding="utf-8-sig")
