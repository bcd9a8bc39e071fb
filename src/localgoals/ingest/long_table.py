"""One file that is a long table of statistics, outside of any city pack."""

from __future__ import annotations

from pathlib import Path

from localgoals.ingest.formats import format_among
from localgoals.ingest.layers import Statistics
from localgoals.ingest.numbers import DecimalMark
from localgoals.ingest.pack import Resource
from localgoals.ingest.roles import ROLES
from localgoals.ingest.statistics import read_statistics
from localgoals.model.problem import Problem


def read_long_table(
    path: Path, *, decimal: DecimalMark | None = None, city: str | None = None
) -> tuple[Statistics | None, list[Problem]]:
    """
    Read a file as `read_statistics` reads a resource with the role `statistics`.

    Parameters
    ----------
    path
        CSV, XLSX or Parquet with `series`, `area`, `period`, `value`, and if need be `group`,
        `margin` and `notation`.
    decimal
        The mark before decimals, where it is not plain.
    city
        The area that the others are parts of, where it is known.

    Returns
    -------
    statistics
        The rows; None where the table cannot be used.
    problems
        Every fault.

    Raises
    ------
    BadInput
        When the path is no such file.
    """
    form = format_among(path, ROLES["statistics"].formats)
    options = {} if decimal is None else {"decimal": decimal}
    resource = Resource(path.stem, "statistics", (path,), form, "", None, options)
    return read_statistics([resource], city=city)
