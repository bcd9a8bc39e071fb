"""Interlinkages and choice by criteria against published and computed numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localgoals.planning.choice import (
    sum_scaled,
    topsis,
    vector_scaled,
    weighted_product,
    weighted_sum,
)
from localgoals.planning.interlinkages import influence, total_influence


@pytest.fixture
def choices(shared: Path) -> Any:
    return json.loads((shared / "vectors" / "mcda" / "expected.json").read_text())


@pytest.fixture
def interactions(shared: Path) -> tuple[np.ndarray, Any]:
    folder = shared / "vectors" / "sdg_interactions"
    matrix = np.loadtxt(folder / "matrix16.csv", delimiter=",")
    return matrix, json.loads((folder / "expected.json").read_text())


def places(scores: np.ndarray) -> list[int]:
    return [int((scores > one).sum()) + 1 for one in scores]


def test_topsis_gives_the_numbers_of_tzeng_and_huang(choices: Any) -> None:
    known = choices["topsis_tzeng2011"]

    found = topsis(vector_scaled(known["matrix"]), known["weights"])

    assert found.similarity == pytest.approx(known["similarity"], abs=known["atol"])
    assert places(found.similarity) == known["rank"]


def test_topsis_without_a_scale_gives_ideal_worst_and_similarity(choices: Any) -> None:
    known = choices["topsis_small"]

    found = topsis(known["matrix"], known["weights"])

    assert found.similarity == pytest.approx(known["similarity"], abs=1e-8)
    assert found.ideal.tolist() == known["ideal"]
    assert found.worst.tolist() == known["anti_ideal"]
    assert places(found.similarity) == known["rank"]


def test_weighted_sum_and_product_give_their_small_numbers(choices: Any) -> None:
    total, product = choices["wsm_small"], choices["wpm_small"]

    assert weighted_sum(total["matrix"], [1, 1, 1]).tolist() == total["score"]
    found = weighted_product(product["matrix"], [1, 1, 1])
    assert found == pytest.approx(product["score_log10_sum"], abs=1e-8)
    assert places(found) == product["rank"]


def test_a_weighted_sum_gives_the_numbers_of_kracka_and_others(choices: Any) -> None:
    known = choices["wsm_kracka2010"]
    matrix = np.array(known["matrix"])
    less = np.array(known["objectives"]) == "min"
    more = np.where(less, 1 / matrix, matrix)

    found = weighted_sum(sum_scaled(more), sum_scaled(known["weights"]))

    assert found == pytest.approx(known["score"], abs=1e-8)
    assert places(found) == known["rank"]


def test_every_vector_of_choices_is_tried(choices: Any) -> None:
    tried = {"topsis_tzeng2011", "topsis_small", "wsm_small", "wpm_small", "wsm_kracka2010"}

    assert set(choices) - {"source"} == tried


def test_influence_of_sixteen_goals_is_that_of_the_published_matrix(
    interactions: tuple[np.ndarray, Any],
) -> None:
    matrix, known = interactions

    found = influence(matrix)

    assert found.given.tolist() == known["row_sum_out"]
    assert found.received.tolist() == known["col_sum_in"]
    assert found.second.tolist() == known["second_order_weitz_style"]
    assert not found.unjudged.any()


def test_total_influence_is_that_of_dematel(interactions: tuple[np.ndarray, Any]) -> None:
    matrix, known = interactions

    found = total_influence(matrix)

    assert found.given == pytest.approx(known["dematel"]["T_row_sum"], rel=1e-9)
    assert found.received == pytest.approx(known["dematel"]["T_col_sum"], rel=1e-9)
