"""Which figures of the catalogue are items of the City Prosperity Index, in a unit that agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from localgoals.catalogue.entries import ListedItem
from localgoals.catalogue.load import Catalogue
from localgoals.model.indicator import Indicator, Relation, Series
from localgoals.model.ranges import Between

_UNITS: Mapping[str, tuple[str, ...]] = {
    "%": ("percent", "percent_people", "percent_households"),
    "% households": ("percent_households", "percent_people"),
    "% adults": ("percent", "percent_people"),
    "% of checklist items": ("percent",),
    "% of income of poorest quintile (60 trips)": ("percent",),
    "% of local revenue": ("percent",),
    "% of revenue": ("percent",),
    "% population within 400 m": ("percent_people",),
    "0-1": ("index_1",),
    "days": ("days",),
    "inhabitants/km2": ("persons_per_km2",),
    "intersections/km2": ("per_km2",),
    "kbit/s": ("kbit_per_s",),
    "km per million inhabitants": ("km_per_million",),
    "km/km2": ("km_per_km2",),
    "m2/inhabitant": ("m2_per_person",),
    "minutes": ("minutes",),
    "per 1,000": ("per_1000",),
    "per 1,000 live births": ("per_1000_births",),
    "per 100,000": ("per_100k",),
    "per 100,000 live births": ("per_100k_births",),
    "ratio F/M": ("ratio",),
    "real/estimated %": ("percent",),
    "t/inhabitant": ("tonnes_per_person",),
    "ug/m3": ("ug_per_m3",),
    "years": ("years",),
}
"""
Units of the catalogue that a figure of the index may have, by the unit of the index, best first.

They are the same measure under another name. Where one counts people and the other households the
figure is taken too, because the declaration calls it exactly the item; `Link.same_base` says so.
"""


@dataclass(frozen=True)
class Link:
    """A series of the catalogue that is exactly an item of the index."""

    indicator: str
    series: Series
    same_base: bool
    """False where people are counted and the index counts households."""

    @property
    def name(self) -> str:
        """Name the figure as one word and its series: `3.4-P1 density`."""
        return f"{self.indicator} {self.series.code}"


def prosperity_links(catalogue: Catalogue) -> Mapping[str, Link]:
    """
    Give, by item of the index, the series that is exactly it, in a unit that agrees.

    The headline need not be the one: the index asks for people per square kilometre, and the
    headline of that indicator counts people. An exact item in no unit that agrees has no link.

    Examples
    --------
    >>> from localgoals.catalogue.load import load
    >>> prosperity_links(load())["population-density"].name
    '3.4-P1 density'
    """
    found: dict[str, Link] = {}
    for indicator in catalogue.indicators.values():
        for link in indicator.frameworks:
            if link.framework == "cpi" and link.relation == "exact":
                one = _fitting(indicator, catalogue.lists["cpi"][link.code])
                if one is not None:
                    found[link.code] = one
    return found


def _fitting(indicator: Indicator, item: ListedItem) -> Link | None:
    assert item.unit is not None
    # The unit of `slum-households` is a bare per cent; only its name says of what.
    of_households = "households" in f"{item.code} {item.unit.en}"
    for wanted in _UNITS.get(item.unit.en, ()):
        for series in indicator.series:
            if series.unit == wanted:
                same = not (of_households and wanted == "percent_people")
                return Link(indicator.code, series, same)
    return None


def possible_prosperity(catalogue: Catalogue) -> Mapping[str, Between]:
    """Give the values that every item of the index can have, in its own unit."""
    links = prosperity_links(catalogue)
    return {
        code: links[code].series.possible
        if code in links
        else Between(0, 100 if item.unit is not None and item.unit.en.startswith("%") else inf)
        for code, item in catalogue.lists["cpi"].items()
    }


def near_prosperity(catalogue: Catalogue) -> Mapping[str, Mapping[str, Relation]]:
    """Give, by item of the index, the indicators that are near it and not exactly it."""
    found: dict[str, dict[str, Relation]] = {}
    for indicator in catalogue.indicators.values():
        for link in indicator.frameworks:
            if link.framework == "cpi" and link.relation != "exact":
                found.setdefault(link.code, {})[indicator.code] = link.relation
    return found
