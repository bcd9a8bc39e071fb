"""What every section of a report needs at hand: result, figures, catalogue, maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from localgoals.catalogue.load import Catalogue
from localgoals.model.indicator import Indicator, Series
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Clauses, Rating, Words
from localgoals.reports.figures import Figures, known
from localgoals.reports.maps import Atlas
from localgoals.reports.result import BaselineResult
from localgoals.scoring.progress.observed import Progress
from localgoals.scoring.status import Standing

__all__ = ["STATUS_WORDS", "Context", "anchor_of", "series_words", "what_and_when"]

STATUS_WORDS: Mapping[Rating, Message] = {
    "green": Message("goal reached"),
    "yellow": Message("challenges remain"),
    "orange": Message("significant challenges"),
    "red": Message("major challenges"),
    "none": Message("no rating"),
}
"""The colours of the SDG Index in words; `none` where nothing agreed says what is good."""

# A map with fewer figures than this shows mostly gaps.
_ENOUGH_OF_A_LEVEL = 0.3


def anchor_of(code: str) -> str:
    """Give the part of an address that leads to an indicator: `11.2.1` to `i-11-2-1`."""
    return "i-" + code.replace(".", "-").lower()


@dataclass(frozen=True)
class Context:
    """A baseline, and what is needed to write about it."""

    result: BaselineResult
    catalogue: Catalogue
    atlas: Atlas | None

    @cached_property
    def figures(self) -> Figures:
        """The observations, found by what they are about."""
        return Figures(self.result.city.code, self.result.observations)

    @cached_property
    def answered(self) -> tuple[Standing, ...]:
        """Where the city stands, for the indicators that have any figure of the city."""
        return tuple(
            one
            for one in self.result.standings
            if any(
                self.figures.latest((one.indicator.code, series.code))
                for series in one.indicator.series
            )
        )

    @cached_property
    def progress(self) -> Mapping[str, Progress]:
        """How the figures of the city as a whole have changed, by indicator."""
        return {
            one.indicator: one
            for one in self.result.progress
            if one.area == self.result.city.code and not one.group
        }

    @cached_property
    def unanswered(self) -> tuple[Standing, ...]:
        """The other indicators of the catalogue."""
        codes = {one.indicator.code for one in self.answered}
        return tuple(one for one in self.result.standings if one.indicator.code not in codes)

    @cached_property
    def area_names(self) -> Mapping[str, Text]:
        """Name of each area by its code."""
        city = self.result.city
        names = {city.code: city.name}
        for level in city.districts:
            names |= dict(zip(level.codes, level.names, strict=True))
        return names

    @cached_property
    def resource_titles(self) -> Mapping[str, str]:
        """Title of each file of the pack by its name."""
        return {one.name: one.title or one.name for one in self.result.resources}

    def shown(self, standing: Standing) -> tuple[Series, Observation]:
        """Give the series and the newest figure that stand for an answered indicator."""
        return next(
            (series, found)
            for series in standing.indicator.series
            if (found := self.figures.latest((standing.indicator.code, series.code)))
        )

    def level_with_figures(self, series: tuple[str, str], period: Period) -> int | None:
        """Give the finest level of districts that has enough figures for a map."""
        for index in range(len(self.result.city.districts) - 1, -1, -1):
            level = self.result.city.districts[index]
            found = known(self.figures.of_districts(series, period, level))
            if found and found >= _ENOUGH_OF_A_LEVEL * len(level.codes):
                return index
        return None

    def level_words(self, index: int) -> Words:
        """Name a level of districts in the plural."""
        return LEVEL_WORDS.get(
            self.result.city.districts[index].level, self.result.city.districts[index].level
        )

    def group_words(self, group: str) -> Text:
        """Name a group."""
        return self.catalogue.group_title(group)

    def group_parts(self, group: str) -> tuple[Text, Text]:
        """Name the dimension of a group, and its member."""
        dimension, _, member = group.partition("=")
        if dimension not in self.catalogue.dimensions:
            return Text(dimension, dimension), Text(member or group, member or group)
        known_dimension = self.catalogue.dimensions[dimension]
        return known_dimension.title, known_dimension.members.get(member, Text(member, member))


LEVEL_WORDS: Mapping[str, Message] = {
    "borough": Message("boroughs"),
    "district": Message("districts"),
    "neighbourhood": Message("neighbourhoods"),
    "ward": Message("wards"),
    "quarter": Message("quarters"),
}


def series_words(indicator: Indicator, series: Series) -> Words:
    """Name a series; the only series of an indicator is named as the indicator."""
    return indicator.title if len(indicator.series) == 1 else series.title


def what_and_when(indicator: Indicator, series: Series, period: Period) -> Words:
    """Say below an indicator's title what a figure is about: the series if needed, the period."""
    if len(indicator.series) == 1:
        return str(period)
    return Clauses((series.title, str(period)))
