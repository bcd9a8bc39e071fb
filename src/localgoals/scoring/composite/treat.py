"""Tame outliers, which would push all other units to one end of the scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.layers import Floats
from localgoals.scoring.composite.shape import kurtosis, skewness

Transform = Literal["log-ct", "log-ct-plus"]


@dataclass(frozen=True)
class Treatment:
    """
    When an indicator has outliers, and what is done about them.

    The defaults are those of COINr 1.1.14 (`Treat.data.frame`).
    """

    most_points: int = 5
    """How many values may be drawn in before the whole indicator is transformed instead."""
    skewness: float = 2.0
    kurtosis: float = 3.5
    """Outliers are there when |skewness| and kurtosis both reach these."""
    transform: Transform = "log-ct-plus"
    """`log-ct` treats a tail of small values like one of large values."""


@dataclass(frozen=True)
class Treated:
    """Values after treatment, and everything that was done."""

    values: pd.DataFrame
    table: pd.DataFrame
    """
    By indicator: `treatment` (none, winsorised, log), `points` drawn in, whether it `passes`
    afterwards, and `skewness_n`, `kurtosis_n` before (0), after drawing in points (1) and after the
    transform (2); NaN where a step was not taken.
    """
    points: pd.DataFrame
    """Each value that was drawn in: unit, indicator, treatment (winhi, winlo), before, after."""


def treat(values: pd.DataFrame, how: Treatment) -> Treated:
    """
    Draw in outliers, or take logarithms where that is not enough.

    An indicator with |skewness| and kurtosis at or above the limits has outliers. Then the extreme
    value on the side of the tail is set to the next one, again and again, up to `most_points`
    values. If it still has outliers, the original values are transformed instead.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known. Fewer than 4 known values are never treated, for
        nothing can be said about their shape.
    how
        The limits.

    Returns
    -------
    treated
        The order of units within an indicator never turns round, and an indicator that differs
        between units still does.

    Notes
    -----
    Unlike COINr, values are not drawn in when that would leave no two that differ.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 3.
    Becker, COINr 1.1.14, `Treat`, `winsorise`, `log_CT`, `log_CT_plus`, `check_SkewKurt`.
    """
    cells = values.to_numpy(dtype=np.float64, copy=True)
    before = cells.copy()
    rows = {"treatment": np.full(cells.shape[1], "none", dtype=object)}
    rows["points"] = np.zeros(cells.shape[1], dtype=object)
    rows |= _shape(cells, 0)
    failing = np.flatnonzero(_has_outliers(rows["skewness_0"], rows["kurtosis_0"], how))
    marks = np.zeros(cells.shape, dtype=np.int8)
    for column in failing:
        cells[:, column], marks[:, column] = winsorise(cells[:, column], how)
    rows["points"][failing] = (marks != 0).sum(axis=0)[failing]
    rows["treatment"][failing] = "winsorised"
    rows |= _shape(cells, 1, only=failing)
    still = np.flatnonzero(_has_outliers(rows["skewness_1"], rows["kurtosis_1"], how))
    for column in still:
        cells[:, column] = TRANSFORMS[how.transform](before[:, column])
    marks[:, still] = 0
    rows["points"][still] = 0
    rows["treatment"][still] = "log"
    rows |= _shape(cells, 2, only=still)
    outliers = _has_outliers(rows["skewness_0"], rows["kurtosis_0"], how)
    outliers[failing] = _has_outliers(rows["skewness_1"], rows["kurtosis_1"], how)[failing]
    outliers[still] = _has_outliers(rows["skewness_2"], rows["kurtosis_2"], how)[still]
    table = pd.DataFrame({**rows, "passes": ~outliers}, index=values.columns)
    after = pd.DataFrame(cells, index=values.index, columns=values.columns)
    return Treated(after, table.infer_objects(), _points(marks, values, after))


def winsorise(values: Floats, how: Treatment) -> tuple[Floats, NDArray[np.int8]]:
    """
    Set the extreme value on the side of the tail to the next one until no outlier is left.

    Parameters
    ----------
    values
        One indicator; NaN where not known.
    how
        The limits; equal extreme values are drawn in together, so that their number may be passed.

    Returns
    -------
    values
        With the extremes drawn in.
    marks
        1 where a high value was drawn in, -1 where a low one was, 0 elsewhere.

    Examples
    --------
    >>> x = np.array([*range(1, 11), 30.0, 100.0])
    >>> winsorise(x, Treatment(most_points=2))[0][-2:]
    array([30., 30.])
    """
    cells = values.copy()
    high, low = np.zeros(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    while high.sum() + low.sum() < how.most_points:
        skew = skewness(cells[:, np.newaxis])
        if not _has_outliers(skew, kurtosis(cells[:, np.newaxis]), how)[0]:
            break
        upwards = skew[0] >= 0
        extreme = cells == (np.nanmax(cells) if upwards else np.nanmin(cells))
        others = cells[~extreme & np.isfinite(cells)]
        if np.ptp(others) == 0:
            break
        cells[extreme] = others.max() if upwards else others.min()
        if upwards:
            high = extreme
        else:
            low = extreme
    return cells, (high.astype(np.int8) - low.astype(np.int8))


def log_ct(values: Floats) -> Floats:
    """
    Take logarithms above the least value, which stretches small differences.

    Parameters
    ----------
    values
        One indicator, not all equal; NaN where not known.

    Returns
    -------
    values
        ln(x - min + 0.01 (max - min)).

    References
    ----------
    Becker, COINr 1.1.14, `log_CT`, after the COIN Tool of the JRC.
    """
    least, most = np.nanmin(values), np.nanmax(values)
    return np.asarray(np.log(values - least + 0.01 * (most - least)))


def log_ct_plus(values: Floats) -> Floats:
    """
    Take logarithms from the end where the tail is not.

    Parameters
    ----------
    values
        One indicator, not all equal; NaN where not known.

    Returns
    -------
    values
        As `log_ct` for a tail of large values; -ln(max + 0.01 (max - min) - x) for one of small
        values.

    References
    ----------
    Becker, COINr 1.1.14, `log_CT_plus`.
    """
    if skewness(values[:, np.newaxis])[0] >= 0:
        return log_ct(values)
    return -log_ct(-values)


TRANSFORMS: dict[Transform, Callable[[Floats], Floats]] = {
    "log-ct": log_ct,
    "log-ct-plus": log_ct_plus,
}
_NAMES = {1: "winhi", -1: "winlo"}


def _has_outliers(skew: Floats, kurt: Floats, how: Treatment) -> NDArray[np.bool_]:
    """Both must be reached; a shape that is not known has no outliers."""
    with np.errstate(invalid="ignore"):
        return (np.abs(skew) >= how.skewness) & (kurt >= how.kurtosis)


def _shape(
    cells: Floats, step: int, *, only: NDArray[np.int_] | None = None
) -> dict[str, NDArray[np.float64]]:
    """Measure the shape of some columns; NaN for the others."""
    columns = np.arange(cells.shape[1]) if only is None else only
    found = {}
    for name, measure in (("skewness", skewness), ("kurtosis", kurtosis)):
        all_of_them = np.full(cells.shape[1], np.nan)
        all_of_them[columns] = measure(cells[:, columns])
        found[f"{name}_{step}"] = all_of_them
    return found


def _points(marks: NDArray[np.int8], before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List the values that were drawn in, indicator by indicator."""
    columns, rows = np.nonzero(marks.T)
    return pd.DataFrame(
        {
            "unit": before.index.to_numpy()[rows],
            "indicator": before.columns.to_numpy()[columns],
            "treatment": [_NAMES[mark] for mark in marks[rows, columns].tolist()],
            "before": before.to_numpy(dtype=np.float64)[rows, columns],
            "after": after.to_numpy(dtype=np.float64)[rows, columns],
        }
    )
