"""Peers: the scale by hand, what is missing, ties, logarithms."""

from __future__ import annotations

import tracemalloc
from math import isnan, nan

import numpy as np
import pytest

from localgoals.errors import BadInput
from localgoals.scoring.peers import Table, alike, standardised


def table(*rows: tuple[str, float, float]) -> Table:
    values = np.array([row[1:] for row in rows], dtype=np.float64)
    return Table(tuple(row[0] for row in rows), ("people", "income"), values)


def test_a_dimension_is_scaled_by_its_quartiles() -> None:
    # 1 2 3 4 100: quartiles 2 and 4, median 3; so (4 - 2) / 1.34898 = 1.48260 is one spread,
    # and the far city does not stretch it.
    one = table(("A", 1, 0), ("B", 2, 0), ("C", 3, 0), ("D", 4, 0), ("E", 100, 0))

    standard, scales = standardised(one)

    assert (scales[0].centre, scales[0].spread) == pytest.approx((3.0, 1.482602), abs=1e-6)
    assert standard[:, 0] == pytest.approx(np.array([-2, -1, 0, 1, 97]) / 1.482602, rel=1e-6)


def test_where_half_of_the_cities_are_alike_the_mean_distance_is_the_spread() -> None:
    # 5 5 5 5 9: the quartiles are both 5; mean distance 4 / 5 = 0.8, times 1.253314.
    one = table(*((name, 5, 0) for name in "ABCD"), ("E", 9, 0))

    _, scales = standardised(one)

    assert scales[0].spread == pytest.approx(0.8 * 1.253314, rel=1e-6)


def test_a_dimension_in_which_all_are_alike_tells_nobody_apart() -> None:
    found = alike(table(("A", 1, 7), ("B", 2, 7), ("C", 4, 7)), "A")

    assert isnan(found.scales[1].spread)
    assert [one.by_dimension[1] for one in found.peers] == [0.0, 0.0]


def test_equal_distances_are_in_the_order_of_codes() -> None:
    found = alike(table(("M", 5, 5), ("Z", 6, 5), ("B", 4, 5), ("K", 5, 6), ("D", 5, 4)), "M")

    assert [one.city for one in found.peers] == ["B", "D", "K", "Z"]


def test_a_logarithm_makes_factors_into_distances() -> None:
    one = table(("A", 10, 1), ("B", 100, 1), ("C", 1000, 1), ("D", 10_000, 1), ("E", 1, 1))

    found = {peer.city: peer for peer in alike(one, "B", logs=("people",)).peers}

    assert found["A"].distance == pytest.approx(found["C"].distance)


def test_a_logarithm_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match=r"people: 1 figures are 0 or less, for example that of B"):
        alike(table(("A", 1, 1), ("B", 0, 1)), "A", logs=("people",))


def test_a_peer_must_share_as_many_dimensions_as_are_asked_for() -> None:
    one = table(("A", 1, 1), ("B", 2, nan), ("C", 3, 3))

    assert [peer.city for peer in alike(one, "A").peers] == ["C"]
    assert [(peer.city, peer.shared) for peer in alike(one, "A", min_shared=1).peers] == [
        ("B", 1), ("C", 2),
    ]  # fmt: skip


def test_a_city_without_figures_is_told_what_is_missing() -> None:
    one = table(("A", 1, nan), ("B", 2, 2))

    with pytest.raises(BadInput, match="Missing: income"):
        alike(one, "A")
    with pytest.raises(BadInput, match="Q is not in the table"):
        alike(one, "Q")


def test_eleven_thousand_cities_are_not_compared_with_each_other() -> None:
    random = np.random.default_rng(1)
    values = random.lognormal(size=(11_000, 8))
    many = Table(
        tuple(f"c{number}" for number in range(11_000)),
        tuple(f"d{number}" for number in range(8)),
        values,
    )

    tracemalloc.start()
    found = alike(many, "c77", logs=many.dimensions)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # One number for each pair of cities would be 968 MB.
    assert peak_bytes < 50e6
    assert found.compared == 10_999
