"""Laws of counting maps of land cover, held against a plain way to count."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from localgoals.nature.land import areas, change
from localgoals.spatial.land_cover import GREEN, NOT_GREEN, Covers, Kinds, Rings, counted

CLASSES = Kinds(
    np.array([0, 1, 2, 2, 3], np.uint8),
    np.array([0, GREEN, GREEN, NOT_GREEN, NOT_GREEN], np.uint8),
    np.array([False, False, False, False, True]),
)
WIDTHS = np.array([15.0, 40.0])
SQUARE_MM = 1e-12  # in km², less than any cell of a map
MAPS = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 3), st.integers(1, 12), st.integers(1, 9)),
    elements=st.integers(0, 4),
)


def covers(maps: np.ndarray, inside: np.ndarray, protected: np.ndarray) -> Covers:
    count, rows, columns = maps.shape
    return Covers(
        rows,
        columns,
        count,
        lambda number, begin, end: maps[number, begin:end],
        lambda begin, end: inside[begin:end],
        lambda begin, end: protected[begin:end],
    )


def flags(maps: np.ndarray, number: int) -> np.ndarray:
    return np.random.default_rng(number).random(maps.shape[1:]) < 0.7


def plain_ring(built: np.ndarray, row: int, column: int, cell: tuple[float, float]) -> int:
    rows, columns = np.nonzero(built)
    if not len(rows):
        return len(WIDTHS) + 1
    away = np.hypot((rows - row) * cell[0], (columns - column) * cell[1]).min()
    return 0 if away == 0 else 1 + int((away > WIDTHS * (1 + 1e-9)).sum())


@given(MAPS, st.integers(0, 99), st.sampled_from([(10.0, 10.0), (10.0, 7.5)]))
def test_counts_are_those_of_looking_at_each_cell(
    maps: np.ndarray, number: int, cell: tuple[float, float]
) -> None:
    inside, protected = flags(maps, number), flags(maps, number + 1)

    found = counted(covers(maps, inside, protected), CLASSES, Rings(WIDTHS, cell))

    expected = [np.zeros_like(one) for one in found]
    for row, column in np.ndindex(maps.shape[1:]):
        seen = np.where(inside[row, column], maps[:, row, column], 0)
        ring = plain_ring(CLASSES.built[maps[0]], row, column, cell)
        for place, one in enumerate(seen):
            expected[0][place, row, int(protected[row, column]), one] += 1
            expected[3][place, row, ring, CLASSES.green[one]] += 1
        for place, (one, other) in enumerate(pairwise(seen)):
            expected[1][place, row, CLASSES.kind[one], CLASSES.kind[other]] += 1
            expected[2][place, row, CLASSES.green[one], CLASSES.green[other]] += 1
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@given(MAPS, st.integers(1, 5))
def test_strips_of_any_height_give_the_same(maps: np.ndarray, height: int) -> None:
    seen = covers(maps, flags(maps, 1), flags(maps, 2))
    rings = Rings(WIDTHS, (10.0, 10.0))

    whole, strips = (
        counted(seen, CLASSES, rings),
        counted(seen, CLASSES, rings, rows_at_once=height),
    )

    for one, other in zip(whole, strips, strict=True):
        np.testing.assert_array_equal(one, other)


@given(MAPS)
def test_areas_add_up_to_the_whole_and_transitions_to_both_maps(maps: np.ndarray) -> None:
    everywhere = np.ones(maps.shape[1:], np.bool_)
    row_km2 = np.linspace(1, 2, maps.shape[1])

    found = counted(covers(maps, everywhere, everywhere), CLASSES, Rings(WIDTHS, (10.0, 10.0)))

    whole = row_km2.sum() * maps.shape[2]
    classes, changes = areas(found.classes, row_km2), areas(found.changes, row_km2)
    rings = areas(found.rings, row_km2)
    np.testing.assert_allclose(classes.sum(axis=(1, 2)), whole)
    np.testing.assert_allclose(rings.sum(axis=(1, 2)), whole)
    for number, matrix in enumerate(changes):
        for axis, place in ((1, number), (0, number + 1)):
            kinds = np.bincount(CLASSES.kind, classes[place].sum(axis=0), len(matrix))
            np.testing.assert_allclose(matrix.sum(axis=axis), kinds, atol=1e-9)


@given(arrays.arrays(np.float64, (4, 4), elements=st.just(0.0) | st.floats(SQUARE_MM, 1e4)))
def test_gains_less_losses_are_the_net_change_and_both_sum_to_the_same(matrix: np.ndarray) -> None:
    found = change(matrix)

    net = found.after - found.before
    np.testing.assert_allclose(found.gained - found.lost, net, atol=1e-6)
    np.testing.assert_allclose(found.gained.sum(), found.lost.sum(), atol=1e-6)


@given(MAPS, st.floats(11, 100))
def test_a_wider_ring_holds_all_that_a_narrower_one_holds(maps: np.ndarray, wide: float) -> None:
    everywhere = np.ones(maps.shape[1:], np.bool_)
    seen = covers(maps, everywhere, everywhere)

    one, other = (
        counted(seen, CLASSES, Rings(np.array([width]), (10.0, 10.0))).rings[0, :, 1]
        for width in (wide / 2, wide)
    )

    assert (one <= other).all()
