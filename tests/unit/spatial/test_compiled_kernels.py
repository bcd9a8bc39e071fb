"""Machine code is made once on a machine: the next process takes it from the cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Every kernel of the package that a small piece of work calls, and where its machine code was from.
SCRIPT = """
import json, sys
import numpy as np
from numba.core.dispatcher import Dispatcher

from localgoals.spatial.network import snap, walk_network
from localgoals.spatial.settlement import degree_of_urbanisation

streets = walk_network(
    np.array([0.0, 100.0]), np.array([0.0, 0.0]), np.array([0], np.int32), np.array([1], np.int32)
)
found = snap(streets, np.array([30.0]), np.array([40.0]), within_m=100.0)
classes = degree_of_urbanisation(np.full((4, 4), 2000.0))

modules = [module for name, module in sys.modules.items() if name.startswith("localgoals.spatial")]
kernels = {
    f"{one.py_func.__module__}.{one.__name__}": one
    for module in modules for one in vars(module).values() if isinstance(one, Dispatcher)
}
called = {name: one.stats for name, one in kernels.items() if one.signatures}
print(json.dumps({
    name: [sum(stats.cache_hits.values()), sum(stats.cache_misses.values())]
    for name, stats in called.items()
}))
"""


def run(cache: Path) -> dict[str, tuple[int, int]]:
    """Run the script with a cache of its own; give hits and misses of each kernel called."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {name: (hits, misses) for name, (hits, misses) in json.loads(done.stdout).items()}


@pytest.mark.slow
def test_the_second_process_compiles_nothing(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)

    assert len(first) > 2
    assert all(misses > 0 and hits == 0 for hits, misses in first.values())
    # Kernels that only other kernels call lie in the machine code of those.
    assert second
    assert second.keys() <= first.keys()
    assert all(misses == 0 and hits > 0 for hits, misses in second.values()), second
