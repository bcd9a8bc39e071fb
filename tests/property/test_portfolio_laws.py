"""A portfolio is the best of all that there are, and its reasons are true."""

from __future__ import annotations

from math import inf, isnan, nan
from typing import Any

import numpy as np
import plain_portfolio as plain
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from localgoals.projects.portfolio import (
    Aim,
    Budget,
    Candidates,
    Case,
    Need,
    Portfolio,
    Quota,
    best,
    earliest,
    open_starts,
    programme,
    spending,
)
from localgoals.projects.portfolio_reasons import (
    conflict,
    fair_front,
    front,
    regret,
    turning_cost,
)

EXACT = Aim(0.0, 60.0)
SHARE = st.sampled_from([nan, nan, 0.1, 0.25, 0.4, 0.5])


def listed(one: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(one, min_size=count, max_size=count)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Few projects of whole amounts, with limits of every kind."""
    count, years, life = (draw(st.integers(1, most)) for most in (6, 3, 2))
    amounts = st.sampled_from([*map(float, range(13)), nan])
    window = st.tuples(st.integers(-1, years), st.integers(-1, years)).map(sorted)
    windows = np.array(draw(listed(window, count)))
    rarely = st.sampled_from([False] * 7 + [True])
    projects = Candidates(
        np.array(draw(listed(st.sampled_from([*map(float, range(-3, 20)), nan]), count))),
        np.array(draw(listed(listed(amounts, life), count))),
        windows[:, 0], windows[:, 1],
        np.array(draw(listed(rarely, count))), np.array(draw(listed(rarely, count))),
    )  # fmt: skip
    budget = Budget(
        np.array(draw(listed(st.integers(0, 25).map(float), years))),
        np.array(draw(listed(st.booleans(), years))),
        draw(st.sampled_from([0.0, 0.05])),
    )
    quota = st.tuples(
        listed(st.booleans(), count).map(np.array), SHARE,
        st.sampled_from([nan, nan, 3.0, 9.0]), SHARE,
    )  # fmt: skip
    one = st.integers(0, count - 1)
    need = st.tuples(one, one, st.integers(0, 1)).filter(lambda pair: pair[0] != pair[1])
    group = st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)
    return Case(
        projects, budget,
        tuple(Quota(*given) for given in draw(st.lists(quota, max_size=2))),
        tuple(Need(*given) for given in draw(st.lists(need, max_size=2 if count > 1 else 0))),
        tuple(draw(st.lists(group, max_size=1))),
    )  # fmt: skip


def solved(case: Case) -> Portfolio:
    return best(programme(case), EXACT)


def best_of_all(case: Case, starts: plain.Starts) -> float:
    possible = plain.kept(case, starts)
    return float(plain.values(case, starts[possible]).max()) if possible.any() else nan


@settings(max_examples=300, deadline=None)
@given(cases())
def test_no_portfolio_that_keeps_to_all_limits_is_worth_more(case: Case) -> None:
    found = solved(case)
    most = best_of_all(case, plain.every_start(case))

    assert (found.status == "impossible") == isnan(most)
    if not isnan(most):
        assert found.value == pytest.approx(most, abs=1e-9)
        assert found.bound == pytest.approx(most, rel=1e-6, abs=1e-6)
        assert plain.kept(case, found.start[None]).all()
        assert (spending(case, found.start) == plain.spent(case, found.start[None])[0]).all()


def eighteen(seed: int) -> Case:
    """Eighteen projects with one year each to begin in, so that there are 262,144 portfolios."""
    random = np.random.default_rng(seed)
    count, years = 18, 4
    year = random.integers(0, years - 1, count)
    cost = random.integers(1, 40, (count, 2)).astype(float)
    value = (cost.sum(axis=1) + random.integers(-10, 30, count)).astype(float)
    must = np.arange(count) == 3
    sector, district = random.integers(0, 3, count), random.integers(0, 4, count)
    quotas = [Quota(sector == 0, 0.3, nan, nan), Quota(sector == 1, nan, 30.0, nan)]
    quotas += [Quota(district == one, nan, 15.0, 0.5) for one in range(4)]
    return Case(
        Candidates(value, cost, year, year, must, np.arange(count) == 7),
        Budget(np.full(years, 90.0), np.array([True, False, True, False]), 0.03),
        tuple(quotas), (Need(3, 4, 0), Need(9, 2, 0)), ((0, 1, 5), (10, 11)),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_eighteen_projects_are_chosen_as_by_trying_all_262144_portfolios(seed: int) -> None:
    case = eighteen(seed)

    found, most = solved(case), best_of_all(case, plain.every_start(case))

    assert isnan(found.value) == isnan(most)
    assert isnan(most) or found.value == pytest.approx(most, abs=1e-9)


@settings(deadline=None)
@given(cases())
def test_a_conflict_cannot_be_kept_and_could_be_without_any_one_of_its_limits(case: Case) -> None:
    written = programme(case)
    assume(best(written, EXACT).status == "impossible")
    starts = plain.every_start(case)

    names = {(one.kind, one.number) for one in conflict(written, 60.0)}

    assert names
    assert not plain.kept(case, starts, names).any()
    for one in names:
        assert plain.kept(case, starts, names - {one}).any()


@settings(deadline=None)
@given(cases(), st.integers(0, 5))
def test_a_regret_is_what_the_best_of_all_loses_when_one_project_is_turned(
    case: Case, project: int
) -> None:
    project %= len(case.projects.value)
    written = programme(case)
    found = best(written, EXACT)
    assume(found.status == "best")
    starts = plain.every_start(case)
    turned = starts[(starts[:, project] >= 0) != found.chosen[project]]

    told = regret(written, found, project, EXACT)

    most = best_of_all(case, turned) if len(turned) else nan
    if isnan(most):
        assert isnan(told.most)
        return
    # The bounds of the solver are open by its own tolerance.
    assert told.least - 1e-4 <= found.value - most <= told.most + 1e-4
    here, there = set(np.flatnonzero(found.chosen)), set(np.flatnonzero(told.other.chosen))
    assert (here ^ there) - {project} == set(told.enters) | set(told.leaves)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(), st.integers(0, 5))
def test_a_project_is_in_at_the_price_that_turns_it_and_out_a_little_above(
    case: Case, project: int
) -> None:
    project %= len(case.projects.value)
    # A share moves with the cost itself, so that a price may turn a project more than once.
    case = case._replace(quotas=())
    assume(open_starts(case)[project].any() and case.projects.cost[project].sum() > 0)
    written = programme(case)
    without = best(written, EXACT, barred=[project])
    assume(without.status == "best")
    own = best(written, EXACT, taken=[project])
    chosen = not isnan(own.value) and own.value >= without.value

    percent = turning_cost(case, without.value, project, EXACT, chosen=chosen)

    def at(one: float) -> float:
        cost = case.projects.cost.copy()
        cost[project] *= one / 100
        dearer = case._replace(projects=case.projects._replace(cost=cost))
        return best(programme(dearer), EXACT, taken=[project]).value

    if percent == inf:
        assert at(200) >= without.value - 1e-6
    elif isnan(percent):
        assert not at(0) >= without.value
    else:
        assert at(percent) >= without.value - 1e-6
        assert not at(percent + 1) >= without.value + 1e-6


@settings(deadline=None)
@given(cases())
def test_beginning_earlier_changes_neither_the_projects_nor_the_limits(case: Case) -> None:
    case = case._replace(budget=case.budget._replace(discount=0.0))
    written = programme(case)
    found = best(written, EXACT)
    assume(found.status == "best")

    moved = earliest(written, found, EXACT)

    assert (moved.chosen == found.chosen).all()
    assert moved.start.sum() <= found.start.sum()
    assert plain.kept(case, moved.start[None]).all()


@settings(max_examples=40, deadline=None)
@given(cases())
def test_without_shares_and_floors_more_money_is_never_worth_less(case: Case) -> None:
    points = list(front(case._replace(quotas=()), (0.5, 1.0, 1.5), EXACT))

    known = [one.portfolio.value for one in points if one.portfolio.status == "best"]

    assert known == sorted(known)
    assert [one.portfolio.status for one in points][len(points) - len(known) :] == ["best"] * len(
        known
    )


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(1, 5))
def test_fairer_parts_are_never_worth_more_and_each_gets_its_own(case: Case, cut: int) -> None:
    count = len(case.projects.value)
    first = np.arange(count) < cut
    parts = [(first, 0.3), (~first, 0.7)]

    points = list(fair_front(case, parts, (0.0, 0.5, 1.0), EXACT))

    known = [one for one in points if not isnan(one.portfolio.value)]
    values = [one.portfolio.value for one in known]
    assert [one.share for one in points] == [0.0, 0.5, 1.0]
    assert values == sorted(values, reverse=True)
    for one in known:
        spent = spending(case, one.portfolio.start).sum(axis=1)
        for members, part in parts:
            assert spent[members].sum() >= one.share * part * spent.sum() - 1e-4
