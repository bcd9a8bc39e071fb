"""Each figure once: of two values for one figure neither is kept, and of the same value one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

KEY: Final = ["series", "area", "period", "group"]
TEXTS: Final = [*KEY, "notation"]
_SHOWN = 20

Place = Callable[[int], str]
"""Names the row of a figure as a person finds it."""


def each_once(
    tables: Sequence[tuple[pd.DataFrame, str, Place]],
) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Join tables, and keep each figure once.

    Parameters
    ----------
    tables
        Each with the columns of the long table (texts as categories) and `row`, then its file and
        what names its rows.

    Returns
    -------
    table
        With texts instead of categories, in the order of the files and rows.
    problems
        Two values for one figure, and figures that stand there again.
    """
    table = _joined([one for one, _, _ in tables])
    again = table.duplicated(KEY, keep=False).to_numpy()
    problems: list[Problem] = []
    if again.any():
        table, problems = _settled(table, again, tables)
    return table.reset_index(drop=True).astype(dict.fromkeys(TEXTS, "str")), problems


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    numbered = [one.assign(table=number) for number, one in enumerate(tables) if len(one)]
    if not numbered:
        return pd.DataFrame({name: [] for name in (*TEXTS, "value", "margin", "row", "table")})
    if len(numbered) == 1:
        return numbered[0]
    texts = {
        name: union_categoricals([one[name] for one in numbered], ignore_order=True)
        for name in TEXTS
    }
    others = pd.concat(
        [one[["value", "margin", "row", "table"]] for one in numbered], ignore_index=True
    )
    return others.assign(**texts)


def _settled(
    table: pd.DataFrame,
    again: np.ndarray[tuple[int], np.dtype[np.bool_]],
    tables: Sequence[tuple[pd.DataFrame, str, Place]],
) -> tuple[pd.DataFrame, list[Problem]]:
    repeated = table[again].astype(dict.fromkeys(TEXTS, "str"))
    # A figure that is not known says nothing beside one that is.
    repeated = repeated.sort_values("notation", kind="stable")
    figure = repeated.groupby(KEY, sort=False)
    differs = figure["value"].transform("nunique").gt(1)
    both = repeated[differs]
    more = repeated[~differs & repeated.duplicated(KEY)]
    problems = list(_two_values(both, tables))
    stated = more["notation"].eq("") | figure["value"].transform("count").loc[more.index].eq(0)
    for number, rows in more[stated].groupby("table"):
        where = tables[int(str(number))][1]
        problems.append(feed_problem("exchange-same-twice", where, count=len(rows)))
    return table.drop(index=both.index.union(more.index)), problems


def _two_values(
    both: pd.DataFrame, tables: Sequence[tuple[pd.DataFrame, str, Place]]
) -> Iterator[Problem]:
    first = both.drop_duplicates(KEY).set_index(KEY)["value"]
    later = both[both.duplicated(KEY) & both["value"].notna()]
    for _, line in later.head(_SHOWN).iterrows():
        _, _, place = tables[int(line["table"])]
        yield feed_problem(
            "exchange-two-values",
            place(int(line["row"])),
            **{name: str(line[name]) or "-" for name in KEY},
            value=line["value"],
            other=first.loc[tuple(line[KEY])],
        )
    if len(later) > _SHOWN:
        yield problem("and-more", tables[0][1], count=len(later) - _SHOWN)
