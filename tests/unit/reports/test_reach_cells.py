"""People gathered into squares by how far they walk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from localgoals.reports.cells import CLASSES, cell_size_m, reach_cells
from localgoals.reports.result import BaselineResult


def test_a_square_takes_the_class_of_most_of_its_people(town: BaselineResult) -> None:
    layer = replace(town.reach[0], distance_m=np.array([1_500.0, 900.0, 1_500.0, np.inf]))

    cells = reach_cells(layer, 1_000.0)

    south_west = int(np.flatnonzero(cells.people == 1_500)[0])
    assert CLASSES[cells.kind[south_west]] == "near"
    assert cells.within[south_west] == 500


def test_nobody_is_lost(town: BaselineResult) -> None:
    cells = reach_cells(town.reach[0], 250.0)

    assert cells.people.sum() == 4_000
    assert cells.within.sum() == 1_500


def test_squares_lie_on_whole_multiples_and_hold_their_points(town: BaselineResult) -> None:
    layer = town.reach[0]

    cells = reach_cells(layer, 300.0)

    assert (cells.left % 300 == 0).all()
    for x, y in zip(layer.x, layer.y, strict=True):
        inside = (
            (cells.left <= x)
            & (x < cells.left + 300)
            & (cells.bottom <= y)
            & (y < cells.bottom + 300)
        )
        assert inside.sum() == 1


def test_points_without_people_make_no_square(town: BaselineResult) -> None:
    layer = replace(town.reach[0], people=np.array([0.0, np.nan, 0.0, 3.0]))

    cells = reach_cells(layer, 100.0)

    assert cells.people.tolist() == [3.0]


def test_a_layer_without_anybody_has_no_squares(town: BaselineResult) -> None:
    assert len(reach_cells(replace(town.reach[0], people=np.zeros(4)), 100.0).people) == 0


def test_people_off_the_streets_have_a_class_of_their_own(town: BaselineResult) -> None:
    layer = replace(town.reach[0], distance_m=np.full(4, np.nan))

    cells = reach_cells(layer, 100.0)

    assert {CLASSES[kind] for kind in cells.kind} == {"off"}


@pytest.mark.parametrize("width_m", [500, 3_000, 12_345, 47_000, 250_000])
def test_a_cell_is_round_and_a_city_is_at_most_180_cells_wide(width_m: float) -> None:
    size = cell_size_m(width_m)

    assert width_m / size <= 180.5
    assert f"{size:.0e}".split("e")[0] in {"1", "2", "3", "4", "5", "6", "8"}
