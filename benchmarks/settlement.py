"""
The Degree of Urbanisation of a large country beside a single labelling of its clusters.

Every way runs in a process of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy import ndimage

from localgoals.spatial.settlement import degree_of_urbanisation

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import towns
from measured import HEADER, compared, measured
from page import machine, markdown_table, write_section

PACKAGES = ("localgoals", "numpy", "numba", "scipy")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    people = towns(np.random.default_rng(11), side=4000)
    dense = people >= 300

    def with_scipy() -> np.ndarray:
        return np.asarray(ndimage.label(dense, structure=np.ones((3, 3)))[0])

    ours, theirs = measured(lambda: degree_of_urbanisation(people)), measured(with_scipy)
    name = "Degree of Urbanisation, 16 million cells"
    table = markdown_table(HEADER, [compared(name, ours, "SciPy, one labelling", theirs)])
    print(table)
    write_section("settlement", f"{table}\n\n{machine(PACKAGES)}")


if __name__ == "__main__":
    main()
