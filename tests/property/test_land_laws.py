"""Zones, land and streets by zone against one shape after the other, on borders and beyond."""

from __future__ import annotations

import numpy as np
import plain_walking
import plain_zones
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.borders import borders_of
from localgoals.spatial.land import (
    area_by_zone,
    entrances,
    intersections_by_zone,
    length_by_zone,
    strips,
)
from localgoals.spatial.sweep import Band, sums_inside
from localgoals.spatial.zones import zone_of

# Whole and quarter numbers, so that points lie just on borders and cells just at edges; whole
# cities lie far from the origin, as in UTM and Web Mercator.
STEPS = st.integers(-8, 40).map(lambda quarters: quarters / 4)
ORIGINS = st.sampled_from([(0.0, 0.0), (448_000.0, 3_110_000.0), (-17_000_000.0, 19_000_000.0)])
VALUES = hnp.arrays(
    np.float64, (5, 6), elements=st.sampled_from([0.0, 1.0, 250.0, 1e-9, 1e9, np.nan])
)
EMPTY = [None, shapely.Polygon(), shapely.box(1, 1, 1, 1), shapely.box(0, 2, 4, 2)]


@st.composite
def polygons(draw) -> list[shapely.Geometry | None]:
    """Boxes and triangles, some with a hole, in parts, without area, missing, twice, far away."""
    found: list[shapely.Geometry | None] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["box", "triangle", "ring", "parts", "nothing"]))
        west, south = draw(STEPS), draw(STEPS)
        box = shapely.box(west, south, west + draw(st.integers(1, 9)), south + 2)
        found.append(
            {
                "box": box,
                "triangle": shapely.Polygon(
                    [(west, south), (west + 5, south + 1), (west, 9 + south)]
                ),
                "ring": box.buffer(3, join_style="mitre").difference(box),
                "parts": shapely.union(box, shapely.box(west + 20, south, west + 21, south + 1)),
                "nothing": draw(st.sampled_from(EMPTY)),
            }[kind]
        )
    return found + draw(st.sampled_from([[], found[:1]]))


def moved(shapes, east: float, north: float):
    """Put shapes where a city lies."""
    return np.array(
        [one and shapely.transform(one, lambda places: places + (east, north)) for one in shapes],
        object,
    )


@given(st.lists(st.tuples(STEPS, STEPS), max_size=20), polygons(), ORIGINS)
def test_a_point_lies_where_one_look_after_the_other_finds_it(points, shapes, origin):
    zones = moved(shapes, *origin)
    places = np.array(points, np.float64).reshape(-1, 2) + origin

    found = zone_of(places[:, 0], places[:, 1], zones)

    assert found.tolist() == [plain_zones.zone_of(x, y, zones) for x, y in places.tolist()]


@given(st.lists(st.tuples(STEPS, STEPS), min_size=1), polygons(), st.randoms(use_true_random=False))
def test_the_order_of_points_changes_no_zone_and_unknown_points_have_none(points, shapes, chance):
    places = np.array([*points, (np.nan, 1.0), (1.0, np.nan), (np.inf, 0.0)])
    order = np.array(chance.sample(range(len(places)), len(places)))

    found = zone_of(*places[order].T, np.array(shapes, object))

    straight = zone_of(*places.T, np.array(shapes, object))
    np.testing.assert_array_equal(found, straight[order])
    assert (straight[-3:] == -1).all()


@given(VALUES, polygons(), st.sampled_from([(1, -1), (1, 1), (-1, 1), (2.5, -0.5)]), ORIGINS)
def test_sums_are_those_of_one_cell_after_the_other(values, shapes, steps, origin):
    transform = Affine(steps[0], 0, origin[0], 0, steps[1], origin[1] + 3)
    zones = moved(shapes, *origin)

    found = sums_inside(Band(values), borders_of(zones, transform, values.shape))

    total, mean, cover = found.sum, found.mean, found.coverage
    cell_area = abs(steps[0] * steps[1])
    for number, zone in enumerate(zones):
        amount, cells = plain_zones.sum_inside(values, transform, zone or shapely.Polygon())
        if cells < 1e-6:
            assert np.isnan(total[number]) or total[number] == pytest.approx(0, abs=1e4)
            continue
        # The grid holds up to 1e9 a cell, and its rows are sums.
        assert total[number] == pytest.approx(amount, rel=1e-7, abs=1e-5)
        assert mean[number] == pytest.approx(amount / cells, rel=1e-7, abs=1e-5)
        assert cover[number] == pytest.approx(cells * cell_area / zone.area, abs=1e-7)


@given(VALUES, polygons(), st.randoms(use_true_random=False))
def test_neither_the_order_of_zones_nor_of_their_corners_changes_a_sum(values, shapes, chance):
    order = chance.sample(range(len(shapes)), len(shapes))
    zones = np.array(shapes, object)
    transform = Affine(1, 0, 0, 0, -1, 5)

    turned, expected = (
        sums_inside(Band(values), borders_of(some, transform, values.shape)).sum
        for some in (shapely.reverse(zones[order]), zones[order])
    )

    np.testing.assert_allclose(turned, expected, rtol=1e-9, atol=1e-5)


@given(st.data(), polygons())
def test_lengths_are_those_of_one_segment_after_the_other(data, shapes):
    nodes = data.draw(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=7))
    ends = data.draw(
        hnp.arrays(np.int32, st.tuples(st.integers(0, 8), st.just(2)), elements=st.integers(0, 6))
    ) % len(nodes)
    zones = [one for one in shapes if one is not None]
    x, y = np.array(nodes).T

    found = length_by_zone(x, y, ends[:, 0], ends[:, 1], zones)

    expected = [plain_zones.length_inside(nodes, ends.tolist(), one) for one in zones]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
    back = length_by_zone(x, y, ends[::-1, 1], ends[::-1, 0], zones)
    np.testing.assert_allclose(back, found, rtol=0, atol=1e-9)


@given(polygons(), polygons())
def test_areas_are_those_of_the_union(shapes, zones):
    # GEOS gives up on boxes folded flat; layers are made valid where they are read.
    green, zones = (
        np.array([one for one in drawn if one is not None and one.is_valid], object)
        for drawn in (shapes, zones)
    )

    found = area_by_zone(green, zones)

    expected = [plain_zones.area_inside(green, one) for one in zones]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@given(st.data(), polygons())
def test_junctions_are_those_of_one_node_after_the_other(data, shapes):
    nodes = data.draw(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=7))
    ends = data.draw(
        hnp.arrays(np.int32, st.tuples(st.integers(0, 14), st.just(2)), elements=st.integers(0, 6))
    ) % len(nodes)
    x, y = np.array(nodes).T

    found = intersections_by_zone(x, y, ends[:, 0], ends[:, 1], np.array(shapes, object))

    pairs = list(plain_walking.joined(nodes, ends.tolist()))
    assert found.tolist() == plain_zones.junctions_inside(nodes, pairs, shapes)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([0.5, 3.0, 7.0, 1e6]), ORIGINS)
def test_entrances_are_at_corners_and_evenly_between(wide, tall, every_m, origin):
    garden = shapely.box(0, 0, wide, tall).difference(shapely.box(0.25, 0.25, 0.5, 0.5))
    [placed] = moved([garden], *origin)

    x, y, polygon = entrances([shapely.Polygon(), placed, placed], every_m=every_m)

    expected: set[tuple[float, float]] = set()
    for ring in shapely.get_rings(placed):
        expected |= plain_zones.places_along(shapely.get_coordinates(ring).tolist(), every_m)
    rounded = {(round(one, 6), round(other, 6)) for one, other in expected}
    for number in (1, 2):
        found = zip(x[polygon == number].round(6), y[polygon == number].round(6), strict=True)
        assert sorted(found) == sorted(rounded)
    assert (polygon != 0).all()


def test_a_street_without_length_covers_no_ground() -> None:
    drawn = strips([5.0, 5.0, 9.0], [5.0, 5.0, 5.0], [0, 1], [1, 2], width_m=2)

    assert shapely.area(drawn).sum() == pytest.approx(8)


def test_no_streets_no_zones_and_no_shapes_are_nothing() -> None:
    nothing = np.array([], np.int32)
    nowhere = np.array([], object)

    assert length_by_zone([], [], nothing, nothing, [shapely.box(0, 0, 1, 1)]).tolist() == [0]
    assert intersections_by_zone([], [], [], [], np.array([shapely.box(0, 0, 1, 1)])).tolist() == [
        0
    ]
    assert area_by_zone(nowhere, [shapely.box(0, 0, 1, 1)]).tolist() == [0]
    assert area_by_zone([shapely.box(0, 0, 1, 1)], nowhere).tolist() == []
    assert [len(one) for one in entrances(nowhere, every_m=5)] == [0, 0, 0]
    assert len(strips([], [], nothing, nothing, width_m=5)) == 0
    assert zone_of([], [], [shapely.box(0, 0, 1, 1)]).tolist() == []
