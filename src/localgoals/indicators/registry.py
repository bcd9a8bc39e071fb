"""Which function observes which indicator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from localgoals.catalogue.load import load
from localgoals.indicators import (
    air,
    amenities,
    combined,
    expert_panel,
    green,
    land,
    open_space,
    population,
    ratios,
    settlement,
    stated,
    streets,
    surveyed,
    transport,
    water_bodies,
)
from localgoals.indicators.findings import Findings
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City
from localgoals.model.indicator import Indicator

Observer = Callable[[City, Walk], Findings]

_OF_LAYERS: dict[str, Observer] = {
    population.CODE: population.observe,
    settlement.CODE: settlement.observe,
    streets.CODE: streets.observe,
    transport.CODE: transport.observe,
    open_space.CODE: open_space.observe,
    green.CODE: green.observe,
    land.CODE: land.observe,
    air.CODE: air.observe,
    expert_panel.CODE: expert_panel.observe,
    water_bodies.CODE: water_bodies.observe,
    **{code: partial(combined.observe, code=code) for code in surveyed.MEASURES},
    **{code: partial(amenities.observe, code=code) for code in amenities.KINDS},
}


def _observer(indicator: Indicator) -> Observer:
    if indicator.code in _OF_LAYERS:
        return _OF_LAYERS[indicator.code]
    if indicator.stated is not None:
        return partial(stated.observe, code=indicator.code)
    return partial(ratios.observe, code=indicator.code)


OBSERVERS: dict[str, Observer] = {
    code: _observer(indicator) for code, indicator in load().indicators.items()
}
"""Every indicator of the catalogue, in its order, and the function that observes it in a city."""
