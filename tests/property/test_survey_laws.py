"""Laws of estimates from samples, whatever was drawn."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.indicators import survey
from localgoals.indicators.survey import Design
from localgoals.indicators.surveyed import lacks_any
from localgoals.ingest.layers import Floats

answers = st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=60).map(np.array)


@st.composite
def samples(draw: st.DrawFn) -> tuple[Floats, Design]:
    """Draw answers and a design of strata and clusters."""
    rows = draw(st.integers(2, 40))
    yes = draw(st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=rows, max_size=rows))
    weight = draw(st.lists(st.floats(0.5, 500), min_size=rows, max_size=rows))
    cluster = np.array(draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows)), np.int32)
    return np.array(yes), Design(np.array(weight), cluster, (cluster % 3).astype(np.int32))


@given(answers)
def test_equal_weights_without_clusters_are_a_simple_random_sample(said: Floats) -> None:
    found = survey.ratio(said, np.ones(len(said)), survey.simple(len(said)))

    count = len(said)
    share = said.mean()
    assert found.value == pytest.approx(share)
    assert found.error == pytest.approx(sqrt(share * (1 - share) / (count - 1)))
    assert found.freedom == count - 1
    assert isnan(found.design_effect) or found.design_effect == pytest.approx(1)


@given(samples(), st.floats(0.001, 1000))
def test_the_scale_of_the_weights_alters_nothing(
    sample: tuple[Floats, Design], factor: float
) -> None:
    said, design = sample
    scaled = Design(design.weight * factor, design.cluster, design.stratum)

    first = survey.ratio(said, np.ones(len(said)), design)
    second = survey.ratio(said, np.ones(len(said)), scaled)

    assert second.value == pytest.approx(first.value, nan_ok=True)
    assert second.error == pytest.approx(first.error, nan_ok=True, abs=1e-12)
    assert second.freedom == first.freedom


@given(samples(), st.randoms())
def test_the_order_of_the_rows_and_the_names_of_clusters_alter_nothing(
    sample: tuple[Floats, Design], random: object
) -> None:
    said, design = sample
    order = np.arange(len(said))[::-1]
    named = Design(design.weight[order], 100 - design.cluster[order], 7 * design.stratum[order])

    first = survey.ratio(said, np.ones(len(said)), design)
    second = survey.ratio(said[order], np.ones(len(said)), named)

    assert second.value == pytest.approx(first.value, nan_ok=True)
    assert second.error == pytest.approx(first.error, nan_ok=True, abs=1e-12)
    assert (second.freedom, second.lonely) == (first.freedom, first.lonely)


@given(samples())
def test_yes_and_no_err_by_as_much(sample: tuple[Floats, Design]) -> None:
    said, design = sample
    assume(not np.isnan(said).all())

    yes = survey.ratio(said, np.ones(len(said)), design)
    no = survey.ratio(1 - said, np.ones(len(said)), design)

    assert yes.value + no.value == pytest.approx(1, nan_ok=True)
    assert yes.error == pytest.approx(no.error, nan_ok=True, abs=1e-12)


@given(samples())
def test_a_range_holds_its_share_and_stays_between_0_and_1(sample: tuple[Floats, Design]) -> None:
    said, design = sample
    found = survey.ratio(said, np.ones(len(said)), design)
    assume(not isnan(found.error))

    lower, upper = survey.share_range(found)

    assert 0 <= lower <= found.value + 1e-12
    assert found.value - 1e-12 <= upper <= 1


@given(st.lists(samples(), min_size=1, max_size=1))
def test_clusters_that_are_drawn_whole_leave_no_error(
    drawn: list[tuple[Floats, Design]],
) -> None:
    said, design = drawn[0]
    clusters = {
        stratum: len(np.unique(design.cluster[design.stratum == stratum]))
        for stratum in np.unique(design.stratum).tolist()
    }
    size = np.array([clusters[one] for one in design.stratum.tolist()], dtype=float)

    found = survey.ratio(
        said, np.ones(len(said)), Design(design.weight, design.cluster, design.stratum, size)
    )

    assert isnan(found.error) or found.error == pytest.approx(0, abs=1e-12)


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    )
)
def test_asking_about_one_more_deprivation_never_frees_anybody(asked: list[list[float]]) -> None:
    has = [np.array(one) for one in asked]

    fewer, more = lacks_any(has), lacks_any([*has, np.array([1.0, 0.0, np.nan])])

    assert not (more[fewer == 1] != 1).any()
