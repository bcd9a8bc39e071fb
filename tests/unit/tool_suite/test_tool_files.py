"""What `run_tool` writes: amounts for a year are no years."""

from __future__ import annotations

from pathlib import Path

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.run import run_tool


def test_a_frequency_per_year_keeps_its_fraction(tmp_path: Path) -> None:
    tool = tool_of("risk-events")

    run_tool(tool, read_example(tool), tmp_path / "out", languages=())

    rows = (tmp_path / "out" / "exceedance.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "impact,per_year,return_period"
    assert [row.split(",")[1] for row in rows[-2:]] == ["0.025", "0.005"]
