"""
Published scores, bounds and indices of sensitivity, met by whole tables at once.

Expected: shared/frameworks/sdsn_normalisation_test_vectors.json (60 figures of the SDG Index);
shared/frameworks/cpi_indicators_benchmarks.csv and the checks of frameworks.md, section 2;
the analytic indices of Ishigami and Homma (1990) and of the g-function of Sobol, as in Saltelli et
al. (2008), Global Sensitivity Analysis: The Primer.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localgoals.catalogue.load import load
from localgoals.catalogue.prosperity import ProsperityScale, prosperity_scales
from localgoals.model.indicator import Bounds
from localgoals.model.provenance import Reference
from localgoals.scoring.city_prosperity import (
    TRANSFORMS,
    dimensions,
    prosperity_scores,
    stations_benchmark,
    subdimensions,
)
from localgoals.scoring.normalise import Scales, colours_of, scores_of
from localgoals.scoring.sensitivity import sobol
from localgoals.scoring.status import STATUSES, colour_of, score_of

INDEX = Reference("SDG Index", "Sustainable Development Solutions Network", 2019)


@pytest.fixture(scope="module")
def published(shared: Path) -> list[dict[str, Any]]:
    path = shared / "frameworks" / "sdsn_normalisation_test_vectors.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    assert len(cases) == 60
    return cases


def laid_out(cases: list[dict[str, Any]]) -> tuple[np.ndarray, list[Bounds]]:
    """One column for each case; one row with the figures."""
    bounds = [Bounds(one["best"], one["green"], one["red"], one["worst"], INDEX) for one in cases]
    return np.array([[one["value"] for one in cases]], dtype=float), bounds


def test_the_table_of_scores_is_the_published_one(published: list[dict[str, Any]]) -> None:
    values, bounds = laid_out(published)

    scores = scores_of(values, Scales.of(bounds))[0]

    # The published figures are rounded to four decimals.
    assert 100 * scores == pytest.approx([one["score"] for one in published], abs=6e-5)
    assert scores.tolist() == [score_of(v, b) for v, b in zip(values[0], bounds, strict=True)]


def test_the_table_of_colours_is_the_published_one(published: list[dict[str, Any]]) -> None:
    values, bounds = laid_out(published)

    colours = [STATUSES[code] for code in colours_of(values, Scales.of(bounds))[0]]

    assert colours == [one["colour"] for one in published]
    assert colours == [colour_of(v, b) for v, b in zip(values[0], bounds, strict=True)]


def test_the_table_equals_single_values_at_every_threshold_of_the_codebook(shared: Path) -> None:
    with (shared / "frameworks" / "sdgindex2019_codebook_CCBY4.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ("Best value (= 100)", "greenthr", "redthr", "Worst value (= 0)")
    points = [[float(row[column]) for column in columns] for row in rows if row[columns[1]]]
    sound = [one for one in points if one[0] >= one[1] >= one[2] >= one[3]]
    sound += [one for one in points if one[0] <= one[1] <= one[2] <= one[3]]
    bounds = [Bounds(*one, INDEX) for one in sound]

    values = np.array([[*one, (one[1] + one[2]) / 2, math.nan] for one in sound]).T
    scales = Scales.of(bounds)

    assert len(bounds) > 100
    assert [[STATUSES[code] for code in row] for row in colours_of(values, scales)] == [
        [colour_of(v, b) for v, b in zip(row, bounds, strict=True)] for row in values
    ]
    single = [[score_of(v, b) for v, b in zip(row, bounds, strict=True)] for row in values]
    np.testing.assert_array_equal(scores_of(values, scales), np.array(single))


def test_prosperity_bounds_are_those_of_the_list(shared: Path) -> None:
    with (shared / "frameworks" / "cpi_indicators_benchmarks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {item.title.en: code for code, item in load().lists["cpi"].items()}

    scales = prosperity_scales()

    assert list(scales) == [names[row["indicator"]] for row in rows]
    for row, one in zip(rows, scales.values(), strict=True):
        assert one.form == row["form"]
        if one.depends_on:
            continue
        ends = (one.benchmark,) if one.form in ("peak", "up0") else (one.low, one.high)
        source = ("benchmark",) if one.form in ("peak", "up0") else ("min", "max")
        assert ends == tuple(float(row[key]) for key in source)
        assert one.suspect == row["note"].startswith("SUSPECT")
    assert not any(one.confirmed for one in scales.values())


# frameworks.md, section 2, "Checks [C]".
@pytest.mark.parametrize(
    ("code", "end", "transformed"),
    [
        ("city-product-per-capita", "low", 6.572),
        ("city-product-per-capita", "high", 11.597),
        ("youth-unemployment", "low", 1.282),
        ("youth-unemployment", "high", 2.815),
        ("co2-emissions", "low", 0.39),
        ("co2-emissions", "high", 2.09),
        ("poverty-rate", "low", 0.38),
        ("poverty-rate", "high", 3.0),
    ],
)
def test_transformed_bounds_are_those_that_were_checked(
    code: str, end: str, transformed: float
) -> None:
    one = prosperity_scales()[code]

    found = TRANSFORMS[one.transform](np.array([getattr(one, end)]))[0]

    assert found == pytest.approx(transformed, abs=6e-4)


def by_hand(value: float, one: ProsperityScale) -> float:
    """Work out one value by the formulas of frameworks.md, section 2, as they stand there."""
    if one.form == "peak":
        return max(0.0, 100 * (1 - abs(value - one.benchmark) / one.benchmark))
    if one.form == "up0":
        return 100.0 if value >= one.benchmark else 100 * value / one.benchmark
    if one.form == "pct":
        return value
    roots = {"identity": 1.0, "root2": 1 / 2, "root3": 1 / 3, "root4": 1 / 4, "root5": 1 / 5}

    def f(x: float) -> float:
        return math.log(x) if one.transform == "ln" else float(x ** roots[one.transform])

    share = (f(value) - f(one.low)) / (f(one.high) - f(one.low))
    return 100 * min(1.0, max(0.0, share if one.form == "up" else 1 - share))


@pytest.mark.parametrize(
    "code", [one for one, s in prosperity_scales().items() if not s.depends_on]
)
def test_prosperity_scores_follow_the_formulas(code: str) -> None:
    one = prosperity_scales()[code]
    top = one.benchmark * 2.5 if one.form in ("peak", "up0") else one.high
    values = np.linspace(top / 50, top, 37)

    scores = 100 * prosperity_scores(values, one)

    assert scores == pytest.approx([by_hand(value, one) for value in values], abs=1e-9)


def test_prosperity_has_62_indicators_22_subdimensions_and_6_dimensions() -> None:
    below = subdimensions(load().lists["cpi"])
    above = dimensions(below)

    assert sum(map(len, below.members.values())) == 62
    assert (len(below.members), len(above.members)) == (22, 6)
    assert sum(map(len, above.members.values())) == 22


def test_stations_are_asked_for_by_people_and_dust() -> None:
    stations = prosperity_scales()["number-of-monitoring-stations"]
    needed = stations_benchmark(np.array([1e6, 1e6]), np.array([50.0, 20.0]))

    scores = prosperity_scores(np.array([4.0, 4.0]), stations, benchmark=needed)

    assert scores.tolist() == [0.5, 1.0]


def ishigami(points: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * points - 1)
    found = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return np.asarray(found[:, np.newaxis])


def analytic_ishigami() -> tuple[list[float], list[float]]:
    a, b, pi = 7.0, 0.1, math.pi
    whole = a**2 / 8 + b * pi**4 / 5 + b**2 * pi**8 / 18 + 0.5
    one = 0.5 * (1 + b * pi**4 / 5) ** 2
    both = b**2 * pi**8 * (1 / 18 - 1 / 50)
    first = [one / whole, a**2 / 8 / whole, 0.0]
    return first, [first[0] + both / whole, first[1], both / whole]


G = (0.0, 1.0, 4.5, 9.0)


def g_function(points: np.ndarray) -> np.ndarray:
    a = np.array(G)
    found = ((np.abs(4 * points - 2) + a) / (1 + a)).prod(axis=1)
    return np.asarray(found[:, np.newaxis])


def analytic_g() -> tuple[list[float], list[float]]:
    alone = [1 / (3 * (1 + a) ** 2) for a in G]
    product = math.prod(1 + one for one in alone)
    first = [one / (product - 1) for one in alone]
    return first, [one * product / (1 + one) / (product - 1) for one in alone]


@pytest.mark.parametrize(
    ("function", "analytic"), [(ishigami, analytic_ishigami()), (g_function, analytic_g())]
)
def test_indices_of_sensitivity_are_the_analytic_ones(
    function: Callable[[np.ndarray], np.ndarray], analytic: tuple[list[float], list[float]]
) -> None:
    names = [f"x{number}" for number in range(1, len(analytic[0]) + 1)]

    found = sobol(function, names, base=8192, seed=3)

    assert found.first[0] == pytest.approx(analytic[0], abs=0.015)
    assert found.total[0] == pytest.approx(analytic[1], abs=0.015)
    assert found.runs == 8192 * (len(names) + 2)
