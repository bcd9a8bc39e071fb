"""Every portfolio that there is, one by one, held against every limit."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from localgoals.projects.portfolio import Case

Starts = NDArray[np.int64]
Flags = NDArray[np.bool_]
LimitNames = set[tuple[str, int]]


def every_start(case: Case) -> Starts:
    """All portfolios, (portfolios, projects): the year in which each begins, -1 for never."""
    return np.array(list(product(*(_years(case, one) for one in range(len(case.projects.value))))))


def _years(case: Case, one: int) -> list[int]:
    projects, years = case.projects, len(case.budget.amount)
    if np.isnan(projects.value[one]) or np.isnan(projects.cost[one]).any():
        return [-1]
    open_years = []
    for start in range(max(0, projects.earliest[one]), min(years - 1, projects.latest[one]) + 1):
        late = [cost for age, cost in enumerate(projects.cost[one]) if start + age >= years]
        if not any(late):
            open_years.append(start)
    return [-1, *open_years]


def values(case: Case, starts: Starts) -> NDArray[np.float64]:
    """Add up what each portfolio is worth."""
    worth = np.nan_to_num(case.projects.value) / (1 + case.budget.discount) ** np.maximum(starts, 0)
    return np.where(starts >= 0, worth, 0.0).sum(axis=1)


def spent(case: Case, starts: Starts) -> NDArray[np.float64]:
    """Lay out what each portfolio costs by project and year: (portfolios, projects, years)."""
    years = len(case.budget.amount)
    table = np.zeros((*starts.shape, years))
    for one, costs in enumerate(case.projects.cost):
        for age, cost in enumerate(costs):
            for year in range(age, years):
                table[:, one, year] += np.where(starts[:, one] == year - age, cost, 0.0)
    return table


def kept(case: Case, starts: Starts, limits: LimitNames | None = None) -> Flags:
    """Whether each portfolio keeps to all limits, or to those that are named."""
    table = spent(case, starts)
    chosen = starts >= 0
    broken = {
        **_over_budget(case, table.sum(axis=1)),
        **_quotas(case, table.sum(axis=2)),
    }
    for one in range(starts.shape[1]):
        if case.projects.must[one]:
            broken["must", one] = ~chosen[:, one]
        if case.projects.must_not[one]:
            broken["must-not", one] = chosen[:, one]
    for number, need in enumerate(case.needs):
        late = starts[:, need.project] < starts[:, need.other] + need.lag
        broken["needs", number] = chosen[:, need.project] & (~chosen[:, need.other] | late)
    for number, group in enumerate(case.exclusions):
        broken["exclusion", number] = chosen[:, list(group)].sum(axis=1) > 1
    wrong = [flags for name, flags in broken.items() if limits is None or name in limits]
    return ~np.any(wrong, axis=0) if wrong else np.ones(len(starts), bool)


def _over_budget(case: Case, by_year: NDArray[np.float64]) -> dict[tuple[str, int], Flags]:
    """Without any limit on the years before, too much in one year is too much in all until then."""
    broken = {}
    for year in range(len(case.budget.amount)):
        first = year
        while first > 0 and case.budget.carries[first - 1]:
            first -= 1
        there = case.budget.amount[first : year + 1].sum()
        broken["budget", year] = by_year[:, first : year + 1].sum(axis=1) > there + 1e-6
    return broken


def _quotas(case: Case, by_project: NDArray[np.float64]) -> dict[tuple[str, int], Flags]:
    broken = {}
    everything = by_project.sum(axis=1)
    for number, quota in enumerate(case.quotas):
        own = by_project[:, quota.members].sum(axis=1)
        broken["least-share", number] = own < quota.least_share * everything - 1e-6
        broken["least-amount", number] = own < quota.least - 1e-6
        broken["most-share", number] = own > quota.most_share * everything + 1e-6
    return broken
