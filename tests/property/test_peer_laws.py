"""Laws of likeness: units, order, symmetry, and never oneself."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.scoring.peers import Peers, Table, alike

CELL = st.one_of(st.just(nan), st.integers(1, 1000).map(float))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    cities, dimensions = draw(st.integers(2, 9)), draw(st.integers(1, 4))
    values = [[draw(CELL) for _ in range(dimensions)] for _ in range(cities)]
    # The city that peers are sought for has figures for everything.
    values[0] = [float(draw(st.integers(1, 1000))) for _ in range(dimensions)]
    names = tuple(f"d{number}" for number in range(dimensions))
    return Table(tuple(f"c{number}" for number in range(cities)), names, np.array(values))


def assert_same(one: Peers, other: Peers) -> None:
    before = {peer.city: peer for peer in one.peers}
    after = {peer.city: peer for peer in other.peers}

    assert set(before) == set(after)
    for city, peer in before.items():
        assert after[city].distance == pytest.approx(peer.distance, abs=1e-9)
        assert after[city].shared == peer.shared
        assert after[city].by_dimension == pytest.approx(peer.by_dimension, abs=1e-9, nan_ok=True)


@given(tables(), st.lists(st.floats(0.001, 1000), min_size=4, max_size=4))
def test_a_factor_of_a_column_alters_nothing(table: Table, factors: list[float]) -> None:
    other = replace(table, values=table.values * factors[: len(table.dimensions)])

    assert_same(alike(table, "c0", count=99), alike(other, "c0", count=99))


@given(tables(), st.lists(st.floats(-300, 300), min_size=4, max_size=4))
def test_an_offset_of_a_column_alters_nothing(table: Table, offsets: list[float]) -> None:
    other = replace(table, values=table.values + offsets[: len(table.dimensions)])

    assert_same(alike(table, "c0", count=99), alike(other, "c0", count=99))


@given(tables(), st.floats(0.001, 1000))
def test_a_factor_alters_nothing_of_a_logarithm_either(table: Table, factor: float) -> None:
    logs = table.dimensions
    other = replace(table, values=table.values * factor)

    before, after = (alike(one, "c0", count=99, logs=logs) for one in (table, other))

    assert_same(before, after)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_alters_nothing(table: Table, random: object) -> None:
    order = list(range(len(table.cities)))
    random.shuffle(order)  # type: ignore[attr-defined]
    cities = tuple(table.cities[at] for at in order)

    before = alike(table, "c0", count=3)
    after = alike(replace(table, cities=cities, values=table.values[order]), "c0", count=3)

    assert [one.city for one in after.peers] == [one.city for one in before.peers]
    assert [one.distance for one in after.peers] == pytest.approx(
        [one.distance for one in before.peers]
    )


@given(tables(), st.integers(1, 9))
def test_a_city_is_never_its_own_peer_and_the_nearest_come_first(table: Table, count: int) -> None:
    found = alike(table, "c0", count=count)

    distances = [round(one.distance, 9) for one in found.peers]
    assert "c0" not in [one.city for one in found.peers]
    assert len(found.peers) == min(count, found.compared)
    assert distances == sorted(distances)


@given(tables())
def test_likeness_is_mutual(table: Table) -> None:
    for peer in alike(table, "c0", count=99).peers:
        assume(peer.shared > len(table.dimensions) // 2)

        back = {one.city: one for one in alike(table, peer.city, count=99).peers}

        assert back["c0"].distance == pytest.approx(peer.distance)
        assert back["c0"].by_dimension == pytest.approx(
            [-one for one in peer.by_dimension], nan_ok=True
        )


@given(tables())
def test_a_dimension_that_one_has_no_figure_for_is_shown_and_does_not_count(table: Table) -> None:
    for peer in alike(table, "c0", count=99, min_shared=1).peers:
        row = table.values[table.cities.index(peer.city)]

        assert [isnan(one) for one in peer.by_dimension] == np.isnan(row).tolist()
        known = [one for one in peer.by_dimension if not isnan(one)]
        assert peer.shared == len(known)
        assert peer.distance == pytest.approx(np.sqrt(np.mean(np.square(known))))
