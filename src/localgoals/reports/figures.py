"""Observations where a report looks for them: by indicator, series, area, period and group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from localgoals.ingest.layers import Districts
from localgoals.model.observation import Observation
from localgoals.model.period import Period

__all__ = ["Figures"]

EVERYBODY = ""
SeriesKey = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """The observations of one city, found by what they are about."""

    city: str
    observations: tuple[Observation, ...]

    @cached_property
    def _by_series(self) -> Mapping[SeriesKey, list[Observation]]:
        found: dict[SeriesKey, list[Observation]] = defaultdict(list)
        for one in self.observations:
            found[one.indicator, one.series].append(one)
        return found

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str, str, Period, str], Observation]:
        return {
            (one.indicator, one.series, one.area, one.period, one.group): one
            for one in self.observations
        }

    def at(
        self, series: SeriesKey, period: Period, *, area: str = "", group: str = EVERYBODY
    ) -> Observation | None:
        """Find one observation; the city as a whole when no area is named."""
        return self._by_place.get((*series, area or self.city, period, group))

    def periods(self, series: SeriesKey) -> frozenset[Period]:
        """List the periods that a series has observations of, anywhere."""
        return frozenset(one.period for one in self._by_series.get(series, ()))

    def over_time(
        self, series: SeriesKey, *, area: str = "", group: str = EVERYBODY
    ) -> tuple[Observation, ...]:
        """Give the figures of one area and group, gaps left out, oldest first."""
        place = area or self.city
        found = (
            one
            for one in self._by_series.get(series, ())
            if one.area == place and one.group == group and not one.notation
        )
        return tuple(sorted(found, key=lambda one: one.period))

    def latest(self, series: SeriesKey) -> Observation | None:
        """Give the newest figure of the city as a whole."""
        found = self.over_time(series)
        return found[-1] if found else None

    def groups(self, series: SeriesKey, period: Period) -> tuple[Observation, ...]:
        """Give the figures of the city's groups, in the order of their names."""
        found = (
            one
            for one in self._by_series.get(series, ())
            if one.area == self.city and one.group and one.period == period and not one.notation
        )
        return tuple(sorted(found, key=lambda one: one.group))

    def of_districts(
        self, series: SeriesKey, period: Period, districts: Districts
    ) -> tuple[Observation | None, ...]:
        """Give the observation of each district, in their order; gaps are observations too."""
        return tuple(self.at(series, period, area=code) for code in districts.codes)

    def gaps(self, *, state: Literal["city", "all"] = "city") -> tuple[Observation, ...]:
        """Give what could not be computed, of the city as a whole or of all areas."""
        return tuple(
            one
            for one in self.observations
            if one.notation and (state == "all" or one.area == self.city)
        )


def known(observations: Iterable[Observation | None]) -> int:
    """Count the figures among observations."""
    return sum(1 for one in observations if one is not None and not one.notation)
