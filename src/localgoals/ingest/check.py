"""What a city pack can give: all that is wrong with it, and what each indicator has or lacks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.errors import PackRefused
from localgoals.ingest.city import read_city
from localgoals.ingest.faults import has_error
from localgoals.ingest.layers import City
from localgoals.ingest.pack import Pack, inspect_pack
from localgoals.ingest.roles import ROLES
from localgoals.model.indicator import Indicator
from localgoals.model.problem import Problem
from localgoals.model.spreadsheet_text import guarded
from localgoals.model.text import Language

# The question whose answers stand in for the waste of households per head.
WEIGHED = "household_waste_kg_per_day"
PROBLEM_COLUMNS = ("number", "severity", "kind", "where", "found", "expected", "what_to_do")


@dataclass(frozen=True)
class Ability:
    """Whether a pack can give an indicator, and what is missing if not."""

    indicator: Indicator
    missing: tuple[str, ...] = ()
    """Needs of the indicator that no usable resource meets, as declared (`a|b` is either)."""
    missing_series: tuple[str, ...] = ()
    """Series that it is made of and the statistics table does not have."""
    missing_questions: tuple[str, ...] = ()
    """Questions that no survey asked, as declared, where nothing else gives the indicator."""
    could_help: tuple[str, ...] = ()
    """Roles that would make the figure better or more detailed."""

    @property
    def is_possible(self) -> bool:
        """Tell whether the pack has all that the indicator needs."""
        return not self.missing and not self.missing_series and not self.missing_questions


@dataclass(frozen=True)
class PackCheck:
    """What came out of checking a pack; `pack` is None when its descriptor cannot be read."""

    pack: Pack | None
    problems: tuple[Problem, ...]
    abilities: tuple[Ability, ...]

    @property
    def is_usable(self) -> bool:
        """Tell whether the pack has no error; warnings say what was done and leave it usable."""
        return not has_error(list(self.problems))


def check_pack(path: Path, *, scratch: Path) -> PackCheck:
    """
    Find everything that is wrong with a pack, and what its sound part can give.

    Parameters
    ----------
    path
        A folder with `datapackage.json`, or a zip of one.
    scratch
        A folder that a zip may be unpacked into.
    """
    pack, problems = inspect_pack(path, scratch=scratch)
    if pack is None:
        return PackCheck(None, tuple(problems), ())
    try:
        city, more = read_city(pack)
    except PackRefused as refused:
        return PackCheck(pack, (*problems, *refused.problems), ())
    # The same fault can be met by two readers of one file; a person reads it once.
    unique = {str(one): one for one in (*problems, *more)}
    return PackCheck(pack, tuple(unique.values()), abilities(pack, city, load().indicators))


def abilities(pack: Pack, city: City, indicators: Mapping[str, Indicator]) -> tuple[Ability, ...]:
    """Say for each indicator whether the city's layers suffice, in the order of the catalogue."""
    usable = usable_roles(pack, city)
    series, asked = _series_of(city), {name for one in city.surveys for name in one.answers}
    found = []
    for indicator in indicators.values():
        missing = tuple(need for need in indicator.needs if not usable & set(need.split("|")))
        lost_series, lost_questions = _lost(indicator, series, asked) if not missing else ((), ())
        found.append(
            Ability(
                indicator,
                missing,
                lost_series,
                lost_questions,
                tuple(role for role in indicator.helps if not usable & set(role.split("|"))),
            )
        )
    return tuple(found)


def _lost(
    indicator: Indicator, series: set[str], asked: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the series and the questions that are missing; none where either way is open."""
    lost = [
        tuple(name for name in way if not _can_be_had(name, series)) for way in _ways(indicator)
    ]
    unasked = tuple(need for need in indicator.questions if not asked & set(need.split("|")))
    if (lost and () in lost) or (indicator.questions and not unasked):
        return (), ()
    return (min(lost, key=len) if lost else ()), unasked


def _ways(indicator: Indicator) -> list[tuple[str, ...]]:
    """Name the statistics of the headline; of a dashboard, those of each of its series."""
    if indicator.is_dashboard:
        return [ratio.series for ratio in indicator.more_ratios.values()]
    headline = indicator.ratio.series if indicator.ratio else indicator.statistics
    return [headline] if headline else []


def _can_be_had(name: str, series: set[str]) -> bool:
    """Tell whether a series is in the table, or can be made of series that are."""
    parts = load().statistics[name].made_of
    return name in series or (bool(parts) and all(_can_be_had(one, series) for one in parts))


def usable_roles(pack: Pack, city: City) -> set[str]:
    """
    Name the roles that a pack fills with something that could be read.

    A boundary made of the districts counts as one.
    """
    named = {one.role for one in pack.resources} | {"boundary"}
    filled = {role for role in named if _is_filled(getattr(city, ROLES[role].becomes))}
    if not any(people.modelled_groups for people in city.people.values()):
        filled.discard("groups")
    if city.air is not None and np.isnan(city.air.x).all():
        filled.discard("air-stations")
    return filled


def write_problems(problems: Sequence[Problem], path: Path, language: Language) -> None:
    """
    Write problems as a table that a person can work through in a spreadsheet, numbered as told.

    The byte order mark lets spreadsheets read its Chinese. Cells that a spreadsheet would run as a
    formula are written with an apostrophe before them.
    """
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)  # its "\r\n" makes it quote a lone "\r", too
        writer.writerow(PROBLEM_COLUMNS)
        for number, one in enumerate(problems, start=1):
            writer.writerow([number, *map(guarded, _cells(one, language))])


def _cells(found: Problem, language: Language) -> Iterable[str]:
    sentences = (found.found, found.expected, found.remedy)
    return (found.severity, found.kind, found.where, *(say(one, language) for one in sentences))


def _is_filled(layer: object) -> bool:
    return layer is not None and layer not in ({}, ())


def _series_of(city: City) -> set[str]:
    found = set() if city.statistics is None else set(city.statistics.table["series"].unique())
    weighed = any(WEIGHED in one.answers for one in city.surveys)
    return found | ({"household_waste_per_head"} if weighed else set())
