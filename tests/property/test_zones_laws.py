"""Laws of zones: parts add up to the whole, and every way of asking gives the same answer."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.land import (
    area_by_zone,
    intersections_by_zone,
    length_by_zone,
)
from localgoals.spatial.land import strips as as_wide_as_they_are
from localgoals.spatial.zones import zone_of

CUTS = st.lists(st.floats(0.25, 7.75), min_size=1, max_size=4, unique=True).map(sorted)
WHOLE = shapely.box(0, 0, 8, 6)
COORDINATES = st.one_of(st.integers(-2, 10).map(float), st.floats(-2, 10))


def strips(cuts):
    """Cut the whole into strips that lean, so that borders cross cells."""
    edges = [-20, *cuts, 30]
    leaning = [
        shapely.Polygon([(west, -1), (east, -1), (east + 1, 7), (west + 1, 7)])
        for west, east in zip(edges, edges[1:], strict=False)
    ]
    return shapely.intersection(np.array(leaning, object), WHOLE)


@given(hnp.arrays(np.float64, (20, 2), elements=COORDINATES), CUTS)
def test_a_point_is_in_the_first_polygon_that_covers_it(points, cuts):
    zones = strips(cuts)

    found = zone_of(points[:, 0], points[:, 1], zones)

    covers = shapely.intersects(shapely.points(points)[:, None], zones[None, :])
    first = np.where(covers.any(axis=1), covers.argmax(axis=1), -1)
    assert found.tolist() == first.tolist()


# To the micrometre: no map has shorter segments, and Shapely cannot widen what is shorter by far.
NODES = st.lists(COORDINATES.map(lambda one: round(one, 6)), min_size=4, max_size=12)


@given(NODES, st.floats(0.1, 3), st.floats(0, 3))
def test_wider_streets_cover_no_less_and_never_more_than_there_is(places, width_m, more_m):
    half = len(places) // 2
    x, y = np.array(places[:half]), np.array(places[half : 2 * half])
    start = np.arange(half - 1)

    narrow, wide = (
        area_by_zone(as_wide_as_they_are(x, y, start, start + 1, width_m=one), [WHOLE])[0]
        for one in (width_m, width_m + more_m)
    )

    assert 0 <= narrow <= wide + 1e-6
    assert wide <= WHOLE.area + 1e-6


@given(st.data(), CUTS)
def test_the_lengths_in_the_parts_add_up_to_the_length_in_the_whole(data, cuts):
    nodes = data.draw(hnp.arrays(np.float64, (6, 2), elements=st.integers(0, 8).map(float)))
    ends = data.draw(hnp.arrays(np.int32, (7, 2), elements=st.integers(0, 5)))
    x, y = nodes[:, 0], nodes[:, 1]
    # A border of straight strips may run along a street.
    edges = sorted({0, *(round(cut) for cut in cuts), 8})
    upright = np.array(
        [shapely.box(a, -1, b, 9) for a, b in zip(edges, edges[1:], strict=False)], object
    )

    parts = length_by_zone(x, y, ends[:, 0], ends[:, 1], upright)

    whole = length_by_zone(x, y, ends[:, 0], ends[:, 1], np.array([shapely.box(0, -1, 8, 9)]))
    np.testing.assert_allclose(parts.sum(), whole[0], rtol=0, atol=1e-9)


@given(hnp.arrays(np.int32, (8, 4), elements=st.integers(0, 6)), CUTS)
def test_the_parks_in_the_parts_add_up_to_the_union(corners, cuts):
    west, south, wide, tall = corners.T
    parks = shapely.box(west, south, west + wide % 3 + 1, south + tall % 3 + 1)

    parts = area_by_zone(parks, strips(cuts))

    union = shapely.intersection(shapely.union_all(parks), WHOLE)
    np.testing.assert_allclose(parts.sum(), shapely.area(union), rtol=0, atol=1e-9)


@given(st.data())
def test_junctions_do_not_depend_on_how_streets_are_drawn(data):
    nodes = data.draw(hnp.arrays(np.float64, (6, 2), elements=st.floats(0.1, 7.9), unique=True))
    ends = data.draw(hnp.arrays(np.int32, (7, 2), elements=st.integers(0, 5)))
    x, y, start, end = nodes[:, 0], nodes[:, 1], ends[:, 0], ends[:, 1]

    count = intersections_by_zone(x, y, start, end, np.array([WHOLE]))

    twice = np.concatenate([start, end]), np.concatenate([end, start])
    middle = (x[start] + x[end]) / 2, (y[start] + y[end]) / 2
    halves = np.arange(6, 6 + len(start))
    bent = np.concatenate([start, halves]), np.concatenate([halves, end])
    assert intersections_by_zone(x, y, *twice, np.array([WHOLE])) == count
    different = len({frozenset(pair) for pair in ends.tolist()}) == len(ends)
    if different and (start != end).all():
        split_x, split_y = np.append(x, middle[0]), np.append(y, middle[1])
        assert intersections_by_zone(split_x, split_y, *bent, np.array([WHOLE])) == count
