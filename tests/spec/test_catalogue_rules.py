"""The rules of the catalogue, each broken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from localgoals.catalogue.check import CHECKS, check_catalogue
from localgoals.catalogue.entries import StatisticSeries, WorkedExample
from localgoals.catalogue.load import Catalogue, load
from localgoals.model.indicator import Bounds, Crosswalk, Ratio, Sum, Threshold
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Text

Breaking = Callable[[Catalogue], Catalogue]
BOOK = Reference("A book", "A press", 2020)


def indicator(code: str, /, **changes: Any) -> Breaking:
    """Change an indicator."""

    def broken(catalogue: Catalogue) -> Catalogue:
        changed = replace(catalogue.indicators[code], **changes)
        return replace(catalogue, indicators={**catalogue.indicators, code: changed})

    return broken


def headline(code: str, /, **changes: Any) -> Breaking:
    """Change the first series of an indicator."""
    series = load().indicators[code].series
    return indicator(code, series=(replace(series[0], **changes), *series[1:]))


def method(code: str, /, **changes: Any) -> Breaking:
    """Change the method of an indicator."""
    return indicator(code, method=replace(load().indicators[code].method, **changes))


def without_units(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, units={})


def without_target(catalogue: Catalogue) -> Catalogue:
    targets = {code: one for code, one in catalogue.targets.items() if code != "3.3"}
    return replace(catalogue, targets=targets)


def unsourced(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, references={"rumour": Reference("A rumour", "Somebody")})


def misworked(catalogue: Catalogue) -> Catalogue:
    example = WorkedExample((84,), (1_200_000,), 70)
    return replace(catalogue, examples={**catalogue.examples, ("3.6.1", "value"): example})


def half_worked(catalogue: Catalogue) -> Catalogue:
    example = WorkedExample((84, 1), (1_200_000,), 7)
    return replace(catalogue, examples={**catalogue.examples, ("3.6.1", "value"): example})


def misworked_amount(catalogue: Catalogue) -> Catalogue:
    example = WorkedExample((600,), (), 60)
    return replace(catalogue, examples={**catalogue.examples, ("11.6.1", "generated"): example})


def ratio_of(numerator: str, *more: str) -> Breaking:
    """Make 8.5.2 a ratio of other statistics."""
    return indicator("8.5.2", ratio=Ratio(Sum.of(numerator, *more), Sum.of("labour_force"), 100))


def unworked(catalogue: Catalogue) -> Catalogue:
    rest = {key: one for key, one in catalogue.examples.items() if key[0] != "3.6.1"}
    return replace(catalogue, examples=rest)


def strange_statistic(catalogue: Catalogue) -> Catalogue:
    strange = StatisticSeries("cats", Text("cats", "猫"), "whiskers")
    return replace(catalogue, statistics={**catalogue.statistics, "cats": strange})


def unlisted(catalogue: Catalogue) -> Catalogue:
    made_up = replace(catalogue.indicators["8.5.2"], code="8.5.9")
    return replace(catalogue, indicators={**catalogue.indicators, "8.5.9": made_up})


def mapped_to_nothing(catalogue: Catalogue) -> Catalogue:
    mapped = replace(catalogue.urban_codes["1.1.3"], goal_indicator="6.2.9")
    return replace(catalogue, urban_codes={**catalogue.urban_codes, "1.1.3": mapped})


def listed_code(framework: str, code: str) -> Breaking:
    """Add an item to a list."""

    def broken(catalogue: Catalogue) -> Catalogue:
        items = catalogue.lists[framework]
        added = replace(next(iter(items.values())), code=code)
        return replace(catalogue, lists={**catalogue.lists, framework: {**items, code: added}})

    return broken


def incomplete(catalogue: Catalogue) -> Catalogue:
    partial = replace(catalogue.frameworks["cpi"], size=63)
    return replace(catalogue, frameworks={**catalogue.frameworks, "cpi": partial})


def link(framework: str, code: str, /, **more: Any) -> Breaking:
    """Map 8.5.2 to one item only."""
    return indicator("8.5.2", frameworks=(Crosswalk(framework, code, "exact", **more),))


def series_added(code: str) -> Breaking:
    """Give an indicator a second series."""
    own = load().indicators[code].series
    return indicator(code, series=(*own, replace(own[0], code="second")))


def statistic(code: str, part: str) -> Breaking:
    """Make a series of statistics of another one."""

    def broken(catalogue: Catalogue) -> Catalogue:
        changed = replace(catalogue.statistics[code], made_of=(part,))
        return replace(catalogue, statistics={**catalogue.statistics, code: changed})

    return broken


def unused_box(catalogue: Catalogue) -> Catalogue:
    ladder = catalogue.ladders["landfill"]
    boxes = {**ladder.boxes, "gate": Text("There is a gate", "有大门")}
    changed = replace(ladder, boxes=boxes)
    return replace(catalogue, ladders={**catalogue.ladders, "landfill": changed})


def stepless(catalogue: Catalogue) -> Catalogue:
    changed = replace(catalogue.questions["has_say"], steps=0)
    return replace(catalogue, questions={**catalogue.questions, "has_say": changed})


RULES: list[tuple[str, Breaking, str]] = [
    ("a target is left out", without_target, "catalogue-size"),
    ("no English", indicator("8.5.2", title=Text("失业率", "失业率")), "catalogue-english"),
    ("no Chinese", indicator("8.5.2", title=Text("Jobless", "Jobless")), "catalogue-chinese"),
    (
        "half-width comma",
        indicator("8.5.2", title=Text("Jobless", "失业,率")),
        "catalogue-punctuation",
    ),
    ("code of another goal", indicator("8.5.2", goal=9), "catalogue-code"),
    ("code of another cell", indicator("3.4-P1", umf_cell=(3, 3)), "catalogue-code"),
    ("no such goal", indicator("3.4-P1", goal=18), "catalogue-goal"),
    ("no such cell", indicator("8.5.2", umf_cell=(6, 1)), "catalogue-cell"),
    ("no series", indicator("11.1.1", series=(), bounds=None), "catalogue-series"),
    (
        "a series twice",
        indicator("3.4-P3", series=load().indicators["3.4-P3"].series[:1] * 2, thresholds=()),
        "catalogue-series",
    ),
    ("unknown unit", headline("8.5.2", unit="bushels"), "catalogue-unit"),
    ("unknown unit of a statistic", strange_statistic, "catalogue-unit"),
    (
        "a share above 100",
        headline("1.2.1", possible=Between(0, 120)),
        "catalogue-range",
    ),
    (
        "threshold of no series",
        indicator("11.6.2", thresholds=(Threshold(5, Text("a", "甲"), BOOK, "ozone"),)),
        "catalogue-comparison",
    ),
    (
        "threshold that cannot be",
        indicator("11.6.2", thresholds=(Threshold(-5, Text("a", "甲"), BOOK),)),
        "catalogue-comparison",
    ),
    (
        "bounds the wrong way",
        indicator("8.5.2", bounds=Bounds(25.9, 10, 5, 0.5, BOOK)),
        "catalogue-bounds",
    ),
    (
        "bounds where nothing is better",
        indicator("9.2.2", bounds=Bounds(30, 20, 10, 5, BOOK)),
        "catalogue-bounds",
    ),
    ("unknown role", indicator("8.5.2", needs=("censuses",)), "catalogue-role"),
    ("unknown second role", indicator("8.5.2", needs=("statistics|rumour",)), "catalogue-role"),
    ("no role at all", indicator("8.5.2", needs=()), "catalogue-role"),
    ("unknown dimension", indicator("8.5.2", disaggregations=("shoe",)), "catalogue-dimension"),
    ("a method without source", method("8.5.2", references=()), "catalogue-source"),
    ("a reference to nowhere", unsourced, "catalogue-source"),
    ("unknown framework", link("zodiac", "1"), "catalogue-crosswalk"),
    ("unknown target", link("sdg", "8.99.1"), "catalogue-crosswalk"),
    ("unknown item", link("nua", "99"), "catalogue-crosswalk"),
    ("unknown official indicator", link("sdg", "4.4.3"), "catalogue-crosswalk"),
    ("retired official indicator", link("sdg", "1.a.3"), "catalogue-crosswalk"),
    ("unknown Sendai indicator", link("sendai", "B-9"), "catalogue-crosswalk"),
    ("unknown prosperity indicator", link("cpi", "cats"), "catalogue-crosswalk"),
    ("an official code of our own making", unlisted, "catalogue-official"),
    ("an urban code mapped to nothing", mapped_to_nothing, "catalogue-official"),
    ("a listed code of another form", listed_code("sendai", "H-1"), "catalogue-list"),
    ("a listed code without its target", listed_code("sdg", "1.9.1"), "catalogue-list"),
    ("a list that is not complete", incomplete, "catalogue-list"),
    (
        "urban code that was never read",
        link("umf", "1.1.1", code_status="machine_translated"),
        "catalogue-crosswalk",
    ),
    (
        "own code in an official form",
        link("umf", "2.2.9", code_status="project_assigned"),
        "catalogue-crosswalk",
    ),
    (
        "urban code given twice",
        link("umf", "3.4-P1", code_status="project_assigned"),
        "catalogue-urban-code",
    ),
    (
        "unknown statistic",
        ratio_of("idle"),
        "catalogue-ratio",
    ),
    ("a statistic added twice", ratio_of("unemployed", "unemployed"), "catalogue-ratio"),
    ("people less households", ratio_of("people", "-households"), "catalogue-unit"),
    ("stated in another unit", headline("1.3-P11", unit="persons"), "catalogue-unit"),
    ("stated and a ratio", indicator("8.5.2", stated="unemployed"), "catalogue-ratio"),
    ("unknown stated statistic", indicator("1.3-P11", stated="luck"), "catalogue-ratio"),
    (
        "derived without a formula",
        indicator("8.5.2", frameworks=(Crosswalk("sdg", "8.5", "derived"),)),
        "catalogue-formula",
    ),
    ("a formula of the same", link("sdg", "8.5.2", formula=Text("a", "甲")), "catalogue-formula"),
    (
        "an unconfirmed item called official",
        indicator("8.5.2", frameworks=(Crosswalk("sendai", "G-3", "exact"),)),
        "catalogue-status",
    ),
    ("ratio with another series", headline("8.5.2", code="rate"), "catalogue-ratio"),
    ("a series that nothing gives", series_added("8.5.2"), "catalogue-ratio"),
    (
        "a ratio of no series",
        indicator("8.5.2", more_ratios={"rate": Ratio(Sum.of("employed"), Sum.of("people"), 100)}),
        "catalogue-ratio",
    ),
    (
        "a further ratio of an unknown statistic",
        indicator(
            "11.6.1", more_ratios={"collected": Ratio(Sum.of("idle"), Sum.of("people"), 100)}
        ),
        "catalogue-ratio",
    ),
    (
        "a statistic made of nothing known",
        statistic("waste_generated", "idle"),
        "catalogue-made-of",
    ),
    ("a statistic made of itself", statistic("people", "people"), "catalogue-made-of"),
    ("a box that speaks for no level", unused_box, "catalogue-ladder"),
    ("an unknown question", indicator("16.7.2", questions=("weather",)), "catalogue-question"),
    ("a scale without steps", stepless, "catalogue-question"),
    ("wrong example", misworked, "catalogue-example"),
    ("wrong example of an amount", misworked_amount, "catalogue-example"),
    ("no example", unworked, "catalogue-example"),
    ("an unknown unit of a tool's table", without_units, "catalogue-tool-unit"),
    ("an unknown unit of a question", without_units, "catalogue-question-unit"),
    ("an example of another length", half_worked, "catalogue-example"),
]


def test_the_catalogue_of_the_package_keeps_every_rule() -> None:
    assert check_catalogue(load()) == []


@pytest.mark.parametrize(
    ("breaking", "kind"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES]
)
def test_a_broken_rule_is_reported(breaking: Breaking, kind: str) -> None:
    problems = check_catalogue(breaking(load()))

    assert kind in {problem.kind for problem in problems}


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_broken_by_some_rule(name: str) -> None:
    assert any(list(CHECKS[name](breaking(load()))) for _, breaking, _ in RULES)


def test_a_problem_says_where_and_what_was_expected() -> None:
    (problem,) = check_catalogue(misworked(load()))

    assert str(problem) == (
        "3.6.1: found 70, expected 7.0. "
        "Correct the declaration, then run localgoals catalogue check again."
    )
