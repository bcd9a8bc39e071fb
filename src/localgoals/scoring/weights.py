"""Weights with a name and a reason, so that a result can show whose weights they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Self

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message


@dataclass(frozen=True)
class Weights:
    """
    Weights of items by their code: finite, 0 or more, not all 0. An instance is proof of it.

    Only their ratios count: they are divided by the sum of those that take part in a mean.

    Raises
    ------
    BadInput
        With every weight that cannot be one.

    Examples
    --------
    >>> Weights({"air": 2, "water": 1}, name="council", why="vote of 3 May 2024").of(["water"])
    array([1.])
    """

    by_item: Mapping[str, float] = field(hash=False)
    name: str
    """What the set is called, such as `equal` or the file that it comes from."""
    why: str
    """Who chose the weights, and for what reason."""

    def __post_init__(self) -> None:
        weights = {code: float(weight) for code, weight in self.by_item.items()}
        faults = [
            Message(
                "The weight of {code} is {weight}; weights are numbers, 0 or more.",
                {"code": code, "weight": weight},
            )
            for code, weight in weights.items()
            if not isfinite(weight) or weight < 0
        ]
        if not faults and not any(weights.values()):
            faults = [Message("All weights are 0; at least one must be more.")]
        if faults:
            raise BadInput(*faults)
        object.__setattr__(self, "by_item", weights)

    @classmethod
    def equal(cls, codes: Iterable[str], *, why: str = "no reason to set others") -> Self:
        """Give every item the same weight."""
        return cls(dict.fromkeys(codes, 1.0), name="equal", why=why)

    def of(self, codes: Sequence[str]) -> NDArray[np.float64]:
        """Give the weights of some items, in their order."""
        return np.array([self.by_item[code] for code in codes], dtype=np.float64)

    def check(self, groups: Mapping[str, Sequence[str]]) -> None:
        """
        Make sure that items which are averaged together have weights to be averaged with.

        Parameters
        ----------
        groups
            The codes of the items below each aggregate, by the code of the aggregate.

        Raises
        ------
        BadInput
            With every item that has no weight, and every group whose weights are all 0.
        """
        items = dict.fromkeys(code for codes in groups.values() for code in codes)
        faults = [
            Message("{code} has no weight in {name}.", {"code": code, "name": self.name})
            for code in items
            if code not in self.by_item
        ]
        faults += [
            Message(
                "In {name} everything below {code} has the weight 0.",
                {"code": parent, "name": self.name},
            )
            for parent, codes in groups.items()
            if codes and not any(self.by_item.get(code, 1.0) for code in codes)
        ]
        if faults:
            raise BadInput(*faults)
