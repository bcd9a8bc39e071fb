"""Laws of the shares that drivers have in a change of emissions."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.climate.drivers import State, driven, log_mean

AMOUNTS = st.floats(1e-3, 1e12)
STATES = st.builds(State, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)


@given(STATES, STATES)
def test_the_four_shares_add_up_to_the_change(before: State, after: State) -> None:
    change = float(after.emissions) - float(before.emissions)  # type: ignore[arg-type]

    shares = [float(one) for one in driven(before, after)]

    assert sum(shares) == pytest.approx(change, rel=1e-9, abs=1e-9 * max(map(abs, shares)))


@given(STATES, STATES)
def test_to_go_back_is_to_go_forth_with_the_sign_turned(before: State, after: State) -> None:
    forth, back = driven(before, after), driven(after, before)

    scale = max(abs(float(one)) for one in forth)
    np.testing.assert_allclose(np.array(forth), -np.array(back), rtol=1e-9, atol=1e-9 * scale)


@given(STATES, st.floats(0.5, 2))
def test_what_does_not_change_drives_nothing(before: State, factor: float) -> None:
    people, gdp, energy, emissions = (float(one) * factor for one in before)  # type: ignore[arg-type]

    found = driven(before, State(people, gdp, energy, emissions))

    others = np.abs([found.wealth, found.energy_intensity, found.carbon_intensity])
    assert (others <= 1e-9 * float(before.emissions)).all()  # type: ignore[arg-type]


@given(STATES, STATES, st.sampled_from(State._fields), st.sampled_from([0.0, -1.0, np.nan]))
def test_what_is_not_known_or_nought_leaves_every_share_unknown(
    before: State, after: State, name: str, value: float
) -> None:
    assert all(isnan(one) for one in driven(before, after._replace(**{name: value})))


@given(AMOUNTS, st.floats(1e-12, 2))
def test_the_logarithmic_mean_lies_between_and_is_no_more_than_the_arithmetic_one(
    one: float, apart: float
) -> None:
    other = one * (1 + apart)

    found = float(log_mean(one, other))

    assert one * (1 - 1e-12) <= found <= (one + other) / 2 * (1 + 1e-12)
