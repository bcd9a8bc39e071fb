"""
Ten thousand rounds of questionnaires: scored as arrays, and with data frames.

A round of one form is scored; rounds of three forms have their means, spread and consensus, too.

Every way runs in a process of its own, and the answers are compared before a time counts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.answer_table import ANSWERS, evidence_name
from localgoals.catalogue.questionnaires.declared import Questionnaire, questionnaire_of
from localgoals.diagnosis.questionnaires.scoring import Answers, scores
from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.questionnaire_answers import judged
from localgoals.tool_suite.questionnaire_page import questionnaire_answers
from localgoals.tool_suite.questionnaire_tables import WHOLE, by_section

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, fastest_s, measured
from page import markdown_table, publish

FORM = "governance"
PACKAGES = ("localgoals", "numpy", "pandas")
FORMS = 10_000
ROUNDS_OF, RESPONDENTS = "undrr-scorecard", 3
AGREED = ["mean", "deviation", "consensus"]


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
    publish("questionnaires", [markdown_table(HEADER, [row, *of_rounds()])], PACKAGES)


def of_rounds() -> Iterator[list[str]]:
    """Compare the respondents of each round, then the same with all tables and the page."""
    form = questionnaire_of(ROUNDS_OF)
    table = made_up_rounds(form)
    ours = measured(lambda: agreed(form, table))
    theirs = measured(lambda: agreed_by_groups(form, table))
    np.testing.assert_allclose(ours.answer, theirs.answer, atol=1e-9)
    questions = [one.code for one in form.questions]
    look_s = fastest_s(lambda: (table[questions] != "").to_numpy().sum(), rounds=2)
    name = f"{FORMS:,} rounds of {RESPONDENTS} forms of {len(questions)} questions compared"
    yield compared(name, ours, "pandas", theirs, look_s)
    inputs = Inputs({ANSWERS: table}, {ANSWERS: "made up"}, {})
    tool = measured(lambda: to_the_page(form, inputs))
    name = f"{FORMS:,} rounds of {RESPONDENTS} forms of {len(questions)} questions, tables to page"
    yield alone(name, tool, look_s)


def made_up_rounds(form: Questionnaire) -> pd.DataFrame:
    """Draw the table of answers of several respondents in each round, with none left out."""
    draw = np.random.default_rng(2)
    count = FORMS * RESPONDENTS
    columns: dict[str, object] = {
        "area": np.repeat([f"city {number // 2}" for number in range(FORMS)], RESPONDENTS),
        "round": np.repeat([("2023", "2025")[number % 2] for number in range(FORMS)], RESPONDENTS),
        "respondent": np.tile([f"office {number}" for number in range(RESPONDENTS)], FORMS),
    }
    for question in form.questions:
        scores_of = [f"{one.score:g}" for one in form.levels_of(question)]
        columns[question.code] = draw.choice(np.array(scores_of, np.object_), count)
        if question.evidence is not None:
            columns[evidence_name(question)] = draw.choice(np.array(["", "page 3"], object), count)
    return pd.DataFrame(columns)


def agreed(form: Questionnaire, table: pd.DataFrame) -> np.ndarray:
    """Score the forms; give mean, standard deviation and consensus of each round's whole."""
    sections = by_section(judged(form, table))
    return sections.loc[sections["section"] == WHOLE, AGREED].to_numpy(np.float64)


def agreed_by_groups(form: Questionnaire, table: pd.DataFrame) -> np.ndarray:
    """Give the same with data frames: sums along the rows, then group by group."""
    codes = [one.code for one in form.questions]
    most = sum(form.levels_of(one)[-1].score for one in form.questions)
    points = table[codes].astype(float).sum(axis=1)
    groups = points.groupby([table["area"], table["round"]])

    def consensus(group: pd.Series) -> float:
        away = (group - group.mean()).abs()
        return 1 + float(np.log2(1 - away / most).mean())

    found = pd.DataFrame({"mean": groups.mean(), "deviation": groups.std()})
    return found.assign(consensus=groups.apply(consensus)).to_numpy()


def to_the_page(form: Questionnaire, inputs: Inputs) -> np.ndarray:
    """Run the tool of a questionnaire as the command does, but for writing files."""
    tables = questionnaire_answers(form, inputs).tables
    return np.array([len(one) for one in tables.values()])


if __name__ == "__main__":
    main()
