"""Keeps lines that libraries in C write for their own developers off a person's screen."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_solver_lines"]

_STDOUT = 1


@contextmanager
def without_solver_lines() -> Iterator[None]:
    """
    Let what libraries in C write to the standard output come to nothing.

    HiGHS 1.12, in SciPy 1.17, prints `HighsMipSolverData::transformNewIntegerFeasibleSolution` from
    time to time, whatever its options say. It would stand among the paths that a command prints.
    Nothing may be printed inside.
    """
    if sys.__stdout__ is not None:
        sys.__stdout__.flush()
    _flush_c()
    try:
        kept = os.dup(_STDOUT)
    except OSError:
        # Nobody reads it: the command was started without a standard output.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDOUT)
        yield
    finally:
        # What is still in the buffer of C would else follow once the output is back.
        _flush_c()
        os.dup2(kept, _STDOUT)
        os.close(nowhere)
        os.close(kept)


def _flush_c() -> None:
    ctypes.CDLL(None if os.name == "posix" else "ucrtbase").fflush(None)
