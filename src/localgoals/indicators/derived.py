"""
Series of statistics, and those that are computed from others where the table does not have them.

Which series a series is made of stands in the catalogue (`made_of` in statistics.yaml); how, here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum, hypot, isnan, nan

from localgoals.catalogue.load import load
from localgoals.indicators import household_waste, waste
from localgoals.ingest.layers import City, Statistics
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period

Key = tuple[Period, str, str]
"""Period, area, group."""


@dataclass(frozen=True)
class Part:
    """One figure of the statistics table, or one made of several."""

    value: float
    """NaN where not known."""
    margin: float = nan
    """Margin of error of the value; NaN where not known."""
    lineage: Lineage = Lineage()
    """Of the resources that gave it."""
    missing: tuple[str, ...] = ()
    """The series that it lacks, where only some of those that it is made of are there."""


NOT_THERE = Part(nan)
# A series of the table that is not asked for the sake of one indicator.
_SHARED = frozenset({"people"})


def total(*amounts: float) -> float:
    """
    Sum of amounts, such as those of the sources of waste water.

    Examples
    --------
    >>> total(100, 30, 20)
    150.0
    """
    return fsum(amounts)


DERIVED: dict[str, Callable[..., float]] = {
    "waste_generated": waste.generated,
    "waste_managed_in_controlled_facilities": waste.managed,
    "waste_managed_in_uncontrolled_facilities": waste.managed,
    "waste_collected": total,
    "waste_recycled": waste.recycled,
    "wastewater_generated": total,
    "wastewater_safely_treated": total,
    "people_harmed_by_disasters": total,
}
"""How each series with `made_of` in the catalogue is computed, from its parts in that order."""

SURVEYED: dict[str, Callable[[City], dict[Key, tuple[float, float, Lineage]]]] = {
    "household_waste_per_head": household_waste.per_head,
}
"""Series that a survey of the pack gives, with their margins of error."""


def figures_of(city: City, series: str) -> dict[Key, Part]:
    """
    Give the figures of a series, by period, area and group.

    A figure of the table stands; where there is none, it is made of other series, or taken from a
    survey.

    Parameters
    ----------
    city
        With or without a table of statistics.
    series
        A code of statistics.yaml.

    Returns
    -------
    figures
        Also those that lack a part, without a value and with the names of what is missing. In a
        sum, what is known not to occur (`NO`) is 0. The margin is known where those of all parts
        are: what was counted or weighed has the margin 0.

    References
    ----------
    The margin of a sum or a product of independent parts: first-order propagation, as in U.S.
    Census Bureau, Understanding and Using American Community Survey Data (sums, products).
    """
    found = {} if city.statistics is None else _in_table(city.statistics, series)
    made = {key: part for key, part in found.items() if not isnan(part.value)}
    for key, part in _made(city, series).items():
        made.setdefault(key, part)
    return found | made


def _in_table(statistics: Statistics, series: str) -> dict[Key, Part]:
    if series not in statistics.by_series:
        return {}
    rows = statistics.by_series[series]
    keys = zip(rows["period"], rows["area"], rows["group"], strict=True)
    values, margins = rows["value"].astype(float).tolist(), rows["margin"].astype(float).tolist()
    lineages = [statistics.lineages[name] for name in rows["resource"]]
    return dict(zip(keys, map(Part, values, margins, lineages), strict=True))


def _made(city: City, series: str) -> dict[Key, Part]:
    if series in SURVEYED:
        return {key: Part(*figure) for key, figure in SURVEYED[series](city).items()}
    names = load().statistics[series].made_of
    if not names:
        return {}
    parts = {name: terms_of(city, name) for name in names}
    keys = {key for name in names if name not in _SHARED for key in parts[name]}
    return {key: _of_parts(series, {name: parts[name].get(key) for name in names}) for key in keys}


def terms_of(city: City, series: str) -> dict[Key, Part]:
    """Give the figures of a term of a sum, 0 where the table says that there is nothing of it."""
    found = figures_of(city, series)
    if city.statistics is None or series not in city.statistics.by_series:
        return found
    rows = city.statistics.by_series[series]
    none = rows[rows["notation"] == "NO"]
    for period, area, group in zip(none["period"], none["area"], none["group"], strict=True):
        key = (period, area, group)
        found[key] = Part(0.0, 0.0, found[key].lineage)
    return found


def _of_parts(series: str, parts: Mapping[str, Part | None]) -> Part:
    there = [part for part in parts.values() if part is not None]
    lineage = sum((part.lineage for part in there), Lineage())
    missing = tuple(
        lacking
        for name, part in parts.items()
        if part is None or isnan(part.value)
        for lacking in ((part.missing if part else ()) or (name,))
    )
    if missing:
        return Part(nan, lineage=lineage, missing=missing)
    values = [part.value for part in there]
    make = DERIVED[series]
    value = make(*values)
    # Each of these is linear in every part, so that a step of one margin gives its share exactly.
    steps = [
        make(*values[:at], part.value + part.margin, *values[at + 1 :]) - value
        for at, part in enumerate(there)
    ]
    return Part(value, hypot(*steps), lineage)
