"""What the declarations of tools have to keep to, besides their types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from localgoals.catalogue.load import Catalogue
from localgoals.catalogue.rule import fault
from localgoals.catalogue.tool_suite.declared import (
    InputColumn,
    Tool,
    example_files,
    example_table,
    example_text,
    tools,
)
from localgoals.model.problem import Problem
from localgoals.model.text import Message


def tools_are_sound(catalogue: Catalogue) -> Iterator[Problem]:
    """Check that units are known, choices given where they are asked for, and examples there."""
    for tool in tools().values():
        where = f"tool_suite/{tool.code}/tool.yaml"
        for table in tool.tables:
            names = Counter(column.name for column in table.columns)
            for name in [name for name, count in names.items() if count > 1]:
                yield fault(
                    "tool-column-twice", where, name, Message("each column of a table once")
                )
            for column in table.columns:
                yield from _column_is_sound(column, f"{where}, {table.name}", catalogue)
            if table.needed and not example_text(tool, table):
                missing = example_table(tool, table).name
                yield fault("tool-example", where, missing, Message("a worked example of it"))
        for file in tool.files:
            if file.needed and not example_files(tool, file):
                yield fault("tool-example", where, file.listed, Message("a worked example of it"))
        yield from _has_sources(tool, where)


def _column_is_sound(column: InputColumn, where: str, catalogue: Catalogue) -> Iterator[Problem]:
    if column.unit and column.unit not in catalogue.units:
        yield fault("tool-unit", where, column.unit, Message("a code of units.yaml"))
    if (column.kind == "number") != bool(column.unit):
        yield fault("tool-unit", where, column.name, Message("a unit for numbers, and only there"))
    may_choose = column.kind in ("choice", "text")
    if column.choices and not may_choose or column.kind == "choice" and not column.choices:
        expected = Message("choices for a column of choices, and only there")
        yield fault("tool-choices", where, column.name, expected)


def _has_sources(tool: Tool, where: str) -> Iterator[Problem]:
    if not tool.references:
        yield fault("tool-source", where, tool.code, Message("the publications of the method"))
