"""Problems of single cells, named row by row up to what a person reads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

SHOWN = 200
_HEADER_ROWS = 2


def cell_problems(
    kind: str,
    where: str,
    column: pd.Series,
    rows: NDArray[np.bool_] | pd.Series,
    **values: object,
) -> Iterator[Problem]:
    """
    Name the cells of a column that are at fault, and count those beyond what anybody reads.

    Parameters
    ----------
    kind
        A key of `FEED_FAULTS`; its blank `value` is filled with the cell.
    where
        The resource and its file.
    column
        Its index counts the rows from 0.
    rows
        Which are at fault.
    values
        What fills the other blanks.
    """
    at = np.flatnonzero(np.asarray(rows, dtype=bool))
    for position in at[:SHOWN]:
        row = int(column.index[position]) + _HEADER_ROWS
        written = column.iloc[position]
        shown = "-" if pd.isna(written) else str(written)[:80]
        place = f"{where}, row {row}, column {column.name}"
        yield feed_problem(kind, place, value=shown, **values)
    if at.size > SHOWN:
        yield problem("and-more", f"{where}, column {column.name}", count=at.size - SHOWN)
