"""What each cell is to the Degree of Urbanisation, one cell after the other."""

from __future__ import annotations

from math import isnan, nan

from localgoals.spatial import cells
from localgoals.spatial.cells import Limits


def mark_of(people: float, land_share: float, built_share: float, limits: Limits) -> int:
    """
    Mark one cell by the definitions of `localgoals.spatial.cells`.

    Parameters
    ----------
    people
        NaN where not known.
    land_share, built_share
        Of the cell; NaN where not known. [0 to 1]
    limits
        What the cell is held against.
    """
    density = people / (land_share * limits.cell_km2) if land_share else nan
    if land_share == 0 and people > 0:
        density = float("inf")
    built_of_land = round(built_share / land_share, 3) if land_share else nan
    if land_share == 0 and built_share > 0:
        built_of_land = float("inf")
    mostly_water = land_share < limits.water_land_share
    empty_water = mostly_water and not people > 0 and not built_share > 0
    known = not isnan(land_share) and (not isnan(people) or empty_water)
    claims = {
        cells.EMPTY_WATER: empty_water,
        cells.DENSE: density >= limits.centre_density or built_of_land >= limits.built_share,
        cells.SEMI_DENSE: density >= limits.semi_dense_density,
        cells.SETTLED: density >= limits.cluster_density,
        cells.PEOPLED: density >= limits.low_density,
        cells.NOT_KNOWN: not known,
        cells.COUNTED: not empty_water and not (mostly_water and people == 0),
    }
    return sum(int(mark) for mark, is_so in claims.items() if is_so)
