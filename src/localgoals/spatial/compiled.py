"""
How kernels are compiled: loops over single numbers that NumPy cannot say in whole arrays.

A kernel is a plain Python function over arrays and numbers; what it computes can be read, and run
without the compiler as `kernel.py_func`. Its machine code is kept beside the source, or in the
user's cache where the package lies read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Compile a function at its first call; it lets go of the interpreter while it runs."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
