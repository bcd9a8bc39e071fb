"""Units in which temperature, rain and sea level are given, as data of climate models have them."""

from __future__ import annotations

import re
from functools import cache
from tokenize import TokenError
from typing import Any, Literal, NamedTuple

import pint

Variable = Literal["temperature", "rain", "sea_level"]

TARGET: dict[Variable, str] = {
    "temperature": "degC",
    "rain": "mm/year",
    "sea_level": "cm",
}
"""What each is turned into; a year has 365.25 days."""
_WATER = "1000 kg/m**3"
"""By which a mass of rain on an area is a depth."""
_CELSIUS = {"c", "celsius", "deg_c", "degc", "degrees_celsius", "degree_celsius", "degrees_c"}
_CELSIUS |= {"°c", "℃", "deg c", "degree c", "degrees c", "degrees celsius"}
_PART = re.compile(r"([A-Za-z]+)(?:\^|\*\*)?(-?\d)")
# Four parts at most: an expression could take for ever.
_UNIT = re.compile(r"[A-Za-z_]+(?:(?:\^|\*\*)?-?\d)?(?:[ */][A-Za-z_]+(?:(?:\^|\*\*)?-?\d)?){0,3}")


class Scale(NamedTuple):
    """From a unit to that of `TARGET`: value x factor + offset."""

    factor: float
    offset: float


@cache
def _registry() -> pint.UnitRegistry[float]:
    return pint.UnitRegistry()


@cache
def scale_of(variable: Variable, unit: str) -> Scale | None:
    """
    Tell how values in a unit are turned into those of `TARGET`; None where they cannot be.

    A mass of rain on an area is a depth of water of 1,000 kg/m³. A depth without a time, such as
    `mm`, is no rain: a day's, a month's and a year's differ.

    Examples
    --------
    >>> scale_of("temperature", "K").offset
    -273.15
    >>> round(scale_of("rain", "kg m-2 s-1").factor, 3), scale_of("rain", "mm/month").factor
    (31557600.0, 12.0)
    >>> scale_of("rain", "mm") is None, scale_of("sea_level", "m").factor
    (True, 100.0)
    """
    registry = _registry()
    written = re.sub(r"\s+", " ", unit.strip().replace("²", "2").replace("·", " "))
    written = "degC" if written.lower() in _CELSIUS else written
    if len(written) > 40 or not _UNIT.fullmatch(written):
        return None
    text = _PART.sub(r"\1**\2", written.replace(" ", "*"))
    try:
        parsed = registry.parse_units(text)
        ends = [_turned(registry.Quantity(one, parsed), variable) for one in (0.0, 1.0)]
    except (pint.PintError, TokenError, ValueError, AttributeError, TypeError):
        return None
    factor = round(ends[1] - ends[0], 9) if variable == "temperature" else ends[1] - ends[0]
    return Scale(factor, ends[0])


def _turned(amount: Any, variable: Variable) -> float:
    if variable == "rain" and amount.check("[mass] / [length] ** 2 / [time]"):
        amount = amount / _registry().Quantity(_WATER)
    return round(float(amount.to(TARGET[variable]).magnitude), 9)
