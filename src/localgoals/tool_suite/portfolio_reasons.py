"""Why each project is in a portfolio or not: what was tried, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isinf, isnan, nan

import numpy as np

from localgoals.model.text import Message
from localgoals.projects.portfolio import Aim, Limit, Portfolio, Programme, open_starts
from localgoals.projects.portfolio_reasons import (
    FrontPoint,
    Regret,
    conflict,
    regret,
    turning_cost,
)
from localgoals.reports.blocks import Figure, Listing
from localgoals.tool_suite.portfolio_limits import Question, limit_words
from localgoals.tool_suite.reasons import Reason

__all__ = ["Explained", "explained", "limits_listed", "portfolio_reasons", "resolve_aim"]

_PRICED = 300
"""Prices are tried up to so many columns of the programme: each asks for eight choices."""
_CONFLICT_SECONDS = 5.0
_TURNING = Message("Turning projects round")


@dataclass(frozen=True)
class Explained:
    """What was found out about one project by choosing anew."""

    regret: Regret
    turning_percent: float
    """Cost at which the answer turns, in per cent of its own; NaN where not tried, or never."""
    priced: bool
    """Whether prices were tried."""
    from_budget: float
    """Least share above 1 of the budget at which a project that is out is in; NaN for none."""
    blocked: tuple[Limit, ...]
    """Limits that leave no portfolio when it is treated the other way round."""


def resolve_aim(question: Question, found: Portfolio) -> Aim:
    """Choose anew to the gap that the first choice reached: a closer one would tell no more."""
    return Aim(max(question.settings.gap, found.gap), question.settings.seconds)


def explained(
    question: Question, written: Programme, found: Portfolio, points: Sequence[FrontPoint]
) -> dict[int, Explained]:
    """
    Turn projects round one at a time: the dearest that are in, the most valuable that are not.

    What is settled already is not asked about.
    """
    aim = resolve_aim(question, found)
    asked, told = list(_asked(question, found)), {}
    for done, one in enumerate(asked, start=1):
        told[one] = _explained(written, found, regret(written, found, one, aim), aim, points)
        question.inputs.progress(_TURNING, done, len(asked))
    return told


def _asked(question: Question, found: Portfolio) -> Iterator[int]:
    projects, most = question.case.projects, question.settings.explained
    free = open_starts(question.case).any(axis=1) & ~projects.must & ~projects.must_not
    cost = np.nan_to_num(projects.cost).sum(axis=1)
    for rows, size in ((free & found.chosen, cost), (free & ~found.chosen, projects.value)):
        at = np.flatnonzero(rows)
        yield from at[np.argsort(-size[at], kind="stable")][:most].tolist()


def _explained(
    written: Programme, found: Portfolio, told: Regret, aim: Aim, points: Sequence[FrontPoint]
) -> Explained:
    chosen = bool(found.chosen[told.project])
    blocked: tuple[Limit, ...] = ()
    if told.other.status == "impossible":
        turned = {"barred" if chosen else "taken": [told.project]}
        blocked = conflict(written, _CONFLICT_SECONDS, **turned)
    priced = len(written.worth) <= _PRICED and not isnan(told.most)
    without = told.other.value if chosen else found.value
    turning = (
        turning_cost(written.case, without, told.project, aim, chosen=chosen) if priced else nan
    )
    larger = [one.share for one in points if one.share > 1 and one.portfolio.chosen[told.project]]
    return Explained(told, turning, priced, nan if chosen or not larger else min(larger), blocked)


def portfolio_reasons(
    question: Question, found: Portfolio, told: dict[int, Explained]
) -> Iterator[Reason]:
    """Say of every project why it is in or not, and of those that were tried what they displace."""
    for one, name in enumerate(question.names):
        if found.chosen[one]:
            yield _chosen(question, found, one)
        else:
            yield _left_out(question, one)
        if one in told:
            turned = _turned(question, found, told[one])
            yield from (replace(reason, about=name) for reason in turned)


def limits_listed(question: Question, limits: Sequence[Limit]) -> Listing:
    """Name some limits."""
    return Listing(tuple(limit_words(question, one) for one in limits))


def _worth(value: float) -> Figure:
    return Figure(value, "project_value")


def _chosen(question: Question, found: Portfolio, one: int) -> Reason:
    projects = question.case.projects
    values: dict[str, object] = {
        "year": question.years[found.start[one]],
        "value": _worth(float(projects.value[one])),
        "cost": Figure(float(projects.cost[one].sum()), "currency"),
    }
    if projects.must[one]:
        words = Message(
            "It must be chosen, as the table says, and begins in {year}: worth {value}, for "
            "{cost}.",
            values,
        )
        return Reason(question.names[one], "must", words)
    words = Message("Chosen, and begins in {year}: worth {value}, for {cost}.", values)
    return Reason(question.names[one], "chosen", words, source="weingartner-1963")


def _left_out(question: Question, one: int) -> Reason:
    projects, name = question.case.projects, question.names[one]
    if projects.must_not[one]:
        return Reason(name, "must-not", Message("It must not be chosen, as the table says."))
    if isnan(projects.value[one]):
        words = Message("It cannot be chosen: its value is not known. Fill it in.")
        return Reason(name, "unknown-value", words)
    if np.isnan(projects.cost[one]).any():
        words = Message("It cannot be chosen: a cost of it is not known. Fill it in.")
        return Reason(name, "unknown-cost", words)
    if not open_starts(question.case)[one].any():
        words = Message(
            "It cannot be chosen: in no year of its window do all of its costs have a budget."
        )
        return Reason(name, "window", words)
    values: dict[str, object] = {
        "value": _worth(float(projects.value[one])),
        "cost": Figure(float(projects.cost[one].sum()), "currency"),
    }
    words = Message("Left out: worth {value}, for {cost}.", values)
    return Reason(name, "left-out", words, source="weingartner-1963")


def _turned(question: Question, found: Portfolio, told: Explained) -> Iterator[Reason]:
    chosen = bool(found.chosen[told.regret.project])
    if told.blocked:
        values: dict[str, object] = {"limits": limits_listed(question, told.blocked)}
        if chosen:
            words = Message("Without it these limits cannot all be kept: {limits}.", values)
        else:
            words = Message("With it these limits cannot all be kept: {limits}.", values)
        yield Reason("", "conflict", words, source="junker-2004")
    if isnan(told.regret.most):
        return
    yield Reason("", "regret", _loss(told.regret, chosen), weight=told.regret.most)
    yield from _swaps(question, told.regret, chosen)
    if told.priced:
        yield Reason("", "price", _price(told.turning_percent, chosen))
    if not isnan(told.from_budget):
        share: dict[str, object] = {
            "percent": Figure(round(100 * told.from_budget, 6), "percent", short=True)
        }
        words = Message("At {percent} of every year's budget it is chosen.", share)
        yield Reason("", "budget", words)


def _loss(told: Regret, chosen: bool) -> Message:
    values: dict[str, object] = {"least": _worth(told.least), "most": _worth(told.most)}
    same = f"{told.least:.1f}" == f"{told.most:.1f}"
    if same and f"{told.most:.1f}" == "0.0":
        if chosen:
            return Message("A portfolio without it is as good.")
        return Message("A portfolio with it is as good.")
    if same and chosen:
        return Message("Without it the portfolio is worth {most} less.", values)
    if same:
        return Message(
            "With it the portfolio is worth {most} less: so much more it would have to be worth.",
            values,
        )
    if chosen:
        return Message("Without it the portfolio is worth {least} to {most} less.", values)
    return Message("With it the portfolio is worth {least} to {most} less.", values)


def _swaps(question: Question, told: Regret, chosen: bool) -> Iterator[Reason]:
    for projects, enters in ((told.enters, True), (told.leaves, False)):
        if not projects:
            continue
        names = Listing(tuple(question.names[one] for one in projects))
        values: dict[str, object] = {"projects": names}
        yield Reason("", "swap", _swap(values, chosen=chosen, enters=enters))


def _swap(values: dict[str, object], *, chosen: bool, enters: bool) -> Message:
    if chosen and enters:
        return Message("In its place would come: {projects}.", values)
    if chosen:
        return Message("With it would go: {projects}.", values)
    if enters:
        return Message("With it would come: {projects}.", values)
    return Message("It would push out: {projects}.", values)


def _price(percent: float, chosen: bool) -> Message:
    if isinf(percent):
        return Message("It stays in even at twice its cost.")
    if isnan(percent):
        return Message("It stays out even at no cost.")
    change: dict[str, object] = {"percent": Figure(abs(percent - 100), "percent", short=True)}
    if not chosen:
        return Message("It comes in once its cost falls by {percent}.", change)
    if percent == 100:
        return Message("It leaves once its cost rises by 1%.")
    return Message("It stays in until its cost rises by more than {percent}.", change)
