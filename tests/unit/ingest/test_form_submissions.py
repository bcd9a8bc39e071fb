"""What comes back from devices: every fault is named, blanks stay blank, nothing gets lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
from made_up_form import made_up_form

from localgoals.ingest.form_submissions import read_submissions
from localgoals.model.problem import Problem

FORM = made_up_form()
HEAD = ["about_the_form/area", "about_the_form/round", "about_the_form/respondent"]
WHO = ["Town", "2025-05-31", "council"]


def read(
    folder: Path, columns: dict[str, str], **more: str
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one submission with these cells."""
    row = dict(zip(HEAD, WHO, strict=True)) | columns | more
    path = folder / "sent.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    return read_submissions(path, FORM)


def test_blank_is_not_known_and_not_zero(tmp_path: Path) -> None:
    answers, _ = read(tmp_path, {"planning/has_plan": "", "means/budget": "", "means/staff": "1"})

    assert answers is not None
    assert answers[["has_plan", "budget"]].isna().all(axis=None)
    assert answers.loc[0, "staff"] == "1"


def test_every_fault_is_named_with_row_and_question(tmp_path: Path) -> None:
    cells = {
        "means/staff": "3", "means/budget": "-5", "planning/has_plan": "perhaps",
        "knowledge/tools": "maps planes", "planning/plan_year": "soon",
    }  # fmt: skip
    answers, problems = read(tmp_path, cells, **{HEAD[1]: "spring"})

    wheres = [one.where for one in problems if one.severity == "error"]
    assert answers is None
    for name in ("staff", "budget", "has_plan", "tools", "plan_year", "round"):
        assert f"sent.csv, row 2, column {name}" in wheres


def test_unknown_columns_and_missing_questions_are_told_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    answers, problems = read(tmp_path, {"means/stuff": "3", "means/budget": "1", "_uuid": "x"})

    told = {one.kind: str(one.found) for one in problems}
    assert answers is not None
    assert set(told) == {"questionnaire-column-unknown", "questionnaire-question-missing"}
    assert "means/stuff" in told["questionnaire-column-unknown"]
    assert "staff" in told["questionnaire-question-missing"]


def test_a_question_that_stands_in_two_columns_is_refused(tmp_path: Path) -> None:
    answers, problems = read(tmp_path, {"means/staff": "1", "older/staff": "2"})

    assert answers is None
    assert "column-twice" in {one.kind for one in problems}


def test_choices_in_columns_of_their_own_become_one_answer(tmp_path: Path) -> None:
    split = {"knowledge/tools/maps": "1", "knowledge/tools/census-data": "1",
             "knowledge/tools/other": "0"}  # fmt: skip
    blank = dict.fromkeys(split, "")

    chosen, _ = read(tmp_path, split)
    nothing, _ = read(tmp_path, blank)

    assert chosen is not None
    assert nothing is not None
    assert chosen.loc[0, "tools"] == "maps census-data"
    assert nothing.loc[0, "tools"] == ""


def test_a_choice_that_is_neither_0_nor_1_is_named(tmp_path: Path) -> None:
    answers, problems = read(tmp_path, {"knowledge/tools/maps": "2"})

    assert answers is None
    assert "sent.csv, row 2, column tools/maps" in [one.where for one in problems]


def test_submissions_that_were_rejected_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("area,round,respondent,ReviewState\na,2025,x,rejected\na,2025,y,approved\n")

    answers, problems = read_submissions(path, FORM)

    assert answers is not None
    assert answers["respondent"].tolist() == ["y"]
    assert "1 submissions" in str(next(one for one in problems if "rejected" in one.kind).found)


def test_a_workbook_with_dates_and_titles_is_read_like_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["area", "round", "respondent", "staff", "plan", "main"])
    sheet.append(["Town", pd.Timestamp("2025-05-31").to_pydatetime(), "council", 2.0, 0.5, "普查"])
    sheet.append(["Town", pd.Timestamp("2025-05-31").to_pydatetime(), "mayor", 4, 3, "maps"])
    book.save(tmp_path / "sent.xlsx")

    answers, problems = read_submissions(tmp_path / "sent.xlsx", FORM)

    assert answers is not None, [str(one) for one in problems]
    assert answers["round"].unique().tolist() == ["2025-05-31"]
    assert answers["staff"].tolist() == ["2", "4"]
    assert answers["plan"].tolist() == ["0.5", "3"]
    assert answers["main"].tolist() == ["census-data", "maps"]


def test_an_empty_export_and_the_same_form_twice_are_refused(tmp_path: Path) -> None:
    empty, twice = tmp_path / "empty.csv", tmp_path / "twice.csv"
    empty.write_text("area,round,respondent\n")
    twice.write_text("area,round,respondent\na,2025,x\na,2025,x\n")

    nothing, why = read_submissions(empty, FORM)
    double, reasons = read_submissions(twice, FORM)

    assert nothing is None
    assert why
    assert double is None
    assert "tool-row-twice" in {one.kind for one in reasons}
