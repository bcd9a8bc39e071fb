"""Words on pages of tools: no codes where there are names, no decimals that say nothing."""

from __future__ import annotations

import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.model.text import Text
from localgoals.reports.blocks import Paragraph, Table
from localgoals.reports.wording import spoken
from localgoals.tool_suite.registry import method_of
from localgoals.tool_suite.table_words import head


def test_a_chinese_head_ends_in_no_counting_word() -> None:
    staff = Text("Staff", "员工人数")

    assert spoken(head(staff, "count"), "zh") == "员工人数"
    assert spoken(head(staff, "ratio"), "zh") == "员工人数（比值）"
    assert spoken(head(staff, "percent"), "zh") == "员工人数，%"


def test_what_is_not_confirmed_of_readiness_is_named_and_not_coded() -> None:
    worked = method_of("project-readiness")(read_example(tool_of("project-readiness")))

    notes = [one.words for one in worked.parts[0].blocks if isinstance(one, Paragraph)]
    words = " ".join(spoken(one, "en") for one in notes)

    assert "Feasibility study" in words
    assert "cif-" not in words


@pytest.mark.slow
def test_a_share_of_the_budget_in_a_reason_has_no_decimal_of_rounding() -> None:
    tables = method_of("portfolio")(read_example(tool_of("portfolio"))).tables

    said = dict(tables)["reasons"]["reason_en"]

    assert said.str.contains("At 110% of every year", regex=False).any()
    assert not said.str.contains(r"At \d+\.\d+% of every year").any()


def test_what_nobody_wrote_into_a_plan_is_a_dash() -> None:
    worked = method_of("logical-framework")(read_example(tool_of("logical-framework")))

    plan = next(one for one in worked.parts if one.anchor == "plan")
    cells = [cell for one in plan.blocks if isinstance(one, Table) for row in one.rows
        for cell in row]  # fmt: skip

    assert "" not in [spoken(one.words, "en") for one in cells]
