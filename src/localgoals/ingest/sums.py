"""Parts and wholes: groups of a dimension beside everybody, districts beside the city."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.figures import Coded, Figures, Numbers, Rows, together
from localgoals.ingest.layers import Floats
from localgoals.model.problem import Problem

MOST_DECIMALS: Final = 6
_SHOWN = 200


@dataclass(frozen=True)
class _Case:
    """A whole and its parts: m sums, each with an example of a part."""

    dimension: str
    part: Numbers
    """Row of the first part."""
    count: Numbers
    """How many parts."""
    parts: Floats
    whole: Floats
    tolerance: Floats
    is_complete: Rows
    """Whether all the parts are known to be there."""


def wrong_sums(
    figures: Figures,
    *,
    city: str | None,
    divisions: Sequence[Collection[str]],
    wholes: Mapping[str, float],
) -> list[Problem]:
    """
    Warn where parts do not make the whole, further apart than rounding explains.

    Each figure may be half of its last digit off, so the parts and the whole may differ by half the
    last digit times their number. Only counts are added; percentages are where `wholes` says
    what they make.

    Parameters
    ----------
    figures
        The figures that have a value.
    city, divisions, wholes
        As for `localgoals.ingest.oddities.oddities`.
    """
    cases = list(_by_dimension(figures, wholes))
    if city is not None and city in figures.area.values:
        others = {one for one in figures.area.values if one != city}
        given = [set(codes) for codes in divisions] or [others]
        cases += [_by_division(figures, city, codes) for codes in given if codes & others]
    return [one for case in cases for one in _said(figures, case)]


def _said(figures: Figures, case: _Case) -> Iterator[Problem]:
    more = case.parts - case.whole
    below = more > case.tolerance
    short = (-more > case.tolerance) & case.is_complete
    at = np.flatnonzero(below | short)
    for number in at[:_SHOWN].tolist():
        row = int(case.part[number])
        named = figures.named(row) | {"dimension": case.dimension}
        yield feed_problem(
            "statistics-total-below-parts" if below[number] else "statistics-parts-short",
            figures.place(row),
            **named,
            count=int(case.count[number]),
            parts=f"{case.parts[number]:.12g}",
            whole=f"{case.whole[number]:.12g}",
            tolerance=f"{case.tolerance[number]:.3g}",
        )
    if at.size > _SHOWN:
        more_at = figures.where(int(case.part[at[_SHOWN]]))
        yield problem("and-more", more_at, count=at.size - _SHOWN)


def _by_dimension(figures: Figures, wholes: Mapping[str, float]) -> Iterator[_Case]:
    """Add up the members of each dimension, the other dimensions being the same."""
    for dimension, parents in _parents(figures.group).items():
        stated = dimension in wholes
        of = parents[figures.group.numbers]
        addable = figures.is_percent if stated else figures.is_count
        rows = np.flatnonzero((of >= 0) & addable)
        if not rows.size:
            continue
        texts = len(figures.group) + 1
        key = together(
            figures.series, figures.area, figures.periods, (_with_own(of, figures), texts)
        )
        if stated:
            found = _added(figures, dimension, rows, key, None)
            size = found.whole.size
            yield _Case(
                dimension, found.part, found.count, found.parts,
                np.full(size, float(wholes[dimension])), found.tolerance, found.is_complete,
            )  # fmt: skip
        else:
            whole = np.flatnonzero((of < 0) & figures.is_count)
            yield _added(figures, dimension, rows, key, whole)


def _with_own(of: Numbers, figures: Figures) -> Numbers:
    """Give the group that a row is a part of, or its own where it is a part of none."""
    return np.where(of >= 0, of, figures.group.numbers)


def _parents(group: Coded) -> dict[str, Numbers]:
    """
    Name for each dimension the group that each group is a part of, by number; -1 for none.

    A parent that no row has gets a number of its own.
    """
    number = {text: at for at, text in enumerate(group.values)}
    none = len(number)
    found: dict[str, Numbers] = {}
    for at, text in enumerate(group.values):
        pairs = text.split(";") if text else []
        for pair in pairs:
            dimension = pair.partition("=")[0]
            parent = ";".join(one for one in pairs if one != pair)
            parents = found.setdefault(dimension, np.full(len(group), -1, dtype=np.int64))
            # Without a whole to compare with, only parts of everybody can be added up.
            parents[at] = number.get(parent, none if not parent else -1)
    return found


def _by_division(figures: Figures, city: str, codes: Collection[str]) -> _Case:
    """Add up the areas of a division."""
    area = figures.area
    inside = np.array([one in codes and one != city for one in area.values])[area.numbers]
    rows = np.flatnonzero(inside & figures.is_count)
    whole = np.flatnonzero((area.numbers == area.values.index(city)) & figures.is_count)
    key = together(figures.series, figures.periods, figures.group)
    case = _added(figures, "area", rows, key, whole)
    complete = case.count >= len([one for one in codes if one != city])
    return _Case("area", case.part, case.count, case.parts, case.whole, case.tolerance, complete)


def _added(
    figures: Figures, dimension: str, rows: Numbers, key: Numbers, whole: Numbers | None
) -> _Case:
    """Add up the rows with one key, two or more, and set the row of their whole beside them."""
    size = int(key.max()) + 1
    count = np.bincount(key[rows], minlength=size)
    added = np.bincount(key[rows], figures.value[rows], minlength=size)
    parts = np.asarray(added, dtype=np.float64)
    first = np.zeros(size, dtype=np.int64)
    first[key[rows[::-1]]] = rows[::-1]
    decimals = np.zeros(size, dtype=np.int64)
    digits = decimals_of(figures.value)
    np.maximum.at(decimals, key[rows], digits[rows])
    there = count > 1
    total = np.full(size, np.nan)
    if whole is not None:
        total[key[whole]] = figures.value[whole]
        np.maximum.at(decimals, key[whole], digits[whole])
        there &= ~np.isnan(total)
    off = (count + (whole is not None)) / 2 * np.power(10.0, -decimals.astype(np.float64))
    # What adding numbers that are no whole multiples of a power of two may be off.
    tolerance = off + 1e-9 * np.abs(parts)
    at = np.flatnonzero(there)
    return _Case(
        dimension, first[at], count[at], parts[at], total[at], tolerance[at],
        np.ones(at.size, dtype=np.bool_),
    )  # fmt: skip


def decimals_of(values: Floats) -> Numbers:
    """
    Count the decimals that numbers were written with, up to six.

    Examples
    --------
    >>> decimals_of(np.array([12.0, 0.5, 3.25])).tolist()
    [0, 1, 2]
    """
    decimals = np.full(values.size, MOST_DECIMALS, dtype=np.int64)
    left = np.arange(values.size)
    for places in range(MOST_DECIMALS):
        scaled = np.abs(values[left]) * 10.0**places
        whole = np.abs(scaled - np.rint(scaled)) <= 1e-9 * np.maximum(scaled, 1)
        decimals[left[whole]] = places
        left = left[~whole]
    return decimals
