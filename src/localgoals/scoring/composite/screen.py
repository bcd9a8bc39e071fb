"""Leave out units of which too little is known."""

from __future__ import annotations

import pandas as pd


def share_known(values: pd.DataFrame) -> pd.Series:
    """Give the share of indicators that are known of each unit."""
    return values.notna().mean(axis="columns")


def screen(values: pd.DataFrame, *, min_share: float) -> pd.Series:
    """
    Tell which units have enough data to be scored.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known. Give the cells before imputation, else a made-up
        value counts as knowledge.
    min_share
        The least share of indicators that must be known. [0-1]

    Returns
    -------
    kept
        True for each unit that stays.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 2.
    Becker, COINr 1.1.14, `Screen` with `unit_screen = "byNA"`.
    """
    return share_known(values) >= min_share
