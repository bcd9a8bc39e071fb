"""Figures of the worked examples, worked out anew by hand and with a few lines of Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from math import log
from pathlib import Path
from statistics import mean
from typing import Any

import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.tool_suite.registry import method_of


@cache
def given(tool: str) -> Inputs:
    return read_example(tool_of(tool))


@cache
def found(tool: str, table: str, key: str = "") -> Any:
    """Run a tool on its example; `key` becomes the index."""
    rows: pd.DataFrame = method_of(tool)(replace(given(tool), room=Path())).tables[table]
    return rows.set_index(key) if key else rows


def test_property_tax_loses_what_its_roll_says() -> None:
    # 20,000 registered and 5,000 not; 40 of 4,000 million billed are 1 %, 12 of 40 are not paid:
    # a bill is 2,000, at market value 3,000, and 14,000 pay.
    tax = found("revenue-streams", "gaps", "stream").loc["Property tax (made up)"]

    assert tax["compliance"] == 12e6
    assert tax["coverage"] == pytest.approx(5_000 * 2_000)
    assert tax["liability"] == pytest.approx(14_000 * (3_000 - 2_000))
    assert tax["liability_compliance"] == pytest.approx(6_000 * 1_000)
    assert tax["liability_coverage"] == pytest.approx(5_000 * 1_000)
    assert tax["potential"] == pytest.approx(25_000 * 3_000)


def test_targets_of_four_kinds_allow_what_their_formulas_say() -> None:
    rows = found("climate-targets", "targets", "target")

    allowed = (1e6 * 0.5, 1e6 / 200_000 * 0.5 * 260_000, 1e6 * 1.015**25 * 0.4, 90_000)
    assert rows["target_emissions"].tolist() == pytest.approx(allowed)
    half = rows.loc["Half by 2030"]
    assert half["path_emissions"] == pytest.approx(1e6 - 500_000 * 14 / 20)
    assert half["progress"] == pytest.approx((1e6 - 880_000) / (1e6 - 500_000))
    # 1,150,000 t in 2016, eight years before 2024, are more than 1.1 times 880,000 t.
    peak = found("climate-targets", "peak").iloc[0]
    assert (peak["year"], peak["has_peaked"], peak["holds_until"]) == (2016, True, 2029)


def test_a_change_of_emissions_is_shared_out_among_what_drove_it() -> None:
    rows = found("climate-targets", "drivers", "to_year")

    # 2010 to 2016: people × 1.1, GDP per person × 1.15, energy per GDP × 10/11, emissions 1.15.
    middle = 150_000 / log(1.15)
    first = rows.loc[2016]
    assert first["people"] == pytest.approx(middle * log(1.1))
    assert first["wealth"] == pytest.approx(middle * log(1.15))
    assert first["energy_intensity"] == pytest.approx(middle * log(1 / 1.1))
    assert first["carbon_intensity"] == pytest.approx(0, abs=1e-6)
    # 2016 to 2024: emissions fall by 270,000 t, energy from 11,500 to 10,800 TJ.
    second = rows.loc[2024]
    middle = 270_000 / log(1_150_000 / 880_000)
    assert second["carbon_intensity"] == pytest.approx(middle * log(880 / 1150 * 11_500 / 10_800))
    factors = ["people", "wealth", "energy_intensity", "carbon_intensity"]
    assert rows[factors].sum(axis=1).tolist() == pytest.approx([150_000, -270_000])


def test_the_ledger_takes_the_larger_of_what_may_be_the_same_tonnes() -> None:
    rows = found("climate-ledger", "sectors", "sector")

    # Transport: the region's 210,000 t or the cities' 90,000 + 160,000 + 30,000 t, or all.
    assert rows.loc["Transport", ["least", "most"]].tolist() == [280_000, 490_000]
    assert rows.loc["Energy", ["least", "most"]].tolist() == [900_000, 1_400_000]
    assert rows.loc["Waste", ["least", "most"]].tolist() == [70_000, 95_000]


def test_risk_is_the_cube_root_of_its_three_parts() -> None:
    rows = found("risk-index", "risks").set_index(["zone", "hazard", "scenario"])

    harbour = rows.loc[("Harbour", "flood", "middle")]
    assert harbour["risk"] == pytest.approx((0.9 * 0.7 * (0.6 + 0.5) / 2) ** (1 / 3))
    assert harbour["band"] == "high"
    # From 0 to 1 onto 1 to 5: 3.8 x 3.4 / 3, and 3.8 + 3.4 - 3.
    assert harbour["classical_ratio"] == pytest.approx(3.8 * 3.4 / 3)
    assert harbour["classical_difference"] == pytest.approx(4.2)
    heat = rows.loc[("Old town", "heat", "middle")]
    assert heat["risk"] == pytest.approx(((38 - 10) / 40 * 0.9 * (0.8 + 0.6) / 2) ** (1 / 3))


def test_totals_of_the_inventory_are_sums_of_the_lines_that_the_protocol_names() -> None:
    lines = found("ghg-inventory", "lines", "line")["co2e"].fillna(0)
    totals = found("ghg-inventory", "totals").iloc[0]

    basic = [
        *(f"I.{part}.{scope}" for part in range(1, 7) for scope in (1, 2)), "I.7.1", "I.8.1",
        *(f"II.{part}.{scope}" for part in range(1, 6) for scope in (1, 2)),
        *(f"III.{part}.{number}" for part in range(1, 5) for number in (1, 2)),
    ]  # fmt: skip
    own = ["IV.1", "IV.2", "V.1", "V.2", "V.3"]
    more = [*(f"I.{part}.3" for part in range(1, 7)), *(f"II.{part}.3" for part in range(1, 5))]
    territory = [
        *(f"I.{part}.1" for part in range(1, 9)), "I.4.4",
        *(f"II.{part}.1" for part in range(1, 6)),
        *(f"III.{part}.{number}" for part in range(1, 5) for number in (1, 3)), *own,
    ]  # fmt: skip
    assert totals["basic"] == pytest.approx(lines[basic].sum())
    assert totals["basic_plus"] == pytest.approx(lines[[*basic, *more, *own]].sum())
    assert totals["territorial"] == pytest.approx(lines[territory].sum())


def test_street_lighting_is_worth_what_its_flows_say() -> None:
    flows = given("project-finance").tables["cash_flows"]
    rows = flows[flows["project"] == "Street lighting"].to_dict("records")
    figures = found("project-finance", "figures", "project").loc["Street lighting"]
    swings = found("project-finance", "sensitivity").set_index(["project", "driver"])

    def worth(rate: float, investment: float = 1, revenue: float = 1) -> float:
        flows = [
            one["revenue"] * revenue + one["benefit"] - one["investment"] * investment
            - one["operating_cost"]
            for one in rows
        ]  # fmt: skip
        return float(sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)))

    assert figures["npv_with_benefits"] == pytest.approx(worth(0.06))
    swing = swings.loc[("Street lighting", "revenue")]
    assert swing.tolist() == pytest.approx([worth(0.06, revenue=0.8), worth(0.06, revenue=1.1)])
    swing = swings.loc[("Street lighting", "investment")]
    assert swing.tolist() == pytest.approx([worth(0.06, 0.9), worth(0.06, 1.3)])
    swing = swings.loc[("Street lighting", "discount_rate")]
    assert swing.tolist() == pytest.approx([worth(0.04), worth(0.08)])
    # A loan of 3,000 at 5 % over eight years, the first without repayment.
    earned = [one["revenue"] - one["operating_cost"] for one in rows[1:9]]
    cover = sum(one / 1.05**year for year, one in enumerate(earned, start=1)) / 3_000
    assert figures["loan_life_cover"] == pytest.approx(cover)
    payment = 3_000 * 0.05 / (1 - 1.05**-7)
    assert figures["least_cover"] == pytest.approx(min(earned[1:]) / payment)


def test_who_took_part_is_tested_against_the_census_category_by_category() -> None:
    took_part = given("participants").tables["participants"]
    tests = found("participants", "tests", "attribute")

    def statistic(attribute: str, shares: dict[str, float], merged: str = "") -> float:
        said = took_part.loc[took_part["attribute"] == attribute, "category"]
        seen = Counter(merged if one not in shares else one for one in said if one)
        known = sum(seen.values())
        return sum((seen[one] - known * share) ** 2 / (known * share)
                   for one, share in shares.items())  # fmt: skip

    assert tests.loc["sex", "statistic"] == pytest.approx(
        statistic("sex", {"women": 0.51, "men": 0.49})
    )
    ages = {"15-29": 0.26, "30-49": 0.34, "50-64": 0.22, "65 and over": 0.18}
    assert tests.loc["age", "statistic"] == pytest.approx(statistic("age", ages))
    # One person came from the islands: they are taken together with the south.
    districts = {"North": 0.38, "Centre": 0.27, "South": 0.35}
    assert tests.loc["district", "statistic"] == pytest.approx(
        statistic("district", districts, merged="South")
    )


def test_weights_bring_those_who_took_part_to_the_shares_of_the_census() -> None:
    weights = found("participants", "weights", "participant")["weight"]
    took_part = given("participants").tables["participants"].set_index("participant")

    for attribute, category, share in (("sex", "women", 0.51), ("age", "15-29", 0.26)):
        of_it = took_part[took_part["attribute"] == attribute]["category"]
        known = of_it[of_it != ""].index
        inside = of_it[of_it == category].index
        assert weights[inside].sum() / weights[known].sum() == pytest.approx(share, abs=1e-6)


def test_influence_to_the_second_order_adds_half_of_what_is_helped() -> None:
    rows = found("interlinkages", "influence", "goal")

    # 13.2 helps 6.1 (+1), 7.2 (+2) and 11.2 (+2), which give 4, 5 and 4 themselves.
    assert rows.loc["13.2", "given"] == 5
    assert rows.loc["13.2", "second"] == 5 + 0.5 * (1 * 4 + 2 * 5 + 2 * 4)


def test_points_of_an_option_are_its_values_on_their_scales_times_the_weights() -> None:
    water = found("priorities", "priorities", "option").loc["6.1 Safe drinking water"]

    points = 40 * 0.62 + 25 * 0.71 + 15 * (7 - 2) / (8 - 2) + 20 * (10 - 4) / 9
    assert water["points"] == pytest.approx(points)


@pytest.mark.parametrize(
    ("variable", "scale"), [("temperature", 1.0), ("rain", 0.0), ("sea_level", 100.0)]
)
def test_a_projected_change_is_the_middle_of_what_the_models_say(
    variable: str, scale: float
) -> None:
    series = given("climate-projections").tables["series"]
    series = series[series["variable"] == variable]
    rows = found("climate-projections", "changes").set_index(["variable", "scenario", "period"])

    changes = []
    for model in ("model-a", "model-b", "model-c"):
        of_model = series[series["model"] == model]
        before, later = (of_model[of_model["scenario"] == one] for one in ("historical", "ssp585"))
        reference = mean(before.loc[before["year"].between(1995, 2014), "value"])
        then = mean(later.loc[later["year"].between(2081, 2100), "value"])
        # Degrees, percent of the rain, centimetres of the sea.
        changes.append(scale * (then - reference) if scale else 100 * (then / reference - 1))
    told = rows.loc[(variable, "ssp585", "long term")]
    assert told["median"] == pytest.approx(sorted(changes)[1], abs=1e-6)
    assert [told["least"], told["most"]] == pytest.approx([min(changes), max(changes)], abs=1e-6)


def test_money_of_each_voter_is_raised_to_the_step_at_which_nothing_more_fits() -> None:
    rules = found("participatory-budget", "rules", "rule")

    # 1,400 of project 4 from six, then 600 of project 1 from four of whom two still have all
    # theirs: 4 b - 2 x 233.33 >= 600 from b = 266.67. What is left, 500, pays for no project, and
    # the search ends. Going on until the budget is overspent would change no project up to 339;
    # at 340 those of project 5 have 2 x 340 + 3 x 106.67 = 1,000, and it would cost 3,000 of 2,500.
    assert rules.loc["shares-cost-add1", "money_of_each_voter"] == 267
    assert rules.loc["shares-cost-add1", "spent"] == 2_000
