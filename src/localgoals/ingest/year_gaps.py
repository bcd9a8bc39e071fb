"""Years that have no row, where each needs one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

__all__ = ["year_gaps"]

_NAMED = 5


def year_gaps(
    kind: str, place: str, years: pd.Series, first: int | None = None
) -> Iterator[Problem]:
    """
    Name the years up to the last one that have no row, the first few of them by their number.

    Parameters
    ----------
    kind
        A key of `FEED_FAULTS` with the blanks `count` and `years`.
    place
        What the years are of.
    years
        Of each row; at least one.
    first
        From which year on; without it, from the first that is given.
    """
    given = set(years.astype(int))
    missing = sorted(set(range(min(given) if first is None else first, max(given))) - given)
    if missing:
        listed = ", ".join(map(str, missing[:_NAMED])) + (", …" if len(missing) > _NAMED else "")
        values: dict[str, object] = {"count": len(missing), "years": listed}
        yield feed_problem(kind, place, **values)
