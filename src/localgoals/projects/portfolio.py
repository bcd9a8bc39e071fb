"""Which projects to choose, and when each begins, so that together they are worth most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from localgoals.projects.portfolio_solver import Choice, Chosen, Status, best_choice

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LimitKind = Literal[
    "budget", "must", "must-not", "least-share", "least-amount", "most-share", "needs", "exclusion"
]


class Candidates(NamedTuple):
    """The projects among which to choose."""

    value: Floats
    """(projects,): what each is worth; NaN where that is not known."""
    cost: Floats
    """(projects, years of its life): 0 after its end, NaN where it is not known. [money]"""
    earliest: Ints
    latest: Ints
    """(projects,): first and last year in which each may begin, counted from the first budget."""
    must: Flags
    must_not: Flags
    """(projects,): what is settled already."""


class Budget(NamedTuple):
    """What may be spent, year by year."""

    amount: Floats
    """(years,). [money]"""
    carries: Flags
    """(years,): whether what is left of a year may be spent in the next."""
    discount: float
    """What a year of delay takes off the value of a project. [share per year]"""


class Quota(NamedTuple):
    """What a set of projects, of a sector or a district, is owed of all spending."""

    members: Flags
    """(projects,)."""
    least_share: float
    """Of all spending; NaN without such a limit. [share]"""
    least: float
    """NaN without such a limit. [money]"""
    most_share: float
    """Of all spending; NaN without such a limit. [share]"""


class Need(NamedTuple):
    """A project that cannot do without another one, nor begin before it."""

    project: int
    other: int
    lag: int
    """So many years it begins after the other, at least."""


class Case(NamedTuple):
    """Everything that a choice of projects has to keep to."""

    projects: Candidates
    budget: Budget
    quotas: tuple[Quota, ...] = ()
    needs: tuple[Need, ...] = ()
    exclusions: tuple[tuple[int, ...], ...] = ()
    """Of each set of projects one may be chosen at most."""


class Limit(NamedTuple):
    """One limit, and what it demands of the columns of a programme."""

    kind: LimitKind
    number: int
    """Of the year, project, quota, need or exclusion that it comes from."""
    rows: csr_array
    low: Floats
    high: Floats


class Programme(NamedTuple):
    """A case as an integer programme: a column for each project and year in which it may begin."""

    case: Case
    project: Ints
    start: Ints
    worth: Floats
    """(columns,): project, year in which it begins, and what it is worth then."""
    limits: tuple[Limit, ...]


class Aim(NamedTuple):
    """When to stop looking for a better portfolio."""

    gap: float
    """Once no other can be better by more. [share of the value]"""
    seconds: float


class Portfolio(NamedTuple):
    """The best portfolio that was found."""

    status: Status
    start: Ints
    """(projects,): in which year each begins; -1 where it is not chosen."""
    value: float
    bound: float
    """No portfolio is worth more; NaN where none is possible."""

    @property
    def chosen(self) -> Flags:
        """Give whether each project is chosen."""
        return self.start >= 0

    @property
    def gap(self) -> float:
        """How much better another could be at most, as a share of the value."""
        apart = self.bound - self.value
        return apart / abs(self.value) if self.value else (np.inf if apart > 0 else apart)


def open_starts(case: Case) -> Flags:
    """
    Say when each project may begin: (projects, years).

    Never, if value or cost are not known; otherwise in its window, and so that every year in which
    it costs something has a budget.

    Examples
    --------
    The first of two projects takes two years, so that it cannot begin in the last:

    >>> projects = Candidates(
    ...     np.array([5.0, 4.0]), np.array([[6.0, 2.0], [5.0, 0.0]]),
    ...     np.zeros(2, int), np.full(2, 2), np.zeros(2, bool), np.zeros(2, bool))
    >>> case = Case(projects, Budget(np.array([6.0, 7.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> open_starts(case).tolist()
    [[True, True, False], [True, True, True]]
    """
    projects, years = case.projects, len(case.budget.amount)
    known = ~np.isnan(projects.value) & ~np.isnan(projects.cost).any(axis=1)
    costly = projects.cost > 0
    length = np.where(costly.any(axis=1), costly.shape[1] - costly[:, ::-1].argmax(axis=1), 1)
    year = np.arange(years)
    within = (year >= projects.earliest[:, None]) & (year <= projects.latest[:, None])
    return np.asarray(known[:, None] & within & (year + length[:, None] <= years))


def programme(case: Case) -> Programme:
    """
    Write a case as an integer programme.

    Notes
    -----
    x[i, s] = 1 if project i begins in year s, at most one s for each i. Spending of a year is the
    sum of cost[i, t - s] x[i, s]; where money carries over, it is held against the budget from the
    first year on from which it does. A need asks in every year that no more of the project has
    begun than of the other, its lag earlier.

    References
    ----------
    Weingartner, H. M. (1963), Mathematical Programming and the Analysis of Capital Budgeting
    Problems: choice under budgets, with dependent and exclusive projects.

    Examples
    --------
    >>> projects = Candidates(
    ...     np.array([5.0, 4.0]), np.array([[6.0, 2.0], [5.0, 0.0]]),
    ...     np.zeros(2, int), np.full(2, 2), np.zeros(2, bool), np.zeros(2, bool))
    >>> case = Case(projects, Budget(np.array([6.0, 7.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> written = programme(case)
    >>> written.project.tolist(), written.start.tolist()
    ([0, 0, 1, 1, 1], [0, 1, 0, 1, 2])
    >>> [limit.kind for limit in written.limits]
    ['budget', 'budget', 'budget']
    """
    project, start = np.nonzero(open_starts(case))
    worth = case.projects.value[project] / (1.0 + case.budget.discount) ** start
    limits = tuple(_limits(case, project, start))
    return Programme(case, project, start, worth, limits)


def best(
    written: Programme, aim: Aim, *, taken: Sequence[int] = (), barred: Sequence[int] = ()
) -> Portfolio:
    """
    Find the portfolio that is worth most.

    Parameters
    ----------
    written
        From `programme`.
    aim
        When to stop.
    taken, barred
        Numbers of projects that are in and out beyond what the case itself says.

    Returns
    -------
    portfolio
        `impossible`, with nobody in it, where no portfolio keeps to all limits. Budgets and shares
        are kept to a millionth.

    Examples
    --------
    >>> projects = Candidates(
    ...     np.array([5.0, 4.0, 3.0]), np.array([[6.0], [5.0], [4.0]]),
    ...     np.zeros(3, int), np.zeros(3, int), np.zeros(3, bool), np.zeros(3, bool),
    ... )
    >>> case = Case(projects, Budget(np.array([10.0]), np.array([False]), 0.0))
    >>> found = best(programme(case), Aim(0.0, 10.0))
    >>> found.chosen.tolist(), round(found.value, 9), found.status
    ([True, False, True], 8.0, 'best')
    """
    return _answered(written, _solved(written, written.limits, aim, taken, barred))


def earliest(written: Programme, found: Portfolio, aim: Aim) -> Portfolio:
    """
    Let the same projects begin as early as they can together, if delay costs nothing.

    Examples
    --------
    >>> projects = Candidates(
    ...     np.array([5.0, 4.0]), np.array([[6.0, 2.0], [5.0, 0.0]]),
    ...     np.zeros(2, int), np.full(2, 2), np.zeros(2, bool), np.zeros(2, bool))
    >>> case = Case(projects, Budget(np.array([6.0, 7.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> written = programme(case)
    >>> earliest(written, best(written, Aim(0.0, 10.0)), Aim(0.0, 10.0)).start.tolist()
    [0, 1]
    """
    if written.case.budget.discount > 0 or not found.chosen.any():
        return found
    chosen = np.flatnonzero(found.chosen)
    early = written._replace(worth=-written.start.astype(np.float64))
    barred = np.flatnonzero(~found.chosen)
    moved = _answered(early, _solved(early, early.limits, aim, chosen.tolist(), barred.tolist()))
    better = moved.chosen.any() and moved.value > -float(found.start[chosen].sum())
    return found._replace(start=moved.start) if better else found


def is_possible(
    written: Programme,
    limits: Sequence[Limit],
    seconds: float,
    *,
    taken: Sequence[int] = (),
    barred: Sequence[int] = (),
) -> bool:
    """
    Tell whether some portfolio keeps to limits; yes, too, where the time does not do.

    Examples
    --------
    Both projects fit into budgets of 6 and 7, and not into budgets of 6 and 2:

    >>> projects = Candidates(
    ...     np.array([5.0, 4.0]), np.array([[6.0, 2.0], [5.0, 0.0]]),
    ...     np.zeros(2, int), np.full(2, 2), np.zeros(2, bool), np.zeros(2, bool))
    >>> case = Case(projects, Budget(np.array([6.0, 7.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> small = case._replace(budget=Budget(np.array([6.0, 2.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> [is_possible(one, one.limits, 10.0, taken=[0, 1])
    ...     for one in (programme(case), programme(small))]
    [True, False]
    """
    asked = written._replace(worth=np.zeros(len(written.worth)))
    return _solved(asked, limits, Aim(1.0, seconds), taken, barred).status != "impossible"


def spending(case: Case, start: Ints) -> Floats:
    """
    Give what a portfolio costs: (projects, years).

    Examples
    --------
    >>> projects = Candidates(
    ...     np.array([5.0, 4.0]), np.array([[6.0, 2.0], [5.0, 0.0]]),
    ...     np.zeros(2, int), np.full(2, 2), np.zeros(2, bool), np.zeros(2, bool))
    >>> case = Case(projects, Budget(np.array([6.0, 7.0, 0.0]), np.zeros(3, bool), 0.0))
    >>> spending(case, np.array([0, 1])).tolist()
    [[6.0, 2.0, 0.0], [0.0, 5.0, 0.0]]
    """
    years = len(case.budget.amount)
    table = np.zeros((len(start), years))
    for row in np.flatnonzero(start >= 0):
        length = min(case.projects.cost.shape[1], years - start[row])
        table[row, start[row] : start[row] + length] = case.projects.cost[row, :length]
    return table


def _solved(
    written: Programme,
    limits: Sequence[Limit],
    aim: Aim,
    taken: Sequence[int],
    barred: Sequence[int],
) -> Chosen:
    """Choose among the columns; each project begins once, if at all."""
    columns = len(written.worth)
    if columns == 0:
        # SciPy refuses a programme without columns; nothing chosen is the only portfolio then.
        fits = not len(taken) and all((one.low <= 0).all() for one in limits)
        nobody = np.zeros(0, np.bool_)
        return Chosen("best", nobody, 0.0) if fits else Chosen("impossible", nobody, np.nan)
    count = len(written.case.projects.value)
    picks = csr_array((np.ones(columns), (written.project, np.arange(columns))), (count, columns))
    low = np.full(count, -np.inf)
    low[list(taken)] = 1.0
    choice = Choice(
        written.worth,
        csr_array(vstack([picks, *(one.rows for one in limits)])),
        np.concatenate([low, *(one.low for one in limits)]),
        np.concatenate([np.ones(count), *(one.high for one in limits)]),
        np.zeros(columns),
        np.where(np.isin(written.project, barred), 0.0, 1.0),
    )
    return best_choice(choice, aim.gap, aim.seconds)


def _answered(written: Programme, solved: Chosen) -> Portfolio:
    start = np.full(len(written.case.projects.value), -1)
    start[written.project[solved.columns]] = written.start[solved.columns]
    if np.isnan(solved.bound):
        return Portfolio(solved.status, start, np.nan, np.nan)
    value = float(written.worth[solved.columns].sum())
    return Portfolio(solved.status, start, value, max(value, solved.bound))


def _limits(case: Case, project: Ints, start: Ints) -> Iterator[Limit]:
    yield from _budgets(case, project, start)
    whole = case.projects.cost[project].sum(axis=1)
    for number, quota in enumerate(case.quotas):
        yield from _owed(number, quota, whole, quota.members[project])
    for one in np.flatnonzero(case.projects.must).tolist():
        yield _limit("must", one, project == one, low=1.0)
    for one in np.flatnonzero(case.projects.must_not).tolist():
        yield _limit("must-not", one, project == one, high=0.0)
    years = np.arange(len(case.budget.amount))[:, None]
    for number, need in enumerate(case.needs):
        begun = (project == need.project) & (start <= years)
        other = (project == need.other) & (start + need.lag <= years)
        yield _limit("needs", number, begun.astype(float) - other, high=0.0)
    for number, group in enumerate(case.exclusions):
        yield _limit("exclusion", number, np.isin(project, group), high=1.0)


def _budgets(case: Case, project: Ints, start: Ints) -> Iterator[Limit]:
    """Hold each year, together with those whose rest it gets, against the budgets of the same."""
    amount, cost = case.budget.amount, case.projects.cost
    spent, there = np.zeros(len(project)), 0.0
    for year in range(len(amount)):
        if year and not case.budget.carries[year - 1]:
            spent, there = np.zeros(len(project)), 0.0
        age = year - start
        alive = (age >= 0) & (age < cost.shape[1])
        spent = spent + np.where(alive, cost[project, np.where(alive, age, 0)], 0.0)
        there += amount[year]
        yield _limit("budget", year, spent, high=there)


def _owed(number: int, quota: Quota, whole: Floats, members: Flags) -> Iterator[Limit]:
    if not np.isnan(quota.least_share):
        yield _limit("least-share", number, _beyond(quota.least_share, whole, members), low=0.0)
    if not np.isnan(quota.least):
        yield _limit("least-amount", number, whole * members, low=quota.least)
    if not np.isnan(quota.most_share):
        yield _limit("most-share", number, _beyond(quota.most_share, whole, members), high=0.0)


def _beyond(share: float, whole: Floats, members: Flags) -> Floats:
    """Give what each column adds to its own set beyond a share of all, in hundredths."""
    # Whole per cents of whole amounts stay whole numbers.
    return whole * (100.0 * members - round(100.0 * share, 9))


def _limit(
    kind: LimitKind,
    number: int,
    coefficients: NDArray[np.generic],
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Limit:
    rows = np.atleast_2d(coefficients).astype(np.float64)
    # A power of two takes nothing off whole amounts, so that what just fits still does.
    scale = 2.0 ** np.ceil(np.log2(np.abs(rows).max(initial=0.0) or 1.0))
    ends = (np.full(len(rows), end / scale) for end in (low, high))
    return Limit(kind, number, csr_array(rows / scale), *ends)
