"""The outline of a city where no boundary is given: its largest urban centre."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from scipy import ndimage

from localgoals.spatial.settlement import URBAN_CENTRE


def largest_urban_centre(
    classes: NDArray[np.uint8], population: NDArray[np.float64], transform: Affine
) -> Any | None:
    """
    Give the outline of the urban centre with the most people.

    Parameters
    ----------
    classes
        Degree of Urbanisation of each cell, shape (rows, columns).
    population
        People in each cell, same shape; NaN where not known.
    transform
        From columns and rows to coordinates.

    Returns
    -------
    outline
        A (multi)polygon along cell borders, in the grid's system; None without an urban centre.

    Notes
    -----
    Cells that touch along a side belong to one centre; a corner does not join.

    References
    ----------
    United Nations Statistical Commission (2020), A recommendation on the method to delineate
    cities, urban and rural areas for international statistical comparisons (cities are the local
    units around an urban centre; without local units the centre itself stands for the city).

    Examples
    --------
    >>> classes = np.array([[3, 3, 1, 3]], dtype=np.uint8)
    >>> people = np.array([[40.0, 40, 0, 50]])
    >>> largest_urban_centre(classes, people, Affine(1, 0, 0, 0, -1, 1)).bounds
    (0.0, 0.0, 2.0, 1.0)
    """
    label, count = ndimage.label(classes == URBAN_CENTRE)
    if not count:
        return None
    people = np.bincount(label.ravel(), np.nan_to_num(population).ravel(), minlength=count + 1)
    largest = 1 + int(np.argmax(people[1:]))
    mask = label == largest
    parts = [
        shapely.geometry.shape(part)
        for part, _ in shapes(mask.astype(np.uint8), mask=mask, transform=transform)
    ]
    return shapely.union_all(parts)
