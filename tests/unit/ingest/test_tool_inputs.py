"""What the declaration of a tool says about whole tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.tool_suite.declared import (
    InputTable,
    Tool,
    example_table,
    tools,
)
from localgoals.ingest.tool_inputs import read_example, read_inputs

SINGLE = [
    (tool, table)
    for tool in tools().values()
    for table in tool.tables
    if table.single and example_table(tool, table).is_file()
]


@pytest.mark.parametrize(("tool", "table"), SINGLE, ids=[tool.code for tool, _ in SINGLE])
def test_a_second_row_is_refused_where_there_can_be_one(
    tool: Tool, table: InputTable, tmp_path: Path
) -> None:
    text = example_table(tool, table).read_text(encoding="utf-8").rstrip("\n")
    cells = text.splitlines()[1].split(",")
    # Its key, if it has one, is another one: the row is refused for being the second.
    cells[0] = "another" if table.columns[0].key else cells[0]
    (tmp_path / f"{table.name}.csv").write_text(f"{text}\n{','.join(cells)}\n", encoding="utf-8")

    inputs, problems = read_inputs(tmp_path, tool)

    assert inputs is None
    assert [str(one.found) for one in problems if one.kind == "tool-one-row"] == ["2 rows"]


def test_the_blank_cells_of_a_single_row_and_a_table_that_was_not_given_say_nothing() -> None:
    opinions = read_example(tools()["opinion-groups"])

    assert opinions.single_row("settings") == {"start": "first", "fewest_shown": 5.0}
    assert opinions.single_row("none-such") == {}
