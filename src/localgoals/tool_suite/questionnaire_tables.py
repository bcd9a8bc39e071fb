"""What filled-in forms say: a table of forms, of sections, of questions and of choices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.answer_table import answer_choices
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.diagnosis.questionnaires.agreement import Agreement, agreement
from localgoals.diagnosis.questionnaires.scoring import Floats, asked, ends_of
from localgoals.tool_suite.questionnaire_answers import Judged

__all__ = [
    "WHOLE",
    "by_choice",
    "by_criterion",
    "by_form",
    "by_question",
    "by_section",
    "whole_ends",
]

WHOLE = "whole"
"""Stands in the place of a section's code."""


def by_form(judged: Judged, table: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each form: scores, how much is answered, evidence that is not shown."""
    found = judged.scores
    columns: dict[str, object] = {name: table[name] for name in ("area", "round", "respondent")}
    columns |= dict(found.sections)
    if _has_whole(judged.form):
        columns[WHOLE] = found.whole
    if judged.form.scoring.bands:
        columns["class"] = classes_of(judged.form, found.whole)
    columns |= {f"{code}_answered_percent": one for code, one in found.answered_percent.items()}
    if judged.missing:
        columns["evidence_missing"] = sum(one.astype(int) for one in judged.missing.values())
    return pd.DataFrame(columns)


def by_section(judged: Judged) -> pd.DataFrame:
    """
    Give a row for each round and section, and one for the whole.

    `percent` is the mean as a share of the way from the least to the most that can be; `change`
    is that of the mean since the round before; `lowest` is 1 for the sections to point out;
    `class` is that of the mean of the whole, where the form has classes.
    """
    form = judged.form
    scored = {one.code: one for one in form.sections if one.code in judged.scores.sections}
    parts = [
        _section(judged, code, judged.scores.sections[code], ends_of(form, section.questions))
        for code, section in scored.items()
    ]
    _flag(parts, form.scoring.lowest_flagged)
    if _has_whole(form):
        whole = _section(judged, WHOLE, judged.scores.whole, whole_ends(form)).assign(lowest=0)
        if form.scoring.bands:
            whole["class"] = classes_of(form, whole["mean"].to_numpy())
        parts.append(whole)
    return _stacked(parts, judged)


def classes_of(form: Questionnaire, whole: Floats) -> list[str]:
    """Give the code of the class of each score of the whole; blank where there is no score."""
    bands = (form.scoring.band(one) for one in whole.tolist())
    return ["" if band is None else band.code for band in bands]


def by_criterion(judged: Judged) -> pd.DataFrame:
    """Give a row for each round and criterion, over all sections; columns as of sections."""
    form = judged.form
    parts = []
    for code, values in judged.scores.criteria.items():
        ends = ends_of(form, [one for one in form.questions if one.criterion == code])
        made = _section(judged, code, values, ends).rename(columns={"section": "criterion"})
        parts.append(made)
    return _stacked(parts, judged)


def _has_whole(form: Questionnaire) -> bool:
    return form.scoring.whole != "none" and any(form.counts(one) for one in form.questions)


def whole_ends(form: Questionnaire) -> tuple[float, float]:
    """Give the least and the most that the whole can score."""
    sections = [one for one in form.sections if any(map(form.counts, one.questions))]
    ends = np.array([ends_of(form, one.questions) for one in sections])
    if form.scoring.whole == "sum":
        low, high = ends.sum(axis=0)
    else:
        low, high = np.average(ends, axis=0, weights=[one.weight for one in sections])
    return float(low), float(high)


def _section(judged: Judged, code: str, values: Floats, ends: tuple[float, float]) -> pd.DataFrame:
    rounds = judged.rounds
    found = agreement(values, judged.groups, len(rounds), ends=ends)
    same_area = (rounds["area"] == rounds["area"].shift()).to_numpy()
    return pd.DataFrame(
        {
            "section": code,
            **_described(found),
            "percent": 100 * (found.mean - ends[0]) / (ends[1] - ends[0]),
            "change": np.where(same_area, found.mean - np.roll(found.mean, 1), np.nan),
        },
        index=rounds.index,
    )


def _described(found: Agreement) -> dict[str, object]:
    return found._asdict()


def _flag(parts: list[pd.DataFrame], count: int) -> None:
    """
    Point out the sections that reach the least, of every round.

    Sections that reach the same are pointed out together, so that they can be more than `count`;
    none is where all reach the same, as nothing is lower than the rest.
    """
    if not parts:
        return
    percent = np.array([one["percent"] for one in parts])
    with np.errstate(invalid="ignore"):
        lower = (percent[None, :, :] < percent[:, None, :]).sum(axis=1)
        higher = (percent[None, :, :] > percent[:, None, :]).sum(axis=1)
    for number, one in enumerate(parts):
        stands_out = lower[number] + higher[number] > 0
        one["lowest"] = ((lower[number] < count) & stands_out).astype(int)


def by_question(judged: Judged) -> pd.DataFrame:
    """
    Give a row for each round and question that counts.

    `distance_percent` is how much of the way from the lowest to the highest level is still to go.
    """
    parts = []
    for question in judged.form.questions:
        if not judged.form.counts(question):
            continue
        levels = judged.form.levels_of(question)
        low, high = levels[0].score, levels[-1].score
        values = judged.scores.questions[question.code]
        found = agreement(values, judged.groups, len(judged.rounds), ends=(low, high))
        columns: dict[str, object] = {"question": question.code, **_described(found)}
        columns["distance_percent"] = 100 * (high - found.mean) / (high - low)
        if question.code in judged.missing:
            columns["evidence_missing"] = np.bincount(
                judged.groups, judged.missing[question.code], len(judged.rounds)
            )
        parts.append(pd.DataFrame(columns, index=judged.rounds.index))
    return _stacked(parts, judged)


def by_choice(judged: Judged) -> pd.DataFrame:
    """Give a row for each round and choice of the questions that do not count: how many chose."""
    parts = []
    for question in judged.form.questions:
        if judged.form.counts(question) or question.kind in ("number", "text"):
            continue
        was_asked = asked(judged.form, question, judged.answers)
        for code, chosen in _chosen(judged, question):
            forms = np.bincount(judged.groups, chosen & was_asked, len(judged.rounds))
            given = {"question": question.code, "choice": code, "chosen_by": forms.astype(int)}
            parts.append(pd.DataFrame(given, index=judged.rounds.index))
    return _stacked(parts, judged)


def _chosen(judged: Judged, question: Question) -> Iterator[tuple[str, np.ndarray]]:
    """Give every choice of a question, and which forms have it."""
    answers = judged.answers
    if question.code in answers.numbers:
        scores = [one.score for one in judged.form.levels_of(question)]
        if question.kind == "yes_no":
            scores.reverse()
        for choice, score in zip(answer_choices(judged.form, question), scores, strict=True):
            yield choice.code, answers.numbers[question.code] == score
        return
    words = [set(str(one).split()) for one in answers.texts[question.code]]
    for choice in question.choices:
        yield choice.code, np.array([choice.code in one for one in words], np.bool_)


def _stacked(parts: list[pd.DataFrame], judged: Judged) -> pd.DataFrame:
    """Put the rows of a round together, and its area, date and number of forms before them."""
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts).sort_index(kind="stable")
    return judged.rounds.join(rows).reset_index(drop=True)
