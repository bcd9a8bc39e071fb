"""Why a project is in a portfolio or not: what it displaces, what it costs, what would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from localgoals.projects.portfolio import (
    Aim,
    Case,
    Flags,
    Limit,
    Portfolio,
    Programme,
    Quota,
    best,
    is_possible,
    programme,
)

DEAREST = 200
"""Prices are tried up to so many per cent of the cost of a project."""


class Regret(NamedTuple):
    """The best portfolio in which one project is treated the other way round."""

    project: int
    other: Portfolio
    least: float
    most: float
    """What that loses lies between these, in the unit of the values; NaN where none is possible."""
    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    """Projects that are in there and not here, and the reverse; the project itself is neither."""


class FrontPoint(NamedTuple):
    """The best portfolio at so much of something."""

    share: float
    """Of the budget, or of what each district is owed."""
    portfolio: Portfolio


def conflict(
    written: Programme, seconds: float, *, taken: Sequence[int] = (), barred: Sequence[int] = ()
) -> tuple[Limit, ...]:
    """
    Find limits that no portfolio can keep together, and that it could if any of them were lifted.

    Parameters
    ----------
    written
        A programme that is impossible with all of its limits.
    seconds
        For each question to the solver; where they do not do, more limits than needed are named.
    taken, barred
        As in `best`: what is given, and no limit.

    References
    ----------
    Junker, U. (2004), QuickXplain: preferred explanations and relaxations for over-constrained
    problems, AAAI-04.
    """

    def fails(limits: Sequence[Limit]) -> bool:
        return not is_possible(written, limits, seconds, taken=taken, barred=barred)

    def needed(given: tuple[Limit, ...], asked: bool, rest: tuple[Limit, ...]) -> tuple[Limit, ...]:
        if asked and fails(given):
            return ()
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        later = needed(given + rest[:half], True, rest[half:])
        return needed(given + later, bool(later), rest[:half]) + later

    return needed((), True, written.limits) if written.limits else ()


def regret(written: Programme, found: Portfolio, project: int, aim: Aim) -> Regret:
    """
    Treat one project the other way round, and choose all others anew.

    The loss is between the least and the most that the gaps of both portfolios leave open.
    """
    other = (
        best(written, aim, barred=[project])
        if found.chosen[project]
        else best(written, aim, taken=[project])
    )
    if np.isnan(other.value):
        return Regret(project, other, np.nan, np.nan, (), ())
    least, most = max(0.0, found.value - other.bound), max(0.0, found.bound - other.value)
    apart = found.chosen != other.chosen
    apart[project] = False
    enters, leaves = (np.flatnonzero(apart & one.chosen) for one in (other, found))
    return Regret(project, other, least, most, tuple(enters.tolist()), tuple(leaves.tolist()))


def turning_cost(case: Case, without: float, project: int, aim: Aim, *, chosen: bool) -> float:
    """
    Find the cost up to which the best portfolio has a project.

    Parameters
    ----------
    case
        What to keep to.
    without
        Value of the best portfolio that does not have it.
    project
        Its number.
    aim
        When to stop at each cost that is tried.
    chosen
        Whether it is in at its own cost.

    Returns
    -------
    percent
        Of its cost, in whole per cent; inf where it is in at twice its cost, too; NaN where it is
        not in even for nothing.
    """

    def stays(percent: int) -> bool:
        cost = case.projects.cost.copy()
        cost[project] *= percent / 100
        changed = case._replace(projects=case.projects._replace(cost=cost))
        found = best(programme(changed), aim, taken=[project])
        # What differs by less than the solver's own tolerance is the same.
        return found.value >= without - 1e-9 * abs(without)

    low, high = (100, DEAREST) if chosen else (0, 100)
    if chosen and stays(high):
        return np.inf
    if not chosen and not stays(low):
        return np.nan
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if stays(middle) else (low, middle)
    return float(low)


def front(case: Case, shares: Sequence[float], aim: Aim) -> Iterator[FrontPoint]:
    """
    Choose anew at several shares of the budget, all years alike, from the least to the largest.

    What fits into less money fits into more: a portfolio is kept where, within the gap, none better
    is found.
    """
    kept: Portfolio | None = None
    for share in sorted(shares):
        budget = case.budget._replace(amount=case.budget.amount * share)
        found = best(programme(case._replace(budget=budget)), aim)
        if kept is not None and kept.value > found.value:
            found = found._replace(start=kept.start, value=kept.value)
        kept = found
        yield FrontPoint(share, found)


def fair_front(
    case: Case, parts: Sequence[tuple[Flags, float]], levels: Sequence[float], aim: Aim
) -> Iterator[FrontPoint]:
    """
    Choose anew while each district is owed more and more of its part, from the least to the most.

    Parameters
    ----------
    case
        What to keep to.
    parts
        Of each district its projects, and its part of all people. [share]
    levels
        How much of its part each has to get at least of all spending. [share]
    aim
        When to stop at each level.

    Notes
    -----
    What keeps to a higher level keeps to a lower one: the levels are tried from the highest, and a
    portfolio is kept where, within the gap, none better is found.

    References
    ----------
    Haimes, Y. Y., Lasdon, L. S., Wismer, D. A. (1971), On a bicriterion formulation of the problems
    of integrated system identification and system optimization, IEEE Transactions on Systems, Man,
    and Cybernetics 1(3): one aim as a limit that moves.
    """
    kept: Portfolio | None = None
    points = []
    for level in sorted(levels, reverse=True):
        owed = tuple(Quota(members, level * part, np.nan, np.nan) for members, part in parts)
        found = best(programme(case._replace(quotas=case.quotas + owed)), aim)
        if kept is not None and kept.value > found.value:
            found = found._replace(start=kept.start, value=kept.value)
        kept = found if not np.isnan(found.value) else kept
        points.append(FrontPoint(level, found))
    yield from reversed(points)
