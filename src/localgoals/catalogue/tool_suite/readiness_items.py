"""What funds ask of the preparation of a project, and in which stage it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.load import load
from localgoals.model.provenance import Reference
from localgoals.model.text import Text

ItemKind = Literal["gate", "item"]
Stage = Literal["", "ideation", "feasibility", "development", "financial-closure"]

STAGES: Mapping[Stage, Text] = {
    "ideation": Text("ideation", "构想"),
    "feasibility": Text("feasibility", "可行性研究"),
    "development": Text("development", "开发"),
    "financial-closure": Text("financial closure", "融资关闭"),
}
"""From the first to the last, as the Cities Investment Facility names them."""


@dataclass(frozen=True)
class ReadinessItem:
    """A gate that a project must pass, or an item of preparation that counts."""

    code: str
    fund: str
    kind: ItemKind
    title: Text
    source: Reference
    confirmed: bool
    """False where item, weight or stage were not read in the publication."""
    weight: float = 0.0
    """Of items; only their proportions count."""
    stage: Stage = ""
    """In which it is done; empty where it is bound to none."""


@cache
def readiness_items() -> tuple[ReadinessItem, ...]:
    """Give the gates and items of the funds that are shipped, in the order of their file."""
    where = "tool_suite/project-readiness/items.yaml"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    references = load().references
    return tuple(
        declare(ReadinessItem, row, f"{where}, {number}", references=references)
        for number, row in enumerate(rows, start=1)
    )
