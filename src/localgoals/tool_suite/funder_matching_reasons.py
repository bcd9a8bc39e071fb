"""Why a project is eligible or not, and the smallest change that would help, as sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from localgoals.catalogue.tool_suite.funding_words import Attribute, attribute_of
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Listing, Words
from localgoals.tool_suite.funder_matching_rules import LIMITS, words_in
from localgoals.tool_suite.reasons import Reason

__all__ = ["change_words", "found_words", "match_reasons", "wanted_words"]

_SOURCE = "kleene-1952"


def wanted_words(rule: Any) -> Words:
    """Say what a rule asks for."""
    attribute = attribute_of(rule["attribute"])
    if rule["operator"] == "yes":
        return Text("yes", "是")
    if rule["operator"] not in LIMITS:
        said = Listing(_titles(attribute, rule["value"]))
        return Message("one of: {words}", {"words": said})
    limit: Words = _amount(rule["limit"], rule["unit"])
    if attribute.ordered:
        values: dict[str, object] = {"limit": _titles(attribute, rule["value"])[0]}
        if rule["operator"] == "at-least":
            return Message("{limit} at the earliest", values)
        return Message("{limit} at the latest", values)
    if rule["operator"] == "at-least":
        return Message("{limit} or more", {"limit": limit})
    return Message("{limit} or less", {"limit": limit})


def found_words(rule: Any) -> Words:
    """Say what a project has of it."""
    attribute = attribute_of(rule["attribute"])
    written = rule["found"]
    if not written:
        return Text("not known", "未知")
    if rule["operator"] == "yes":
        return Text("yes", "是") if rule["holds"] == "yes" else Text("no", "否")
    number = rule["found_number"]
    if rule["operator"] in LIMITS and not attribute.ordered and number == number:
        return _amount(number, rule["unit"])
    unit = rule["found_unit"]
    titles = Listing(_titles(attribute, written))
    return titles if unit in ("", "-") else f"{written} {unit}"


def _titles(attribute: Attribute, written: str) -> tuple[Words, ...]:
    """Give the words of a cell with the titles that they have."""
    titles: dict[str, Words] = {one.code: one.title for one in attribute.values}
    if not titles:
        return (written,)
    return tuple(titles.get(code, code) for code in words_in(attribute, written))


def _amount(value: float, unit: str) -> str:
    """Write a number as both languages do, with its unit if it has one."""
    written = f"{float(value):,.2f}".rstrip("0").rstrip(".")
    return f"{written} {unit}".strip()


def change_words(rule: Any) -> Message:
    """
    Say the smallest change that would make a rule hold, or would show whether it does.

    Parameters
    ----------
    rule
        A rule that does not hold, or of which that is not known, with what was found.
    """
    attribute = attribute_of(rule["attribute"])
    values: dict[str, object] = {
        "attribute": attribute.title, "found": found_words(rule), "wanted": wanted_words(rule),
        "how": attribute.how or "",
    }  # fmt: skip
    if rule["holds"] == "unknown":
        return _to_find_out(rule, attribute, values)
    if rule["fixed"]:
        return Message(
            "{attribute}: {found}; asked for is {wanted}. The project cannot change this: look for "
            "another fund.",
            values,
        )
    if rule["gap"] == rule["gap"]:
        values["gap"] = _amount(rule["gap"], rule["unit"])
        return _by_gap(rule, attribute, values)
    if attribute.how is not None:
        return Message("{attribute}: {found}; asked for is {wanted}. To do: {how}.", values)
    return Message("{attribute}: {found}; asked for is {wanted}.", values)


def _to_find_out(rule: Any, attribute: Attribute, values: dict[str, object]) -> Message:
    if rule["found_unit"]:
        values |= {"unit": rule["unit"] or "-", "other": rule["found_unit"]}
        return Message(
            "{attribute}: {found}; asked for is {wanted}. No exchange rate leads from {other} to "
            "{unit}: add it.",
            values,
        )
    if attribute.how is not None and rule["operator"] == "yes":
        return Message("{attribute}: not known. Find out, or: {how}.", values)
    return Message("{attribute}: not known; asked for is {wanted}. Find out.", values)


def _by_gap(rule: Any, attribute: Attribute, values: dict[str, object]) -> Message:
    how = attribute.how if rule["operator"] == "at-least" else attribute.how_less
    values["how"] = how or ""
    if rule["operator"] == "at-least":
        if how is None:
            return Message("{attribute}: {found}; asked for is {wanted}, {gap} more.", values)
        return Message(
            "{attribute}: {found}; asked for is {wanted}, {gap} more. To do: {how}.", values
        )
    if how is None:
        return Message("{attribute}: {found}; asked for is {wanted}, {gap} less.", values)
    return Message("{attribute}: {found}; asked for is {wanted}, {gap} less. To do: {how}.", values)


def match_reasons(matches: pd.DataFrame, changes: pd.DataFrame) -> Iterator[Reason]:
    """
    Give the reasons of each pair, in the order of `matches`.

    Parameters
    ----------
    matches
        A row for each project and fund.
    changes
        What does not hold or is not known, with `words`.
    """
    by_pair: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for change in changes.to_dict("records"):
        by_pair[change["project"], change["fund"]].append(change)
    for match in matches.to_dict("records"):
        yield _outcome(match)
        for change in by_pair.get((match["project"], match["fund"]), []):
            values: dict[str, object] = {"fund": match["fund"], "what": change["words"]}
            if change["kind"] == "must":
                words = Message("{fund} asks: {what}", values)
            else:
                words = Message("{fund} prefers: {what}", values)
            yield Reason(match["project"], f"{change['attribute']}-{change['holds']}", words,
                         source=change["source"])  # fmt: skip


def _outcome(match: Any) -> Reason:
    names = ("rules_held", "rules_failed", "rules_unknown")
    held, failed, unknown = (int(match[name]) for name in names)
    values: dict[str, object] = {
        "project": match["project"], "fund": match["fund"], "held": held, "failed": failed,
        "unknown": unknown, "count": held + failed + unknown,
    }  # fmt: skip
    if match["eligible"] == "yes":
        words = Message("{project} keeps to all {count} rules of {fund}.", values)
    elif match["eligible"] == "unknown":
        words = Message(
            "Whether {project} is eligible for {fund} is not known. Rules that hold: {held} of "
            "{count}; rules that need a missing fact: {unknown}.",
            values,
        )
    else:
        words = Message(
            "{project} is not eligible for {fund} as it stands. Rules that do not hold: {failed} "
            "of {count}; not known: {unknown}.",
            values,
        )
    return Reason(match["project"], "all-rules", words, source=_SOURCE)
