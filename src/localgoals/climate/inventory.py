"""Totals of greenhouse-gas inventories of cities: many of 53 lines at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from localgoals.catalogue.climate.inventory import (
    Potentials,
    inventory_lines,
    warming_potentials,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.integer[Any]]
Booleans = NDArray[np.bool_]

Key = Literal["NO", "NE", "IE", "C"]

MISSING, FIGURE = 0, 1
KEYS: Mapping[str, int] = {"NO": 2, "NE": 3, "IE": 4, "C": 5}
"""Notation keys and their codes: not occurring, not estimated, included elsewhere, confidential."""


class Totals(NamedTuple):
    """
    Sums of n inventories over the lines that have figures, in t CO2e.

    NaN where no line of a sum has a figure or is said not to occur or to be counted elsewhere.
    """

    basic: Floats
    basic_plus: Floats
    territorial: Floats
    """All of scope 1, power for the grid and waste from elsewhere included."""
    by_scope: Floats
    """n x 3."""
    by_sector: Floats
    """n x 6."""
    by_sector_and_scope: Floats
    """n x 6 x 3, lines of BASIC+ and of scope 3 besides, without those of the territory only."""
    lacking: Integers
    """How many lines of BASIC have neither a figure nor a notation key: with any, `basic` is
    only what is known of it."""


def co2_equivalent(tonnes_by_gas: Mapping[str, Floats], potentials: Potentials) -> Floats:
    """
    Add gases up by their warming over 100 years.

    Parameters
    ----------
    tonnes_by_gas
        n numbers for each gas of the set. [t]
    potentials
        Which assessment report of the IPCC.

    Returns
    -------
    co2e
        n numbers; NaN where the amount of a gas is not known or the set has no potential of it. [t]

    References
    ----------
    GPC 1.1, equation 5.1 and table 5.2: emissions times potential, added over the gases.

    Examples
    --------
    >>> co2_equivalent({"CO2": np.array([10.0]), "CH4": np.array([1.0])}, "ar5").tolist()
    [38.0]
    """
    of_gas = warming_potentials(potentials)
    parts = [np.asarray(amount) * of_gas[gas] for gas, amount in tonnes_by_gas.items()]
    return np.asarray(np.sum(parts, axis=0), np.float64)


def by_line(inventory: ArrayLike, line: ArrayLike, co2e: ArrayLike, count: int) -> Floats:
    """
    Add rows up to lines of inventories.

    Parameters
    ----------
    inventory, line
        Of n rows: from 0 to `count` - 1, and from 0 to 52.
    co2e
        Of n rows; NaN is not known. [t]
    count
        How many inventories.

    Returns
    -------
    lines
        `count` x 53; NaN where there is no row, or one of them is not known. [t]

    Examples
    --------
    >>> lines = by_line([0, 0, 1], [3, 3, 52], [5.0, 2.0, float("nan")], 2)
    >>> lines.shape, float(lines[0, 3]), float(lines[1, 52])
    ((2, 53), 7.0, nan)
    """
    width = len(inventory_lines())
    cell = np.asarray(inventory) * width + np.asarray(line)
    sums = np.bincount(cell, weights=np.asarray(co2e, np.float64), minlength=count * width)
    rows = np.bincount(cell, minlength=count * width)
    return np.where(rows > 0, sums, np.nan).reshape(count, width)


def totals(lines: ArrayLike, keys: ArrayLike) -> Totals:
    """
    Add the lines of n inventories up, so that nothing is counted twice.

    Parameters
    ----------
    lines
        n x 53, from `by_line`; NaN where there is no figure. [t CO2e]
    keys
        n x 53: codes of `KEYS`, 0 where there is none.

    Returns
    -------
    totals
        See `Totals`.

    Notes
    -----
    Energy generated for the grid (I.4.4) and waste from elsewhere (III.x.3) are in no BASIC total,
    as those who use the energy and made the waste count them.

    References
    ----------
    GPC 1.1, table 4.2 and chapter 4: BASIC is scopes 1 and 2 of stationary energy and transport and
    all of the city's own waste; BASIC+ adds I.x.3, II.x.3, IV and V; the territorial total is all
    of scope 1.

    Examples
    --------
    Shops burn gas, a plant makes power for the grid: only the territorial total has both.

    >>> place = line_numbers()
    >>> lines, keys = np.full((1, 53), np.nan), np.zeros((1, 53), int)
    >>> lines[0, place["I.2.1"]], lines[0, place["I.4.4"]] = 40, 900
    >>> found = totals(lines, keys)
    >>> float(found.basic[0]), float(found.territorial[0]), int(found.lacking[0])
    (40.0, 940.0, 31)
    """
    lines, keys = np.asarray(lines, np.float64), np.asarray(keys)
    level = np.array([one.level for one in inventory_lines()])
    scope = np.array([one.scope for one in inventory_lines()])
    basic = level == "basic"
    induced = level != "territorial"
    sectors = sector_of_lines()
    settled = ~np.isnan(lines) | (keys == KEYS["NO"]) | (keys == KEYS["IE"])
    known = np.nan_to_num(lines, nan=0.0)

    def added(which: Booleans) -> Floats:
        some = settled[:, which].any(axis=1) | ~which.any()
        return np.where(some, known[:, which].sum(axis=1), np.nan)

    of_both = [
        added((sectors == sector) & (scope == one) & induced)
        for sector in range(6)
        for one in (1, 2, 3)
    ]
    return Totals(
        basic=added(basic),
        basic_plus=added(basic | (level == "basic+")),
        territorial=added(scope == 1),
        by_scope=np.stack([added(scope == one) for one in (1, 2, 3)], axis=1),
        by_sector=np.stack([added((sectors == one) & induced) for one in range(6)], axis=1),
        by_sector_and_scope=np.stack(of_both, axis=1).reshape(-1, 6, 3),
        lacking=(np.isnan(lines) & (keys == 0))[:, basic].sum(axis=1),
    )


def sector_of_lines() -> Integers:
    """Give the sector of each line: 0 for stationary energy to 5 for other scope 3."""
    order = ("I", "II", "III", "IV", "V", "VI")
    return np.array([order.index(one.sector) for one in inventory_lines()])


def status_of(lines: ArrayLike, keys: ArrayLike) -> Integers:
    """Tell of each line what stands there: a figure, a notation key, or nothing."""
    lines, keys = np.asarray(lines, np.float64), np.asarray(keys)
    return np.where(keys > 0, keys, np.where(np.isnan(lines), MISSING, FIGURE))


def line_numbers() -> Mapping[str, int]:
    """Give the place of each line by its code."""
    return {one.code: number for number, one in enumerate(inventory_lines())}
