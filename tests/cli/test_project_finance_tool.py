"""`localgoals tools run project-finance`: faults of its tables, and what it gives."""

from __future__ import annotations

from pathlib import Path

from front_door import Done
from tool_runs import rows, run_tables

PROJECTS = "project,discount_rate,debt,debt_rate,debt_years,grace_years,required_cover"
FLOWS = "project,year,investment,operating_cost,revenue,benefit"


def run(folder: Path, projects: list[str], flows: list[str]) -> Done:
    tables = {"projects": [PROJECTS, *projects], "cash_flows": [FLOWS, *flows]}
    return run_tables(folder, "project-finance", **tables)


def test_every_fault_of_both_tables_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        ["a,5,100,,,0,1.2", "b,5,100,4,3,3,1.2", "c,5,0,,,,"],
        ["a,2025,100,0,0,0", "a,2028,0,0,50,0", "b,2025,1,0,0,0", "d,2025,1,0,0,0"],
    )

    assert done.returncode == 1
    for said in (
        "debt_rate", "debt_years", "fewer years than debt_years", "c, which has no cash flow",
        "2 years between the first and the last that have no row (2026, 2027)",
        "row 5, column project",
    ):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_a_flow_that_is_not_known_leaves_its_project_unknown_and_the_others_alone(
    tmp_path: Path,
) -> None:
    flows = ["a,2025,100,0,0,0", "a,2026,0,,60,0", "b,2025,100,0,0,0", "b,2026,0,10,130,0"]

    done = run(tmp_path, ["a,5,0,,,,", "b,5,0,,,,"], flows)

    assert done.returncode == 0, done.stderr
    first, second = rows(tmp_path, "figures")
    assert first["npv"] == ""
    assert round(float(second["irr_percent"]), 6) == 20
    assert [one["project"] for one in rows(tmp_path, "draws")] == ["b"]
    reasons = [one["reason_en"] for one in rows(tmp_path, "reasons") if one["about"] == "a"]
    assert any("unknown, because a flow is not known" in one for one in reasons)


def test_reasons_are_data_and_sentences_in_both_languages(tmp_path: Path) -> None:
    run(tmp_path, ["a,5,80,6,2,0,1.5"], ["a,2025,100,0,0,0", "a,2026,0,0,60,0", "a,2027,0,0,60,0"])

    (cover,) = [one for one in rows(tmp_path, "reasons") if one["rule"] == "debt-service-cover"]
    assert '"required": 1.5' in cover["inputs"]
    assert "asks for 1.50" in cover["reason_en"]
    assert "1.50" in cover["reason_zh"]
    assert cover["source"] == "yescombe-2014"
