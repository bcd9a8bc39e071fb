"""
Each compiled function has a law that holds it against a library or a plain reference.

A new kernel needs a line in `LAW_OF`: the law that would fail if the kernel were wrong. The laws
are also run without the compiler, so that what is read in the source is what they are about.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "src" / "localgoals"
LAWS = ROOT / "tests" / "property"

CLASSES = (
    "test_settlement_laws.py::"
    "test_classes_and_types_are_those_of_the_plain_steps_whatever_the_rules"
)
GROUPS = "test_settlement_laws.py::test_groups_are_those_of_the_plain_steps"
HOLES = "test_settlement_laws.py::test_holes_are_those_of_the_plain_steps"
MAJORITIES = "test_settlement_laws.py::test_majorities_are_those_of_the_plain_steps"
MARKS = "test_cell_mark_laws.py::test_cells_are_marked_as_one_after_the_other"
ORDER = "test_walking_laws.py::test_points_in_another_order_and_twice_stand_where_they_stood"
REACHED = "test_opportunity_laws.py::test_a_town_is_reached_as_networkx_reaches_it"
RISK = "test_risk_laws.py::test_a_grid_of_risk_is_that_of_whole_arrays"
SHARED_COST = (
    "test_budget_vote_laws.py::test_supporters_pay_exactly_the_cost_and_nobody_more_than_the_price"
)
SEARCH = "test_walking_laws.py::test_distances_are_those_of_a_plain_queue_to_the_last_bit"
SHARES = "test_sweep_laws.py::test_shares_of_classes_are_those_of_exactextract"
SNAPPING = "test_walking_laws.py::test_snapping_finds_what_a_look_at_every_segment_finds"
STREETS = "test_street_map_laws.py::test_pyosmium_reads_the_same_ways_and_places"
SUMS = "test_land_laws.py::test_sums_are_those_of_one_cell_after_the_other"
TALLIES = "test_tiles_laws.py::test_people_of_each_class_are_those_of_its_cells"
WALKS = "test_reach_laws.py::test_walking_distance_is_that_of_the_network_cut_at_every_foot"
WEIGHTED = "test_sweep_laws.py::test_a_weighted_mean_is_that_of_exactextract"
WIDE = "test_sweep_laws.py::test_a_zone_may_reach_farther_than_integers_go"
LAW_OF = {
    "ingest/pbf/blocks.py:_doubled": STREETS,
    "ingest/pbf/blocks.py:_field": STREETS,
    "ingest/pbf/blocks.py:_fixed": STREETS,
    "ingest/pbf/blocks.py:_listed": STREETS,
    "ingest/pbf/blocks.py:_look": STREETS,
    "ingest/pbf/blocks.py:_note": STREETS,
    "ingest/pbf/blocks.py:_read_dense": STREETS,
    "ingest/pbf/blocks.py:_read_plain": STREETS,
    "ingest/pbf/blocks.py:_read_refs": STREETS,
    "ingest/pbf/blocks.py:_read_tags": STREETS,
    "ingest/pbf/blocks.py:_row_of": STREETS,
    "ingest/pbf/blocks.py:_unfolded": STREETS,
    "ingest/pbf/blocks.py:_varint": STREETS,
    "ingest/pbf/blocks.py:_word_of": STREETS,
    "ingest/pbf/blocks.py:read_nodes": STREETS,
    "ingest/pbf/blocks.py:read_ways": STREETS,
    "planning/fair_payments.py:_settle": SHARED_COST,
    "planning/fair_payments.py:pay": SHARED_COST,
    "planning/fair_payments.py:share_cost": SHARED_COST,
    "spatial/borders.py:_count": SUMS,
    "spatial/borders.py:_cut": SUMS,
    "spatial/borders.py:_rows_between": SUMS,
    "spatial/cells.py:_mark": MARKS,
    "spatial/cells.py:look_up": CLASSES,
    "spatial/cells.py:mark_into": MARKS,
    "spatial/clusters.py:_beside": MAJORITIES,
    "spatial/clusters.py:_box_around": HOLES,
    "spatial/clusters.py:_by_number": HOLES,
    "spatial/clusters.py:_counts": MAJORITIES,
    "spatial/clusters.py:_flood": HOLES,
    "spatial/clusters.py:_majority": MAJORITIES,
    "spatial/clusters.py:_visited": HOLES,
    "spatial/clusters.py:_with_room": HOLES,
    "spatial/clusters.py:fill_holes": HOLES,
    "spatial/clusters.py:join_majorities": MAJORITIES,
    "spatial/clusters.py:shaped": CLASSES,
    "spatial/groups.py:_joined": GROUPS,
    "spatial/groups.py:_root_of": GROUPS,
    "spatial/groups.py:groups_of": GROUPS,
    "spatial/groups.py:keep_apart": CLASSES,
    "spatial/groups.py:number_groups": GROUPS,
    "spatial/groups.py:paint": CLASSES,
    "spatial/groups.py:runs_of": GROUPS,
    "spatial/pair_sums.py:_add_street": REACHED,
    "spatial/pair_sums.py:_begin": REACHED,
    "spatial/pair_sums.py:_search": REACHED,
    "spatial/pair_sums.py:add_up": REACHED,
    "spatial/risk_rows.py:_add_bands": RISK,
    "spatial/risk_rows.py:_add_squares": RISK,
    "spatial/risk_rows.py:_scale": RISK,
    "spatial/risk_rows.py:add_risk": RISK,
    "spatial/rows.py:_add_kinds": SHARES,
    "spatial/rows.py:_cells_begun": WIDE,
    "spatial/rows.py:_keep_counts": SHARES,
    "spatial/rows.py:_keep_sums": SUMS,
    "spatial/rows.py:_mean": SUMS,
    "spatial/rows.py:_within": WEIGHTED,
    "spatial/rows.py:add_classes": SHARES,
    "spatial/rows.py:add_rows": SUMS,
    "spatial/rows.py:add_weighted": WEIGHTED,
    "spatial/search.py:_spread": SEARCH,
    "spatial/search.py:from_the_street": WALKS,
    "spatial/snapping.py:_nearer": SNAPPING,
    "spatial/snapping.py:_visit": SNAPPING,
    "spatial/snapping.py:cell_order": ORDER,
    "spatial/snapping.py:nearest_segments": SNAPPING,
    "spatial/tiles/strips.py:tally": TALLIES,
}


@cache
def parsed() -> dict[str, list[ast.AST]]:
    """Give the nodes of every module of the package."""
    return {
        path.relative_to(LIBRARY).as_posix(): list(ast.walk(ast.parse(path.read_text("utf-8"))))
        for path in LIBRARY.rglob("*.py")
    }


def compiled_functions() -> set[str]:
    """Name every function of the package that is decorated with `compiled`."""
    return {
        f"{module}:{node.name}"
        for module, nodes in parsed().items()
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one) == "compiled" for one in node.decorator_list)
    }


def test_every_compiled_function_names_its_law() -> None:
    assert compiled_functions() ^ LAW_OF.keys() == set()


def test_only_one_module_asks_for_the_compiler() -> None:
    asking = {
        module
        for module, nodes in parsed().items()
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "numba" in ast.unparse(node)
    }

    assert asking == {"spatial/compiled.py"}


@pytest.mark.parametrize("law", sorted(set(LAW_OF.values())))
def test_every_named_law_stands(law: str) -> None:
    file, _, name = law.partition("::")

    defined = ast.parse((LAWS / file).read_text("utf-8")).body

    assert name in {node.name for node in defined if isinstance(node, ast.FunctionDef)}


@pytest.mark.slow
def test_every_law_holds_of_the_source_without_the_compiler(tmp_path: Path) -> None:
    laws = [str(LAWS / law) for law in sorted(set(LAW_OF.values()))]
    # Compiled code divides by zero without a word, and so may its source.
    quietly = ["-W", "ignore::RuntimeWarning", "-p", "no:cacheprovider", "-q", "-n", "0"]

    run = subprocess.run(
        [sys.executable, "-m", "pytest", *quietly, *laws],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-4000:]
