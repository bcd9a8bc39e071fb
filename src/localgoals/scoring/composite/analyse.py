"""Look at indicators and scores before anybody trusts them: shape, agreement, influence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.layers import Floats
from localgoals.scoring.composite.shape import kurtosis, skewness
from localgoals.scoring.composite.structure import Structure
from localgoals.scoring.weights import Weights

# From when on an indicator is worth a second look, as COINr has it.
_MOST_SKEWNESS: Final = 2.0
_MOST_KURTOSIS: Final = 3.5
_FEWEST_KNOWN: Final = 0.65
_FEWEST_NOT_ZERO: Final = 0.5
_FEWEST_DIFFERENT: Final = 0.5


def statistics(values: pd.DataFrame) -> pd.DataFrame:
    """
    Describe each indicator, and flag what is worth a second look.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known.

    Returns
    -------
    table
        By indicator: min, max, mean, median, deviation (n - 1), skewness, kurtosis; counts of known
        values, of those that are not 0, that differ, and of the most frequent one, each also as a
        share of the known (`known_share`: of all); and true where `few_known`, `few_not_zero`,
        `few_different` or `outliers`.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), steps 2 and 3.
    Becker, COINr 1.1.14, `get_stats`.
    """
    cells = values.to_numpy(dtype=np.float64)
    known = values.notna().sum()
    table = pd.DataFrame(
        {
            "min": values.min(),
            "max": values.max(),
            "mean": values.mean(),
            "median": values.median(),
            "deviation": values.std(ddof=1),
            "skewness": skewness(cells),
            "kurtosis": kurtosis(cells),
            "known": known,
            "not_zero": (values.notna() & (values != 0)).sum(),
            "different": values.nunique(),
            "same": [column.value_counts().max() for _, column in values.items()],
        },
        index=values.columns,
    )
    table["known_share"] = known / max(len(values), 1)
    for name in ("not_zero", "different", "same"):
        table[f"{name}_share"] = table[name] / known.where(known > 0)
    all_units = max(len(values), 1)
    return table.assign(
        few_known=table["known_share"] < _FEWEST_KNOWN,
        few_not_zero=table["not_zero"] / all_units < _FEWEST_NOT_ZERO,
        few_different=table["different"] / all_units < _FEWEST_DIFFERENT,
        outliers=(table["skewness"].abs() > _MOST_SKEWNESS) & (table["kurtosis"] > _MOST_KURTOSIS),
    )


def cronbach_alpha(values: pd.DataFrame) -> float:
    """
    Say how far indicators move together, so that their mean stands for one thing.

    Parameters
    ----------
    values
        Units by indicators of one group; NaN where not known. Covariances use the units that are
        known in both indicators.

    Returns
    -------
    alpha
        k² times the mean covariance over the sum of all covariances; NaN with fewer than 2
        indicators. [at most 1]

    References
    ----------
    Cronbach (1951), doi:10.1007/BF02310555. Becker, COINr 1.1.14, `get_cronbach`.
    """
    count = values.shape[1]
    if count < 2:
        return float("nan")
    covariances = values.cov().to_numpy()
    whole = np.nansum(covariances)
    between = whole - np.nansum(np.diag(covariances))
    return float(count / (count - 1) * between / whole) if whole else float("nan")


def correlations(scores: pd.DataFrame, rows: list[str], columns: list[str]) -> pd.DataFrame:
    """
    Give Pearson's correlation between two sets of items, over units known in both.

    Parameters
    ----------
    scores
        Units by items; NaN where not known.
    rows, columns
        The codes of the two sets.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 4.
    Becker, COINr 1.1.14, `get_corr`.
    """
    return scores[[*dict.fromkeys([*rows, *columns])]].corr().loc[rows, columns]


@dataclass(frozen=True)
class Components:
    """Principal components of standardised items, the one that explains most first."""

    deviations: Floats
    """The standard deviation along each component."""
    loadings: pd.DataFrame
    """Items by components."""
    units: int
    """How many units had no gap, and were used."""

    @property
    def explained(self) -> Floats:
        """The share of the variance that each component explains."""
        variance = self.deviations**2
        return np.asarray(variance / variance.sum())


def principal_components(values: pd.DataFrame) -> Components:
    """
    Find the directions along which units differ most.

    Parameters
    ----------
    values
        Units by items, each brought to mean 0 and deviation 1 first; units with a gap are left out.

    Returns
    -------
    components
        The sign of a component means nothing by itself; here its loadings sum to 0 or more.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 4.
    Becker, COINr 1.1.14, `get_PCA`, which calls `stats::prcomp` of R with `center` and `scale`.
    """
    whole = values.dropna()
    cells = ((whole - whole.mean()) / whole.std(ddof=1)).to_numpy(dtype=np.float64)
    _, stretch, directions = np.linalg.svd(cells, full_matrices=False)
    loadings = directions.T * np.where(directions.sum(axis=1) < 0, -1.0, 1.0)
    names = [f"PC{number}" for number in range(1, loadings.shape[1] + 1)]
    return Components(
        stretch / np.sqrt(len(whole) - 1),
        pd.DataFrame(loadings, index=values.columns, columns=names),
        len(whole),
    )


def effective_weights(structure: Structure, weights: Weights) -> pd.Series:
    """
    Give the part that each item has in the index by its weight and those above it.

    Parameters
    ----------
    structure
        What belongs to what.
    weights
        Of every item but the index.

    Returns
    -------
    shares
        By item; they sum to 1 on each level. [0-1]

    References
    ----------
    Becker, COINr 1.1.14, `get_eff_weights`.
    """
    (index,) = structure.at_level(structure.depth)
    shares = {index: 1.0}
    for parent in sorted(structure.children, key=lambda code: -structure[code].level):
        children = structure.children[parent]
        own = weights.of(children)
        for code, share in zip(children, own / own.sum(), strict=True):
            shares[code] = shares[parent] * float(share)
    return pd.Series(shares).reindex([item.code for item in structure.items])


def main_effects(items: pd.DataFrame, index: pd.Series) -> pd.Series:
    """
    Give the share of the index's variance that each item alone explains, in a straight line.

    An item of high weight may explain little where it hardly differs between units, and one of low
    weight much where it goes with the others: set these shares beside the weights.

    Parameters
    ----------
    items
        Units by items; NaN where not known.
    index
        The score that they were put together to.

    Returns
    -------
    shares
        By item: the squared correlation; they need not sum to 1. [0-1]

    Notes
    -----
    Paruolo, Saisana and Saltelli fit a curve; this is their linear case. COINr has no such
    function: what it calls effective weights is `effective_weights`.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), doi:10.1111/j.1467-985X.2012.01059.x.
    """
    return items.corrwith(index) ** 2


def ranks(scores: pd.DataFrame) -> pd.DataFrame:
    """
    Rank units on each item, 1 for the highest score; equal scores share the better rank.

    One run's ranks look more certain than they are: reports show intervals of ranks within a named
    group of peers instead.

    References
    ----------
    Becker, COINr 1.1.14, `get_results` with `use = "ranks"`.
    """
    return scores.rank(ascending=False, method="min")
