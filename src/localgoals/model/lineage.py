"""Which inputs a value was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Lineage:
    """The resources behind a layer or a figure: names, SHA-256, and how any of them was made."""

    sources: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    modelled: bool = False
    survey: bool = False
    """Whether any comes from a sample survey."""

    def __add__(self, other: Self) -> Lineage:
        """Join two lineages; a resource that is in both is named once."""
        pairs = dict(zip(self.sources + other.sources, self.inputs + other.inputs, strict=True))
        return Lineage(
            tuple(pairs),
            tuple(pairs.values()),
            self.modelled or other.modelled,
            self.survey or other.survey,
        )
