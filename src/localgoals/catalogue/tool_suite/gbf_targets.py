"""The 23 targets of the Kunming-Montreal Global Biodiversity Framework, in short words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan
from typing import Literal

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.model.text import Text

TargetGroup = Literal["threats", "needs", "tools"]

TARGET_GROUPS: Mapping[TargetGroup, Text] = {
    "threats": Text("Fewer threats to biodiversity", "减少对生物多样性的威胁"),
    "needs": Text("What people need", "满足人的需求"),
    "tools": Text("Tools and solutions", "工具与解决方案"),
}
"""The three groups of the framework."""


@dataclass(frozen=True)
class WorldTarget:
    """One target of the framework."""

    number: int
    group: TargetGroup
    title: Text
    area_percent: float = nan
    """The share of an area that the world as a whole is to reach by 2030, where it names one."""


@cache
def world_targets() -> tuple[WorldTarget, ...]:
    """
    Give the 23 targets in their order; read once.

    References
    ----------
    Convention on Biological Diversity (2022), decision 15/4, section H. The decision has not been
    read; numbers and subjects are general knowledge, the words are ours.
    """
    where = "tool_suite/biodiversity-targets/gbf_targets.yaml"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    return tuple(
        declare(WorldTarget, row, f"{where}, {number}", references={})
        for number, row in enumerate(rows, start=1)
    )
