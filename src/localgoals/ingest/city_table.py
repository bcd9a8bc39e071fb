"""A table with one city a row, and a column for each thing that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.formats import format_among
from localgoals.ingest.layers import Floats
from localgoals.ingest.numbers import DecimalMark, amounts_in
from localgoals.ingest.roles import ROLES
from localgoals.ingest.tables import codes_in, missing_columns, read_table
from localgoals.model.problem import Problem

_HEADER_ROWS = 2
_SHOWN = 50


def read_city_table(
    path: Path, columns: Sequence[str], *, code: str = "", decimal: DecimalMark | None = None
) -> tuple[tuple[str, ...], Floats, list[Problem]]:
    """
    Read columns of numbers of many cities.

    Parameters
    ----------
    path
        CSV, XLSX or Parquet, one city a row.
    columns
        The columns to read; a blank is not known.
    code
        The column with the codes of the cities; the first one when not named.
    decimal
        The mark before decimals, where it is not plain.

    Returns
    -------
    cities
        Their codes, in the order of the table.
    values
        (cities, columns) NaN where not known.
    problems
        Every fault; with an error among them the values are not to be used.

    Raises
    ------
    BadInput
        When the file is not a table.
    """
    format_among(path, ROLES["statistics"].formats)
    nothing = np.empty((0, len(columns)))
    frame, problems = read_table(path, texts=columns)
    if has_error(problems) or not len(frame.columns):
        return (), nothing, problems
    name = code or str(frame.columns[0])
    problems += missing_columns(path.name, [name, *columns], list(frame.columns))
    if has_error(problems):
        return (), nothing, problems
    codes = codes_in(frame[name])
    rows = [int(str(one)) + _HEADER_ROWS for one in frame.index]
    seen: set[str] = set()
    faults: list[Problem] = []
    for row, one in zip(rows, codes, strict=True):
        where = f"{path.name}, row {row}, column {name}"
        if one is None:
            faults.append(feed_problem("city-blank", where))
        elif one in seen:
            faults.append(feed_problem("city-twice", where, city=one))
        else:
            seen.add(one)
    values = np.full((len(frame), len(columns)), np.nan)
    for place, column in enumerate(columns):
        values[:, place], wrong = amounts_in(frame[column], path.name, decimal=decimal)
        faults += wrong
    return tuple("" if one is None else one for one in codes), values, problems + faults[:_SHOWN]
