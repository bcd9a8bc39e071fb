"""Rules of funds held against facts of projects: what holds, what does not, what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from localgoals.catalogue.tool_suite.funding_words import Attribute, attribute_code, attribute_of
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import amounts_in
from localgoals.ingest.surveys import YES_NO
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.projects.eligibility import Floats, among
from localgoals.projects.three_valued import at_least, at_most

__all__ = ["LIMITS", "Held", "Said", "held_rules", "said_tables", "words_in"]

LIMITS = ("at-least", "at-most")
_BETWEEN = re.compile(r"[;；]")


class Said(NamedTuple):
    """What rules ask for and what projects are, read by kind."""

    rules: pd.DataFrame
    """As given, with `limit`: the number of a limit, or the place of its word, NaN for others."""
    facts: pd.DataFrame
    """As given, with `number` (or the place of a word) and `truth`, NaN where it is none."""
    rates: Mapping[tuple[str, str], float]


class Held(NamedTuple):
    """Rules held against projects: (projects, rules) each."""

    claims: Floats
    """1 holds, 0 does not, NaN is not known."""
    numbers: Floats
    """What a project has of a limit, in the unit of the rule."""
    written: np.ndarray
    """What is known of it, as it was written; empty where nothing is."""
    units: np.ndarray
    """Of a number that is known: its unit where no rate leads to that of the rule."""


def words_in(attribute: Attribute, written: str) -> tuple[str, ...]:
    """Give the words of a cell as codes, in their order, each once."""
    parts = (attribute.code_of(one) for one in _BETWEEN.split(written))
    return tuple(dict.fromkeys(one for one in parts if one))


def said_tables(inputs: Inputs) -> Said:
    """
    Read rules and facts by what each attribute is.

    Raises
    ------
    InputRefused
        With every fault that the declaration of the tables cannot express.
    """
    rules = _coded(inputs.tables["rules"])
    facts = _coded(inputs.tables["facts"])
    problems = [*_names(inputs, rules), *_twice(inputs, rules, facts)]
    is_limit = rules["operator"].isin(LIMITS)
    is_yes = rules["operator"] == "yes"
    blank = ~is_yes & (rules["value"] == "")
    problems += inputs.faults("matching-blank", "rules", "value", blank)
    beyond = is_yes & ~rules["value"].str.lower().isin(["", "yes", "是"])
    problems += inputs.faults("matching-yes", "rules", "value", beyond)
    limits, faults = _amounts(rules, is_limit & ~blank, inputs.places["rules"])
    problems += faults
    asked = rules.loc[is_limit, "attribute"]
    numbers, faults = _amounts(facts, facts["attribute"].isin(asked), inputs.places["facts"])
    problems += faults
    truth = facts["value"].str.lower().map(YES_NO).astype(np.float64)
    wanted = facts["attribute"].isin(rules.loc[is_yes, "attribute"]) & (facts["value"] != "")
    problems += inputs.faults(
        "tool-choice", "facts", "value", wanted & truth.isna(), allowed="yes, no"
    )
    if problems:
        raise InputRefused(problems)
    return Said(rules.assign(limit=limits), facts.assign(number=numbers, truth=truth),
                _rates(inputs))  # fmt: skip


def _coded(table: pd.DataFrame) -> pd.DataFrame:
    units = table["unit"].str.strip().str.upper()
    return table.assign(
        attribute=table["attribute"].map(attribute_code), value=table["value"].str.strip(),
        unit=units,
    )  # fmt: skip


def _names(inputs: Inputs, rules: pd.DataFrame) -> Iterator[Problem]:
    """Name what stands in one table and is missing in the other."""
    tables = inputs.tables
    funds, projects = tables["instruments"]["fund"], tables["facts"]["project"]
    other = partial(inputs.faults, "tool-other-table")
    yield from other("rules", "fund", ~rules["fund"].isin(funds), other="instruments")
    without = ~funds.isin(rules.loc[rules["kind"] != "priority", "fund"])
    yield from inputs.faults("matching-no-rule", "instruments", "fund", without)
    if "choices" in tables:
        choices = tables["choices"]
        yield from other("choices", "fund", ~choices["fund"].isin(funds), other="instruments")
        yield from other("choices", "project", ~choices["project"].isin(projects), other="facts")


def _twice(inputs: Inputs, rules: pd.DataFrame, facts: pd.DataFrame) -> Iterator[Problem]:
    """Name rows whose attribute is that of another one, written as its title."""
    again = rules.duplicated(["fund", "attribute", "operator"])
    yield from inputs.faults("tool-row-twice", "rules", "attribute", again)
    again = facts.duplicated(["project", "attribute"])
    yield from inputs.faults("tool-row-twice", "facts", "attribute", again)


def _amounts(table: pd.DataFrame, rows: pd.Series, where: str) -> tuple[Floats, list[Problem]]:
    """Read cells as numbers, or as places in the order of an attribute's values."""
    values = np.full(len(table), np.nan)
    problems: list[Problem] = []
    ordered = table["attribute"].map(lambda one: attribute_of(one).ordered).astype(bool)
    plain = np.flatnonzero(rows & ~ordered)
    cells = table["value"].iloc[plain].replace("", None)
    values[plain], problems = amounts_in(cells, where)
    for at in np.flatnonzero(rows & ordered & (table["value"] != "")).tolist():
        attribute = attribute_of(table["attribute"].iloc[at])
        codes = [one.code for one in attribute.values]
        code = attribute.code_of(table["value"].iloc[at])
        if code in codes:
            values[at] = codes.index(code)
        else:
            place = f"{where}, row {table.index[at] + 2}, column value"
            said = {"value": table["value"].iloc[at], "allowed": ", ".join(codes)}
            problems.append(feed_problem("tool-choice", place, **said))
    return values, problems


def _rates(inputs: Inputs) -> dict[tuple[str, str], float]:
    """Give the rates in both directions; one that was given goes before one that was turned."""
    if "rates" not in inputs.tables:
        return {}
    table = inputs.tables["rates"]
    names = [table[one].str.strip().str.upper() for one in ("from", "to")]
    given = dict(zip(zip(*names, strict=True), table["rate"].astype(float), strict=True))
    return {(to, origin): 1 / rate for (origin, to), rate in given.items()} | given


def held_rules(said: Said, projects: np.ndarray) -> Held:
    """Hold every rule against every project."""
    by_attribute = {
        attribute: rows.set_index("project").reindex(projects)
        for attribute, rows in said.facts.groupby("attribute")
    }
    nothing = said.facts.iloc[:0].set_index("project").reindex(projects)
    columns = [
        _held(rule, by_attribute.get(rule["attribute"], nothing), said.rates)
        for _, rule in said.rules.iterrows()
    ]
    return Held(*(np.stack(part, axis=1) for part in zip(*columns, strict=True)))


def _held(rule: pd.Series, facts: pd.DataFrame, rates: Mapping[tuple[str, str], float]) -> (
    tuple[Floats, Floats, np.ndarray, np.ndarray]
):  # fmt: skip
    """Hold one rule against the facts of all projects."""
    written = facts["value"].fillna("").to_numpy(np.object_)
    none = np.full(len(facts), "", np.object_)
    blank = np.full(len(facts), np.nan)
    attribute = attribute_of(str(rule["attribute"]))
    if rule["operator"] == "yes":
        return facts["truth"].to_numpy(np.float64), blank, written, none
    if rule["operator"] == "in":
        allowed = frozenset(words_in(attribute, str(rule["value"])))
        words = {one: frozenset(words_in(attribute, one)) for one in set(written)}
        return among([words[one] for one in written], allowed), blank, written, none
    units = facts["unit"].fillna("").to_numpy(np.object_)
    unit = str(rule["unit"])
    if attribute.ordered:
        units, unit = none, ""
    rate = {one: 1.0 if one == unit else rates.get((one, unit), np.nan) for one in set(units)}
    factor = np.array([rate[one] for one in units], np.float64)
    given = facts["number"].to_numpy(np.float64)
    numbers = given * factor
    limit = float(rule["limit"])
    claims = (at_least if rule["operator"] == "at-least" else at_most)(numbers, limit)
    apart = ~np.isnan(given) & np.isnan(factor)
    return claims, numbers, written, np.where(apart, np.where(units == "", "-", units), "")
