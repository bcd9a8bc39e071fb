"""Ten thousand filled-in forms of one questionnaire: scored at once, and with pandas form by form.

The answers are compared before the times are. Printed only: `python benchmarks/questionnaires.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from ways.measured import HEADER, compared, measured

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "property"))

from made_up_form import made_up_form

from localgoals.catalogue.questionnaires.declared import Questionnaire
from localgoals.diagnosis.questionnaires.scoring import Answers, scores

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
    """Score form by form, as a notebook would: `apply` along the rows."""
    frame = pd.DataFrame({**answers.numbers, **answers.texts})
    questions = {one.code: one for one in form.questions}

    def is_asked(row: pd.Series, code: str) -> bool:
        condition = questions[code].asked_if
        if condition is None:
            return True
        given = row[condition.question]
        if isinstance(given, float):
            kind = questions[condition.question].kind
            given = {0.0: "no", 1.0: "yes"}.get(given, "") if kind == "yes_no" else f"{given:g}"
        among = set(condition.among)
        return is_asked(row, condition.question) and bool(among & set(given.split()))

    def whole(row: pd.Series) -> float:
        total, weights = 0.0, 0.0
        for section in form.sections:
            codes = [one.code for one in section.questions if form.counts(one)]
            put = [code for code in codes if is_asked(row, code)]
            known = row[put].astype(float).dropna()
            if 100 * len(known) < form.scoring.needed_percent * len(put) or not len(known):
                return float("nan")
            shares = []
            for code, value in known.items():
                levels = form.levels_of(questions[str(code)])
                shares.append((value - levels[0].score) / (levels[-1].score - levels[0].score))
            total += section.weight * 100 * float(np.mean(shares))
            weights += section.weight
        return total / weights

    return frame.apply(whole, axis=1).to_numpy()


def main() -> None:
    """Compare, and print a row."""
    form = made_up_form()
    answers = made_up_answers(form)
    ours = measured(lambda: scores(form, answers).whole)
    theirs = measured(lambda: with_pandas(form, answers), rounds=1)
    np.testing.assert_allclose(ours.answer, theirs.answer)
    row = compared(f"{FORMS:,} forms scored", ours, "pandas, row by row", theirs)
    print(" | ".join(HEADER))
    print(" | ".join(row))


if __name__ == "__main__":
    main()
