"""What is usually done about a gap of revenue, by kind of stream and kind of gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.model.text import Text

StreamGroup = Literal["property_tax", "licences", "fees", "daily"]
GapKind = Literal["compliance", "coverage", "bill"]
Timeline = Literal["under_1_year", "months_6_to_12", "years_1_to_3"]

TIMELINES: Mapping[Timeline, Text] = {
    "under_1_year": Text("less than a year", "一年以内"),
    "months_6_to_12": Text("6 to 12 months", "6至12个月"),
    "years_1_to_3": Text("1 to 3 years", "1至3年"),
}


@dataclass(frozen=True)
class Solution:
    """One thing that is done about a gap."""

    group: StreamGroup
    gap: GapKind
    """`bill`: bills, rates or values that are too low."""
    timeline: Timeline
    title: Text


@cache
def solutions() -> tuple[Solution, ...]:
    """Give all solutions, in the order of their file; read once."""
    where = "tool_suite/revenue-streams/solutions.yaml"
    file = files("localgoals") / "catalogue" / where
    rows = read_yaml(file)
    assert isinstance(rows, list), where
    return tuple(
        declare(Solution, row, f"{where}, {number}", references={})
        for number, row in enumerate(rows, start=1)
    )
