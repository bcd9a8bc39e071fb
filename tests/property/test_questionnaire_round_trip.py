"""A form goes out as an XLSForm, and what comes back scores as if it had been typed in here."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_form import made_up_form
from pyxform.xls2xform import convert

from localgoals.catalogue.questionnaires.answer_table import answer_table, tool_of_form
from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaires
from localgoals.catalogue.questionnaires.made_up import is_asked
from localgoals.diagnosis.questionnaires.scoring import Answers, scores
from localgoals.ingest.form_submissions import read_submissions, written_answers
from localgoals.ingest.tool_inputs import read_inputs
from localgoals.model.ranges import Between
from localgoals.model.text import LANGUAGES, Language
from localgoals.reports.questionnaires.xlsform import write_xlsform
from localgoals.reports.tables import write_csv
from localgoals.tool_suite.questionnaire_answers import answers_of

FORMS = [*questionnaires().values(), made_up_form("mean"), made_up_form("sum")]
X = "{http://www.w3.org/2002/xforms}"


class Entry(NamedTuple):
    """A question as the XForm has it: its path, its type, and what it offers."""

    path: str
    kind: str
    offered: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@cache
def entries(form: Questionnaire) -> tuple[Entry, ...]:
    """Read the entries of a form from the XForm that pyxform makes of its XLSForm."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        write_xlsform(form, path, "en")
        made = convert(str(path), validate=False)
    return tuple(_entries(ElementTree.fromstring(made.xform)))


def _entries(root: ElementTree.Element) -> Iterator[Entry]:
    kinds = {one.get("nodeset", ""): one.get("type", "") for one in root.iter(f"{X}bind")}
    lists = {
        one.get("id"): tuple(name.text or "" for name in one.iter(f"{X}name"))
        for one in root.iter(f"{X}instance")
    }
    for control in root.iter():
        kind = control.tag.removeprefix(X)
        if kind not in ("input", "select1", "select"):
            continue
        path = control.get("ref", "")
        sets = [one.get("nodeset", "") for one in control.iter(f"{X}itemset")]
        offered = [lists[one.split("'")[1]] for one in sets]
        if path.endswith(("_levels", "_note")):
            kind = "note"
        yield Entry(path, kinds[path] if kind == "input" else kind, offered[0] if offered else ())


WORDS = st.sampled_from(["a, b", 'said "yes"', "中文；答案", "two\nlines", "=1+1", "0007", "0"])


def typed(entry: Entry, between: Between | None) -> st.SearchStrategy[str]:
    """Give what a device lets a person answer, as it is written in a submission."""
    if entry.kind == "select1":
        return st.sampled_from(entry.offered)
    if entry.kind == "select":
        return st.lists(st.sampled_from(entry.offered), unique=True, min_size=1).map(" ".join)
    if entry.kind == "date":
        return st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str)
    if entry.kind == "decimal":
        assert between is not None
        low, high = max(between.low, -1e6), min(between.high, 1e6)
        return st.decimals(low, high, places=2).map(str)
    return WORDS


@st.composite
def submissions(draw: st.DrawFn, form: Questionnaire) -> list[dict[str, str]]:
    """Fill the form in as a device lets a person do it: what is not asked stays blank."""
    questions = {one.code: one for one in form.questions}
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row: dict[str, str] = {"area": "007", "respondent": f"office {number}"}
        for entry in entries(form):
            question = questions.get(entry.name.removesuffix("_evidence"))
            if entry.kind == "note" or entry.name in row:
                continue
            if question is not None and (not is_asked(question, row) or draw(SKIPPED)):
                continue
            row[entry.name] = draw(typed(entry, question.between if question else None))
        rows.append(row)
    return rows


SKIPPED = st.integers(0, 9).map(lambda one: one == 0)


def exported(form: Questionnaire, rows: list[dict[str, str]], mark: str, *, split: bool) -> str:
    """Write submissions as a server does: groups before names, its own columns around them."""
    table = []
    for row in rows:
        line = {"SubmissionDate": "2025-06-01T08:00:00Z"}
        for entry in entries(form):
            head, value = mark.join(entry.path.split("/")[2:]), row.get(entry.name, "")
            if split and entry.kind == "select":
                chosen = value.split()
                for code in entry.offered:
                    line[f"{head}/{code}"] = str(int(code in chosen)) if chosen else ""
            else:
                line[head] = value
        table.append(line | {"KEY": f"uuid:{len(table)}", "__version__": "v1", "ReviewState": ""})
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def kobo_json(form: Questionnaire, rows: list[dict[str, str]]) -> str:
    """Write submissions as KoboToolbox does: groups before names, what is blank left out."""
    results = []
    for number, row in enumerate(rows, start=1):
        sent: dict[str, object] = {"_id": number, "formhub/uuid": "0a", "__version__": "v1"}
        for entry in entries(form):
            if entry.name in row:
                sent["/".join(entry.path.split("/")[2:])] = row[entry.name]
        sent |= {"meta/instanceID": f"uuid:{number}", "_attachments": [], "_tags": [],
                 "_geolocation": [None, None], "_validation_status": {}}  # fmt: skip
        results.append(sent)
    return json.dumps({"count": len(rows), "next": None, "previous": None, "results": results})


def odk_json(form: Questionnaire, rows: list[dict[str, str]]) -> str:
    """Write submissions as ODK Central does: objects inside objects, null, numbers as numbers."""
    value = []
    for number, row in enumerate(rows, start=1):
        system = {"reviewState": None, "edits": 0, "formVersion": "1", "deviceId": None}
        sent: dict[str, object] = {"__id": f"uuid:{number}", "__system": system}
        for entry in entries(form):
            written: object = row.get(entry.name)
            if entry.kind == "decimal" and written is not None:
                written = float(str(written))
            *groups, name = entry.path.split("/")[2:]
            place = sent
            for group in groups:
                place = place.setdefault(group, {})  # type: ignore[assignment]
            place[name] = written
        value.append(sent | {"meta": {"instanceID": f"uuid:{number}", "instanceName": None}})
    context = f"https://example.org/v1/projects/1/forms/{form.code}.svc/$metadata#Submissions"
    return json.dumps({"value": value, "@odata.context": context}, ensure_ascii=False)


def direct(form: Questionnaire, rows: list[dict[str, str]]) -> Answers:
    """Take the answers as they were given, past any file."""
    words = {"yes": 1.0, "no": 0.0, "": float("nan")}
    numbers, texts = {}, {}
    for question in form.questions:
        given = [row.get(question.code, "") for row in rows]
        if question.kind in ("level", "yes_no", "number"):
            values = [words[one] if one in words else float(one) for one in given]
            numbers[question.code] = np.array(values, np.float64)
        else:
            texts[question.code] = np.array(given, np.object_)
    return Answers(numbers, texts, len(rows))


def same(found: Mapping[str, np.ndarray], expected: Mapping[str, np.ndarray]) -> None:
    assert found.keys() == expected.keys()
    for code, values in expected.items():
        np.testing.assert_array_equal(found[code], values, err_msg=code)


WAYS: dict[str, Callable[[Questionnaire, list[dict[str, str]]], str]] = {
    "csv, slashes": partial(exported, mark="/", split=False),
    "csv, hyphens": partial(exported, mark="-", split=False),
    "csv, slashes, split": partial(exported, mark="/", split=True),
    "csv, hyphens, split": partial(exported, mark="-", split=True),
    "json, KoboToolbox": kobo_json,
    "json, ODK Central": odk_json,
}
"""How submissions come back."""


@pytest.mark.parametrize("form", FORMS, ids=lambda one: f"{one.code}, {one.scoring.section}")
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.data(), way=st.sampled_from(tuple(WAYS)))
def test_what_comes_back_scores_like_the_answers_themselves(
    form: Questionnaire, drawn: st.DataObject, way: str
) -> None:
    rows = drawn.draw(submissions(form))
    with TemporaryDirectory() as folder:
        path = Path(folder, f"submissions.{way.partition(', ')[0]}")
        path.write_text(WAYS[way](form, rows), "utf-8", newline="")
        read, problems = read_submissions(path, form)
        assert read is not None, [str(one) for one in problems]
        again = read_inputs(_answers(form, read, Path(folder)), tool_of_form(form))[0]

    assert problems == []
    assert again is not None
    for code, sent in direct(form, rows).texts.items():
        # Split into columns, several choices come back in the order of the form.
        back = answers_of(form, read).texts[code]
        assert [sorted(one.split()) for one in back] == [sorted(one.split()) for one in sent]
    expected = scores(form, direct(form, rows))
    for table in (read, again.tables["answers"]):
        answers = answers_of(form, table)
        found = scores(form, answers)
        same(found.questions, expected.questions)
        same(found.sections, expected.sections)
        same(found.answered_percent, expected.answered_percent)
        np.testing.assert_array_equal(found.whole, expected.whole)
        same(answers.numbers, direct(form, rows).numbers)
        assert list(table["area"]) == ["007"] * len(rows)


def _answers(form: Questionnaire, read: pd.DataFrame, folder: Path) -> Path:
    path = folder / "answers.csv"
    names = [column.name for column in answer_table(form).columns]
    write_csv(path, names, written_answers(form, read), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("form", FORMS, ids=lambda one: f"{one.code}, {one.scoring.section}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pyxform_takes_every_form_without_a_word_in_either_language(
    form: Questionnaire, language: Language, tmp_path: Path
) -> None:
    write_xlsform(form, tmp_path / "form.xlsx", language)

    made = convert(str(tmp_path / "form.xlsx"), validate=False)

    assert made.warnings == []
    title = ElementTree.fromstring(made.xform).find(".//{http://www.w3.org/1999/xhtml}title")
    assert title is not None
    assert title.text == form.title.in_(language)
    assert {one.name for one in entries(form)} >= {one.code for one in form.questions}
