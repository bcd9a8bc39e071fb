"""Units of activities and of emission factors, and what an amount of one times the other weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import nan
from tokenize import TokenError

import numpy as np
import pandas as pd
import pint
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Names that mean different masses or volumes in different countries.
_AMBIGUOUS = {"ton", "tons", "gal", "gallon", "gallons"}
# What pint takes for a knot.
_MEANT = {"kt": "kilotonne"}
_UNIT = re.compile(r"[A-Za-z_]+(?:\^?[23])?(?:[*/][A-Za-z_]+(?:\^?[23])?){0,3}")


@cache
def _registry() -> pint.UnitRegistry[float]:
    """Give the units, with heads of livestock and journeys besides those of physics."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    registry.define("head = [livestock]")
    registry.define("passenger = [travellers]")
    registry.define("vehicle = [vehicles]")
    return registry


def is_unit(written: str) -> bool:
    """
    Tell whether a unit is understood; those that mean different things are not.

    Examples
    --------
    >>> [is_unit(one) for one in ("m3", "kg/TJ", "kt", "ton", "bushels of", "")]
    [True, True, True, False, False, False]
    """
    return _parsed(written) is not None


def tonnes_per(amount_unit: str, factor_unit: str) -> float:
    """
    Tell how many tonnes one of a unit is, at a factor of 1; NaN where it is no mass.

    Examples
    --------
    >>> round(tonnes_per("m3", "kg/m3"), 12), round(tonnes_per("MWh", "kg/GJ"), 12)
    (0.001, 0.0036)
    >>> tonnes_per("kg", "kg/m3")
    nan
    """
    amount, factor = _parsed(amount_unit), _parsed(factor_unit)
    if amount is None or factor is None:
        return nan
    try:
        return float((1.0 * amount * factor).to("tonne").magnitude)
    except (pint.DimensionalityError, pint.OffsetUnitCalculusError):
        return nan


def are_units(written: Sequence[str]) -> NDArray[np.bool_]:
    """
    Give `is_unit` for n rows; each unit is read once.

    Examples
    --------
    >>> are_units(["m3", "ton", "m3"]).tolist()
    [True, False, True]
    """
    place, units = pd.factorize(np.array(written, object))
    return np.array([is_unit(str(one)) for one in units], np.bool_)[place]


def factors_to_tonnes(amount_units: Sequence[str], factor_units: Sequence[str]) -> Floats:
    """
    Give `tonnes_per` for n rows; each pair of units is worked out once.

    Parameters
    ----------
    amount_units, factor_units
        Of n rows.

    Returns
    -------
    tonnes
        n numbers; NaN where the two give no mass.
    """
    amount, amounts = pd.factorize(np.array(amount_units, object))
    factor, factors = pd.factorize(np.array(factor_units, object))
    used, place = np.unique(amount * max(len(factors), 1) + factor, return_inverse=True)
    pairs = (divmod(int(pair), len(factors)) for pair in used)
    tonnes = [tonnes_per(str(amounts[one]), str(factors[other])) for one, other in pairs]
    return np.array(tonnes, np.float64)[place]


@cache
def _parsed(written: str) -> pint.Unit | None:
    """Read a unit of up to four parts; None where it is not understood."""
    text = written.strip().replace("³", "3").replace("²", "2").replace("·", "*").replace(" ", "")
    parts = re.split("[*/]", text)
    if len(text) > 40 or not _UNIT.fullmatch(text) or _AMBIGUOUS & set(parts):
        return None
    for short, meant in _MEANT.items():
        text = re.sub(rf"\b{short}\b", meant, text)
    try:
        return _registry().parse_units(re.sub(r"\^?([23])\b", r"**\1", text))
    except (pint.PintError, TokenError, ValueError, AttributeError, TypeError):
        return None
