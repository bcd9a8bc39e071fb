"""Fill unknown cells by a stated rule, only when asked for, and say which cells were filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from localgoals.errors import BadInput
from localgoals.model.text import Message

Imputation = Literal["none", "mean", "median", "group-mean", "group-median"]


@dataclass(frozen=True)
class Imputed:
    """Values of which some were filled, and which ones those are."""

    values: pd.DataFrame
    filled: pd.DataFrame
    """True where a value was made up by the rule; the shape of `values`."""


def impute(values: pd.DataFrame, method: Imputation, *, groups: pd.Series | None = None) -> Imputed:
    """
    Fill unknown cells of each indicator with the mean or median of the known ones.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known.
    method
        `none` fills nothing. `group-mean` and `group-median` look at the unit's own group only.
    groups
        The group of each unit, with the index of `values`; a unit without one stays as it is.

    Returns
    -------
    imputed
        A cell stays NaN where no unit (of its group) has a known value.

    Raises
    ------
    BadInput
        When a method by group comes without groups.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 3.
    Becker, COINr 1.1.14, `i_mean_grp`, `i_median_grp`.
    """
    if method == "none":
        return Imputed(values, values.isna() & False)
    if not method.startswith("group-"):
        centre = values.mean() if method == "mean" else values.median()
        return _filled(values, values.fillna(centre))
    if groups is None:
        raise BadInput(Message("To impute by group, say which column holds the groups: --group."))
    parted = values.groupby(groups.reindex(values.index), dropna=True)
    centres = parted.transform("mean" if method == "group-mean" else "median")
    return _filled(values, values.fillna(centres.reindex(values.index)))


def _filled(before: pd.DataFrame, after: pd.DataFrame) -> Imputed:
    return Imputed(after, before.isna() & after.notna())
