"""Divide what grows with the size of a city by its size, so that small and large compare."""

from __future__ import annotations

import pandas as pd

from localgoals.scoring.composite.structure import Structure


def denominate(
    values: pd.DataFrame, denominators: pd.DataFrame, structure: Structure
) -> pd.DataFrame:
    """
    Divide each indicator that names a denominator by it, and multiply by its factor.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known.
    denominators
        Units by denominators, above 0; a unit that is missing here has none.
    structure
        Which indicator is divided by what.

    Returns
    -------
    values
        The same cells; NaN also where the denominator is not known, or is 0.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 2.
    Becker, COINr 1.1.14, `Denominate.data.frame`.
    """
    by_size = [structure[code] for code in structure.indicators if structure[code].denominator]
    matched = denominators.reindex(values.index)
    divided = {
        item.code: values[item.code]
        / matched[item.denominator].where(matched[item.denominator] != 0)
        * item.factor
        for item in by_size
    }
    return values.assign(**divided)
