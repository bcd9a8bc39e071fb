"""How figures of the Singapore Index become points, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.load import load
from localgoals.model.provenance import Reference
from localgoals.model.text import Text

RuleKind = Literal["share", "per_1000", "species", "number", "judged"]


@dataclass(frozen=True)
class PointRule:
    """One indicator of the index."""

    code: str
    kind: RuleKind
    """`species` counts the change since the first round; `judged` has no figure, only points."""
    source: Reference
    """Where the edges were read."""
    unit: str = ""
    edges: tuple[float, ...] = ()
    """Where 1, 2, 3 and 4 points begin; empty where they are not known."""
    better: Literal["higher", "lower"] = "higher"
    confirmed: bool = True
    """False where the edges are general knowledge of an earlier edition."""
    part: Text | None = None
    """What is counted or measured."""
    whole: Text | None = None
    """What it is a share of."""

    @property
    def title(self) -> Text:
        """Name the indicator, as the list of the framework does."""
        return load().lists["singapore"][self.code].title

    @property
    def component(self) -> Text:
        """Name the component that it belongs to."""
        group = load().lists["singapore"][self.code].group
        assert group is not None, self.code
        return group


@cache
def point_rules() -> tuple[PointRule, ...]:
    """
    Give the 28 indicators in their order; read once.

    References
    ----------
    National Parks Board, Singapore, and Secretariat of the CBD (2021), Handbook on the Singapore
    Index on Cities' Biodiversity: the numbers of the indicators. The handbook has not been read.
    World Resources Institute, cities-urbanshift (MIT licence): edges of indicators 1 to 3, 7, 8
    and 10 to 13.
    """
    where = "tool_suite/singapore-index/indicators.yaml"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    return tuple(
        declare(PointRule, row, f"{where}, {number}", references=load().references)
        for number, row in enumerate(rows, start=1)
    )
