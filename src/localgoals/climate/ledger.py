"""What contributions of nation, regions, cities and companies add up to, as a range."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

_ASKED = "\x00value"


class Range(NamedTuple):
    """A sum, and how sure it is."""

    least: float
    """If everything that can be the same tonnes is. [t CO2e]"""
    most: float
    """If no two contributions are the same tonnes. [t CO2e]"""


def overlap_groups(claims: pd.DataFrame) -> pd.Series:
    """
    Name the group of each contribution; inside one, the same tonnes can be claimed twice.

    Parameters
    ----------
    claims
        n rows with `overlap_group`, `sector` and `gas`. Where the first is blank, all
        contributions to the same sector and gas are taken to be one group.

    Returns
    -------
    groups
        n names, on the index of `claims`.
    """
    own = claims["overlap_group"].str.strip()
    # A name that no person can give, so that no group of sector and gas is taken for one.
    joined = "\x00" + claims["sector"] + "\x00" + claims["gas"]
    return own.where(own != "", joined)


def claimed(claims: pd.DataFrame) -> Range:
    """
    Add contributions up, with and without overlap.

    Parameters
    ----------
    claims
        n rows with `level`, `geography`, `tonnes` (0 or more, NaN unknown) and `group`.

    Returns
    -------
    range
        NaN where the tonnes of any contribution are not known; 0 of no contribution.

    Notes
    -----
    Boundaries of one level do not overlap. So in a group the least is that of the level that claims
    most: of each of its places the largest contribution, added over its places. Groups are added.

    References
    ----------
    GPC 1.1, chapter 4: inventories of several cities are added by boundaries that do not overlap.
    The rule for groups is our own reading of "each sector, gas and place once".

    Examples
    --------
    A region claims 10 of what its cities claim as 4 and 8:

    >>> claimed(pd.DataFrame({"group": "transport", "level": ["region", "city", "city"],
    ...     "geography": ["R", "A", "B"], "tonnes": [10.0, 4.0, 8.0]}))
    Range(least=12.0, most=22.0)
    """
    if claims["tonnes"].isna().any():
        return Range(float("nan"), float("nan"))
    by_place = claims.groupby(["group", "level", "geography"], sort=True)["tonnes"].max()
    by_level = by_place.groupby(level=["group", "level"]).sum()
    by_group = by_level.groupby(level="group").max()
    return Range(float(by_group.sum()), float(np.sum(np.sort(claims["tonnes"].to_numpy()))))


def claimed_by(claims: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Add contributions up for each value of a column, such as `sector`.

    Returns
    -------
    ranges
        Columns `least` and `most` on an index of the values, in their order.

    Notes
    -----
    Overlap between two values, such as a power plant's and a building's, is not in the ranges of
    either, but in that of all: the least of all can be below the sum of those here.
    """
    # Sums of rows in the order of their tonnes do not depend on the order of the table.
    asked = claims.assign(**{_ASKED: claims[column]}).sort_values("tonnes")
    by_place = asked.groupby([_ASKED, "group", "level", "geography"], sort=True)["tonnes"].max()
    by_level = by_place.groupby(level=[_ASKED, "group", "level"]).sum()
    least = by_level.groupby(level=[_ASKED, "group"]).max().groupby(level=_ASKED).sum()
    values = asked.groupby(_ASKED, sort=True)["tonnes"]
    unknown = asked["tonnes"].isna().groupby(asked[_ASKED], sort=True).any()
    ranges = pd.DataFrame({"least": least, "most": values.sum()}).mask(unknown)
    return ranges.set_axis(pd.Index(ranges.index, name=column, dtype=object))
