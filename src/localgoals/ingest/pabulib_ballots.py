"""The ballots of a Pabulib file: which projects each voter names, and with how many points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.pabulib_rows import Row, Section, amount
from localgoals.model.problem import Problem

__all__ = ["Ballots", "read_ballots"]

_SHOWN = 200
_POINTED = ("cumulative", "scoring")
_MOST_POINTS = 10**6


class Ballots(NamedTuple):
    """Voters, the projects they name and their points, entry by entry."""

    voters: NDArray[np.int64]
    projects: NDArray[np.int64]
    points: NDArray[np.int64]
    """So many of the points of the file as `scale` says."""
    number: int
    scale: int


class _Rules(NamedTuple):
    """What a ballot may hold: bounds by the key of META that gives them."""

    kind: str
    numbers: Mapping[str, int]
    """Of each project: its place in the list."""
    bounds: Mapping[str, Fraction]
    longest: int


def read_ballots(
    section: Section, about: Mapping[str, str], codes: Sequence[str], where: str
) -> tuple[Ballots, list[Problem]]:
    """
    Read the section VOTES.

    Parameters
    ----------
    section
        Its rows.
    about
        The keys of META: kind of vote, and what a ballot may hold.
    codes
        Of the projects.
    where
        The file, for problems.

    Returns
    -------
    ballots
        Usable when there is no problem.
    problems
        Every fault, the first 200 with their lines.
    """
    rules, problems = _rules(section, about, codes, where)
    faults: list[Problem] = []
    lines: dict[str, int] = {}
    found: list[tuple[int, int, Fraction]] = []
    for voter, row in enumerate(section.rows):
        name = row.cells["voter_id"]
        if not name or name in lines:
            faults.append(_voter_fault(row, lines.get(name), where))
        lines.setdefault(name, row.line)
        entries = list(_entries(row, rules, where, faults))
        found += [(voter, project, points) for project, points in entries]
    problems += faults[:_SHOWN]
    if len(faults) > _SHOWN:
        problems.append(problem("and-more", f"{where}, VOTES", count=len(faults) - _SHOWN))
    return _whole(found, len(section.rows)), problems


def _rules(
    section: Section, about: Mapping[str, str], codes: Sequence[str], where: str
) -> tuple[_Rules, list[Problem]]:
    bounds = {}
    problems = []
    for key in _BOUNDS:
        written = about.get(key, "")
        value = amount(written)
        if written and value is None:
            problems.append(feed_problem("pb-bound", f"{where}, META, {key}", value=written))
        elif value is not None:
            bounds[key] = value
    named = max((len(_listed(row.cells["vote"])) for row in section.rows), default=0)
    longest = int(bounds.get("max_length", Fraction(named)))
    numbers = {code: number for number, code in enumerate(codes)}
    return _Rules(about.get("vote_type", "").lower(), numbers, bounds, longest), problems


def _voter_fault(row: Row, first: int | None, where: str) -> Problem:
    place = row.place(where, "voter_id")
    name = row.cells["voter_id"]
    if first is None or not name:
        return feed_problem("pb-code", place, value=name or "-")
    return feed_problem("pb-twice", place, value=name, line=first)


def _listed(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(",")] if cell else []


def _entries(
    row: Row, rules: _Rules, where: str, faults: list[Problem]
) -> Iterator[tuple[int, Fraction]]:
    named = _listed(row.cells["vote"])
    place = row.place(where, "vote")
    unknown = [one for one in named if one not in rules.numbers]
    faults += [feed_problem("pb-vote-unknown", place, value=one or "-") for one in unknown]
    twice = dict.fromkeys(one for at, one in enumerate(named) if one in named[:at])
    faults += [feed_problem("pb-vote-twice", place, value=one) for one in twice]
    faults += _outside("length", Fraction(len(named)), rules, place)
    points = _points(row, named, rules, where, faults)
    for one, given in zip(named, points, strict=True):
        if one in rules.numbers:
            yield rules.numbers[one], given


def _points(
    row: Row, named: list[str], rules: _Rules, where: str, faults: list[Problem]
) -> list[Fraction]:
    if rules.kind == "ordinal":
        return [Fraction(max(rules.longest - at, 0)) for at in range(len(named))]
    written = _listed(row.cells.get("points", ""))
    if rules.kind not in _POINTED or not written:
        return [Fraction(1)] * len(named)
    place = row.place(where, "points")
    if len(written) != len(named):
        values: dict[str, object] = {"points": len(written), "projects": len(named)}
        faults.append(feed_problem("pb-points-count", place, **values))
        return [Fraction(1)] * len(named)
    points = [_point(one, place, faults) for one in written]
    for one in points:
        faults += _outside("points", one, rules, place)
    faults += _outside("sum_points", sum(points, Fraction(0)), rules, place)
    return points


def _point(written: str, place: str, faults: list[Problem]) -> Fraction:
    value = amount(written)
    if value is None or not 0 <= value <= _MOST_POINTS:
        faults.append(feed_problem("pb-points", place, value=written or "-"))
        return Fraction(1)
    return value


_OUTSIDE = {"length": "pb-length", "points": "pb-points-range", "sum_points": "pb-sum-points"}
_BOUNDS = tuple(f"{end}_{what}" for what in _OUTSIDE for end in ("min", "max"))


def _outside(what: str, value: Fraction, rules: _Rules, place: str) -> Iterator[Problem]:
    low, high = rules.bounds.get(f"min_{what}"), rules.bounds.get(f"max_{what}")
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = " ".join(
            f"{sign} {end}" for sign, end in (("≥", low), ("≤", high)) if end is not None
        )
        yield feed_problem(_OUTSIDE[what], place, value=str(value), bounds=bounds)


def _whole(found: Sequence[tuple[int, int, Fraction]], count: int) -> Ballots:
    """Lay entries out as arrays; points become whole numbers in one proportion."""
    scale = lcm(*{points.denominator for _, _, points in found})
    table = np.array(
        [(voter, project, int(points * scale)) for voter, project, points in found], np.int64
    ).reshape(-1, 3)
    return Ballots(table[:, 0], table[:, 1], table[:, 2], count, scale)
