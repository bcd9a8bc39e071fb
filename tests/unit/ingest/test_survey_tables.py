"""Answers of surveys and measurements of water bodies, with everything that is wrong in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from localgoals.ingest.layers import Survey, WaterSamples
from localgoals.ingest.pack import Resource
from localgoals.ingest.surveys import read_survey
from localgoals.ingest.water_quality import read_water_quality
from localgoals.model.period import Period
from localgoals.model.problem import Problem

YEAR = Period(2020, 2020)


def resource(folder: Path, text: str, *, role: str, **fields: str) -> Resource:
    """Write a table, and give it as a resource of a pack."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    options = {"fields": fields} if fields else {}
    return Resource("table", role, (path,), "csv", "0" * 64, YEAR, options)


def answers(folder: Path, text: str, **fields: str) -> tuple[Survey | None, list[Problem]]:
    """Read a survey of the city X with the district N."""
    one = resource(folder, text, role="survey", **fields)
    return read_survey(one, city="X", areas={"X", "N"})


def samples(folder: Path, text: str) -> tuple[WaterSamples | None, list[Problem]]:
    """Read measurements of the city X with the district N."""
    return read_water_quality(
        resource(folder, text, role="water-quality"), city="X", areas={"X", "N"}
    )


def kinds(problems: list[Problem]) -> list[str]:
    """Name the kinds of problems."""
    return [one.kind for one in problems]


def test_answers_are_read_as_people_write_them(tmp_path: Path) -> None:
    text = "w,secure_tenure\n1,Yes\n1,no\n1,是\n1,0\n1,\n1,DK\n1,拒答\n"

    survey, problems = answers(tmp_path, text, weight="w")

    assert survey is not None
    assert problems == []
    expected = [1, 0, 1, 0, np.nan, np.nan, np.nan]
    np.testing.assert_array_equal(survey.answers["secure_tenure"], expected)


def test_clusters_are_numbered_inside_their_stratum(tmp_path: Path) -> None:
    text = "weight,cluster,stratum,has_say\n1,1,n,3\n1,2,n,3\n1,1,s,3\n1,2,s,3\n1,2,s,3\n"

    survey, problems = answers(tmp_path, text)

    assert survey is not None
    assert problems == []
    assert len(np.unique(survey.cluster)) == 4


def test_without_clusters_every_row_is_one(tmp_path: Path) -> None:
    survey, _ = answers(tmp_path, "weight,has_say\n1,3\n1,4\n")

    assert survey is not None
    assert len(np.unique(survey.cluster)) == 2


def test_a_blank_area_is_the_city_and_a_strange_one_is_left_out(tmp_path: Path) -> None:
    survey, problems = answers(tmp_path, "weight,area,has_say\n1,N,3\n1,,4\n1,Z,5\n")

    assert survey is not None
    assert survey.area.tolist() == ["N", "X"]
    assert kinds(problems) == ["statistics-area"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("weight,colour\n1,red\n", "survey-no-question"),
        ("weight,has_say\n-1,3\n", "survey-weight"),
        ("weight,has_say\n,3\n", "survey-weight"),
        ("weight,has_say\nmany,3\n", "not-a-number"),
        ("weight,people,has_say\n1,0,3\n", "survey-people"),
        ("weight,cluster,has_say\n1,,3\n", "survey-blank"),
        ("weight,has_say\n1,6\n", "survey-answer"),
        ("weight,has_say\n1,2.5\n", "survey-answer"),
        ("weight,secure_tenure\n1,perhaps\n", "survey-answer"),
        ("weight,household_waste_kg_per_day\n1,-1\n", "survey-answer"),
        ("weight,household_waste_kg_per_day\n1,inf\n", "survey-answer"),
        ("has_say\n3\n", "survey-no-weights"),
        ("weight,cluster,stratum,has_say\n1,a,n,3\n1,b,s,3\n1,c,s,3\n", "survey-single-cluster"),
        ("weight,cluster,stratum_size,has_say\n1,a,1,3\n1,b,1,3\n", "survey-stratum-size"),
        (
            "weight,age,has_say\n" + "".join(f"1,{age},3\n" for age in range(60)),
            "survey-many-members",
        ),
    ],
)
def test_what_is_wrong_with_answers_is_named(tmp_path: Path, text: str, kind: str) -> None:
    _, problems = answers(tmp_path, text)

    assert set(kinds(problems)) == {kind}


def test_all_faults_of_a_survey_are_named_at_once(tmp_path: Path) -> None:
    survey, problems = answers(tmp_path, "weight,cluster,has_say,secure_tenure\n0,,9,x\nno,a,1,1\n")

    assert survey is None
    expected = ["not-a-number", "survey-answer", "survey-answer", "survey-blank", "survey-weight"]
    assert sorted(kinds(problems)) == expected


def test_experts_need_no_weights(tmp_path: Path) -> None:
    _, problems = answers(tmp_path, "participation_in_planning\n3\n")

    assert problems == []


def test_a_column_that_the_pack_names_must_be_there(tmp_path: Path) -> None:
    _, problems = answers(tmp_path, "weight,has_say\n1,3\n", sex="gender")

    assert kinds(problems) == ["column-missing"]


def test_a_value_is_held_against_its_target(tmp_path: Path) -> None:
    text = (
        "body,kind,parameter,value,low,high\n"
        "R,river,oxygen,6,5,\nR,river,oxygen,4,5,\nR,river,nitrogen,5,,5\nR,河流,ph,9,6,8\n"
    )

    found, problems = samples(tmp_path, text)

    assert found is not None
    assert problems == []
    assert found.table["complies"].tolist() == [True, False, True, False]
    assert set(found.table["kind"]) == {"river"}


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (",river,ph,yes,,,", "water-blank"),
        ("R,sea,ph,yes,,,", "water-kind"),
        ("R,river,ph,perhaps,,,", "water-complies"),
        ("R,river,ph,,7,,", "water-no-target"),
        ("R,river,ph,,,6,8", "water-no-target"),
        ("R,river,ph,,7,8,6", "water-target-order"),
        ("R,river,ph,no,7,6,8", "water-contradiction"),
        ('R,river,ph,,"1,234",6,', "number-ambiguous"),
        ("R,river,ph,yes,,,\nR,lake,ph,yes,,,", "water-two-kinds"),
        ("R,river,ph,yes,,,\nR,river,mercury,yes,,,", "water-other-parameter"),
    ],
)
def test_what_is_wrong_with_water_samples_is_named(tmp_path: Path, rows: str, kind: str) -> None:
    _, problems = samples(tmp_path, f"body,kind,parameter,complies,value,low,high\n{rows}\n")

    assert kinds(problems) == [kind]


def test_a_period_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    _, problems = samples(
        tmp_path, "body,kind,parameter,complies,period\nR,river,ph,yes,last year\n"
    )

    assert kinds(problems) == ["water-period"]
