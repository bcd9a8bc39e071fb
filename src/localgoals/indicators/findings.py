"""What an observer hands back: figures, layers for maps, and notes for the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite, nan

from localgoals.ingest.layers import Floats
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Message

EVERYBODY = ""
"""The group that everybody belongs to."""


@dataclass(frozen=True)
class ReachLayer:
    """
    How far people live from what an indicator counts, as n points for a map.

    A point is reached where `distance_m` <= `limit_m`. A distance is infinite beyond the search and
    NaN where the point does not lie on the street network.
    """

    indicator: str
    series: str
    period: Period
    x: Floats
    y: Floats
    people: Floats
    distance_m: Floats
    limit_m: float


@dataclass(frozen=True)
class Note:
    """Something that a reader of an indicator's figures should know."""

    indicator: str
    period: Period | None
    message: Message


@dataclass(frozen=True)
class Findings:
    """All that an indicator gives for a city."""

    observations: tuple[Observation, ...] = ()
    reach_layers: tuple[ReachLayer, ...] = ()
    notes: tuple[Note, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        """Put two sets of findings one after the other."""
        return Findings(
            self.observations + other.observations,
            self.reach_layers + other.reach_layers,
            self.notes + other.notes,
        )


@dataclass(frozen=True)
class Draft:
    """What the observations of one series in one period have in common."""

    indicator: str
    series: str
    unit: str
    method: str
    period: Period
    quality: int
    lineage: Lineage

    def figure(
        self,
        area: str,
        value: float,
        *,
        group: str = EVERYBODY,
        quality: int = 0,
        between: tuple[float, float] = (nan, nan),
    ) -> Observation:
        """
        Make an observation with a value; a `quality` counts if worse than the common one.

        `between` is the range of the value, where one is known.
        """
        assert isfinite(value), (self, area, group, value)
        return Observation(
            indicator=self.indicator,
            series=self.series,
            area=area,
            period=self.period,
            group=group,
            value=float(value),
            unit=self.unit,
            method=self.method,
            quality=max(quality, self.quality),
            sources=self.lineage.sources,
            inputs=self.lineage.inputs,
            lower=between[0],
            upper=between[1],
        )

    def gap(
        self, area: str, reason: str, detail: str = "", *, group: str = EVERYBODY
    ) -> Observation:
        """Make an observation without a value, which says why there is none (not estimated)."""
        return Observation(
            indicator=self.indicator,
            series=self.series,
            area=area,
            period=self.period,
            group=group,
            value=nan,
            unit=self.unit,
            method=self.method,
            quality=self.quality,
            sources=self.lineage.sources,
            inputs=self.lineage.inputs,
            notation="NE",
            reason=reason,
            detail=detail,
        )

    def with_lineage(self, lineage: Lineage) -> Draft:
        """Give the same draft with more inputs."""
        return replace(self, lineage=self.lineage + lineage)


def chain(parts: Iterator[Findings]) -> Findings:
    """Join findings without copying what was already joined."""
    pieces = list(parts)
    return Findings(
        tuple(one for piece in pieces for one in piece.observations),
        tuple(one for piece in pieces for one in piece.reach_layers),
        tuple(one for piece in pieces for one in piece.notes),
    )
