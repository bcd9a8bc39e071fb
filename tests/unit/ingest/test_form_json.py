"""Submissions as JSON: read like those in CSV, and safe with whatever else is called .json."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from made_up_form import made_up_form

from localgoals.ingest.form_json import DEEPEST
from localgoals.ingest.form_submissions import read_submissions
from localgoals.model.problem import Problem

FORM = made_up_form()
WHO = {"area": "Town", "round": "2025-05-31", "respondent": "council"}
ODK = {
    "__id": "uuid:1",
    "__system": {"reviewState": None, "formVersion": "1", "edits": 0},
    "about_the_form": WHO,
    "planning": {"has_plan": "no"},
    "means": {"staff": "1", "budget": 12.5},
    "knowledge": {"tools": "maps other"},
    "meta": {"instanceID": "uuid:1"},
}
KOBO = {
    "_id": 1,
    "_attachments": [],
    "_validation_status": {},
    "meta/deprecatedID": "uuid:0",
    **{f"about_the_form/{name}": value for name, value in WHO.items()},
    "means/staff": "1",
    "means/budget": "12.5",
}


def read(folder: Path, content: object) -> tuple[pd.DataFrame | None, list[Problem]]:
    path = folder / "sent.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return read_submissions(path, FORM)


def errors(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.kind, one.where) for one in problems if one.severity == "error"]


def test_groups_of_odk_central_become_the_columns_of_the_form(tmp_path: Path) -> None:
    answers, _ = read(tmp_path, {"value": [ODK]})

    assert answers is not None
    row = answers.iloc[0]
    assert (row["has_plan"], row["staff"], row["budget"]) == (0.0, "1", 12.5)
    assert row["tools"] == "maps other"


@pytest.mark.parametrize("content", [{"results": [KOBO], "next": None, "count": 1}, [KOBO]])
def test_kobotoolbox_leaves_blanks_out_and_nothing_is_told(content: object, tmp_path: Path) -> None:
    answers, problems = read(tmp_path, content)

    assert answers is not None
    assert problems == []
    assert pd.isna(answers.iloc[0]["has_plan"])


def test_faults_have_the_number_of_the_submission(tmp_path: Path) -> None:
    wrong = {**KOBO, "means/staff": "3", "means/budget": "soon", "about_the_form/round": "May"}

    answers, problems = read(tmp_path, {"results": [KOBO, wrong]})

    assert answers is None
    assert set(errors(problems)) >= {
        ("tool-choice", "sent.json, row 2, column staff"),
        ("questionnaire-round", "sent.json, row 2, column round"),
    }
    assert "sent.json, row 2, column budget" in {one.where for one in problems}


@pytest.mark.parametrize(
    ("sent", "mark"),
    [
        (ODK, {"__system": {"reviewState": "rejected"}}),
        (KOBO, {"_validation_status": {"uid": "validation_status_not_approved"}}),
    ],
)
def test_what_was_rejected_on_the_server_is_left_out(
    sent: dict[str, object], mark: dict[str, object], tmp_path: Path
) -> None:
    answers, problems = read(tmp_path, [sent, sent | mark])

    assert answers is not None
    assert len(answers) == 1
    assert "questionnaire-rejected" in {one.kind for one in problems}


def test_a_page_of_more_and_two_versions_are_told(tmp_path: Path) -> None:
    versions = [{**KOBO, "__version__": one} for one in ("v1", "v2")]
    versions[1]["about_the_form/respondent"] = "utility"

    answers, problems = read(tmp_path, {"results": versions, "next": "https://x/?start=2"})

    assert answers is not None
    assert {one.kind for one in problems} == {"questionnaire-part", "questionnaire-versions"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("", "exchange-json"),
        ("not JSON", "exchange-json"),
        ('{"results": [}', "exchange-json"),
        ('{"results": [{"area": 1, "area": 2}]}', "exchange-json"),
        ('{"results": [{"area": NaN}]}', "exchange-json"),
        ('{"results": [{"area": "\\ud800"}]}', "exchange-json"),
        ("[" * 100_000, "exchange-json"),
        ('{"a":' * 100_000, "exchange-json"),
        ("[" * 900 + "]" * 900, "questionnaire-json-row"),
        ("1" * 5000, "exchange-json"),
        ("null", "questionnaire-json"),
        ('{"count": 0, "results": {}}', "questionnaire-json"),
        ('{"results": []}', "tool-no-row"),
        ('{"results": [1, "a", null]}', "questionnaire-json-row"),
        ("[" + '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1) + "]", "questionnaire-json-row"),
        ([{**KOBO, "means/staff": [{"means/staff": "1"}]}], "questionnaire-nested"),
        ([{"about/area": "Town", "family/size": "4"}], "questionnaire-no-question"),
        ([{str(one): 1} for one in range(5000)], "table-too-large"),
    ],
)
def test_what_is_no_answer_to_the_form_is_refused_in_words(
    content: object, kind: str, tmp_path: Path
) -> None:
    answers, problems = read(tmp_path, content)

    assert answers is None
    assert kind in {one for one, _ in errors(problems)}


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.json"
    path.write_bytes(json.dumps([KOBO]).encode("utf-16"))

    answers, problems = read_submissions(path, FORM)

    assert answers is None
    assert errors(problems) == [("exchange-json", "sent.json")]
