"""What a tool gives back, before it is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from localgoals.ingest.tool_inputs import Inputs
from localgoals.reports.blocks import Part

__all__ = ["Method", "Worked"]


@dataclass(frozen=True)
class Worked:
    """The answer of a tool."""

    parts: tuple[Part, ...]
    """Sections of its page; the first begins with the figures that matter most."""
    tables: Mapping[str, pd.DataFrame]
    """Everything that was computed, by the name of the file that it is written to."""
    workbooks: Mapping[str, Mapping[str, pd.DataFrame]] = field(default_factory=dict)
    """Sheets by the name of a workbook, for forms that are handed on as one file."""
    years: tuple[str, ...] = ()
    """Columns of its tables that hold years, beside those that the tool itself asks for."""


Method = Callable[[Inputs], Worked]
"""
A tool: its inputs, as declared, become its answer.

It raises `InputRefused` with every fault that the declaration of its tables cannot express.
"""
