"""Settling columns by their reduced costs loses no choice that is worth more."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from localgoals.projects.portfolio_solver import SMALL, Choice, best_choice, through_cores, whole

GAPS = st.sampled_from([0.0, 0.01, 0.2])


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Up to nine columns of whole worth, in up to four rows, some of them settled."""
    columns, rows = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    whole_number = st.integers(-3, 9).map(float)

    def listed(one: st.SearchStrategy[float], count: int) -> list[float]:
        return draw(st.lists(one, min_size=count, max_size=count))

    table = np.array([listed(whole_number, columns) for _ in range(rows)])
    low = np.array(listed(st.sampled_from([-np.inf, -np.inf, 0.0, 4.0]), rows))
    high = np.maximum(low, listed(st.sampled_from([3.0, 9.0, 15.0, np.inf]), rows))
    least = np.array(listed(st.sampled_from([0.0, 0.0, 0.0, 1.0]), columns))
    most = np.maximum(least, listed(st.sampled_from([1.0, 1.0, 1.0, 0.0]), columns))
    worth = np.array(listed(whole_number, columns))
    return Choice(worth, csr_array(table), low, high, least, most)


def best_of_all(choice: Choice) -> float:
    """Try every choice there is; NaN where none keeps to the rows."""
    tried = np.array(list(product((0.0, 1.0), repeat=len(choice.worth))))
    sums = tried @ choice.rows.toarray().T
    kept = ((sums >= choice.low) & (sums <= choice.high)).all(axis=1)
    kept &= ((tried >= choice.least) & (tried <= choice.most)).all(axis=1)
    return float((tried @ choice.worth)[kept].max()) if kept.any() else np.nan


@settings(max_examples=300, deadline=None)
@given(choices(), GAPS)
def test_no_choice_is_worth_more_than_the_gap_allows(choice: Choice, gap: float) -> None:
    most = best_of_all(choice)

    found = through_cores(choice, gap, 60.0)

    assert (found.status == "impossible") == np.isnan(most)
    if np.isnan(most):
        return
    worth = float(choice.worth[found.columns].sum())
    taken = found.columns.astype(float)
    sums = choice.rows @ taken
    assert found.status == "best"
    assert ((sums >= choice.low) & (sums <= choice.high)).all()
    assert ((taken >= choice.least) & (taken <= choice.most)).all()
    assert worth <= most <= found.bound + 1e-6
    assert most <= worth + gap * abs(worth) + 1e-6
    assert found.bound <= worth + gap * abs(worth) + 1e-4


@pytest.mark.parametrize("seed", range(4))
def test_many_columns_give_what_the_solver_gives_for_all_of_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    columns = 2 * SMALL
    cost = random.uniform(1, 10, (3, columns))
    worth = cost.sum(axis=0) * random.lognormal(0, 0.4, columns)
    choice = Choice(
        worth, csr_array(cost), np.full(3, -np.inf), cost.sum(axis=1) * 0.4,
        np.zeros(columns), np.ones(columns),
    )  # fmt: skip

    quick, slow = best_choice(choice, 0.001, 60.0), whole(choice, 0.001, 60.0)

    assert quick.status == "best"
    for one, other in ((quick, slow), (slow, quick)):
        assert worth[one.columns].sum() <= other.bound * (1 + 1e-9)
        assert one.bound <= worth[one.columns].sum() * 1.001 * (1 + 1e-9)
