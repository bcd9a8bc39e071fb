"""Indicators that are the share of people who gave an answer in a sample survey."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.load import load
from localgoals.indicators import survey
from localgoals.indicators.areas import area_codes
from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import EVERYBODY, Draft, Findings, Note
from localgoals.indicators.household_waste import design_of
from localgoals.indicators.quality import grade
from localgoals.indicators.survey import Design, Estimate
from localgoals.ingest.layers import City, Floats, Survey
from localgoals.model.observation import Observation
from localgoals.model.text import Message

Claims = Sequence[Floats]
"""One array for each claim: 1 where it holds for a row, 0 where not, NaN where not known."""
Measure = Callable[[Survey], Claims]
"""What a survey says about a figure: the mean of the shares for which each claim holds."""

DEPRIVATIONS = (
    "improved_water", "improved_sanitation", "sufficient_space", "durable_house", "secure_tenure",
)  # fmt: skip
"""The five things that a slum household lacks at least one of."""
POSITIVE_STEP = 3
"""On the scale of SDG 16.7.2, "some" and above count as a positive answer."""


def lacks_any(has: Sequence[Floats]) -> Floats:
    """
    Tell who lacks at least one of several things.

    Parameters
    ----------
    has
        For each thing, 1 where a row has it, 0 where it lacks it, NaN where not known.

    Returns
    -------
    lacks
        1 where anything is lacked, 0 where all are there, NaN where that is open.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.1.1 (a slum household lacks one or more of five).

    Examples
    --------
    >>> import numpy as np
    >>> water, space = np.array([1.0, 0, 1, np.nan]), np.array([1.0, np.nan, np.nan, np.nan])
    >>> lacks_any([water, space])
    array([ 0.,  1., nan, nan])
    """
    table = np.stack(has)
    lacks = np.where(np.isnan(table).any(axis=0), np.nan, 0.0)
    lacks[(table == 0).any(axis=0)] = 1.0
    return lacks


def holds_any(claims: Sequence[Floats]) -> Floats:
    """
    Tell for whom at least one of several claims holds, as far as that is known.

    Examples
    --------
    >>> import numpy as np
    >>> holds_any([np.array([1.0, 0, 0]), np.array([np.nan, np.nan, 0])])
    array([ 1., nan,  0.])
    """
    return lacks_any([1 - claim for claim in claims])


def estimate(claims: Claims, people: Floats, design: Design) -> Estimate:
    """
    Mean of the shares of people for whom each claim holds.

    Parameters
    ----------
    claims
        One or several; those without an answer to one are left out of that one only.
    people
        How many people each row is about; NaN leaves the row out.
    design
        Of the sample.

    References
    ----------
    UNDP (2021), SDG indicator metadata 16.7.2: the simple average of two shares, each of those who
    answered. The variance is that of the mean of their linearised parts.
    """
    shares = [survey.linearised(claim * people, _among(claim, people), design) for claim in claims]
    value = float(np.mean([share for share, _ in shares]))
    among = np.logical_or.reduce(~np.isnan(np.stack(claims) * people))
    if isnan(value):
        return Estimate(value, np.nan, int(among.sum()), 0, np.nan)
    parts: Floats = np.mean([part for _, part in shares], axis=0)
    return survey.of_parts(value, parts, among, design)


def _among(claim: Floats, people: Floats) -> Floats:
    return np.where(np.isnan(claim), np.nan, people)


def _yes(question: str) -> Measure:
    return lambda one: [one.answers[question]] if question in one.answers else []


def _slum(one: Survey) -> Claims:
    asked = [one.answers[name] for name in DEPRIVATIONS if name in one.answers]
    return [lacks_any(asked)] if asked else []


def _inadequate(one: Survey) -> Claims:
    if "affordable_housing" not in one.answers:
        return []
    names = (*DEPRIVATIONS, "affordable_housing")
    return [lacks_any([one.answers[name] for name in names if name in one.answers])]


def _positive(*questions: str) -> Measure:
    def claims(one: Survey) -> Claims:
        if not one.answers.keys() >= set(questions):
            return []
        steps = [one.answers[question] for question in questions]
        return [np.where(np.isnan(step), np.nan, step >= POSITIVE_STEP) for step in steps]

    return claims


def _either(*questions: str) -> Measure:
    def claims(one: Survey) -> Claims:
        if not one.answers.keys() >= set(questions):
            return []
        return [holds_any([one.answers[question] for question in questions])]

    return claims


MEASURES: dict[str, dict[str, Measure]] = {
    "1.4.1": {
        "water": _yes("basic_water"),
        "sanitation": _yes("basic_sanitation"),
        "hygiene": _yes("handwashing"),
        "clean_fuels": _yes("clean_fuels"),
        "mobility": _yes("convenient_transport"),
        "waste_collection": _yes("basic_waste_collection"),
        "health_care": _yes("essential_health_care"),
        "broadband": _yes("broadband"),
    },
    "6.1.1": {"value": _yes("safely_managed_water")},
    "6.2.1": {"value": _yes("safely_managed_sanitation")},
    "11.1.1": {"value": _slum, "inadequate_housing": _inadequate},
    "11.7.2": {
        "value": _either("physically_harassed", "sexually_harassed"),
        "physical": _yes("physically_harassed"),
        "sexual": _yes("sexually_harassed"),
    },
    "16.7.2": {
        "value": _positive("has_say", "has_influence"),
        "inclusive": _positive("has_say"),
        "responsive": _positive("has_influence"),
    },
}
"""What each indicator and series takes from a survey."""


def observe(city: City, *, code: str) -> Findings:
    """
    Give the shares of an indicator that the surveys of a city can give.

    Parameters
    ----------
    city
        With its surveys. Where two of one period ask the same, the first one in the pack is used.
    code
        A key of `MEASURES`.

    Returns
    -------
    findings
        For the city, its groups, and its districts, with the range at the 90 % level; a gap where
        fewer people answered than the parameter `survey_least_answers`. Nothing without a survey
        that asked.
    """
    found: list[Observation] = []
    notes: list[Note] = []
    done = set()
    for one in city.surveys:
        for series, measure in MEASURES[code].items():
            claims = measure(one)
            if not claims or (one.period, series) in done:
                continue
            done.add((one.period, series))
            start = draft(code, series, one.period, way="survey", lineage=one.lineage)
            figure = _Figure(city, one, claims, start)
            found += figure.observations()
            notes += figure.notes()
    return Findings(tuple(found), notes=tuple(notes))


@dataclass(frozen=True)
class _Figure:
    """One series of an indicator from one survey."""

    city: City
    survey: Survey
    claims: Claims
    draft: Draft

    def observations(self) -> Iterator[Observation]:
        """Estimate the share of everybody, of each group, and of each district that was asked."""
        everybody = np.ones(len(self.survey.weight), dtype=np.bool_)
        yield self._observation(self.city.code, EVERYBODY, everybody)
        for group, rows in self.survey.groups.items():
            yield self._observation(self.city.code, group, rows)
        for area in area_codes(self.city)[1:]:
            rows = self.survey.area == area
            if rows.any():
                yield self._observation(area, EVERYBODY, rows)

    def _estimate(self, rows: NDArray[np.bool_]) -> Estimate:
        people = np.where(rows, self.survey.people, np.nan)
        return estimate(self.claims, people, design_of(self.survey))

    def _observation(self, area: str, group: str, rows: NDArray[np.bool_]) -> Observation:
        found = self._estimate(rows)
        least = parameter("survey_least_answers")
        if found.answers < least or isnan(found.value):
            detail = f"{found.answers} < {least:g}"
            return self.draft.gap(area, "too-few-answers", detail, group=group)
        lower, upper = survey.share_range(found)
        return self.draft.figure(
            area,
            100 * found.value,
            group=group,
            quality=grade(self._doubts()),
            between=(100 * lower, 100 * upper),
        )

    def _doubts(self) -> set[str]:
        doubts = {"survey"} if self.survey.is_weighted else {"survey", "survey-unweighted"}
        return doubts | ({"deprivation-unasked"} if self._unasked() else set())

    def _unasked(self) -> list[str]:
        """Name the deprivations that the survey did not ask about."""
        if self.draft.indicator != "11.1.1":
            return []
        return [name for name in DEPRIVATIONS if name not in self.survey.answers]

    def notes(self) -> Iterator[Note]:
        """Say how the sample was drawn, and what it cannot tell."""
        found = self._estimate(np.ones(len(self.survey.weight), dtype=np.bool_))
        title = next(
            one.title
            for one in load().indicators[self.draft.indicator].series
            if one.code == self.draft.series
        )
        asked = len(self.survey.weight)
        values: dict[str, object] = {
            "series": title,
            "answers": found.answers,
            "silent": asked - found.answers,
            "clusters": len(np.unique(self.survey.cluster)),
            "strata": len(np.unique(self.survey.stratum)),
        }
        yield self._note(
            Message(
                "{series}: {answers} answers, {silent} rows without one, which are left out; "
                "{clusters} clusters in {strata} strata.",
                values,
            )
        )
        if not isnan(found.design_effect):
            effect: dict[str, object] = {"series": title, "effect": found.design_effect}
            yield self._note(
                Message(
                    "{series}: the design effect is {effect:.2f}: the variance of the sample, "
                    "against that of as many people drawn one by one.",
                    effect,
                )
            )
        if unasked := self._unasked():
            lost: dict[str, object] = {"series": title, "questions": ", ".join(unasked)}
            yield self._note(
                Message(
                    "{series}: the survey did not ask about {questions}, so that the figure is a "
                    "lower bound.",
                    lost,
                )
            )

    def _note(self, message: Message) -> Note:
        return Note(self.draft.indicator, self.draft.period, message)
