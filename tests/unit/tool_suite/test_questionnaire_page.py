"""What the page of a questionnaire says of its scores: classes, criteria, the lowest sections."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from localgoals.catalogue.questionnaires.answer_table import ANSWERS
from localgoals.catalogue.questionnaires.declared import questionnaire_of
from localgoals.catalogue.questionnaires.made_up import made_up_answers
from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_inputs
from localgoals.reports.blocks import Bullets, KeyFigures, Paragraph, Plate, Table
from localgoals.reports.wording import spoken
from localgoals.tool_suite.questionnaire_page import questionnaire_answers
from localgoals.tool_suite.run import run_tool
from localgoals.tool_suite.worked import Worked


def every(code: str, answer: str) -> dict[str, str]:
    """Answer all questions that count alike."""
    form = questionnaire_of(code)
    return {one.code: answer for one in form.questions if form.counts(one)}


def inputs_of(code: str, folder: Path, **answers: str) -> Inputs:
    """Read the made-up answers, with some of them changed in every form."""
    rows = list(csv.DictReader(StringIO(made_up_answers(questionnaire_of(code)))))
    for row in rows:
        row.update(answers)
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    inputs, problems = read_inputs(folder / "answers.csv", tool_of(code))
    assert inputs is not None, [str(one) for one in problems]
    return inputs


def worked(code: str, folder: Path, **answers: str) -> Worked:
    return questionnaire_answers(questionnaire_of(code), inputs_of(code, folder, **answers))


def sentences(found: Worked) -> list[str]:
    blocks = found.parts[0].blocks
    return [str(one.words) for one in blocks if isinstance(one, Paragraph)]


def test_the_class_of_a_pledge_stands_on_the_page_and_in_the_tables(tmp_path: Path) -> None:
    nothing = worked("ndc-urban-content", tmp_path, **every("ndc-urban-content", "no"))
    most = worked("ndc-urban-content", tmp_path, **every("ndc-urban-content", "yes"))

    assert "Class, by the mean of the forms: Low or no urban content." in sentences(nothing)
    assert "Class, by the mean of the forms: Strong urban content." in sentences(most)
    assert set(nothing.tables["forms"]["class"]) == {"low_or_none"}
    whole = most.tables["sections"].query("section == 'whole'")
    assert set(whole["class"]) == {"strong"}


def test_a_pledge_without_a_score_has_no_class(tmp_path: Path) -> None:
    found = worked("ndc-urban-content", tmp_path, urban_headline="")

    assert not [one for one in sentences(found) if one.startswith("Class")]
    assert set(found.tables["forms"]["class"]) == {""}


def test_planning_law_is_scored_by_area_and_by_criterion(tmp_path: Path) -> None:
    form = questionnaire_of("planning-law")
    means = {f"{section.code}_means": "3" for section in form.sections}

    found = worked("planning-law", tmp_path, **(every("planning-law", "0") | means))

    last = found.tables["criteria"].query("round == '2025-05-31'").set_index("criterion")
    assert last["mean"].to_dict() == {
        "objectives": 0, "procedures": 0, "institutions": 0, "standards": 0, "means": 100,
    }  # fmt: skip
    heads = [str(one.columns[0].words) for one in found.parts[0].blocks if isinstance(one, Table)]
    assert "Criterion, over all sections" in heads


def test_sections_that_are_equally_low_are_pointed_out_together(tmp_path: Path) -> None:
    low = {f"{section}_{number}": "0" for section in ("authority", "rates") for number in (1, 2, 3)}
    low |= {f"base_{number}": "0" for number in (1, 2, 3)}
    high = every("revenue-administration", "3") | {"strategy_plan": "yes"}

    three = worked("revenue-administration", tmp_path, **(high | low))
    alike = worked("revenue-administration", tmp_path, **high)

    lowest = next(one for one in three.parts[0].blocks if isinstance(one, Bullets))
    assert [str(one) for one in lowest.items] == ["Authority", "Tax base", "Rates"]
    assert not [one for one in alike.parts[0].blocks if isinstance(one, Bullets)]
    assert alike.tables["sections"]["lowest"].sum() == 0


def test_words_that_are_markup_stay_words_on_the_page(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    inputs = inputs_of("localisation-survey", tmp_path, area=evil, practice=evil)

    run_tool(tool_of("localisation-survey"), inputs, tmp_path / "out", languages=["en"])

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_table_on_its_side_names_area_round_and_respondent_in_its_head(tmp_path: Path) -> None:
    inputs = inputs_of("governance", tmp_path)

    run_tool(tool_of("governance"), inputs, tmp_path / "out", languages=["en"])

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "Town A (made up), 2023-05-31, finance office" in page
    assert list(inputs.tables) == [ANSWERS]


def test_tables_without_rows_and_questions_that_nobody_answered_are_left_out(
    tmp_path: Path,
) -> None:
    found = worked("waste-control", tmp_path)

    blocks = found.parts[0].blocks
    tables = [one for one in blocks if isinstance(one, Table)]
    assert tables
    assert all(one.rows for one in tables)
    unanswered = [one.words for one in blocks if isinstance(one, Paragraph)]
    assert any("nobody answered in the last round" in str(one) for one in unanswered)


def test_sections_that_bring_their_number_along_get_no_second_one(tmp_path: Path) -> None:
    found = worked("undrr-scorecard", tmp_path)

    plates = [one for one in found.parts[0].blocks if isinstance(one, Plate)]
    table = next(one.table for one in plates if one.table is not None)
    assert str(table.rows[0][0].words).startswith("1 Organise")


def test_a_total_in_points_says_which_way_it_went(tmp_path: Path) -> None:
    found = worked("undrr-scorecard", tmp_path)

    keys = next(one for one in found.parts[0].blocks if isinstance(one, KeyFigures)).items
    assert spoken(keys[0].note, "en") == "Change since the round before: +20.3 points"
    assert spoken(keys[0].note, "zh") == "与上一轮相比的变化：+20.3分"


def test_boxes_that_one_form_ticked_are_listed_and_not_drawn(tmp_path: Path) -> None:
    blocks = worked("waste-control", tmp_path).parts[0].blocks

    drawn = [one.picture.anchor for one in blocks if isinstance(one, Plate)]
    listed = [str(one.caption) for one in blocks if isinstance(one, Table)]
    assert not [one for one in drawn if "landfill" in one]
    assert any("Tick what holds for the landfill" in one for one in listed)


@pytest.mark.parametrize(
    ("code", "ends"),
    [("undrr-scorecard", "from 0 to 141"), ("expert-panel", "from 1 to 4"), ("governance", "")],
)
def test_a_whole_in_points_says_between_which_ends_it_lies(
    tmp_path: Path, code: str, ends: str
) -> None:
    found = worked(code, tmp_path)

    keys = next(one for one in found.parts[0].blocks if isinstance(one, KeyFigures))

    assert spoken(keys.items[0].unit, "en") == ends
