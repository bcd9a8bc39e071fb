"""Weights: what each part of an index counts, with a name and a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Self

from localgoals.errors import BadInput
from localgoals.model.text import Message


@dataclass(frozen=True)
class Weights:
    """Non-negative weights by item; they need not sum to 1. An instance is the proof."""

    name: str
    of: Mapping[str, float]
    source: str

    def __post_init__(self) -> None:
        for item, weight in self.of.items():
            if not (isfinite(weight) and weight >= 0):
                raise BadInput(
                    Message(
                        "The weight of {item} is {weight}; a weight is 0 or a number above it.",
                        {"item": item, "weight": weight},
                    )
                )
        if not any(self.of.values()):
            raise BadInput(
                Message("The weights {name} give nothing a weight above 0.", {"name": self.name})
            )
        object.__setattr__(self, "of", MappingProxyType(dict(self.of)))

    @classmethod
    def equal(cls, items: Iterable[str]) -> Self:
        """Give every item the same weight."""
        return cls("equal", dict.fromkeys(items, 1.0), "no reason to set others")
