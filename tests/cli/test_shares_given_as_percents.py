"""Percentages below 1 may have been meant as shares: the page of a tool asks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from front_door import localgoals

from localgoals.catalogue.tool_suite.declared import example_text, tool_of


@pytest.mark.parametrize(
    ("tool", "table", "column", "asked"),
    [
        ("project-finance", "projects", "discount_rate", "discount_rate 0.08"),
        ("project-finance", "projects", "debt_rate", "debt_rate 0.08"),
        ("revenue-streams", "streams", "unregistered_percent", "unregistered_percent 0.08"),
        ("waste-flow", "cities", "informal_percent", "informal_percent 0.08"),
    ],
)
def test_a_share_in_a_column_of_percents_is_asked_about(
    tool: str, table: str, column: str, asked: str, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    known = tool_of(tool)
    for one in known.tables:
        (mine / f"{one.name}.csv").write_text(example_text(known, one), "utf-8")
    frame = pd.read_csv(mine / f"{table}.csv")
    frame[column] = frame[column].astype(float)
    frame.loc[0, column] = 0.08
    frame.to_csv(mine / f"{table}.csv", index=False)

    done = localgoals(tmp_path, "tools", "run", tool, "mine", "-o", "out", "--lang", "en")

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert asked in page
    assert "55, not 0.55" in page
