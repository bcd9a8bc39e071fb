"""Readiness: what becomes known narrows what is possible, and never contradicts it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.projects.readiness import gates, score, stages

ANSWERS = st.sampled_from([0.0, 0.5, 1.0, float("nan")])
KNOWN = st.sampled_from([0.0, 0.5, 1.0])
tables = arrays(np.float64, (3, 6), elements=ANSWERS)
weights = arrays(np.float64, 6, elements=st.integers(0, 5).map(float))
places = arrays(np.int64, 6, elements=st.integers(-1, 3))


def filled(answers: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(answers), values, answers)


@given(tables, arrays(np.float64, (3, 6), elements=KNOWN))
def test_what_is_found_out_never_overturns_gates(answers: np.ndarray, found: np.ndarray) -> None:
    before, after = gates(answers).state, gates(filled(answers, found)).state

    settled = ~np.isnan(before)
    assert not np.isnan(after).any()
    assert (before[settled] == after[settled]).all()


@given(tables, arrays(np.float64, (3, 6), elements=KNOWN), weights)
def test_the_score_lies_within_the_range_that_was_given(
    answers: np.ndarray, found: np.ndarray, weight: np.ndarray
) -> None:
    if not weight.sum():
        assert np.isnan(score(answers, weight).least).all()
        return
    span, exact = score(answers, weight), score(filled(answers, found), weight)

    assert exact.least == pytest.approx(exact.most)
    assert (span.least <= exact.least + 1e-9).all()
    assert (exact.least <= span.most + 1e-9).all()
    assert (span.least >= 0).all()
    assert (span.most <= 100 + 1e-9).all()


@given(tables, arrays(np.float64, (3, 6), elements=KNOWN), places)
def test_the_stage_lies_between_the_two_that_were_given(
    answers: np.ndarray, found: np.ndarray, place: np.ndarray
) -> None:
    span, exact = stages(answers, place, 4), stages(filled(answers, found), place, 4)

    assert (exact.earliest == exact.latest).all()
    assert (span.earliest <= exact.earliest).all()
    assert (exact.earliest <= span.latest).all()


@given(tables, weights, places, st.permutations(range(6)))
def test_the_order_of_items_does_not_matter(
    answers: np.ndarray, weight: np.ndarray, place: np.ndarray, order: list[int]
) -> None:
    if weight.sum():
        one, other = score(answers, weight), score(answers[:, order], weight[order])
        assert one.least == pytest.approx(other.least)
    there, then = stages(answers, place, 4), stages(answers[:, order], place[order], 4)
    assert (there.latest == then.latest).all()
    assert (gates(answers).unknown == gates(answers[:, order]).unknown).all()
