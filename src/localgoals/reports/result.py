"""What a baseline came to: everything that a report may show, with nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from localgoals.indicators.findings import Note, ReachLayer
from localgoals.ingest.layers import City
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin
from localgoals.scoring.attention import AreaAttention
from localgoals.scoring.gaps import Gap
from localgoals.scoring.progress.observed import Progress
from localgoals.scoring.status import Standing

__all__ = ["BaselineResult", "ResourceRecord", "Run"]


@dataclass(frozen=True)
class ResourceRecord:
    """A file of the city pack, as the annex lists it."""

    name: str
    role: str
    title: str
    period: Period | None
    origin: Origin
    sha256: str


@dataclass(frozen=True)
class Run:
    """How the baseline was made; no clock, so that the same input gives the same report."""

    version: str
    """Of LocalGoals."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Numbers and choices that methods used, by the name of the parameter."""


@dataclass(frozen=True)
class BaselineResult:
    """A city with its figures, what they mean, and where they come from."""

    city: City
    observations: tuple[Observation, ...]
    standings: tuple[Standing, ...]
    """Where the city stands on every indicator of the catalogue, in its order."""
    attention: tuple[tuple[AreaAttention, ...], ...]
    """For each of the city's levels of districts, the districts that need most attention first."""
    gaps: tuple[Gap, ...]
    """Groups of the city as a whole, the largest disadvantage first."""
    resources: tuple[ResourceRecord, ...]
    run: Run
    reach: tuple[ReachLayer, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    progress: tuple[Progress, ...] = ()
    """How headline figures have changed, of the city and of what in it has two years."""
