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
from localgoals.model.text import Language

# A spreadsheet takes a cell that begins with one of these for a formula and runs it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PROBLEM_COLUMNS = ("severity", "kind", "where", "found", "expected", "what_to_do")


@dataclass(frozen=True)
class Ability:
    """Whether a pack can give an indicator, and what is missing if not."""

    indicator: Indicator
    missing: tuple[str, ...] = ()
    """Needs of the indicator that no usable resource meets, as declared (`a|b` is either)."""
    missing_series: tuple[str, ...] = ()
    """Series that it is made of and the statistics table does not have."""
    could_help: tuple[str, ...] = ()
    """Roles that would make the figure better or more detailed."""

    @property
    def is_possible(self) -> bool:
        """Tell whether the pack has all that the indicator needs."""
        return not self.missing and not self.missing_series


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
    series = _series_of(city)
    found = []
    for indicator in indicators.values():
        missing = tuple(need for need in indicator.needs if not usable & set(need.split("|")))
        wanted = () if missing else indicator.statistics
        found.append(
            Ability(
                indicator,
                missing,
                tuple(name for name in wanted if name not in series),
                tuple(role for role in indicator.helps if not usable & set(role.split("|"))),
            )
        )
    return tuple(found)


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
    Write problems as a table that a person can work through in a spreadsheet.

    Cells that a spreadsheet would run as a formula are written with an apostrophe before them.
    """
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(PROBLEM_COLUMNS)
        writer.writerows(_guarded(_cells(one, language)) for one in problems)


def _cells(found: Problem, language: Language) -> Iterable[str]:
    sentences = (found.found, found.expected, found.remedy)
    return (found.severity, found.kind, found.where, *(say(one, language) for one in sentences))


def _guarded(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells]


def _is_filled(layer: object) -> bool:
    return layer is not None and layer not in ({}, ())


def _series_of(city: City) -> set[str]:
    return set() if city.statistics is None else set(city.statistics.table["series"].unique())
