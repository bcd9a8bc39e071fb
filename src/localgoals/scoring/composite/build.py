"""All steps in their order: from units by indicators to the scores of every level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem
from localgoals.scoring.composite.aggregate import Aggregation, aggregate
from localgoals.scoring.composite.denominate import denominate
from localgoals.scoring.composite.impute import Imputation, Imputed, impute
from localgoals.scoring.composite.normalise import Scale, normalise
from localgoals.scoring.composite.screen import screen
from localgoals.scoring.composite.structure import Structure
from localgoals.scoring.composite.treat import Treated, Treatment, treat
from localgoals.scoring.weights import Weights


@dataclass(frozen=True)
class Table:
    """What was measured: units by indicators, NaN where not known, and what goes with it."""

    values: pd.DataFrame
    denominators: pd.DataFrame | None = None
    """Units by denominators; None when nothing is divided."""
    groups: pd.Series | None = None
    """The group of each unit, for imputation by group."""


@dataclass(frozen=True)
class Choices:
    """Every choice of the method; each step names the source of its default."""

    imputation: Imputation = "none"
    group: str = ""
    """The column that the groups were read from, for the record."""
    min_known: float = 0.66
    """The least share of indicators that must be known of a unit. [0-1]"""
    treatment: Treatment | None = field(default_factory=Treatment)
    """None leaves outliers as they are."""
    normalisation: str = "min-max"
    scale: Scale = field(default_factory=Scale)
    aggregation: Aggregation = field(default_factory=Aggregation)


@dataclass(frozen=True)
class Composite:
    """
    The result of every step.

    `treated`, `normalised` and `scores` hold the units that stayed, everything else holds all.
    """

    structure: Structure
    weights: Weights
    choices: Choices
    denominated: pd.DataFrame
    imputed: Imputed
    kept: pd.Series
    """True for each unit of which enough is known."""
    treated: Treated
    normalised: pd.DataFrame
    scores: pd.DataFrame
    """Units by items of all levels; NaN where too little is known."""
    known: pd.DataFrame
    """Units by items: how many of the indicators below were known, not filled."""
    filled: pd.DataFrame
    """Units by items: how many of the indicators below were filled by a rule."""
    problems: tuple[Problem, ...]
    """Warnings about indicators that can take no part."""


def build(table: Table, structure: Structure, weights: Weights, choices: Choices) -> Composite:
    """
    Make a composite indicator: denominate, impute, screen, treat, normalise, aggregate.

    Parameters
    ----------
    table
        What was measured.
    structure
        What belongs to what, and which way is better.
    weights
        Of every item but the index.
    choices
        How each step is done.

    Returns
    -------
    composite
        The result of every step, so that each score can be followed back to the table.

    Raises
    ------
    BadInput
        When a choice does not fit the table.

    Notes
    -----
    Units are screened by what was known before imputation: a value that a rule made up is no
    knowledge. COINr screens whatever table it is given.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and User Guide,
    doi:10.1787/9789264043466-en. Becker et al. (2022), COINr, doi:10.21105/joss.04567.
    """
    measured = table.values[list(structure.indicators)]
    if table.denominators is not None:
        measured = denominate(measured, table.denominators, structure)
    imputed = impute(measured, choices.imputation, groups=table.groups)
    kept = screen(measured, min_share=choices.min_known)
    stayed = imputed.values[kept]
    treated = _treated(stayed, choices.treatment)
    normalised = normalise(treated.values, structure, choices.normalisation, choices.scale)
    scores = aggregate(normalised, structure, weights, choices.aggregation)
    return Composite(
        structure=structure,
        weights=weights,
        choices=choices,
        denominated=measured,
        imputed=imputed,
        kept=kept,
        treated=treated,
        normalised=normalised,
        scores=scores,
        known=_below(measured.notna(), structure),
        filled=_below(imputed.filled, structure),
        problems=_silent(treated.values, normalised),
    )


def _treated(values: pd.DataFrame, how: Treatment | None) -> Treated:
    """Treat outliers; without a treatment only their shape is told."""
    if how is not None:
        return treat(values, how)
    never = Treatment(skewness=np.inf, kurtosis=np.inf)
    return treat(values, never)


def _below(cells: pd.DataFrame, structure: Structure) -> pd.DataFrame:
    """Count true cells among the indicators below each item."""
    items = [*structure.indicators, *structure.children]
    belongs = np.zeros((len(structure.indicators), len(items)), dtype=np.int32)
    at = {code: row for row, code in enumerate(structure.indicators)}
    for column, item in enumerate(items):
        belongs[[at[code] for code in structure.indicators_below(item)], column] = 1
    counts = cells.to_numpy(dtype=np.int32) @ belongs
    return pd.DataFrame(counts, index=cells.index, columns=items)


def _silent(values: pd.DataFrame, normalised: pd.DataFrame) -> tuple[Problem, ...]:
    """Name the indicators that have values and yet no score, since all values are equal."""
    silent: Sequence[str] = [
        str(code)
        for code in values.columns
        if values[code].notna().any() and normalised[code].isna().all()
    ]
    return tuple(feed_problem("composite-column-constant", code, column=code) for code in silent)
