"""The City Prosperity Index of cities: indicators, sub-dimensions, dimensions, and the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.entries import ListedItem
from localgoals.catalogue.prosperity import ProsperityScale
from localgoals.scoring.aggregate import Grouping, GroupScores, Index, Rule, aggregate
from localgoals.scoring.city_prosperity import (
    dimensions,
    prosperity_scores,
    specialisation_benchmark,
    stations_benchmark,
    subdimensions,
)
from localgoals.scoring.figures import Figures
from localgoals.scoring.normalise import Floats
from localgoals.scoring.weights import Weights

FACTS = ("sectors", "people", "pm10")
"""Figures of a city that benchmarks depend on; they are no items of the index."""

_LEAST_SECTORS = 5


@dataclass(frozen=True)
class Step:
    """Groups of one step of the index, what they are made of, and their scores."""

    index: Index
    parts: Floats
    """[areas x items of the index]: what is averaged; NaN where not known. [0 to 1]"""
    found: GroupScores


@dataclass(frozen=True)
class Prosperity:
    """The index of cities with everything that it rests on."""

    areas: tuple[str, ...]
    items: tuple[str, ...]
    """Codes of the indicators of the index."""
    values: Floats
    """[areas x items]: the latest known figures, in the units of the index; NaN where none."""
    places: NDArray[np.intp]
    """[areas x items]: of which period each is, as a place in those of the figures."""
    benchmarks: Floats
    """[areas x items]: what has the full score; NaN where none is used, or it is not known."""
    scores: Floats
    """[areas x items]; NaN where figure or benchmark is not known. [0 to 1]"""
    steps: tuple[Step, Step, Step]
    """Sub-dimensions, dimensions, and the index itself."""


def prosperity_of(
    figures: Figures,
    items: Mapping[str, ListedItem],
    scales: Mapping[str, ProsperityScale],
    rule: Rule,
) -> Prosperity:
    """
    Score the latest figures of cities, step by step.

    Parameters
    ----------
    figures
        Its items are those of the index, and then `FACTS`.
    items
        The indicators of the index, by code.
    scales
        Their forms and bounds.
    rule
        The kind of mean and the least coverage; of indicators in a sub-dimension, of these in a
        dimension, and of dimensions in the index.

    Returns
    -------
    prosperity
        Each step is the mean of the one below, every part counting the same.

    References
    ----------
    UN-Habitat (2016), Measurement of City Prosperity: Methodology and Metadata: six dimensions,
    made of sub-dimensions, made of indicators. That every step is a mean is not confirmed.
    """
    codes = tuple(items)
    assert figures.items == codes + FACTS, figures.items
    latest, places = figures.latest()
    values, facts = latest[:, : len(codes)], latest[:, len(codes) :]
    benchmarks = np.full(values.shape, np.nan)
    scores = np.full(values.shape, np.nan)
    for column, code in enumerate(codes):
        scale = scales[code]
        benchmarks[:, column] = benchmark = _benchmarks(scale, facts)
        usable = np.full(len(values), fill_value=True)
        if scale.depends_on:
            usable = benchmark > 0
        if usable.any():
            given = benchmark[usable] if scale.depends_on else None
            one = prosperity_scores(values[usable, column], scale, benchmark=given)
            scores[usable, column] = one
    below = subdimensions(items)
    first = _step(scores, codes, below, rule)
    second = _step(first.found.scores[:, :, 0], tuple(below.members), dimensions(below), rule)
    names = second.found.groups
    last = _step(second.found.scores[:, :, 0], names, Grouping.whole("cpi", names), rule)
    return Prosperity(
        figures.areas, codes, values, places[:, : len(codes)], benchmarks, scores,
        (first, second, last),
    )  # fmt: skip


def _step(parts: Floats, names: tuple[str, ...], grouping: Grouping, rule: Rule) -> Step:
    index = Index(names, grouping, Weights.equal(names), rule)
    return Step(index, parts, aggregate(parts[:, :, np.newaxis], index))


def _benchmarks(scale: ProsperityScale, facts: Floats) -> Floats:
    """Give the value with the full score for each city; NaN where none is used or known."""
    if not scale.depends_on:
        return np.full(len(facts), scale.benchmark)
    sectors, people, pm10 = facts.T
    if scale.depends_on == ("sectors",):
        return np.array(
            [
                specialisation_benchmark(int(one)) if one >= _LEAST_SECTORS else np.nan
                for one in sectors
            ]
        )
    assert scale.depends_on == ("people", "pm10"), scale.depends_on
    return stations_benchmark(people, pm10)
