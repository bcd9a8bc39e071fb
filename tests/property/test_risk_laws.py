"""Laws of risk: bounds, order, what is not known, and grids in strips as in one piece."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.climate.risk import (
    bands_of,
    classical_vulnerability,
    drivers,
    risk,
    scaled,
    vulnerability,
)
from localgoals.climate.risk_events import Hits, exceedance, expected, impact_at
from localgoals.spatial import risk_grid
from localgoals.spatial.risk_grid import Layer, Scale, write_risk

LIMITS = (0.19, 0.39, 0.59, 0.79)
PARTS = hnp.arrays(np.float64, (3, 7), elements=st.floats(0, 1))
MEANS = st.sampled_from(["geometric", "arithmetic"])
SHAPES = st.shared(st.tuples(st.integers(1, 23), st.integers(1, 19)), key="shape")
CELLS = hnp.arrays(
    np.float32,
    SHAPES,
    elements=st.sampled_from([0.0, 0.1, 0.19, 0.5, 0.59, 1.0, np.nan, np.inf, -9999.0]).map(
        lambda one: float(np.float32(one))
    ),
)
POSTS = st.sampled_from([(0.0, 1.0), (0.1, 0.6), (1.0, 0.0)])


@given(PARTS, MEANS)
def test_risk_lies_between_its_least_and_its_greatest_part(parts, mean):
    found = risk(*parts, mean)

    assert (found >= parts.min(axis=0) - 1e-12).all()
    assert (found <= parts.max(axis=0) + 1e-12).all()


@given(PARTS, MEANS, st.integers(0, 2), st.floats(0, 1))
def test_more_of_a_part_is_never_less_risk(parts, mean, which, more):
    raised = parts.copy()
    raised[which] = np.maximum(raised[which], more)

    assert (risk(*raised, mean) >= risk(*parts, mean) - 1e-15).all()


@given(PARTS, MEANS, st.integers(0, 2))
def test_a_part_that_is_not_known_leaves_the_risk_not_known(parts, mean, which):
    parts[which, 0] = np.nan

    found = risk(*parts, mean)

    assert np.isnan(found[0])
    assert not np.isnan(found[1:]).any()
    assert bands_of(found, LIMITS)[0] == 0
    assert drivers(parts.T)[0] == -1


@given(PARTS, st.sampled_from(["mean", "product"]))
def test_who_can_adapt_better_is_not_more_vulnerable(parts, form):
    able = np.maximum(parts[1], parts[2])

    less, more = vulnerability(parts[0], able, form), vulnerability(parts[0], parts[1], form)

    assert (less <= more + 1e-15).all()
    assert ((less >= 0) & (more <= 1)).all()
    classical = classical_vulnerability(*parts)
    assert ((classical.ratio >= 0.2) & (classical.ratio <= 25)).all()
    assert ((classical.difference >= -3) & (classical.difference <= 9)).all()


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_goalposts_turned_round_turn_the_scale_round(value, low, width):
    high = low + width

    assert float(scaled(value, low, high)) == pytest.approx(
        1 - float(scaled(value, high, low)), abs=1e-9
    )


IMPACTS = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        hnp.arrays(np.float64, count, elements=st.floats(0, 1e9)),
        hnp.arrays(np.float64, count, elements=st.floats(1e-6, 10)),
    )
)


@given(IMPACTS)
def test_what_is_expected_is_the_area_below_the_exceedance_curve(case):
    impact, frequency = case
    hits = Hits(np.arange(len(impact)), np.zeros(len(impact), np.intp), impact)

    found, curve = expected(hits, frequency, 1), exceedance(impact, frequency)

    own = np.diff(np.r_[curve.per_year, 0.0]) * -1
    assert found.each_year == pytest.approx((curve.impact * own).sum(), rel=1e-6, abs=1e-6)
    assert (np.diff(curve.impact) >= 0).all()
    assert (np.diff(curve.return_period) >= 0).all()
    assert np.isnan(impact_at(curve, curve.return_period[-1] * 1.01))


def test_one_impact_that_is_not_known_leaves_the_sums_not_known():
    hits = Hits(np.array([0, 1]), np.array([0, 1]), np.array([np.nan, 5.0]))

    found = expected(hits, [0.1, 0.2], 2)

    assert np.isnan(found.each_year)
    assert found.on_asset.tolist()[1] == 1.0
    assert np.isnan(exceedance(found.at_event, [0.1, 0.2]).return_period).all()


STACKS = hnp.array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=4).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(np.float64, shape, elements=st.sampled_from([np.nan, 0.0, 1.0, 2.0, 7.0])),
        hnp.arrays(np.float64, shape[-1], elements=st.sampled_from([0.0, 0.1, 0.5, 1.0])),
    )
)
ASKED = np.array([[1.0, 2.0, 2.5], [10.0, 50.0, np.nan]])


@given(STACKS)
def test_the_curves_of_many_places_are_those_of_each_alone(case):
    impact, frequency = case

    curves = exceedance(impact, frequency)
    read = impact_at(curves, ASKED)

    assert read.shape == (*impact.shape[:-1], *ASKED.shape)
    for place in np.ndindex(impact.shape[:-1]):
        alone = exceedance(impact[place], frequency)
        for one, other in zip(curves, alone, strict=True):
            np.testing.assert_array_equal(one[place], other)
        np.testing.assert_array_equal(read[place], impact_at(alone, ASKED))
        np.testing.assert_array_equal(read[place], straight_lines(alone))


def straight_lines(curve):
    known = np.isfinite(curve.return_period)
    if not known.any():
        return np.full(ASKED.shape, np.nan)
    periods, impacts = curve.return_period[known], curve.impact[known]
    read = np.interp(ASKED, periods, impacts, left=np.nan, right=np.nan)
    # A single point answers NumPy's question about NaN, too.
    return np.where(np.isnan(ASKED), np.nan, read)


def test_no_events_have_no_curve():
    curve = exceedance(np.empty((2, 0)), np.empty(0))

    assert curve.return_period.shape == (2, 0)
    assert np.isnan(impact_at(curve, [5, 50])).all()


def written(path, cells, **kind):
    with rasterio.open(
        path, "w", driver="GTiff", width=cells.shape[1], height=cells.shape[0], count=1,
        dtype=cells.dtype, crs="EPSG:8857", transform=Affine(100, 0, 0, 0, -100, 0), **kind,
    ) as file:  # fmt: skip
        file.write(cells, 1)
    return path


def found_in(folder, layers, mean, posts, threads):
    names = ("hazard", "exposure", "vulnerability")
    paths = [
        written(folder / f"{name}.tif", cells, nodata=-9999)
        for name, cells in zip(names, layers, strict=True)
    ]
    given_layers = [Layer(path, *post) for path, post in zip(paths, posts, strict=True)]
    scale = Scale(mean == "geometric", LIMITS)
    found = write_risk(given_layers, folder / "risk.tif", scale, threads=threads)
    with rasterio.open(folder / "risk.tif") as file:
        return found, file.read(1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.tuples(CELLS, CELLS, CELLS), MEANS, st.tuples(POSTS, POSTS, POSTS), st.integers(1, 3))
def test_a_grid_of_risk_is_that_of_whole_arrays(tmp_path_factory, layers, mean, posts, threads):
    folder = tmp_path_factory.mktemp("grids")
    known = [np.where(np.isfinite(one) & (one != -9999), one, np.nan) for one in layers]
    parts = [scaled(one, *post) for one, post in zip(known, posts, strict=True)]
    wanted = risk(*parts, mean).astype(np.float32)
    bands = bands_of(wanted, LIMITS)

    found, cells = found_in(folder, layers, mean, posts, threads)

    np.testing.assert_allclose(cells, wanted, rtol=1e-6)
    assert found.cells.tolist() == np.bincount(bands.ravel(), minlength=6).tolist()
    exposed = np.bincount(bands.ravel(), np.nan_to_num(known[1]).ravel(), minlength=6)
    np.testing.assert_allclose(found.exposed[1:], exposed[1:], rtol=1e-9, atol=1e-9)
    assert found.seen[:, 0].tolist() == [np.isnan(one).sum() for one in known]
    whole = np.nansum(wanted, dtype=np.float64)
    assert np.isnan(found.picture).all() == np.isnan(wanted).all()
    if not np.isnan(wanted).all():
        assert np.nansum(found.picture) == pytest.approx(whole, rel=1e-5)


@pytest.mark.parametrize("rows", [1, 7, 100, 300])
def test_strips_of_any_height_give_the_same_grid(tmp_path, monkeypatch, rows):
    chance = np.random.default_rng(3)
    layers = [chance.random((300, 211)).astype(np.float32) for _ in range(3)]
    layers[0][40:90] = -9999
    posts = [(0.0, 1.0)] * 3
    whole, cells = found_in(tmp_path, layers, "geometric", posts, 1)

    monkeypatch.setattr(risk_grid, "_rows_at_once", lambda _: rows)
    parts, in_strips = found_in(tmp_path, layers, "geometric", posts, 2)

    np.testing.assert_array_equal(in_strips, cells)
    np.testing.assert_array_equal(parts.cells, whole.cells)
    np.testing.assert_allclose(parts.exposed, whole.exposed, rtol=1e-12)
    np.testing.assert_allclose(parts.picture, whole.picture, rtol=1e-12)
