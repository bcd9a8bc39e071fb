"""
A portfolio of 500 projects over five years, to a proven gap of 1 %, beside PuLP with CBC.

Both portfolios are held against every limit before a time counts, and neither may be worth more
than the bound that the other has proved.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from localgoals.projects.portfolio import (
    Aim,
    Budget,
    Candidates,
    Case,
    Need,
    Programme,
    Quota,
    best,
    programme,
    spending,
)

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "scipy", "pulp")
PROJECTS, YEARS, LIFE, GAP = 500, 5, 3, 0.01
_SECONDS = 120.0


def made_up_case() -> Case:
    """Draw projects, with limits of every kind; the budget does for two fifths of them."""
    draw = np.random.default_rng(6)
    whole = draw.lognormal(0, 1, PROJECTS) * 1e6
    cost = (whole[:, None] * draw.dirichlet([2] * LIFE, PROJECTS)).round()
    value = (whole * draw.lognormal(0, 0.4, PROJECTS)).round()
    first = draw.integers(0, YEARS - 2, PROJECTS)
    never = np.zeros(PROJECTS, np.bool_)
    candidates = Candidates(value, cost, first, first + 2, never, never)
    sector, district = draw.integers(0, 5, PROJECTS), draw.integers(0, 8, PROJECTS)
    none = np.nan
    quotas = [Quota(sector == 0, 0.4, none, none), Quota(sector == 1, 0.15, none, none)]
    quotas += [Quota(district == one, none, cost.sum() // 50, 0.2) for one in range(8)]
    pairs = draw.permutation(PROJECTS)[:100].reshape(50, 2).tolist()
    sets = draw.permutation(PROJECTS)[:60].reshape(20, 3).tolist()
    return Case(
        candidates,
        Budget(np.full(YEARS, cost.sum() * 0.4 // YEARS), np.arange(YEARS) % 2 == 0, 0.05),
        tuple(quotas), tuple(Need(*pair, 0) for pair in pairs), tuple(map(tuple, sets)),
    )  # fmt: skip


def ours_of(case: Case) -> np.ndarray:
    """Give in which year each project begins, then value and bound."""
    found = best(programme(case), Aim(GAP, _SECONDS))
    return np.array([*found.start, found.value, found.bound])


def theirs_of(case: Case) -> np.ndarray:
    """Word the same case in PuLP, from its tables, and solve it by CBC."""
    import pulp

    projects, rate = case.projects, 1 + case.budget.discount
    begins = {
        (one, year): pulp.LpVariable(f"x{one}_{year}", cat="Binary")
        for one in range(PROJECTS)
        for year in range(projects.earliest[one], min(projects.latest[one], YEARS - LIFE) + 1)
    }
    worded = pulp.LpProblem("portfolio", pulp.LpMaximize)
    worded += pulp.lpSum(projects.value[p] / rate**s * x for (p, s), x in begins.items())
    for rule in (*_money_in_pulp(case, begins), *_links_in_pulp(case, begins)):
        worded += rule
    worded.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=_SECONDS))
    start = np.full(PROJECTS, -1.0)
    for (one, year), x in begins.items():
        if x.value() > 0.5:
            start[one] = year
    return np.array([*start, pulp.value(worded.objective), np.nan])


def _money_in_pulp(case: Case, begins: dict[tuple[int, int], Any]) -> Iterator[object]:
    import pulp

    cost, whole = case.projects.cost, case.projects.cost.sum(axis=1)
    left = [pulp.LpVariable(f"left{year}", lowBound=0) for year in range(YEARS)]
    for year in range(YEARS):
        spent = pulp.lpSum(
            cost[p, year - s] * x for (p, s), x in begins.items() if 0 <= year - s < LIFE
        )
        over = left[year - 1] if year and case.budget.carries[year - 1] else 0
        yield spent + left[year] == float(case.budget.amount[year]) + over
    everything = pulp.lpSum(whole[p] * x for (p, _), x in begins.items())
    for quota in case.quotas:
        own = pulp.lpSum(whole[p] * x for (p, _), x in begins.items() if quota.members[p])
        if not np.isnan(quota.least_share):
            yield own >= quota.least_share * everything
        if not np.isnan(quota.least):
            yield own >= quota.least
        if not np.isnan(quota.most_share):
            yield own <= quota.most_share * everything


def _links_in_pulp(case: Case, begins: dict[tuple[int, int], Any]) -> Iterator[object]:
    import pulp

    each = [[(year, begins[p, year]) for p, year in begins if p == one] for one in range(PROJECTS)]
    for own in each:
        yield pulp.lpSum(x for _, x in own) <= 1
    for need in case.needs:
        for until in range(YEARS):
            begun, other = (
                pulp.lpSum(x for year, x in each[one] if year <= until)
                for one in (need.project, need.other)
            )
            yield begun <= other
    for group in case.exclusions:
        yield pulp.lpSum(x for one in group for _, x in each[one]) <= 1


def check(written: Programme, answer: np.ndarray) -> float:
    """Stop when a portfolio breaks a limit; give its value."""
    start = answer[:PROJECTS].astype(int)
    columns = start[written.project] == written.start
    for one in written.limits:
        given = one.rows @ columns.astype(float)
        if (given < one.low - 1e-6).any() or (given > one.high + 1e-6).any():
            sys.exit(f"A portfolio breaks {one.kind} {one.number}: no comparison.")
    return float(written.worth[columns].sum())


def by_ratio(written: Programme) -> tuple[float, int]:
    """Take what is worth most for its cost as long as budgets do; give value and broken limits."""
    case = written.case
    ratio = written.worth / case.projects.cost[written.project].sum(axis=1)
    start = np.full(PROJECTS, -1)
    budgets = [one for one in written.limits if one.kind == "budget"]
    for column in np.argsort(-ratio):
        one = written.project[column]
        if start[one] < 0:
            start[one] = written.start[column]
            taken = (start[written.project] == written.start).astype(float)
            if any((limit.rows @ taken > limit.high).any() for limit in budgets):
                start[one] = -1
    taken = (start[written.project] == written.start).astype(float)
    assert spending(case, start).sum() > 0
    broken = [
        one
        for one in written.limits
        if (one.rows @ taken < one.low - 1e-9).any() or (one.rows @ taken > one.high + 1e-9).any()
    ]
    return float(written.worth @ taken), len(broken)


def relaxed(written: Programme) -> float:
    """Solve the programme with parts of projects allowed: what no exact way can do without."""
    count = np.arange(len(written.worth))
    picks = csr_array((np.ones(len(count)), (written.project, count)), (PROJECTS, len(count)))
    rows = [picks, *(one.rows for one in written.limits), *(-one.rows for one in written.limits)]
    ends = [np.ones(PROJECTS), *(one.high for one in written.limits)]
    ends += [-one.low for one in written.limits]
    high = np.concatenate(ends)
    kept = np.isfinite(high)
    table = csr_array(vstack(rows))[kept]
    return float(linprog(-written.worth, table, high[kept], bounds=(0, 1)).fun)


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    case = made_up_case()
    written = programme(case)
    ours, theirs = measured(lambda: ours_of(case)), measured(lambda: theirs_of(case), rounds=1)
    here, there = (check(written, one.answer) for one in (ours, theirs))
    bound = float(ours.answer[-1])
    if there > bound * (1 + 1e-6) or here > there / (1 - GAP):
        sys.exit(f"Values of {here:,.0f} and {there:,.0f}: no comparison.")
    limit_s = fastest_s(lambda: relaxed(written), rounds=3)
    name = f"portfolio of {PROJECTS} projects x {YEARS} years, {len(written.worth):,} columns"
    rows = [compared(name, ours, "PuLP + CBC", theirs, limit_s)]
    greedy, broken = by_ratio(written)
    note = (
        f"Proven gap {100 * (bound - here) / here:.2f} %; PuLP's portfolio is worth "
        f"{100 * there / here:.2f} % of ours, that of a rule by value over cost "
        f"{100 * greedy / here:.2f} %, which breaks {broken} limits."
    )
    publish("portfolio", [markdown_table(HEADER, rows), note], PACKAGES)


if __name__ == "__main__":
    main()
