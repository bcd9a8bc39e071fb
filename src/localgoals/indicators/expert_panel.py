"""Participation of civil society in planning, as a panel of experts judges it (SDG 11.3.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import Findings, Note
from localgoals.indicators.missing import blank, without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City, Floats, Survey
from localgoals.model.text import Message

CODE = "11.3.2"
QUESTIONS = (
    "participation_in_planning", "participation_in_budgeting", "participation_in_evaluation",
    "participation_of_marginalised",
)  # fmt: skip
EXPERTS = 5


@dataclass(frozen=True)
class Verdict:
    """What a panel found: the city's score, and how far its experts are apart."""

    score: float
    """Mean of the experts' means. [1 to 4]"""
    lowest: float
    highest: float
    spread: float
    """Standard deviation between experts; NaN with one expert."""
    experts: int
    """Those who answered every question."""


def verdict(answers: Floats) -> Verdict:
    """
    Score of a city by a panel of experts.

    Parameters
    ----------
    answers
        One row for each expert, one column for each question; NaN without answer. An expert who
        left a question open is not counted: the mean of the others would answer it. [1 to 4]

    References
    ----------
    UN-Habitat (2022), SDG indicator metadata 11.3.2, option 1: the average of each evaluator over
    four questions, then over five evaluators; a city counts when its score is above 2.5.

    Examples
    --------
    >>> import numpy as np
    >>> found = verdict(np.array([[3, 3, 2, 4], [2, 2, 3, 3], [3, 4, 3, 2]]))
    >>> round(found.score, 4), found.lowest, found.highest
    (2.8333, 2.5, 3.0)
    """
    means = answers[~np.isnan(answers).any(axis=1)].mean(axis=1)
    if not len(means):
        return Verdict(np.nan, np.nan, np.nan, np.nan, 0)
    spread = float(means.std(ddof=1)) if len(means) > 1 else np.nan
    return Verdict(float(means.mean()), float(means.min()), float(means.max()), spread, len(means))


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the score of each panel of experts among the surveys.

    Parameters
    ----------
    city, walk
        The city; nobody walks here. A survey whose rows are experts, without weights.
    """
    if not city.surveys:
        return without(city, CODE, "survey")
    panels = {one.period: one for one in reversed(city.surveys) if _is_panel(one)}
    if not panels:
        return blank(city, CODE, "no-question", ", ".join(QUESTIONS))
    parts = [_of_panel(city, one) for _, one in sorted(panels.items())]
    return sum(parts, Findings())


def _is_panel(one: Survey) -> bool:
    return one.answers.keys() >= set(QUESTIONS)


def _of_panel(city: City, one: Survey) -> Findings:
    found = verdict(np.stack([one.answers[question] for question in QUESTIONS], axis=1))
    figures = {"value": found.score, "lowest": found.lowest, "highest": found.highest}
    start = {
        series: draft(CODE, series, one.period, way="experts", lineage=one.lineage)
        for series in figures
    }
    if not found.experts:
        return Findings(
            tuple(each.gap(city.code, "too-few-answers", "0 < 1") for each in start.values())
        )
    quality = grade({"few-experts"} if found.experts < EXPERTS else ())
    observations = tuple(
        start[series].figure(city.code, figures[series], quality=quality) for series in figures
    )
    return Findings(observations, notes=(_note(one, found),))


def _note(one: Survey, found: Verdict) -> Note:
    values: dict[str, object] = {
        "score": found.score,
        "experts": found.experts,
        "midpoint": parameter("participation_midpoint"),
    }
    passes = Message(
        "The city counts as one where civil society takes part: {score:.2f} of {experts} experts "
        "is above {midpoint:g}.",
        values,
    )
    fails = Message(
        "The city does not count as one where civil society takes part: {score:.2f} of {experts} "
        "experts is not above {midpoint:g}.",
        values,
    )
    is_above = found.score > parameter("participation_midpoint")
    return Note(CODE, one.period, passes if is_above else fails)
