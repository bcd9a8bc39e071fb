"""Every shipped form as an XLSForm: in both languages throughout, and nothing of it left out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from localgoals.catalogue.questionnaires.answer_table import evidence_name
from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaires
from localgoals.reports.questionnaires.xlsform import write_xlsform

EN, ZH = "::English (en)", "::中文 (zh)"
HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")

every_form = pytest.mark.parametrize("form", questionnaires().values(), ids=lambda one: one.code)


def sheet(form: Questionnaire, folder: Path, name: str) -> list[dict[str, str]]:
    """Write the form and read one of its sheets, blanks as empty text."""
    write_xlsform(form, folder / "form.xlsx", "en")
    head, *rows = openpyxl.load_workbook(folder / "form.xlsx")[name].iter_rows(values_only=True)
    return [
        {str(key): str(cell or "") for key, cell in zip(head, row, strict=True)} for row in rows
    ]


@every_form
@pytest.mark.parametrize("name", ["survey", "choices"])
def test_whatever_is_said_is_said_in_both_languages(
    form: Questionnaire, name: str, tmp_path: Path
) -> None:
    rows = sheet(form, tmp_path, name)

    spoken = {key.partition("::")[0] for key in rows[0] if "::" in key}
    assert not spoken & set(rows[0])  # no column of words without its language
    for row in rows:
        for word in spoken:
            english, chinese = row[word + EN], row[word + ZH]
            assert bool(english) == bool(chinese), row
            assert not HAN.search(english), row
            assert not chinese or HAN.search(chinese) or re.fullmatch(r"[\d ./A-Z]+", chinese), row


@every_form
def test_no_choice_is_other_and_none_stands_twice(form: Questionnaire, tmp_path: Path) -> None:
    kinds = {row["type"] for row in sheet(form, tmp_path, "survey")}
    choices = [(row["list_name"], row["name"]) for row in sheet(form, tmp_path, "choices")]

    assert not any("or_other" in kind for kind in kinds)
    assert len(choices) == len(set(choices))
    lists = {kind.split()[1] for kind in kinds if kind.startswith("select")}
    assert lists == {name for name, _ in choices}


@every_form
def test_levels_evidence_and_conditions_are_on_the_form(
    form: Questionnaire, tmp_path: Path
) -> None:
    rows = {row["name"]: row for row in sheet(form, tmp_path, "survey") if row["name"]}

    for question in form.questions:
        asked = rows[question.code]
        if question.evidence is not None:
            assert question.evidence.zh in rows[evidence_name(question)]["label" + ZH]
            assert rows[evidence_name(question)]["relevant"] == asked["relevant"]
        if question.asked_if is not None:
            for one in question.asked_if.among:
                assert f"${{{question.asked_if.question}}}, '{one}'" in asked["relevant"]
        else:
            assert asked["relevant"] == ""
        if question.kind == "level":
            said = [one.descriptor for one in form.levels_of(question) if one.descriptor]
            for words in said:
                assert words.en in rows[f"{question.code}_levels"]["label" + EN]
                assert words.zh in rows[f"{question.code}_levels"]["label" + ZH]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@every_form
def test_odk_validate_has_nothing_to_say(form: Questionnaire, tmp_path: Path) -> None:
    write_xlsform(form, tmp_path / "form.xlsx", "zh")

    # It raises where ODK Validate refuses the form.
    assert convert(str(tmp_path / "form.xlsx"), validate=True).warnings == []
