"""Exports with the labels of the form in the place of names and codes, as people choose them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from made_up_form import made_up_form

from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaires
from localgoals.catalogue.questionnaires.made_up import made_up_answers
from localgoals.ingest.form_submissions import read_submissions
from localgoals.model.text import LANGUAGES, Language
from localgoals.reports.questionnaires.xlsform import write_xlsform

FORMS = [*questionnaires().values(), made_up_form()]
LABELS: dict[Language, str] = {"en": "label::English (en)", "zh": "label::中文 (zh)"}


def sheet_of(path: Path, name: str) -> list[dict[str, str]]:
    rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    head = [str(one) for one in next(rows)]
    return [dict(zip(head, map(str, row), strict=True)) for row in rows]


def labelled(folder: Path, form: Questionnaire, language: Language, grouped: bool) -> str:
    """Write the made-up answers as KoboToolbox does with labels, its own columns around them."""
    write_xlsform(form, folder / "form.xlsx", language)
    label = LABELS[language]
    lists: dict[str, dict[str, str]] = {}
    for row in sheet_of(folder / "form.xlsx", "choices"):
        lists.setdefault(row["list_name"], {})[row["name"]] = row[label]
    answers = list(csv.DictReader(StringIO(made_up_answers(form))))
    lines: list[dict[str, str]] = [{"start": "2025-06-01T08:00:00"} for _ in answers]
    for head, row in heads(sheet_of(folder / "form.xlsx", "survey"), label, grouped):
        kind, _, name = row["type"].partition(" ")
        for line, answer in zip(lines, answers, strict=True):
            given = answer.get(row["name"], "")
            words = lists.get(name, {})
            line[head] = " ".join(words.get(code, code) for code in given.split(" "))
            if kind == "select_multiple":
                line |= {f"{head}/{words[one]}": str(int(one in given.split())) for one in words}
    for number, line in enumerate(lines):
        line |= {"_id": str(number), "_validation_status": "", "__version__": "v1"}
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(lines[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def heads(
    survey: list[dict[str, str]], label: str, grouped: bool
) -> Iterator[tuple[str, dict[str, str]]]:
    group = ""
    for row in survey:
        if row["type"] == "begin_group":
            group = row[label]
        elif row["type"] != "end_group":
            yield f"{group}/{row[label]}" if grouped else row[label], row


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.code)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grouped", [True, False], ids=["groups in heads", "no groups"])
def test_labels_say_the_same_as_names(
    form: Questionnaire, language: Language, grouped: bool, tmp_path: Path
) -> None:
    (tmp_path / "names.csv").write_text(made_up_answers(form), "utf-8")
    (tmp_path / "labels.csv").write_text(labelled(tmp_path, form, language, grouped), "utf-8")

    by_name, _ = read_submissions(tmp_path / "names.csv", form)
    by_label, problems = read_submissions(tmp_path / "labels.csv", form)

    assert problems == []
    assert by_name is not None
    assert by_label is not None
    several = [one.code for one in form.questions if one.kind == "many"]
    for code in several:
        for frame in (by_name, by_label):
            frame[code] = [" ".join(sorted(str(one).split())) for one in frame[code]]
    pd.testing.assert_frame_equal(by_label, by_name)


def test_a_label_rejects_a_submission_as_a_code_does(tmp_path: Path) -> None:
    rows = [("x", "Not Approved"), ("y", "validation_status_not_approved"), ("z", "Approved")]
    lines = [f"a,2025,{name},{status}" for name, status in rows]
    path = tmp_path / "sent.csv"
    path.write_text("\n".join(["area,round,respondent,_validation_status", *lines]), "utf-8")

    answers, _ = read_submissions(path, made_up_form())

    assert answers is not None
    assert answers["respondent"].tolist() == ["z"]


def test_a_file_of_another_kind_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "sent.ods").write_text("[]")

    answers, problems = read_submissions(tmp_path / "sent.ods", made_up_form())

    assert answers is None
    assert [one.kind for one in problems] == ["questionnaire-format"]


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13", "2025-00-01", "31/05/2025", "25"])
def test_a_day_that_never_was_is_no_round(day: str, tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text(f"area,round,respondent\na,{day},x\nb,2024-02-29,x\n")

    answers, problems = read_submissions(tmp_path / "sent.csv", made_up_form())

    assert answers is None
    assert [one.where for one in problems if one.severity == "error"] == [
        "sent.csv, row 2, column round"
    ]


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["notes"])
    sheet = book.create_sheet("submissions")
    sheet.append(["area", "round", "respondent"])
    sheet.append(["a", "2025", "x"])
    book.save(tmp_path / "sent.xlsx")

    answers, _ = read_submissions(tmp_path / "sent.xlsx", made_up_form(), sheet="submissions")

    assert answers is not None
    assert answers["area"].tolist() == ["a"]
