"""Rules for what indicators are made of: statistics, ratios, survey questions and ladders."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

from localgoals.catalogue.entries import WorkedExample
from localgoals.catalogue.load import Catalogue
from localgoals.catalogue.rule import Check, fault
from localgoals.model.indicator import Indicator, Ratio
from localgoals.model.problem import Problem
from localgoals.model.text import Message

__all__ = ["STATISTICS_CHECKS"]


def _statistics_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for name in indicator.statistics:
            if name not in catalogue.statistics:
                yield fault("ratio", indicator.code, name, Message("a series of statistics.yaml"))
        if indicator.ratios and indicator.stated is not None:
            expected = Message("either a ratio or a stated figure")
            yield fault("ratio", indicator.code, indicator.stated, expected)


def _each_series_is_given(catalogue: Catalogue) -> Iterator[Problem]:
    """Hold the series of an indicator made of statistics to its ratios, `value` first."""
    for indicator in catalogue.indicators.values():
        codes = [series.code for series in indicator.series]
        for code in indicator.more_ratios:
            if code not in codes or code == "value":
                expected = Message("another series of the indicator")
                yield fault("ratio", indicator.code, code, expected)
        if indicator.ratio is None and indicator.stated is None:
            continue
        if codes[:1] != ["value"]:
            expected = Message("value as the first series")
            yield fault("ratio", indicator.code, ", ".join(codes), expected)
        lost = [code for code in codes[1:] if code not in indicator.more_ratios]
        if lost and not indicator.questions:
            yield fault(
                "ratio", indicator.code, ", ".join(lost), Message("a ratio for each series")
            )


def _parts_of_statistics_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    for series in catalogue.statistics.values():
        for name in series.made_of:
            if name not in catalogue.statistics or name == series.code:
                expected = Message("another series of statistics.yaml")
                yield fault("made-of", f"statistics.yaml, {series.code}", name, expected)


def _units_agree(catalogue: Catalogue) -> Iterator[Problem]:
    """Hold a stated figure to the unit of its statistic, and the terms of a sum to one unit."""
    units = {code: one.unit for code, one in catalogue.statistics.items()}
    for indicator in catalogue.indicators.values():
        stated = indicator.stated
        if stated in units and indicator.headline.unit != units[stated]:
            expected = Message("{value}", {"value": units[stated]})
            yield fault("unit", f"{indicator.code}, value", indicator.headline.unit, expected)
        for terms in (one for ratio in indicator.ratios.values() for one in ratio.sums):
            if len({units.get(name) for name in terms.series}) > 1:
                yield fault("unit", indicator.code, terms, Message("terms of one unit"))
            if len(set(terms.series)) < len(terms.series):
                yield fault("ratio", indicator.code, terms, Message("a series that occurs once"))


def _examples_come_out(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for series, ratio in indicator.ratios.items():
            yield from _example_comes_out(catalogue, indicator, series, ratio)


def _example_comes_out(
    catalogue: Catalogue, indicator: Indicator, series: str, ratio: Ratio
) -> Iterator[Problem]:
    where = indicator.code if series == "value" else f"{indicator.code}, {series}"
    example = catalogue.examples.get((indicator.code, series))
    if example is None:
        yield fault("example", where, "", Message("a worked example"))
        return
    computed = _worked_out(ratio, example)
    # Examples are written with two decimals.
    if not abs(computed - example.value) <= 0.005:
        expected = Message("{value}", {"value": round(computed, 2)})
        yield fault("example", where, example.value, expected)


def _worked_out(ratio: Ratio, example: WorkedExample) -> float:
    """Work an example out; NaN when it does not have one figure for each term."""
    given = [example.numerator, example.denominator]
    wanted = [ratio.numerator.terms, ratio.denominator.terms if ratio.denominator else ()]
    if [len(figures) for figures in given] != [len(terms) for terms in wanted]:
        return nan
    above, below = (
        sum(term.sign * one for term, one in zip(terms, figures, strict=True))
        for terms, figures in zip(wanted, given, strict=True)
    )
    if ratio.denominator is None:
        return ratio.multiplier * above
    return ratio.multiplier * above / below if below else nan


def _ladders_hold_together(catalogue: Catalogue) -> Iterator[Problem]:
    for ladder in catalogue.ladders.values():
        used = {box for level in ladder.levels for box in level.boxes}
        for box in used ^ set(ladder.boxes):
            expected = Message("boxes that have words and speak for a level")
            yield fault("ladder", f"ladders.yaml, {ladder.code}", box, expected)


def _questions_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for need in indicator.questions:
            for question in need.split("|"):
                if question not in catalogue.questions:
                    expected = Message("a question of survey_questions.yaml")
                    yield fault("question", indicator.code, question, expected)
    for one in catalogue.questions.values():
        if (one.answers == "scale") != (one.steps > 1):
            where = f"survey_questions.yaml, {one.code}"
            expected = Message("the steps of a scale, and no other")
            yield fault("question", where, one.steps, expected)


STATISTICS_CHECKS: dict[str, Check] = {
    "statistics": _statistics_are_known,
    "series of ratios": _each_series_is_given,
    "parts": _parts_of_statistics_are_known,
    "terms": _units_agree,
    "examples": _examples_come_out,
    "ladders": _ladders_hold_together,
    "questions": _questions_are_known,
}
"""These rules by their names, in the order in which they are checked."""
