"""Figures of the Singapore Index as tables of rounds by indicators, and what can be wrong there."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.tool_suite.singapore_rules import point_rules
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.nature.singapore import change_since_first, points_of

__all__ = ["COMPONENTS", "How", "Rounds", "check", "laid_out"]

Floats = NDArray[np.float64]
Words = NDArray[np.object_]

How = Literal["rule", "unconfirmed", "given", "first", "judged", "unknown"]
"""Where the points of an indicator are from, or why there are none."""

COMPONENTS = {"native": slice(0, 9), "services": slice(9, 14), "governance": slice(14, 28)}
"""The indicators of each component, counted from 0."""

_SCALES = {"share": 100.0, "per_1000": 1000.0}


class Rounds(NamedTuple):
    """Of n rounds and 28 indicators."""

    names: pd.DataFrame
    """City and year of each round, the rounds of a city together and in order of time."""
    figures: Floats
    """In the unit of each indicator; of species the count itself. NaN where not known. (n, 28)"""
    points: Floats
    """0 to 4; NaN where not known. (n, 28)"""
    by_rule: Floats
    """What the edges give, whether the city gave points or not. (n, 28)"""
    how: Words
    """A `How` for each. (n, 28)"""
    said: Words
    """What the city explained. (n, 28)"""


def check(inputs: Inputs) -> None:
    """Refuse figures that lack a part, have one too many, or cannot be."""
    given = inputs.tables["figures"]
    kinds = given["indicator"].map({rule.code: rule.kind for rule in point_rules()})
    part, whole, figure = (given[name].notna() for name in ("part", "whole", "figure"))
    ratio = kinds.isin(list(_SCALES))
    problems: list[Problem] = []
    for kind, column, wrong in (
        ("singapore-figure-twice", "figure", figure & (part | whole)),
        ("singapore-part", "whole", ratio & part & ~whole),
        ("singapore-part", "part", ratio & whole & ~part),
        ("singapore-no-whole", "whole", ~ratio & whole),
        ("singapore-judged", "part", (kinds == "judged") & part),
        ("singapore-judged", "figure", (kinds == "judged") & figure),
        ("singapore-percent", "figure", (kinds == "share") & (given["figure"] > 100)),
        ("singapore-points", "points", given["points"] % 1 > 0),
    ):
        problems += inputs.faults(kind, "figures", column, wrong)
    above = (kinds == "share") & (given["part"] > given["whole"])
    problems += inputs.faults("tool-part-above-whole", "figures", "part", above, whole="whole")
    if "profile" in inputs.tables:
        strange = ~inputs.tables["profile"]["city"].isin(given["city"])
        problems += inputs.faults("tool-other-table", "profile", "city", strange, other="figures")
    if problems:
        raise InputRefused(problems)


def laid_out(given: pd.DataFrame) -> Rounds:
    """Lay figures out by round and indicator, and give them their points."""
    rules = point_rules()
    cities = {name: number for number, name in enumerate(given["city"].unique())}
    keys = pd.DataFrame({"city": given["city"].map(cities), "year": given["year"]})
    names = keys.drop_duplicates().sort_values(["city", "year"], ignore_index=True)
    row = pd.MultiIndex.from_frame(names).get_indexer(pd.MultiIndex.from_frame(keys))
    column = given["indicator"].map({rule.code: at for at, rule in enumerate(rules)}).to_numpy()
    scale = given["indicator"].map({rule.code: _SCALES.get(rule.kind, np.nan) for rule in rules})
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = scale * given["part"] / given["whole"].where(given["whole"] > 0)
    figure = given["figure"].fillna(ratio.where(scale.notna(), given["part"]))
    shape = (len(names), len(rules))
    figures, own = np.full(shape, np.nan), np.full(shape, np.nan)
    said = np.full(shape, "", object)
    figures[row, column], own[row, column] = figure, given["points"]
    said[row, column] = given["explanation"]
    by_rule = _by_rule(names, figures)
    titles = names.assign(city=names["city"].map(dict(enumerate(cities))))
    points = np.where(np.isnan(own), by_rule, own)
    return Rounds(titles, figures, points, by_rule, _how(figures, own, by_rule), said)


def _by_rule(names: pd.DataFrame, figures: Floats) -> Floats:
    rules = point_rules()
    species = [at for at, rule in enumerate(rules) if rule.kind == "species"]
    held = figures.copy()
    held[:, species] = change_since_first(names["city"], names["year"], figures[:, species])
    edges = np.array([rule.edges or (np.nan,) * 4 for rule in rules])
    return points_of(held, edges, [1 if rule.better == "higher" else -1 for rule in rules])


def _how(figures: Floats, own: Floats, by_rule: Floats) -> Words:
    """Say of each indicator where its points are from, or why there are none."""
    rules = point_rules()
    species = np.array([rule.kind == "species" for rule in rules])
    judged = np.array([rule.kind == "judged" for rule in rules])
    confirmed = np.array([rule.confirmed for rule in rules])
    cases: list[tuple[How, NDArray[np.bool_]]] = [
        ("given", ~np.isnan(own)),
        ("rule", ~np.isnan(by_rule) & confirmed),
        ("unconfirmed", ~np.isnan(by_rule)),
        ("first", ~np.isnan(figures) & species),
        ("judged", np.broadcast_to(judged, figures.shape)),
    ]
    choices = [np.full(figures.shape, name, object) for name, _ in cases]
    return np.select([case for _, case in cases], choices, "unknown")
