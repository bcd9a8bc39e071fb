"""`localgoals questionnaire`: forms out, submissions in, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from front_door import Done, localgoals
from pypdf import PdfReader

from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaires
from localgoals.reports.questionnaires.printed import printed_form

SURVEY = "localisation-survey"


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "questionnaire", *words)


def test_every_questionnaire_is_listed(tmp_path: Path) -> None:
    listed = run(tmp_path, "list", "--lang", "zh")

    assert listed.returncode == 0
    assert all(code in listed.stdout for code in questionnaires())


@pytest.mark.parametrize("form", questionnaires().values(), ids=lambda one: one.code)
def test_every_questionnaire_can_be_printed_in_both_languages(
    form: Questionnaire, tmp_path: Path
) -> None:
    for language in ("en", "zh"):
        (tmp_path / "form.pdf").write_bytes(printed_form(form, language))
        pages = PdfReader(tmp_path / "form.pdf").pages
        words = "".join("".join(page.extract_text().split()) for page in pages)
        for question in form.questions:
            assert "".join(question.title.in_(language).split())[:12] in words


def test_an_export_becomes_the_table_that_the_tool_reads(tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text(
        "SubmissionDate,about_the_form-area,about_the_form-round,about_the_form-respondent,"
        "localisation-goals,localisation-has_budget,localisation-budget,KEY\n"
        "2025-06-01,Town,2025-05-31,council,g1 g11,yes,1500000,uuid:1\n"
        "2025-06-01,Town,2025-05-31,mayor,g11,no,,uuid:2\n",
        encoding="utf-8",
    )

    done = run(tmp_path, "read", SURVEY, "sent.csv", "-o", "answers.csv")
    scored = localgoals(tmp_path, "tools", "run", SURVEY, "answers.csv", "-o", "out")

    assert (done.returncode, scored.returncode) == (0, 0), done.stderr + scored.stderr
    with (tmp_path / "out" / "choices.csv").open(encoding="utf-8-sig", newline="") as file:
        counts = {
            (row["question"], row["choice"]): row["chosen_by"] for row in csv.DictReader(file)
        }
    assert counts["goals", "g11"] == "2"
    assert counts["goals", "g1"] == "1"
    assert counts["has_budget", "no"] == "1"


def test_faults_of_an_export_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text("area,round,respondent,goals\nTown,spring,x,g99\n")

    done = run(tmp_path, "read", SURVEY, "sent.csv", "-o", "answers.csv")

    assert done.returncode == 1
    assert "row 2, column round" in done.stderr
    assert "row 2, column goals" in done.stderr
    assert not (tmp_path / "answers.csv").exists()


def test_a_form_of_another_kind_and_a_missing_export_are_explained(tmp_path: Path) -> None:
    strange = run(tmp_path, "form", SURVEY, "-o", "form.docx")
    missing = run(tmp_path, "read", SURVEY, "sent.csv", "-o", "answers.csv")

    assert (strange.returncode, missing.returncode) == (1, 1)
    assert ".pdf" in strange.stderr
    assert "sent.csv" in missing.stderr


def test_json_becomes_the_table_and_the_page_has_words_in_the_place_of_codes(
    tmp_path: Path,
) -> None:
    (tmp_path / "sent.json").write_text(
        '{"value": [{"__id": "uuid:1", "about_the_form": {"area": "Town", "round": "2025-05-31", '
        '"respondent": "council"}, "localisation": {"goals": "g1 g11", "has_budget": "yes"}}]}',
        encoding="utf-8",
    )

    assert run(tmp_path, "read", SURVEY, "sent.json", "-o", "answers.csv").returncode == 0
    ran = localgoals(tmp_path, "tools", "run", SURVEY, "answers.csv", "-o", "out", "--lang", "zh")

    assert ran.returncode == 0, ran.stderr
    page = (tmp_path / "out" / "zh" / "report.html").read_text(encoding="utf-8")
    assert "1 无贫穷、11 可持续的城市和社区" in page
    assert "g1 g11" not in page
