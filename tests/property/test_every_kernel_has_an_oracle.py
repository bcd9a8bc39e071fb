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
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "src" / "localgoals"
LAWS = ROOT / "tests" / "property"

SNAPPING = "test_walking_laws.py::test_snapping_finds_what_a_look_at_every_segment_finds"
GROUPS = "test_settlement_laws.py::test_groups_are_those_of_the_plain_steps"
MAJORITIES = "test_settlement_laws.py::test_majorities_are_those_of_the_plain_steps"
HOLES = "test_settlement_laws.py::test_holes_are_those_of_the_plain_steps"
SUMS = "test_land_laws.py::test_sums_are_those_of_one_cell_after_the_other"
LAW_OF = {
    "spatial/borders.py:_cut": SUMS,
    "spatial/borders.py:_mean": SUMS,
    "spatial/borders.py:_sweep": SUMS,
    "spatial/clusters.py:_fill_window": HOLES,
    "spatial/clusters.py:_flood": HOLES,
    "spatial/clusters.py:_joined": GROUPS,
    "spatial/clusters.py:_majority": MAJORITIES,
    "spatial/clusters.py:_root": GROUPS,
    "spatial/clusters.py:_runs": GROUPS,
    "spatial/clusters.py:clusters_of": GROUPS,
    "spatial/clusters.py:fill_holes": HOLES,
    "spatial/clusters.py:join_majorities": MAJORITIES,
    "spatial/clusters.py:marked": (
        "test_cell_mark_laws.py::test_cells_are_marked_as_one_after_the_other"
    ),
    "spatial/search.py:_spread": (
        "test_walking_laws.py::test_distances_are_those_of_a_plain_queue_to_the_last_bit"
    ),
    "spatial/search.py:from_the_street": (
        "test_reach_laws.py::test_walking_distance_is_that_of_the_network_cut_at_every_foot"
    ),
    "spatial/snapping.py:_nearer": SNAPPING,
    "spatial/snapping.py:_visit": SNAPPING,
    "spatial/snapping.py:cell_order": (
        "test_walking_laws.py::test_points_in_another_order_and_twice_stand_where_they_stood"
    ),
    "spatial/snapping.py:nearest_segments": SNAPPING,
}


def compiled_functions() -> set[str]:
    """Name every function of the package that is decorated with `compiled`."""
    return {
        f"{path.relative_to(LIBRARY).as_posix()}:{node.name}"
        for path in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one) == "compiled" for one in node.decorator_list)
    }


def test_every_compiled_function_names_its_law() -> None:
    assert compiled_functions() ^ LAW_OF.keys() == set()


def test_only_one_module_asks_for_the_compiler() -> None:
    asking = {
        path.relative_to(LIBRARY).as_posix()
        for path in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
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
