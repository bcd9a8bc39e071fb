"""What a place takes in and gives out, and whether it parts from growth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Flows(NamedTuple):
    """Materials of n places or years; NaN where something is not known."""

    extraction: ArrayLike
    """Extracted inside. [t]"""
    imports: ArrayLike
    """Brought in, from the rest of the country too. [t]"""
    exports: ArrayLike
    """[t]"""
    released: ArrayLike
    """Given to air, water and land: domestic processed output. [t]"""
    population: ArrayLike
    """[persons, above 0]"""
    product: ArrayLike
    """Gross product at constant prices. [local currency]"""


class Metabolism(NamedTuple):
    """What follows from the flows."""

    input: Floats
    """Direct material input (DMI). [t]"""
    consumption: Floats
    """Domestic material consumption (DMC). [t]"""
    trade_balance: Floats
    """Physical trade balance (PTB): above 0 where more comes in. [t]"""
    stock: Floats
    """Net addition to stock (NAS). [t]"""
    consumption_per_person: Floats
    """[t]"""
    productivity: Floats
    """Product for each tonne consumed. [local currency/t]"""


def metabolism(flows: Flows) -> Metabolism:
    """
    Work out the indicators of material flows.

    Parameters
    ----------
    flows
        Of n places or years; each part has n numbers, or one for all.

    Returns
    -------
    metabolism
        NaN where a part is not known or what it is divided by is not above 0.

    References
    ----------
    Eurostat (2018), Economy-wide material flow accounts handbook; for a city, imports are what
    crosses its boundary. Definitions from general knowledge, not read in the handbook.

    Examples
    --------
    >>> found = metabolism(Flows(1000, 5000, 2000, 1500, 400, 80_000))
    >>> found.input.tolist(), found.consumption.tolist(), found.stock.tolist()
    (6000.0, 4000.0, 2500.0)
    >>> found.consumption_per_person.tolist(), found.productivity.tolist()
    (10.0, 20.0)
    """
    extracted, brought, sent, released, people, product = (
        np.asarray(one, np.float64) for one in flows
    )
    consumed = extracted + brought - sent
    with np.errstate(divide="ignore", invalid="ignore"):
        return Metabolism(
            input=extracted + brought,
            consumption=consumed,
            trade_balance=brought - sent,
            stock=consumed - released,
            consumption_per_person=np.where(people > 0, consumed / people, np.nan),
            productivity=np.where(consumed > 0, product / consumed, np.nan),
        )


COUPLED = (0.8, 1.2)
"""Between these elasticities use and growth go together."""


def elasticity(
    use: tuple[ArrayLike, ArrayLike], product: tuple[ArrayLike, ArrayLike]
) -> tuple[Floats, NDArray[np.str_]]:
    """
    Tell whether the use of something parts from growth.

    Parameters
    ----------
    use, product
        Before and after, of n places; of one unit and at constant prices.

    Returns
    -------
    elasticity
        Relative change of use over that of the product; NaN where either is not known or the
        product did not change.
    state
        One of `strong`, `weak`, `coupled`, `negative` in growth; `recessive`, `recessive_coupled`,
        `weak_negative` in decline; `strong_negative` where use grows and the product falls; empty
        where not known.

    References
    ----------
    Tapio, P. (2005), Towards a theory of decoupling, Transport Policy 12(2), 137-151,
    doi:10.1016/j.tranpol.2005.01.001: eight states, limits 0.8 and 1.2.

    Examples
    --------
    >>> ratio, state = elasticity(([100, 100], [104, 95]), ([100, 100], [110, 110]))
    >>> ratio.round(2).tolist(), state.tolist()
    ([0.4, -0.5], ['weak', 'strong'])
    """
    (use_before, use_after), (before, after) = (
        tuple(np.asarray(one, np.float64) for one in pair) for pair in (use, product)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        used = np.where(use_before > 0, use_after - use_before, np.nan)
        grown = np.where(before > 0, after - before, np.nan)
        # Divided once: whole numbers on a limit, such as 8 % for 10 %, stay on it.
        ratio = np.where(grown != 0, used * before / (use_before * grown), np.nan)
    known = ~np.isnan(ratio)
    low, high = COUPLED
    up, less = known & (grown > 0), known & (grown < 0)
    state = np.select(
        [
            up & (ratio < 0), up & (ratio < low), up & (ratio <= high), up,
            less & (ratio < 0), less & (ratio < low), less & (ratio <= high), less,
        ],
        [
            "strong", "weak", "coupled", "negative",
            "strong_negative", "weak_negative", "recessive_coupled", "recessive",
        ],
        default="",
    )  # fmt: skip
    return np.asarray(ratio), state
