"""
Ten thousand filled-in forms of one questionnaire: scored as arrays, and with data frames.

Every way runs in a process of its own, and the answers are compared before a time counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaire_of
from localgoals.diagnosis.questionnaires.scoring import Answers, scores

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, compared, fastest_s, measured
from page import markdown_table, publish

FORM = "governance"
PACKAGES = ("localgoals", "numpy", "pandas")
FORMS = 10_000


def made_up_answers(form: Questionnaire) -> Answers:
    """Draw an answer to every question, with some left out."""
    draw = np.random.default_rng(1)
    numbers, texts = {}, {}
    for question in form.questions:
        if question.kind in ("level", "yes_no"):
            levels = [one.score for one in form.levels_of(question)]
            numbers[question.code] = draw.choice([*levels, np.nan], FORMS)
        elif question.kind == "number":
            numbers[question.code] = draw.uniform(0, 100, FORMS)
        else:
            codes = [one.code for one in question.choices] or ["words"]
            texts[question.code] = draw.choice(np.array(codes, np.object_), FORMS)
    return Answers(numbers, texts, FORMS)


def with_pandas(form: Questionnaire, answers: Answers) -> np.ndarray:
    """Score with data frames: a mask for what is asked, means along the rows."""
    frame = pd.DataFrame({**answers.numbers, **answers.texts})
    questions = {one.code: one for one in form.questions}

    def asked(code: str) -> pd.Series:
        condition = questions[code].asked_if
        if condition is None:
            return pd.Series(True, frame.index)
        other = questions[condition.question]
        among = set(condition.among)
        if other.kind in ("level", "yes_no"):
            values = [{"no": 0.0, "yes": 1.0}.get(one) for one in among]
            chosen = frame[other.code].isin(values)
        else:
            chosen = frame[other.code].map(lambda text: bool(among & set(text.split())))
        return asked(other.code) & chosen

    parts, weights = [], []
    for section in form.sections:
        codes = [one.code for one in section.questions if form.counts(one)]
        put = pd.DataFrame({code: asked(code) for code in codes})
        given = frame[codes].where(put)
        ends = {code: form.levels_of(questions[code]) for code in codes}
        low = pd.Series({code: one[0].score for code, one in ends.items()})
        high = pd.Series({code: one[-1].score for code, one in ends.items()})
        enough = 100 * given.count(axis=1) >= form.scoring.needed_percent * put.sum(axis=1)
        mean = given.sub(low).div(high - low).mean(axis=1)
        parts.append(100 * section.weight * mean.where(enough))
        weights.append(section.weight)
    return (sum(parts) / sum(weights)).to_numpy()


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    form = questionnaire_of(FORM)
    answers = made_up_answers(form)
    ours = measured(lambda: scores(form, answers).whole)
    theirs = measured(lambda: with_pandas(form, answers))
    np.testing.assert_allclose(ours.answer, theirs.answer)
    given = np.array(list(answers.numbers.values()))
    name = f"{FORMS:,} forms of {len(answers.numbers)} questions scored"
    row = compared(name, ours, "pandas", theirs, fastest_s(lambda: np.isnan(given).sum()))
    publish("questionnaires", [markdown_table(HEADER, [row])], PACKAGES)


if __name__ == "__main__":
    main()
