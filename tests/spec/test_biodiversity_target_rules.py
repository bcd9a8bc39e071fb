"""How a biodiversity target stands, kind by kind, worked out by hand."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.catalogue.tool_suite.gbf_targets import world_targets
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.nature.targets import areas_against
from localgoals.tool_suite.biodiversity_rows import coverage, served, standing

YEAR = 2025.0


def one_target(
    kind: str, ends: tuple[float, float], value: float, *, year: float = YEAR, better: str = ""
) -> Inputs:
    target = {"city": "A", "code": "T", "target": "Trees", "gbf": "12", "kind": kind, "unit": "ha"}
    years = {"base_year": 2020.0, "target_year": 2030.0, "explanation": ""}
    values = {"better": better, "base_value": ends[0], "target_value": ends[1]}
    measured = {"city": "A", "code": "T", "year": year, "value": value, "explanation": ""}
    tables = {
        "targets": pd.DataFrame([target | years | values]),
        "measurements": pd.DataFrame([measured]),
    }
    return Inputs(tables, {}, {})


# Kind, base 2020, level 2030, which side is better, value 2025; then status and share of the way.
@pytest.mark.parametrize(
    ("given", "status", "gone"),
    [
        (("increase", 10, 20, "", 15), "on_track", 0.5),
        (("increase", 10, 20, "", 14.9), "behind", 0.49),
        (("increase", 10, 20, "", 25), "reached", 1.5),
        (("increase", 10, 20, "", 5), "behind", -0.5),
        (("increase", 10, 20, "", nan), "unknown", nan),
        (("reduce", 200, 100, "", 150), "on_track", 0.5),
        (("reduce", 200, 100, "", 170), "behind", 0.3),
        (("reduce", 200, 100, "", 100), "reached", 1.0),
        (("reach", 55, 80, "", 72), "on_track", 0.68),
        (("reach", 410, 0, "lower", 300), "behind", 110 / 410),
        (("reach", 410, 0, "lower", 0), "reached", 1.0),
        (("reach", nan, 80, "", 72), "unknown", nan),
        (("reach", nan, 80, "", 80), "reached", nan),
        # A city that began beyond its level is not on any way to it.
        (("reach", 90, 80, "", 85), "reached", nan),
        (("reach", 90, 80, "", 79), "behind", nan),
        (("hold", 1850, nan, "", 1862), "on_track", nan),
        (("hold", 1850, nan, "", 1849), "behind", nan),
        (("hold", nan, 5, "lower", 4), "on_track", nan),
        (("hold", nan, 5, "lower", 6), "behind", nan),
    ],
)
def test_a_target_stands_as_worked_out_by_hand(
    given: tuple[str, float, float, str, float], status: str, gone: float
) -> None:
    kind, base, level, better, value = given

    found = standing(one_target(kind, (base, level), value, better=better)).iloc[0]

    assert found["status"] == status
    assert found["progress"] == pytest.approx(gone, nan_ok=True)


def test_a_level_that_is_held_in_the_target_year_is_reached() -> None:
    assert standing(one_target("hold", (5, nan), 5, year=2030)).iloc[0]["status"] == "reached"


def test_after_the_target_year_the_line_is_the_target() -> None:
    found = standing(one_target("increase", (10, 20), 19, year=2032)).iloc[0]

    assert (found["expected_value"], found["status"]) == (20, "behind")


def test_the_value_of_the_base_year_is_no_measurement_of_progress() -> None:
    found = standing(one_target("increase", (10, 20), 12, year=2020)).iloc[0]

    assert (found["status"], found["reason"]) == ("unknown", "no_measurement")
    assert found["base_value"] == 10


def test_a_measurement_of_the_base_year_stands_in_for_a_blank() -> None:
    inputs = one_target("increase", (nan, 20), 10, year=2020)
    later = inputs.tables["measurements"].assign(year=YEAR, value=16.0)
    both = pd.concat([inputs.tables["measurements"], later], ignore_index=True)

    found = standing(Inputs({**inputs.tables, "measurements": both}, {}, {})).iloc[0]

    assert (found["base_value"], found["progress"]) == (10, pytest.approx(0.6))


def test_without_a_table_of_measurements_nothing_is_known() -> None:
    inputs = one_target("increase", (10, 20), 15)

    found = standing(Inputs({"targets": inputs.tables["targets"]}, {}, {})).iloc[0]

    assert (found["status"], found["reason"]) == ("unknown", "no_measurement")


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("2", (2,)),
        ("3; 2", (2, 3)),
        ("2,3、12", (2, 3, 12)),
        ("23 23", (23,)),
        ("", ()),
        ("24", None),
        ("0", None),
        ("2.5", None),
        ("A", None),
    ],
)
def test_numbers_of_the_framework_are_read_as_people_write_them(
    written: str, numbers: tuple[int, ...] | None
) -> None:
    assert served(written) == numbers


def test_coverage_counts_a_target_for_each_that_it_serves_and_names_all_23() -> None:
    inputs = read_example(tool_of("biodiversity-targets"))

    found = coverage(standing(inputs), inputs.tables["actions"]).set_index("gbf")

    assert list(found.index) == [one.number for one in world_targets()] == list(range(1, 24))
    assert found["targets"].sum() == 10
    assert sorted(found.index[found["targets"] > 0]) == [1, 2, 3, 6, 7, 8, 11, 12, 21]
    assert found.loc[12, ["targets", "on_track", "actions_done"]].tolist() == [2, 2, 2]
    assert found.loc[4].drop("city").sum() == 0


def test_areas_are_held_against_thirty_per_cent() -> None:
    found = areas_against([31.0, 7.4, 1.0], [390.0, 20.0, 0.0], 30.0)

    assert found.percent[:2].tolist() == pytest.approx([7.9487, 37.0], abs=1e-4)
    assert found.missing[:2].tolist() == pytest.approx([86.0, 0.0])
    assert isnan(found.percent[2])
    assert isnan(found.missing[2])


def test_only_two_targets_of_the_framework_name_a_share_of_area() -> None:
    shares = {one.number: one.area_percent for one in world_targets()}

    assert {number for number, share in shares.items() if share == share} == {2, 3}
