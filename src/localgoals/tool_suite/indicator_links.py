"""`indicator-links`: which indicators of a city became better in the same years."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.load import load
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.planning.correlations import (
    Correlations,
    Floats,
    chance_beyond,
    classified,
    rank_correlations,
)
from localgoals.reports.blocks import Words
from localgoals.tool_suite.indicator_links_page import page
from localgoals.tool_suite.indicator_links_reasons import Found, reasons_of
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["Limit", "indicator_links"]

_FILE = "tool_suite/indicator-links/limits.yaml"
_GOALS = frozenset(str(number) for number in range(1, 18))
_MOST = 2000
"""Series: with more, the table of the pairs has millions of rows, which nobody reads."""
_DIRECTIONS = {"higher": 1.0, "lower": -1.0}
_NAMES = {1.0: "synergy", -1.0: "trade_off", 0.0: "neither"}
_COUNTS = ("synergies", "trade_offs", "neither")


@dataclass(frozen=True)
class Limit:
    """From when on a pair counts, or is judged at all."""

    code: str
    value: float
    confirmed: bool = True


def indicator_links(inputs: Inputs) -> Worked:
    """Compare every pair of series, and count what was found by goal."""
    figures = inputs.tables["figures"]
    goals = figures["indicator"].map(_goals(inputs))
    _check(inputs, goals)
    limits = _limits(inputs)
    wide = figures.assign(goal=goals).pivot(
        index=["goal", "indicator", "series"], columns="year", values="value"
    )
    wide = wide.iloc[sorted(range(len(wide)), key=lambda at: [*map(_place, wide.index[at])])]
    series = _series(wide, _directions(inputs))
    found = rank_correlations(wide.to_numpy(), series["direction"].to_numpy())
    classes = _classes(series, found, limits)
    pairs = _pairs(series, found, classes, limits["least_years"].value)
    series = _with_reasons(series, classes, limits["least_years"].value)
    by_goal, by_goals = _by_goal(pairs, series), _by_goals(pairs)
    chance = _chance(pairs, limits["cut_off"].value)
    unsure = not all(one.confirmed for one in limits.values())
    given = Found(
        series=series,
        pairs=pairs,
        by_goal=by_goal,
        by_goals=by_goals,
        cut_off=limits["cut_off"].value,
        least_years=int(limits["least_years"].value),
        unsure=unsure,
        chance=chance,
        titles=_titles(inputs),
    )
    reasons = list(reasons_of(given))
    tables = {
        "pairs": pairs,
        "goals": by_goal,
        "goal-pairs": by_goals,
        "series": series.drop(columns="direction"),
        "reasons": reason_table(reasons),
    }
    return Worked(page(given, reasons), tables, years=("first_year", "last_year"))


def _limits(inputs: Inputs) -> dict[str, Limit]:
    rows = read_yaml(files("localgoals") / "catalogue" / _FILE)
    assert isinstance(rows, list), _FILE
    usual = (declare(Limit, row, _FILE, references=load().references) for row in rows)
    limits = {one.code: one for one in usual}
    # What a person sets is theirs; nothing about it waits for a source.
    own = inputs.single_row("settings")
    return limits | {code: Limit(code, float(value)) for code, value in own.items()}


def _check(inputs: Inputs, goals: pd.Series) -> None:
    """Refuse indicators without a goal, those without figures, and what makes no pair."""
    figures = inputs.tables["figures"]
    problems = inputs.faults("links-goal", "figures", "indicator", (goals == "").to_numpy())
    if "indicators" in inputs.tables:
        strange = ~inputs.tables["indicators"]["indicator"].isin(figures["indicator"])
        problems += inputs.faults(
            "tool-other-table", "indicators", "indicator", strange, other="figures"
        )
    if "settings" in inputs.tables:
        years = inputs.tables["settings"]["least_years"]
        broken = years.notna() & (years % 1 != 0)
        problems += inputs.faults("links-whole", "settings", "least_years", broken)
    where = inputs.places["figures"]
    indicators = figures["indicator"].nunique()
    if indicators < 2:
        problems.append(feed_problem("links-one", where, count=indicators))
    series = len(figures[["indicator", "series"]].drop_duplicates())
    if series > _MOST:
        problems.append(feed_problem("links-many", where, count=series, limit=_MOST))
    if problems:
        raise InputRefused(problems)


def _said(inputs: Inputs, column: str) -> dict[str, str]:
    """Give what the table of the indicators says of each; a blank says nothing."""
    if "indicators" not in inputs.tables:
        return {}
    table = inputs.tables["indicators"]
    told = table[table[column] != ""]
    return dict(zip(told["indicator"], told[column], strict=True))


def _goals(inputs: Inputs) -> dict[str, str]:
    """Give the goal of each indicator: as said, as in the catalogue, or as its code begins."""
    said, known = _said(inputs, "goal"), load().indicators
    goals = {}
    for code in inputs.tables["figures"]["indicator"].unique():
        first, point, _ = code.partition(".")
        listed = str(known[code].goal) if code in known else ""
        goals[code] = said.get(code) or listed or (first if point and first in _GOALS else "")
    return goals


def _directions(inputs: Inputs) -> dict[str, str]:
    known = load().indicators
    codes = inputs.tables["figures"]["indicator"].unique()
    listed = {code: known[code].better for code in codes if code in known}
    return {**listed, **_said(inputs, "better")}


def _titles(inputs: Inputs) -> dict[str, Words]:
    """Say what each indicator is, where that is known."""
    known = load().indicators
    codes = inputs.tables["figures"]["indicator"].unique()
    listed: dict[str, Words] = {code: known[code].title for code in codes if code in known}
    return {**listed, **_said(inputs, "title")}


def _place(text: str) -> tuple[tuple[bool, int, str], ...]:
    """Put 2.1 before 11.2."""
    return tuple(
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in text.split(".")
    )


def _series(wide: pd.DataFrame, directions: dict[str, str]) -> pd.DataFrame:
    """Describe every series: its name, how long it is, and which direction is wanted."""
    series = wide.index.to_frame(index=False)
    known = wide.notna().to_numpy()
    years = np.where(known, wide.columns.to_numpy(np.float64), np.nan)
    spans = pd.DataFrame(years.T).agg(["min", "max"])
    better = series["indicator"].map(directions).fillna("")
    return series.assign(
        name=(series["indicator"] + " " + series["series"]).str.strip(),
        better=better,
        direction=better.map(_DIRECTIONS).astype(np.float64),
        years=known.sum(axis=1),
        first_year=spans.loc["min"].to_numpy(),
        last_year=spans.loc["max"].to_numpy(),
        same=wide.nunique(axis=1).to_numpy() == 1,
    )


def _apart(series: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which are a pair: two series of one indicator say one thing twice."""
    codes = pd.factorize(series["indicator"])[0]
    return np.not_equal.outer(codes, codes)


def _classes(series: pd.DataFrame, found: Correlations, limits: dict[str, Limit]) -> Floats:
    least = int(limits["least_years"].value)
    classes = classified(found, cut_off=limits["cut_off"].value, least_common=least)
    return np.where(_apart(series), classes, nan)


def _pairs(
    series: pd.DataFrame, found: Correlations, classes: Floats, least: float
) -> pd.DataFrame:
    """List the pairs, the strongest first."""
    one, other = np.nonzero(np.triu(_apart(series)))
    names, goals = series["name"].to_numpy(), series["goal"].to_numpy()
    directed = ~np.isnan(series["direction"].to_numpy())
    common, kinds = found.common[one, other], classes[one, other]
    why = np.select(
        [~np.isnan(kinds), ~(directed[one] & directed[other]), common < least],
        ["", "no_direction", "few_years"],
        "same_value",
    )
    pairs = pd.DataFrame(
        {
            "first": names[one],
            "second": names[other],
            "first_goal": goals[one],
            "second_goal": goals[other],
            "years": common,
            "rho": np.where(np.isnan(kinds), nan, found.rho[one, other]),
            "link": pd.Series(kinds).map(_NAMES).fillna("").to_numpy(),
            "why_not": why,
        }
    )
    strength = pairs.assign(strength=-pairs["rho"].abs(), length=-pairs["years"])
    order = strength.sort_values(["strength", "length"], kind="stable", na_position="last").index
    return pairs.loc[order].reset_index(drop=True)


def _with_reasons(series: pd.DataFrame, classes: Floats, least: float) -> pd.DataFrame:
    """Count the pairs of each series that were compared; say why, where there is none."""
    counts = (~np.isnan(classes)).sum(axis=1)
    why = np.select(
        [counts > 0, series["direction"].isna(), series["years"] < least, series["same"]],
        ["", "no_direction", "few_years", "same_value"],
        "no_partner",
    )
    return series.drop(columns="same").assign(compared=counts, why_not=why)


def _counted(pairs: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Count the pairs of each group by what they are, and in percent of those compared."""
    flags = pairs[by].assign(
        pairs=1,
        compared=pairs["link"] != "",
        synergies=pairs["link"] == "synergy",
        trade_offs=pairs["link"] == "trade_off",
        neither=pairs["link"] == "neither",
    )
    counts = flags.groupby(by, sort=False).sum().astype(np.int64).reset_index()
    compared = counts["compared"].where(counts["compared"] > 0)
    return counts.assign(**{f"{one}_percent": 100 * counts[one] / compared for one in _COUNTS})


def _by_goal(pairs: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Count the pairs of each goal; one between two goals counts for both, one inside one once."""
    across = pairs[pairs["first_goal"] != pairs["second_goal"]]
    both = [pairs.assign(goal=pairs["first_goal"]), across.assign(goal=across["second_goal"])]
    counts = _counted(pd.concat(both), ["goal"])
    order = [goal for goal in series["goal"].unique() if goal in set(counts["goal"])]
    return counts.set_index("goal").loc[order].reset_index()


def _by_goals(pairs: pd.DataFrame) -> pd.DataFrame:
    counts = _counted(pairs, ["first_goal", "second_goal"])
    linked = counts["synergies"] + counts["trade_offs"]
    order = (-linked).sort_values(kind="stable").index
    return counts.loc[order].reset_index(drop=True)


def _chance(pairs: pd.DataFrame, cut_off: float) -> float:
    """Count how many of the compared pairs would pass if no two had to do with each other."""
    lengths, counts = np.unique(pairs.loc[pairs["link"] != "", "years"], return_counts=True)
    shares = (chance_beyond(int(years), cut_off) for years in lengths)
    return float(sum(share * count for share, count in zip(shares, counts, strict=True)))
