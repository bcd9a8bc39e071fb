"""Mean, spread and consensus of respondents, against sums by hand, and their laws."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.diagnosis.questionnaires.agreement import Agreement, agreement

LEVELS = st.lists(st.integers(1, 5).map(float), min_size=1, max_size=12)


def of_one(values: list[float], low: float = 1, high: float = 5) -> Agreement:
    groups = np.zeros(len(values), np.intp)
    return agreement(np.array(values, np.float64), groups, 1, ends=(low, high))


def test_consensus_is_that_of_the_formula_worked_by_hand() -> None:
    # mean 3, width 4: distances 2, 1, 0, 1, 2; log2(1/2) = -1, log2(3/4) = -0.415037
    by_hand = 1 + (2 * -1 + 2 * -0.4150374992788438) / 5

    found = of_one([1, 2, 3, 4, 5])

    assert found.consensus[0] == pytest.approx(by_hand, abs=1e-12)
    assert (found.mean[0], found.least[0], found.most[0]) == (3, 1, 5)
    assert found.deviation[0] == pytest.approx(np.sqrt(10 / 4))


def test_the_ends_in_equal_numbers_are_no_consensus_at_all() -> None:
    assert of_one([1, 5, 1, 5]).consensus[0] == 0


def test_a_group_without_answers_has_no_figure() -> None:
    values = np.array([np.nan, 2.0])

    found = agreement(values, np.array([0, 1]), 3, ends=(1.0, 5.0))

    assert found.known.tolist() == [0, 1, 0]
    assert np.isnan(found.mean).tolist() == [True, False, True]
    assert np.isnan(found.consensus).tolist() == [True, False, True]
    assert np.isnan(found.deviation).all()


@given(LEVELS)
def test_consensus_lies_between_none_and_all_and_is_all_only_where_they_agree(
    values: list[float],
) -> None:
    found = of_one(values).consensus[0]

    assert 0 <= found <= 1
    assert (found == 1) == (len(set(values)) == 1)


@given(LEVELS, st.randoms())
def test_neither_order_nor_direction_nor_doubling_changes_consensus(
    values: list[float], random: Random
) -> None:
    shuffled = values.copy()
    random.shuffle(shuffled)

    found = of_one(values).consensus[0]

    assert of_one(shuffled).consensus[0] == pytest.approx(found)
    assert of_one([6 - one for one in values]).consensus[0] == pytest.approx(found)
    assert of_one(values * 2).consensus[0] == pytest.approx(found)


@given(st.lists(LEVELS, min_size=1, max_size=5))
def test_groups_at_once_are_what_they_are_one_by_one(groups: list[list[float]]) -> None:
    values = np.array([one for group in groups for one in group])
    numbers = np.repeat(np.arange(len(groups)), [len(one) for one in groups])

    found = agreement(values, numbers, len(groups), ends=(1.0, 5.0))

    for number, group in enumerate(groups):
        for name, alone in of_one(group)._asdict().items():
            assert getattr(found, name)[number] == pytest.approx(alone[0], nan_ok=True)
