"""Laws of flows of waste: nothing is lost, nothing is made, and tables are as good as rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.diagnosis.waste.flow_diagram import (
    ESCAPES,
    FATES,
    STAGES,
    Plastic,
    PlasticFlows,
    plastic_flows,
)
from localgoals.indicators.waste import managed
from localgoals.indicators.waste_balance import balance, beside_households

PERCENT = st.floats(0, 100, allow_nan=False)
TONNES = st.floats(0, 1e7, allow_nan=False)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Plastic, np.ndarray, np.ndarray, np.ndarray]:
    """Draw cities whose parts are at most 100 % together, and fates that are 100 %."""
    count = draw(st.integers(1, 4))
    rows = np.array(
        draw(st.lists(st.tuples(TONNES, *[PERCENT] * 4), min_size=count, max_size=count))
    )
    for one, other in ((1, 2), (3, 4)):
        rows[:, other] = np.minimum(rows[:, other], 100 - rows[:, one])
    leaks = draw(st.lists(PERCENT, min_size=7 * count, max_size=7 * count))
    per_city = np.array(leaks).reshape(count, 7)
    weights = st.floats(0.01, 1)
    number = len(ESCAPES) * len(FATES)
    drawn = draw(st.lists(weights, min_size=number, max_size=number))
    fates = np.array(drawn).reshape(1, len(ESCAPES), len(FATES))
    fates = np.tile(100 * fates / fates.sum(axis=2, keepdims=True), (count, 1, 1))
    return Plastic(*rows.T), per_city[:, :-1], fates, per_city[:, -1]


@given(cities())
def test_everything_that_is_generated_ends_somewhere(
    drawn: tuple[Plastic, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    flows = plastic_flows(*drawn)

    ends = flows.recovered + flows.disposed + flows.fates.sum(axis=1)
    assert ends == pytest.approx(np.asarray(drawn[0].generated), rel=1e-9, abs=1e-6)
    assert flows.fates.sum(axis=1) == pytest.approx(flows.unmanaged, rel=1e-9, abs=1e-6)
    assert all((np.asarray(part) >= -1e-6).all() for part in flows)


@given(cities(), st.integers(0, len(STAGES) - 1), PERCENT)
def test_more_leakage_at_a_stage_never_leaves_less_unmanaged(
    drawn: tuple[Plastic, np.ndarray, np.ndarray, np.ndarray], stage: int, percent: float
) -> None:
    plastic, leaks, fates, drained = drawn
    more = leaks.copy()
    more[:, stage] = np.maximum(more[:, stage], percent)

    before, after = (plastic_flows(plastic, one, fates, drained).unmanaged for one in (leaks, more))

    assert (after >= before - 1e-6 * (1 + before)).all()


@given(cities())
def test_a_table_gives_what_its_rows_give(
    drawn: tuple[Plastic, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    plastic, leaks, fates, drained = drawn
    whole = plastic_flows(*drawn)

    for row in range(len(leaks)):
        at = slice(row, row + 1)
        one = Plastic(*(np.asarray(part)[at] for part in plastic))
        alone = plastic_flows(one, leaks[at], fates[at], drained[at])
        for name in PlasticFlows._fields:
            assert np.array_equal(getattr(whole, name)[at], getattr(alone, name))


def test_a_level_that_is_not_known_matters_only_where_something_flows() -> None:
    fates = np.full((1, len(ESCAPES), len(FATES)), 25.0)
    unknown = [[0, 5, np.nan, np.nan, 0, 0]]

    without = plastic_flows(Plastic([100], 0, 50, 0, 0), unknown, fates, [0])
    sorted_out = plastic_flows(Plastic([100], 0, 50, 10, 0), unknown, fates, [0])

    assert without.unmanaged.tolist() == [52.5]
    assert np.isnan(sorted_out.unmanaged).all()
    assert np.isnan(sorted_out.recovered).all()


@given(st.floats(0.1, 1e6), st.floats(0, 95))
def test_the_guess_is_the_part_of_the_total_that_it_was_said_to_be(
    household: float, percent: float
) -> None:
    other = float(beside_households(household, percent))

    assert other / (household + other) == pytest.approx(percent / 100)


@given(st.lists(st.tuples(TONNES, st.floats(0, 1), st.booleans(), st.booleans()), min_size=1))
def test_controlled_waste_is_a_part_of_what_is_collected(
    facilities: list[tuple[float, float, bool, bool]],
) -> None:
    def total(counted: list[tuple[float, float, bool, bool]]) -> float:
        parts = [0.0, 0.0, 0.0, 0.0]
        for received, share, recovers, _ in counted:
            parts[0 if recovers else 1] += received
            parts[2 if recovers else 3] += received * share
        return managed(*parts)

    collected, controlled = total(facilities), total([one for one in facilities if one[3]])
    found = balance([1000], [collected + 1], [collected], [controlled])

    assert -1e-6 <= controlled <= collected * (1 + 1e-9) + 1e-6
    assert found.controlled_percent[0] <= found.collected_percent[0] * (1 + 1e-9) + 1e-6
