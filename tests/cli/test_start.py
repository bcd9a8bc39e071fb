"""What a command loads before it does anything: a reader of its help waits for nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# Each of these takes from a twentieth of a second to a whole one.
HEAVY = {
    "numpy", "pandas", "numba", "scipy", "geopandas", "shapely", "pyproj", "rasterio", "pyarrow",
    "altair", "vl_convert", "babel", "rich", "jinja2", "yaml", "httpx", "osmium", "typst",
    "openpyxl", "pyogrio", "fontTools", "distributed",
}  # fmt: skip
IMPORT = "import localgoals"
HELP = """
import sys
from localgoals.cli.main import run
sys.argv = ["localgoals", *WORDS, "--help"]
try:
    run()
except SystemExit as end:
    assert end.code == 0
"""
LOADED = """
import json, sys
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded_by(script: str, locale: str = "C") -> set[str]:
    """Run a script in a fresh interpreter, and give the packages that it has loaded in the end."""
    done = subprocess.run(
        [sys.executable, "-c", script + LOADED],
        env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = loaded_by(IMPORT)

    assert "localgoals" in loaded
    assert loaded & (HEAVY | {"typer"}) == set()


@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8"])
@pytest.mark.parametrize("words", [[], ["pack"], ["catalogue", "list"], ["baseline"]])
def test_help_loads_nothing_heavy(words: list[str], locale: str) -> None:
    loaded = loaded_by(HELP.replace("WORDS", repr(words)), locale)

    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_a_heavy_package_would_be_noticed() -> None:
    assert "numpy" in loaded_by("from localgoals.spatial import reach\n")
