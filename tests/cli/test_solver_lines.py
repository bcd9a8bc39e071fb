"""What a library in C prints stays off the standard output; what the program prints does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

PRINTS = """
import ctypes
from localgoals.cli.solver_lines import without_solver_lines
c = ctypes.CDLL(None)
print("before")
c.puts(b"also before")
try:
    with without_solver_lines():
        c.puts(b"HighsMipSolverData")
        {inside}
except KeyboardInterrupt:
    print("stopped")
print("after")
"""


def printed(inside: str = "pass") -> str:
    code = PRINTS.format(inside=inside)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name there")
def test_a_line_of_a_library_in_c_comes_to_nothing() -> None:
    assert printed().split() == ["before", "also", "before", "after"]


@pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name there")
def test_the_output_is_back_when_somebody_stops_the_command() -> None:
    assert printed("raise KeyboardInterrupt").split()[-2:] == ["stopped", "after"]


@pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name there")
def test_a_command_without_a_standard_output_runs_too() -> None:
    code = (
        "import os; os.close(1)\n"
        "from localgoals.cli.solver_lines import without_solver_lines\n"
        "with without_solver_lines(): os.write(2, b'inside')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stderr == b"inside"
