"""What `localgoals statistics read --format wide` asks a person, and how the answers are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    import pandas as pd

    from localgoals.ingest.numbers import DecimalMark
    from localgoals.ingest.wide.wishes import Values

Series = Annotated[str, typer.Option(help="For wide: the series of all figures.")]
PeriodOf = Annotated[str, typer.Option(help="For wide: the year of all figures.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=NAME",
        help="What a column or dimension holds: series, area, period, value, unit, a dimension "
        "such as sex, or ignore. For wide, those beside the figures; A+B joins two columns.",
    ),
]
ValuesOf = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="NAME[=SERIES[;GROUP]]",
        help="For wide: a column of figures, and the series it is. A star stands for any text.",
    ),
]
Heads = Annotated[
    list[str] | None,
    typer.Option(
        help="For wide: what the heads of the columns are: period, series, area or a dimension; "
        "once for each row of heads, from the top."
    ),
]
Header = Annotated[
    str, typer.Option(metavar="ROW[-ROW]", help="For wide: the rows that are the header.")
]
SheetName = Annotated[str, typer.Option(help="For wide: the sheet of a workbook.")]
DatesAsYears = Annotated[
    bool, typer.Option("--dates-as-years", help="For wide: a day stands for its year.")
]
Wholes = Annotated[
    list[str] | None,
    typer.Option(
        "--whole",
        metavar="DIMENSION=NUMBER",
        help="For wide: what the members of a dimension make together, such as material=100.",
    ),
]
Same = Annotated[
    list[str] | None,
    typer.Option(
        "--same", metavar="NAME=NAME", help="For wide: two columns that should name one place."
    ),
]


@dataclass(frozen=True)
class Answers:
    """What was said on the command line about a wide table."""

    series: str
    area: str
    period: str
    columns: Sequence[str]
    values: Sequence[str]
    heads: Sequence[str]
    header: str
    sheet: str
    decimal: DecimalMark | None
    dates_as_years: bool
    wholes: Sequence[str]
    same: Sequence[str]


def read_wide_table(
    path: Path, answers: Answers, language: Language
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a wide table, and tell what was taken for what."""
    from localgoals.ingest.formats import format_among
    from localgoals.ingest.wide.table import read_wide
    from localgoals.ingest.wide.wishes import Wishes

    format_among(path, ("csv", "xlsx"))
    pairs = [_pair(one, "--column") for one in answers.columns]
    wishes = Wishes(
        series=answers.series.strip(),
        area=answers.area.strip(),
        period=_period(answers.period),
        columns={_role(role, "--column"): name for role, name in pairs},
        values=tuple(_values(one) for one in answers.values),
        heads=tuple(_role(one, "--heads") for one in answers.heads),
        header=_rows(answers.header),
        sheet=answers.sheet or None,
        decimal=answers.decimal,
        dates_as_years=answers.dates_as_years,
        wholes=dict(_whole(one) for one in answers.wholes),
        same=tuple(_pair(one, "--same") for one in answers.same),
    )
    found = read_wide(path, wishes)
    for sentence in found.said:
        typer.echo(say(sentence, language))
    return found.table, found.problems


def _pair(text: str, option: str) -> tuple[str, str]:
    """Read NAME=NAME."""
    first, mark, second = text.partition("=")
    if not (first.strip() and mark and second.strip()):
        raise BadInput(
            Message("{option} {text}: not two names with = between them", _said(option, text))
        )
    return first.strip(), second.strip()


def _said(option: str, text: str) -> dict[str, object]:
    return {"option": option, "text": text}


def _role(text: str, option: str) -> str:
    """Read a role or the name of a dimension."""
    from localgoals.ingest.wide.wishes import DIMENSION

    if DIMENSION.fullmatch(text) is None:
        raise BadInput(
            Message(
                "{option} {text}: not series, area, period, unit, ignore or a dimension in small "
                "Latin letters such as sex",
                _said(option, text),
            )
        )
    return text


def _period(text: str) -> str:
    from localgoals.model.period import Period

    return str(Period.parse(text)) if text.strip() else ""


def _values(text: str) -> Values:
    """Read NAME=SERIES;GROUP, of which the first alone must be there."""
    from localgoals.ingest.wide.wishes import Values

    pattern, _, target = text.partition("=")
    series, _, group = target.partition(";")
    groups = [one for one in group.split(";") if one]
    if not pattern or pattern.count("*") > 1 or any("=" not in one for one in groups):
        raise BadInput(
            Message(
                "--value {text}: not a name with at most one star, such as pop_*=people;sex=*",
                {"text": text},
            )
        )
    for one in groups:
        _role(one.partition("=")[0], "--value")
    return Values(pattern, series, ";".join(sorted(groups)))


def _rows(text: str) -> tuple[int, int] | None:
    """Read ROW or ROW-ROW."""
    if not text:
        return None
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and int(first) <= int(last or first)):
        raise BadInput(
            Message("--header {text}: not a row such as 3, or rows such as 3-4", {"text": text})
        )
    return int(first), int(last or first)


def _whole(text: str) -> tuple[str, float]:
    dimension, number = _pair(text, "--whole")
    try:
        return _role(dimension, "--whole"), float(number)
    except ValueError as error:
        raise BadInput(Message("--whole {text}: no number after the =", {"text": text})) from error
