"""
LocalGoals: a city goes round the cycle of the Sustainable Development Goals on one sourced record.

The names below are the public API. Each is loaded when it is first used, so that importing the
package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localgoals.baseline import compute_baseline, measure
    from localgoals.catalogue.load import Catalogue, load
    from localgoals.errors import BadInput, LocalGoalsError, PackRefused, SourceError
    from localgoals.ingest.check import check_pack
    from localgoals.ingest.city import read_city
    from localgoals.ingest.pack import Pack, Resource, add_resource, new_pack, open_pack
    from localgoals.model.indicator import Indicator
    from localgoals.model.observation import Observation
    from localgoals.model.period import Period
    from localgoals.model.problem import Problem
    from localgoals.model.provenance import Origin
    from localgoals.model.text import Message, Text
    from localgoals.reports.result import BaselineResult

__all__ = [
    "BadInput",
    "BaselineResult",
    "Catalogue",
    "Indicator",
    "LocalGoalsError",
    "Message",
    "Observation",
    "Origin",
    "Pack",
    "PackRefused",
    "Period",
    "Problem",
    "Resource",
    "SourceError",
    "Text",
    "add_resource",
    "check_pack",
    "compute_baseline",
    "load",
    "measure",
    "new_pack",
    "open_pack",
    "read_city",
]

_HOMES = {
    "localgoals.baseline": ("compute_baseline", "measure"),
    "localgoals.catalogue.load": ("Catalogue", "load"),
    "localgoals.errors": ("BadInput", "LocalGoalsError", "PackRefused", "SourceError"),
    "localgoals.ingest.check": ("check_pack",),
    "localgoals.ingest.city": ("read_city",),
    "localgoals.ingest.pack": ("Pack", "Resource", "add_resource", "new_pack", "open_pack"),
    "localgoals.model.indicator": ("Indicator",),
    "localgoals.model.observation": ("Observation",),
    "localgoals.model.period": ("Period",),
    "localgoals.model.problem": ("Problem",),
    "localgoals.model.provenance": ("Origin",),
    "localgoals.model.text": ("Message", "Text"),
    "localgoals.reports.result": ("BaselineResult",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from the room that it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"localgoals has no {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
