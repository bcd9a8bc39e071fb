"""What `run_tool` writes: amounts for a year are no years, and small numbers are not nought."""

from __future__ import annotations

from dataclasses import replace
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


def test_a_factor_that_is_given_is_never_shown_as_nought(tmp_path: Path) -> None:
    tool = tool_of("ghg-inventory")

    run_tool(tool, read_example(tool), tmp_path / "out", languages=("en",), of_example=True)

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert ">0.000006<" in page
    assert ">0.0000<" not in page


def test_figures_are_shown_as_they_were_given_and_not_rounded_to_their_unit(tmp_path: Path) -> None:
    tool = tool_of("climate-targets")
    example = read_example(tool)
    targets = example.tables["targets"].assign(reduction_percent=0.08, planned_removals=1234.5678)
    targets["growth_percent"] = 0.1 + 0.2
    inputs = replace(example, tables={**example.tables, "targets": targets})

    run_tool(tool, inputs, tmp_path / "out", languages=("en",))

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    given = page[page.index('id="inputs"') :]
    for figure in (">0.08<", ">1,234.5678<", ">0.30<", ">1,150,000<"):
        assert figure in given, figure
