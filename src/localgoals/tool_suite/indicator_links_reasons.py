"""What was found of pairs of indicators, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from localgoals.catalogue.load import load
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Words
from localgoals.tool_suite.reasons import Reason

__all__ = ["SHOWN", "WHY_NOT", "Found", "goal_words", "reasons_of", "signed"]

SHOWN = 20
"""So many pairs are shown and worded, the strongest; the table has all."""
_SOURCE = "pradhan-2017"

WHY_NOT: Mapping[str, Text] = {
    "few_years": Text("too few years in common", "共同年份太少"),
    "same_value": Text("one does not change in the years in common", "共同年份内有一方没有变化"),
    "no_direction": Text("no wanted direction for one of them", "有一方没有期望方向"),
}
"""Why a pair was not compared."""


@dataclass(frozen=True)
class Found:
    """Everything that the page and the reasons tell."""

    series: pd.DataFrame
    pairs: pd.DataFrame
    by_goal: pd.DataFrame
    by_goals: pd.DataFrame
    cut_off: float
    least_years: int
    unsure: bool
    """True where a limit was not read in a publication."""
    chance: float
    """How many pairs would pass the cut-off by chance."""
    titles: Mapping[str, Words]
    """Of indicators, by code."""


def goal_words(goal: str) -> Words:
    """Name a goal by its number and its short title; one of the city's own as it is."""
    goals = load().goals
    if not goal.isdecimal() or int(goal) not in goals:
        return goal
    short = goals[int(goal)].short
    return Text(f"{goal} {short.en}", f"{goal} {short.zh}")


def signed(value: float) -> str:
    """Write a correlation with its sign."""
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def reasons_of(found: Found) -> Iterator[Reason]:
    """Say what was found of each goal, of the strongest pairs, and of series without a pair."""
    for one in found.by_goal.to_dict("records"):
        yield _of_goal({str(key): value for key, value in one.items()})
    linked = found.pairs[found.pairs["link"].isin(["synergy", "trade_off"])]
    for one in linked.head(SHOWN).to_dict("records"):
        yield _of_pair({str(key): value for key, value in one.items()})
    for one in found.series[found.series["why_not"] != ""].to_dict("records"):
        values: dict[str, object] = {"series": one["name"], "years": int(one["years"]),
                                     "least": found.least_years}  # fmt: skip
        yield Reason(str(one["name"]), str(one["why_not"]), _why_not(one["why_not"], values))


def _of_goal(row: dict[str, object]) -> Reason:
    goal = str(row["goal"])
    values: dict[str, object] = {"goal": goal_words(goal)}
    if not row["compared"]:
        words = Message("No pair with an indicator of goal {goal} could be compared.", values)
        return Reason(goal, "goal-unknown", words)
    values |= {name: row[name] for name in ("compared", "synergies", "trade_offs", "neither")}
    words = Message(
        "Pairs with an indicator of goal {goal}: {compared} compared. Together: {synergies}; "
        "apart: {trade_offs}; neither: {neither}.",
        values,
    )
    return Reason(goal, "goal-links", words, source=_SOURCE)


def _of_pair(row: dict[str, object]) -> Reason:
    rho = row["rho"]
    assert isinstance(rho, float)
    values: dict[str, object] = {
        "first": row["first"], "second": row["second"], "years": row["years"], "rho": signed(rho),
    }  # fmt: skip
    if row["link"] == "synergy":
        words = Message(
            "{first} and {second}: years that were better for one were mostly better for the other "
            "(years in common: {years}; rho {rho}).",
            values,
        )
    else:
        words = Message(
            "{first} and {second}: years that were better for one were mostly worse for the other "
            "(years in common: {years}; rho {rho}).",
            values,
        )
    about = f"{row['first']} – {row['second']}"
    return Reason(about, str(row["link"]), words, weight=rho, source=_SOURCE)


def _why_not(code: str, values: dict[str, object]) -> Message:
    if code == "no_direction":
        return Message("{series}: no direction is wanted, or none is known.", values)
    if code == "few_years":
        return Message("{series}: {years} years are known, of {least} that are needed.", values)
    if code == "same_value":
        return Message("{series}: the same value in all {years} years.", values)
    return Message(
        "{series}: no other series that changes has {least} years in common with it.", values
    )
