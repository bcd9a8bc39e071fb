"""The tables of `portfolio` as a case to choose from, and its limits in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.ingest.year_gaps import year_gaps
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.projects.portfolio import (
    Budget,
    Candidates,
    Case,
    Flags,
    Floats,
    Limit,
    Need,
    Quota,
    open_starts,
)
from localgoals.reports.wording import number

__all__ = ["Question", "Settings", "limit_words", "portfolio_question", "refused"]


@dataclass(frozen=True)
class Settings:
    """When to stop, and how much to explain."""

    gap: float
    """[share]"""
    seconds: float
    discount: float
    """[share per year]"""
    explained: int


@dataclass(frozen=True)
class Quoted:
    """Where a quota comes from."""

    table: str
    """`sectors` or `districts`."""
    row: int
    name: str


@dataclass(frozen=True)
class Question:
    """What to choose from, and what its numbers are called."""

    inputs: Inputs
    case: Case
    names: tuple[str, ...]
    """Of the projects."""
    first_year: int
    quoted: tuple[Quoted, ...]
    """Of each quota."""
    sets: tuple[str, ...]
    """Of each exclusion."""
    settings: Settings

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a budget."""
        return tuple(self.first_year + one for one in range(len(self.case.budget.amount)))


def portfolio_question(inputs: Inputs) -> Question:
    """
    Lay the tables out as a case.

    Raises
    ------
    InputRefused
        When they break a rule that their declaration cannot express; names every fault.
    """
    problems = list(_faults(inputs))
    if problems:
        raise InputRefused(problems)
    question = _question(inputs)
    problems = list(_impossible_musts(question))
    if problems:
        raise InputRefused(problems)
    return question


def refused(question: Question, limits: Sequence[Limit]) -> InputRefused:
    """Say which limits of the tables cannot be kept together, each with its place."""
    problems: list[Problem] = []
    for limit in limits:
        table, column, row = _place(question, limit)
        rows = np.arange(len(question.inputs.tables[table])) == row
        words = limit_words(question, limit)
        where = question.inputs.faults("portfolio-conflict", table, column, rows)[0].where
        problems.append(feed_problem("portfolio-conflict", where, value=words))
    return InputRefused(problems)


def limit_words(question: Question, limit: Limit) -> Message:
    """Name a limit as people know it."""
    case, at = question.case, limit.number
    if limit.kind == "budget":
        values = {"amount": number(case.budget.amount[at], 0), "year": question.years[at]}
        return Message("the budget of {amount} in {year}", dict(values))
    if limit.kind in ("must", "must-not"):
        named: dict[str, object] = {"project": question.names[at]}
        if limit.kind == "must":
            return Message("that {project} must be chosen", named)
        return Message("that {project} must not be chosen", named)
    if limit.kind == "needs":
        need = case.needs[at]
        pair: dict[str, object] = {
            "project": question.names[need.project], "other": question.names[need.other],
        }  # fmt: skip
        return Message("that {project} needs {other}", pair)
    if limit.kind == "exclusion":
        return Message("that one of {set} may be chosen at most", {"set": question.sets[at]})
    return _quota_words(question, limit)


def _quota_words(question: Question, limit: Limit) -> Message:
    quota = question.case.quotas[limit.number]
    values: dict[str, object] = {"name": question.quoted[limit.number].name}
    if limit.kind == "least-amount":
        values["amount"] = number(quota.least, 0)
        return Message("the floor of {amount} for {name}", values)
    if limit.kind == "least-share":
        values["percent"] = f"{100 * quota.least_share:g}%"
        return Message("the floor of {percent} of all spending for {name}", values)
    values["percent"] = f"{100 * quota.most_share:g}%"
    return Message("the limit of {percent} of all spending for {name}", values)


def _place(question: Question, limit: Limit) -> tuple[str, str, int]:
    """Give table, column and row of a limit."""
    at = limit.number
    if limit.kind == "budget":
        years = question.inputs.tables["budgets"]["year"].to_numpy()
        return "budgets", "amount", int(np.flatnonzero(years == question.years[at])[0])
    if limit.kind in ("must", "must-not"):
        return "projects", "fixed", at
    if limit.kind == "needs":
        return "dependencies", "needs", at
    if limit.kind == "exclusion":
        sets = question.inputs.tables["exclusions"]["set"].to_numpy()
        return "exclusions", "set", int(np.flatnonzero(sets == question.sets[at])[0])
    quoted = question.quoted[at]
    columns = {"least-share": "least_percent", "most-share": "most_percent"}
    floor = "least_amount" if quoted.table == "sectors" else "least_per_head"
    return quoted.table, columns.get(limit.kind, floor), quoted.row


def _faults(inputs: Inputs) -> Iterator[Problem]:
    projects, costs = inputs.tables["projects"], inputs.tables["costs"]
    late = projects["earliest"] > projects["latest"]
    yield from inputs.faults("portfolio-window", "projects", "earliest", late)
    for table, column in (
        ("costs", "project"), ("dependencies", "project"), ("dependencies", "needs"),
        ("exclusions", "project"), ("choices", "project"),
    ):  # fmt: skip
        if table in inputs.tables:
            strange = ~inputs.tables[table][column].isin(projects["project"])
            yield from inputs.faults("tool-other-table", table, column, strange, other="projects")
    for table, column in (("sectors", "sector"), ("districts", "district")):
        if table in inputs.tables:
            strange = ~inputs.tables[table][column].isin(projects[column])
            yield from inputs.faults("tool-other-table", table, column, strange, other="projects")
    broken = costs["year_of_life"] % 1 != 0
    yield from inputs.faults("portfolio-whole", "costs", "year_of_life", broken)
    yield from _missing_years(inputs)
    yield from _faults_of_links(inputs)
    yield from _faults_of_quotas(inputs)
    settings = inputs.tables.get("settings")
    if settings is not None:
        broken = settings["explained"] % 1 > 0
        yield from inputs.faults("portfolio-whole", "settings", "explained", broken)
    if settings is not None and len(settings) > 1:
        yield feed_problem("tool-one-row", inputs.places["settings"], count=len(settings))


def _missing_years(inputs: Inputs) -> Iterator[Problem]:
    years = inputs.tables["budgets"]["year"]
    yield from year_gaps("project-years", inputs.places["budgets"], years)
    for project, ages in inputs.tables["costs"].groupby("project", sort=False)["year_of_life"]:
        yield from year_gaps("portfolio-life", f"{inputs.places['costs']}, {project}", ages, 0)


def _faults_of_links(inputs: Inputs) -> Iterator[Problem]:
    links = inputs.tables.get("dependencies")
    if links is not None:
        itself = links["project"] == links["needs"]
        yield from inputs.faults("portfolio-itself", "dependencies", "needs", itself)
        broken = links["years_after"] % 1 > 0
        yield from inputs.faults("portfolio-whole", "dependencies", "years_after", broken)


def _faults_of_quotas(inputs: Inputs) -> Iterator[Problem]:
    districts = inputs.tables.get("districts")
    if districts is not None:
        bare = districts["least_per_head"].notna() & districts["population"].isna()
        yield from inputs.faults("portfolio-people", "districts", "least_per_head", bare)
    sectors = inputs.tables.get("sectors")
    if sectors is not None and sectors["least_percent"].sum() > 100:
        together = f"{sectors['least_percent'].sum():g}%"
        yield feed_problem("portfolio-floors", inputs.places["sectors"], percent=together)


def _impossible_musts(question: Question) -> Iterator[Problem]:
    projects = question.case.projects
    known = ~np.isnan(projects.value) & ~np.isnan(projects.cost).any(axis=1)
    never = ~open_starts(question.case).any(axis=1)
    for kind, rows in (
        ("portfolio-must-unknown", projects.must & ~known),
        ("portfolio-must-window", projects.must & known & never),
    ):
        yield from question.inputs.faults(kind, "projects", "fixed", rows)


def _question(inputs: Inputs) -> Question:
    projects = inputs.tables["projects"]
    budgets = inputs.tables["budgets"].sort_values("year")
    settings = _settings(inputs.tables.get("settings"))
    first = int(budgets["year"].iloc[0])
    budget = Budget(
        budgets["amount"].to_numpy(), (budgets["carries_over"] == 1).to_numpy(), settings.discount
    )
    last = first + len(budgets) - 1
    row = pd.Index(projects["project"])
    candidates = Candidates(
        projects["value"].to_numpy(),
        _costs(row, inputs.tables["costs"]),
        (projects["earliest"].fillna(first) - first).to_numpy(np.int64),
        (projects["latest"].fillna(last) - first).to_numpy(np.int64),
        (projects["fixed"] == "must").to_numpy(),
        (projects["fixed"] == "must_not").to_numpy(),
    )
    quotas = [*_quotas(inputs)]
    sets, exclusions = _exclusions(row, inputs.tables.get("exclusions"))
    case = Case(
        candidates, budget, tuple(one for one, _ in quotas),
        tuple(_needs(row, inputs.tables.get("dependencies"))), exclusions,
    )  # fmt: skip
    return Question(
        inputs, case, tuple(projects["project"]), first, tuple(one for _, one in quotas), sets,
        settings,
    )  # fmt: skip


def _costs(row: pd.Index, table: pd.DataFrame) -> Floats:
    """Lay the costs out; a project without any row has costs that are not known."""
    ages = table["year_of_life"].to_numpy().astype(int)
    costs = np.zeros((len(row), ages.max() + 1))
    costs[~row.isin(table["project"])] = nan
    costs[row.get_indexer(pd.Index(table["project"])), ages] = table["cost"].to_numpy()
    return costs


def _quotas(inputs: Inputs) -> Iterator[tuple[Quota, Quoted]]:
    projects = inputs.tables["projects"]
    for table, column in (("sectors", "sector"), ("districts", "district")):
        given = inputs.tables.get(table)
        rows = () if given is None else given.reset_index(drop=True).iterrows()
        for number_of_row, one in rows:
            members: Flags = (projects[column] == one[column]).to_numpy()
            if table == "sectors":
                quota = Quota(members, one["least_percent"] / 100, one["least_amount"], nan)
            else:
                # Nothing per head asks nothing, whatever the number of heads.
                least = one["least_per_head"] * one["population"]
                quota = Quota(members, nan, least, one["most_percent"] / 100)
            yield quota, Quoted(table, int(str(number_of_row)), str(one[column]))


def _needs(row: pd.Index, table: pd.DataFrame | None) -> Iterator[Need]:
    if table is None:
        return
    pairs = (row.get_indexer(pd.Index(table[column])) for column in ("project", "needs"))
    lags = table["years_after"].fillna(0).astype(int)
    for project, other, lag in zip(*pairs, lags, strict=True):
        yield Need(int(project), int(other), int(lag))


def _exclusions(
    row: pd.Index, table: pd.DataFrame | None
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    if table is None:
        return (), ()
    groups = {
        str(name): tuple(row.get_indexer(pd.Index(members)).tolist())
        for name, members in table.groupby("set", sort=False)["project"]
    }
    return tuple(groups), tuple(groups.values())


def _settings(table: pd.DataFrame | None) -> Settings:
    if table is None:
        return Settings(0.001, 30.0, 0.0, 10)
    one = table.iloc[0]
    return Settings(
        one["gap_percent"] / 100, one["seconds"], one["discount_percent"] / 100,
        int(one["explained"]),
    )  # fmt: skip
