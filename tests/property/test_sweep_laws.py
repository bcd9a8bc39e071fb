"""Laws of grids by zone: the answers are those of exactextract, and parts make a whole."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.band_file import band_of_file
from localgoals.spatial.borders import borders_of
from localgoals.spatial.sweep import (
    Band,
    class_shares,
    sums_by_class,
    sums_inside,
    weighted_sums_inside,
)

ROWS, COLUMNS = 6, 20
TRANSFORM = Affine(1, 0, 0, 0, -1, ROWS)
AMOUNTS = st.one_of(st.just(np.nan), st.just(np.inf), st.integers(0, 999).map(float))
VALUES = hnp.arrays(np.float64, (ROWS, COLUMNS), elements=AMOUNTS)
WEIGHTS = hnp.arrays(np.float32, (ROWS, COLUMNS), elements=st.integers(0, 9).map(float))
COVER = hnp.arrays(np.uint8, (ROWS, COLUMNS), elements=st.sampled_from([1, 2, 3, 255]))
# Whole and half numbers put corners and sides on borders of cells; some zones lie outside.
COORDINATES = st.one_of(
    st.integers(-4, 50).map(lambda half: half / 2), st.floats(-3, 24).map(lambda one: round(one, 6))
)
RINGS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=9)


def polygonal(geometry):
    """Keep the polygons of a geometry."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


@st.composite
def any_zone(draw):
    """Draw polygons as people do: crossing themselves, with holes, in parts, as a sliver."""
    drawn = polygonal(shapely.make_valid(shapely.Polygon(draw(RINGS))))
    if draw(st.booleans()):
        drawn = polygonal(shapely.difference(drawn, shapely.Point(10, 3).buffer(2.2)))
    return drawn


# exactextract refuses what is empty.
ZONES = st.lists(any_zone().filter(lambda one: not one.is_empty), min_size=1, max_size=4).map(
    lambda zones: np.array(zones, object)
)


def cut(zones):
    return borders_of(zones, TRANSFORM, (ROWS, COLUMNS))


def source(values, nodata=None):
    return NumPyRasterSource(values, 0, 0, COLUMNS, ROWS, nodata=nodata)


def exactextract(values, zones, *operations, weights=None, nodata=None):
    """Ask exactextract for some statistics of each zone, and for its count of cells first."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(one)}
        for one in zones
    ]
    found = exact_extract(
        source(values, nodata),
        JSONFeatureSource(features),
        ["count", *operations],
        weights=None if weights is None else source(weights),
    )
    return [one["properties"] for one in found]


def finite(values):
    """Give a grid as exactextract can have it: without infinite cells."""
    return np.where(np.isfinite(values), values, np.nan)


@settings(max_examples=30)
@given(VALUES, ZONES)
def test_sum_mean_and_count_are_those_of_exactextract(values, zones):
    held = sums_inside(Band(values), cut(zones))

    for number, known in enumerate(exactextract(finite(values), zones, "sum", "mean")):
        np.testing.assert_allclose(held.cells[number], known["count"], rtol=1e-6, atol=1e-5)
        np.testing.assert_allclose(held.total[number], known["sum"] or 0, rtol=1e-6, atol=5e-3)
        if known["count"] > 0.01:
            np.testing.assert_allclose(held.mean[number], known["mean"], rtol=1e-3, atol=1e-3)


@settings(max_examples=30)
@given(VALUES, WEIGHTS, ZONES)
def test_a_weighted_mean_is_that_of_exactextract(values, weights, zones):
    held = weighted_sums_inside(Band(values), Band(weights), cut(zones))

    found = exactextract(finite(values), zones, "weighted_sum", weights=weights)
    for number, known in enumerate(found):
        np.testing.assert_allclose(
            held.total[number], np.nan_to_num(known["weighted_sum"]), rtol=1e-6, atol=5e-2
        )


@settings(max_examples=30)
@given(COVER, ZONES)
def test_shares_of_classes_are_those_of_exactextract(cover, zones):
    shares = class_shares(Band(cover, 255), [3, 1], cut(zones))

    found = exactextract(cover, zones, "unique", "frac", nodata=255)
    for share, known in zip(shares, found, strict=True):
        if known["count"] > 0.01:
            of_class = dict(zip(known["unique"], known["frac"], strict=True))
            expected = [of_class.get(3, 0), of_class.get(1, 0)]
            np.testing.assert_allclose(share, expected, rtol=0, atol=1e-3)


@settings(max_examples=50)
@given(VALUES, ZONES)
def test_zones_are_bounded_by_what_there_is(values, zones):
    held = sums_inside(Band(values), cut(zones))

    known = finite(values)
    assert (held.cells <= held.area + 1e-9).all()
    assert (held.total <= np.nansum(known) * (1 + 1e-12)).all()
    assert (held.total >= -1e-9).all()
    assert (np.isnan(held.sum) == np.isnan(held.mean)).all()
    # Of a zone that is hardly wider than rounding there is hardly a mean.
    wide = held.cells > 1e-6
    if wide.any():
        assert np.nanmin(known) - 1e-3 <= held.mean[wide].min()
        assert held.mean[wide].max() <= np.nanmax(known) + 1e-3


@settings(max_examples=30)
@given(VALUES, st.lists(st.floats(0.25, 19.75), min_size=1, max_size=4, unique=True).map(sorted))
def test_the_sums_of_the_parts_add_up_to_the_whole(values, cuts):
    edges = [-30, *cuts, 50]
    leaning = [
        shapely.Polygon([(west, -1), (east, -1), (east + 1, 7), (west + 1, 7)])
        for west, east in zip(edges, edges[1:], strict=False)
    ]

    parts = sums_inside(Band(values), cut(np.array(leaning, object)))

    np.testing.assert_allclose(parts.total.sum(), np.nansum(finite(values)), rtol=1e-12, atol=1e-9)


@given(VALUES, RINGS)
def test_an_invalid_zone_does_no_harm_to_others(values, ring):
    good = shapely.box(1.5, 0.5, 9, 4)
    both = np.array([shapely.Polygon(ring), good], object)

    held = sums_inside(Band(values), cut(both))

    assert np.isfinite(held.total).all()
    assert held.total[1] == sums_inside(Band(values), cut(both[1:])).total[0]


@settings(max_examples=30)
@given(VALUES, st.floats(21, 1e100), st.floats(-1e100, 19), st.sampled_from([0.5, 1, 3]))
def test_a_zone_may_reach_farther_than_integers_go(values, east, west, south):
    cover = np.where(np.isfinite(values), np.nan_to_num(values) % 3, 255).astype(np.uint8)
    wide = np.array([shapely.box(west, south, east, 5)], object)
    near = np.array([shapely.box(max(west, -1), south, min(east, 22), 5)], object)

    far = cut(wide)

    for band in (Band(values), Band(cover, 255)):
        held, known = sums_inside(band, far), sums_inside(band, cut(near))
        np.testing.assert_allclose(held.total, known.total, rtol=1e-12, atol=1e-9)
        weighted, alike = (weighted_sums_inside(band, band, cut(one)) for one in (wide, near))
        np.testing.assert_allclose(weighted.total, alike.total, rtol=1e-12, atol=1e-9)
    shares = class_shares(Band(cover, 255), [0, 1], far)
    np.testing.assert_allclose(shares, class_shares(Band(cover, 255), [0, 1], cut(near)), atol=1e-9)


def large(seed):
    """Make a grid of several chunks of rows, cells without a value, and zones that overlap."""
    chance = np.random.default_rng(seed)
    values = chance.gamma(0.5, 20, (1100, 70)).astype(np.float32)
    values[chance.random(values.shape) < 0.1] = -9999
    centres = shapely.points(chance.uniform(0, 70, 40), chance.uniform(0, 1100, 40))
    return values, shapely.buffer(centres, chance.uniform(1, 300, 40))


def same(one, other):
    """Tell whether two answers are equal to the last bit."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_one_thread_finds_the_same_as_many_to_the_last_bit(threads):
    values, zones = large(threads)
    transform, shape = Affine(1, 0, 0, 0, -1, 1100), values.shape
    band, weights = Band(values, -9999), Band((values > 20).astype(np.uint8))
    alone = borders_of(zones, transform, shape)

    together = borders_of(zones, transform, shape, threads=threads)

    assert same(together[1:], alone[1:])
    many = {"threads": threads}
    assert same(sums_inside(band, alone, **many), sums_inside(band, alone))
    weighted = weighted_sums_inside(band, weights, alone)
    assert same(weighted_sums_inside(band, weights, alone, **many), weighted)
    shares = class_shares(weights, [0, 1], alone)
    assert np.array_equal(class_shares(weights, [0, 1], alone, **many), shares)


LAYOUTS = [
    {"blockysize": 1},
    {"blockysize": 7},
    {"blockysize": 300},
    {"blockysize": 1100},
    {"tiled": True, "blockxsize": 16, "blockysize": 16},
    {"tiled": True, "blockxsize": 64, "blockysize": 400},
    {"tiled": True, "blockxsize": 32, "blockysize": 512},
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: "x".join(map(str, one.values())))
@pytest.mark.parametrize("threads", [1, 2])
def test_a_file_of_any_layout_holds_the_same_as_the_grid_to_the_last_bit(tmp_path, layout, threads):
    values, zones = large(7)
    transform = Affine(1, 0, 0, 0, -1, 1100)
    path = tmp_path / "grid.tif"
    shape = {"width": 70, "height": 1100, "count": 1, "dtype": "float32"}
    with rasterio.open(
        path, "w", driver="GTiff", compress="deflate", nodata=-9999, transform=transform,
        crs="EPSG:8857", **shape, **layout,
    ) as file:  # fmt: skip
        file.write(values, 1)
    borders = borders_of(zones, transform, values.shape)

    with band_of_file(path) as band:
        found = sums_inside(band, borders, threads=threads)

    assert same(found, sums_inside(Band(values, -9999), borders))


def test_a_hundred_million_cells_sum_up_to_twelve_digits():
    row = np.random.default_rng(5).gamma(0.5, 20, 10_000)
    values = np.broadcast_to(row, (10_000, 10_000))
    whole = shapely.box(-1, -1, 10_001, 10_001)
    leaning = shapely.Polygon([(-1, -1), (3000.1, -1), (7000.7, 10_001), (-1, 10_001)])
    borders = borders_of(
        np.array([whole, leaning, whole - leaning], object),
        Affine(1, 0, 0, 0, -1, 10_000),
        values.shape,
    )

    total = sums_inside(Band(values), borders, threads=2).total

    np.testing.assert_allclose(total[0], float(np.sort(row).sum()) * 10_000, rtol=1e-12)
    np.testing.assert_allclose(total[1] + total[2], total[0], rtol=1e-12)


@settings(max_examples=30)
@given(VALUES, COVER, ZONES)
def test_sums_by_class_are_those_of_a_grid_for_each_class(values, cover, zones):
    borders = cut(zones)

    held = sums_by_class(Band(values), Band(cover, nodata=255), [3, 1], borders)

    for place, kind in enumerate([3, 1]):
        alone = np.where(cover == kind, values, 0.0)
        np.testing.assert_array_equal(held.sums[:, place], sums_inside(Band(alone), borders).total)
        cells = sums_inside(Band(np.where(cover == kind, 1.0, np.nan)), borders).cells
        np.testing.assert_allclose(held.cells[:, place], cells, atol=1e-8)
    other = sums_inside(Band(np.where(cover == 2, 1.0, np.nan)), borders).cells
    np.testing.assert_allclose(held.other, other, atol=1e-8)
