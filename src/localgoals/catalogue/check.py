"""Holds the catalogue to rules that its types cannot express; `localgoals catalogue check`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise

from localgoals.catalogue.entries import Framework
from localgoals.catalogue.item_lists import LISTED
from localgoals.catalogue.load import Catalogue
from localgoals.catalogue.questionnaire_rules import questionnaires_are_sound
from localgoals.catalogue.rule import Check, fault
from localgoals.catalogue.statistics_rules import STATISTICS_CHECKS
from localgoals.catalogue.tool_rules import tools_are_sound
from localgoals.model.indicator import Bounds, Crosswalk, Indicator, Series
from localgoals.model.problem import Problem
from localgoals.model.provenance import Reference
from localgoals.model.text import Message, Text

OFFICIAL_CODE = LISTED["sdg"]
PROJECT_CODE = re.compile(r"(\d)\.(\d)-P\d+")
SHARES = frozenset({"percent_people", "percent_households", "percent_built_up"})


def check_catalogue(catalogue: Catalogue) -> list[Problem]:
    """
    Find what is wrong with a catalogue.

    Returns
    -------
    problems
        In the order of `CHECKS`; empty when the catalogue keeps every rule.
    """
    return [problem for check in CHECKS.values() for problem in check(catalogue)]


def texts_of(value: object, where: str) -> Iterator[tuple[str, Text]]:
    """Give every text inside a value, with the keys that lead to it."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(item, f"{where}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from texts_of(item, f"{where}.{number}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name), f"{where}.{field.name}")


def _is_chinese(words: str) -> bool:
    return re.search("[一-鿿]", words) is not None


def _both_languages(catalogue: Catalogue) -> Iterator[Problem]:
    for where, text in texts_of(catalogue, "catalogue"):
        if where.endswith(".symbol"):
            continue
        if not text.en or _is_chinese(text.en):
            yield fault("english", where, text.en, Message("words in English"))
        if not _is_chinese(text.zh):
            yield fault("chinese", where, text.zh, Message("words in Chinese"))


def _full_width(catalogue: Catalogue) -> Iterator[Problem]:
    for where, text in texts_of(catalogue, "catalogue"):
        if re.search("[一-鿿][,;:?!()]", text.zh):
            yield fault("punctuation", where, text.zh, Message("full-width Chinese punctuation"))


def _framework_sizes(catalogue: Catalogue) -> Iterator[Problem]:
    sizes = {
        "goals": (len(catalogue.goals), 17),
        "targets": (len(catalogue.targets), 169),
        "domains": (len(catalogue.domains), 5),
        "objectives": (len(catalogue.objectives), 4),
    }
    for name, (found, expected) in sizes.items():
        if found != expected:
            yield fault("size", name, found, Message("{number} entries", {"number": expected}))


def _units_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    used = [(f"{one.code}, {part.code}", part.unit) for one, part in _series(catalogue)]
    used += [(entry.code, entry.unit) for entry in catalogue.parameters.values()]
    used += [(entry.code, entry.unit) for entry in catalogue.parameter_tables.values()]
    used += [(entry.code, entry.unit) for entry in catalogue.statistics.values()]
    used += [(entry.code, entry.unit) for entry in catalogue.questions.values()]
    for where, unit in used:
        if unit not in catalogue.units:
            yield fault("unit", where, unit, Message("a unit of units.yaml"))


def _series(catalogue: Catalogue) -> Iterator[tuple[Indicator, Series]]:
    for indicator in catalogue.indicators.values():
        for series in indicator.series:
            yield indicator, series


def _ranges_are_sane(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator, series in _series(catalogue):
        where = f"{indicator.code}, {series.code}"
        if series.unit in SHARES and (series.possible.low, series.possible.high) != (0, 100):
            yield fault("range", where, series.possible, Message("0 to 100 for a share"))


def _series_are_named_once(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        if not indicator.series:
            yield fault("series", indicator.code, "", Message("at least one series"))
        for code, times in Counter(series.code for series in indicator.series).items():
            if times > 1:
                yield fault("series", indicator.code, code, Message("a code that occurs once"))


def _comparisons_are_possible(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        possible = {series.code: series.possible for series in indicator.series}
        for series, value in _compared_values(indicator):
            if series not in possible:
                yield fault(
                    "comparison", indicator.code, series, Message("a series of the indicator")
                )
            elif not possible[series].admits(value):
                expected = Message("a value {possible}", {"possible": possible[series]})
                yield fault("comparison", f"{indicator.code}, {series}", value, expected)


def _compared_values(indicator: Indicator) -> Iterator[tuple[str, float]]:
    if not indicator.series:
        return
    headline = indicator.headline.code
    for threshold in indicator.thresholds:
        yield threshold.series or headline, threshold.value
    if indicator.target is not None:
        yield headline, indicator.target.value
    if indicator.bounds is not None:
        for value in _points(indicator.bounds):
            yield headline, value


def _points(bounds: Bounds) -> tuple[float, ...]:
    return bounds.best, bounds.green, bounds.red, bounds.worst


def _bounds_are_ordered(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        if indicator.bounds is None:
            continue
        falling = all(one > other for one, other in pairwise(_points(indicator.bounds)))
        rising = all(one < other for one, other in pairwise(_points(indicator.bounds)))
        if not {"higher": falling, "lower": rising}.get(indicator.better, False):
            expected = Message("best, green, red and worst in the order of what is better")
            yield fault("bounds", indicator.code, _points(indicator.bounds), expected)


def _codes_tell_their_place(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        domain, objective = indicator.umf_cell
        if domain not in catalogue.domains or objective not in catalogue.objectives:
            yield fault(
                "cell", indicator.code, indicator.umf_cell, Message("a domain and an objective")
            )
        if indicator.goal not in catalogue.goals:
            yield fault("goal", indicator.code, indicator.goal, Message("a goal from 1 to 17"))
        if not _code_fits(indicator):
            expected = Message("an official code of its goal, or the project's code of its cell")
            yield fault("code", indicator.code, indicator.code, expected)


def _code_fits(indicator: Indicator) -> bool:
    if OFFICIAL_CODE.fullmatch(indicator.code):
        return indicator.code.startswith(f"{indicator.goal}.")
    own = PROJECT_CODE.fullmatch(indicator.code)
    return own is not None and (int(own[1]), int(own[2])) == indicator.umf_cell


def _roles_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        if not indicator.needs:
            yield fault("role", indicator.code, "", Message("at least one role that it needs"))
        for need in indicator.needs + indicator.helps:
            for role in need.split("|"):
                if role not in catalogue.roles:
                    yield fault("role", indicator.code, role, Message("a role of roles.yaml"))


def _dimensions_are_known(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for dimension in indicator.disaggregations:
            if dimension not in catalogue.dimensions:
                expected = Message("a dimension of dimensions.yaml")
                yield fault("dimension", indicator.code, dimension, expected)


def _methods_have_sources(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        if not indicator.method.references:
            yield fault("source", indicator.code, "", Message("at least one reference"))
    for key, reference in catalogue.references.items():
        if not _is_published(reference):
            expected = Message("an address or a year, unless it is this project's own")
            yield fault("source", f"references.yaml, {key}", reference.title, expected)


def _is_published(reference: Reference) -> bool:
    return bool(reference.url or reference.year) or reference.publisher == "LocalGoals"


def _crosswalks_lead_somewhere(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for link in indicator.frameworks:
            if link.framework not in catalogue.frameworks:
                where = f"{indicator.code}, frameworks"
                yield fault(
                    "crosswalk", where, link.framework, Message("a framework of frameworks.yaml")
                )
            elif not _exists(catalogue, link):
                where = f"{indicator.code}, {link.framework}"
                yield fault("crosswalk", where, link.code, Message("an item of that framework"))


def _exists(catalogue: Catalogue, link: Crosswalk) -> bool:
    if link.framework == "sdg" and link.code in catalogue.targets:
        return True
    if link.framework in catalogue.lists:
        return _is_active(catalogue, link.framework, link.code)
    if link.framework == "umf" and link.code_status != "project_assigned":
        known = catalogue.urban_codes.get(link.code)
        return known is not None and known.status == link.code_status
    return link.framework == "umf" and PROJECT_CODE.fullmatch(link.code) is not None


def _is_active(catalogue: Catalogue, framework: str, code: str) -> bool:
    item = catalogue.lists[framework].get(code)
    return item is not None and item.status == "active"


def _official_codes_are_listed(catalogue: Catalogue) -> Iterator[Problem]:
    official = {
        code: code for code in catalogue.indicators if OFFICIAL_CODE.fullmatch(code) is not None
    }
    mapped = {
        f"urban_codes.csv, {one.code}": one.goal_indicator
        for one in catalogue.urban_codes.values()
        if one.goal_indicator
    }
    for where, code in (official | mapped).items():
        if not _is_active(catalogue, "sdg", code):
            yield fault("official", where, code, Message("an active code of the official list"))


def _lists_hold_together(catalogue: Catalogue) -> Iterator[Problem]:
    for framework, items in catalogue.lists.items():
        known = catalogue.frameworks.get(framework)
        active = sum(item.status == "active" for item in items.values())
        if known is None or not _fits_its_size(known, active):
            expected = Message("as many items as frameworks.yaml says, or fewer if not complete")
            yield fault("list", framework, active, expected)
        for code in items:
            if not LISTED[framework].fullmatch(code):
                expected = Message("a code in the form of its list")
                yield fault("list", framework, code, expected)
            elif framework == "sdg" and code.rpartition(".")[0] not in catalogue.targets:
                yield fault("list", framework, code, Message("a code that begins with its target"))


_READ = ("official", "verified")


def _fits_its_size(framework: Framework, active: int) -> bool:
    if framework.complete:
        return active == framework.size
    return framework.size is None or active <= framework.size


def _statuses_are_honest(catalogue: Catalogue) -> Iterator[Problem]:
    """Hold that nothing is called official or read whose item nobody here has read."""
    for indicator in catalogue.indicators.values():
        for link in indicator.frameworks:
            item = catalogue.lists.get(link.framework, {}).get(link.code)
            if item is not None and not item.confirmed and link.code_status in _READ:
                where = f"{indicator.code}, {link.framework} {link.code}"
                yield fault("status", where, link.code_status, Message("unconfirmed"))


def _urban_codes_are_given_once(catalogue: Catalogue) -> Iterator[Problem]:
    given = Counter(
        link.code
        for indicator in catalogue.indicators.values()
        for link in indicator.frameworks
        if link.framework == "umf" and link.code_status == "project_assigned"
    )
    for code, times in given.items():
        if times > 1:
            yield fault("urban-code", code, times, Message("a code that occurs once"))


def _derived_have_formulas(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators.values():
        for link in indicator.frameworks:
            where = f"{indicator.code}, {link.framework} {link.code}"
            if link.relation == "derived" and link.formula is None:
                yield fault("formula", where, "", Message("a formula of the derived item"))
            if link.relation != "derived" and link.formula is not None:
                yield fault("formula", where, link.formula.en, Message("no formula"))


CHECKS: dict[str, Check] = {
    "sizes": _framework_sizes,
    "languages": _both_languages,
    "punctuation": _full_width,
    "codes": _codes_tell_their_place,
    "series": _series_are_named_once,
    "units": _units_are_known,
    "ranges": _ranges_are_sane,
    "comparisons": _comparisons_are_possible,
    "bounds": _bounds_are_ordered,
    "roles": _roles_are_known,
    "dimensions": _dimensions_are_known,
    "sources": _methods_have_sources,
    "lists": _lists_hold_together,
    "official codes": _official_codes_are_listed,
    "crosswalks": _crosswalks_lead_somewhere,
    "statuses": _statuses_are_honest,
    "urban codes": _urban_codes_are_given_once,
    "formulas": _derived_have_formulas,
    **STATISTICS_CHECKS,
    "tools": tools_are_sound,
    "questionnaires": questionnaires_are_sound,
}
"""Every rule by its name, in the order in which they are checked."""
