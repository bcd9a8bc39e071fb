"""
Which kinds of public transport SDG 11.2.1 gives the longer reach of 1,000 m, and which 500 m.

References
----------
UN-Habitat (2021), metadata of SDG indicator 11.2.1, concepts: low-capacity systems are "buses,
trams, and Bus Rapid Transit", high-capacity systems "trains, metros and ferries". Systems that it
does not name (cable cars, aerial lifts, funiculars, coaches, shared taxis) get the shorter reach,
so that access is not overstated; a monorail runs on a track of its own like a metro.

GTFS Schedule Reference, routes.txt, `route_type`; Google Transit, Extended GTFS route types (100 to
1702).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

LOW, HIGH, NOT_PUBLIC = 0, 1, -1

# Route types from a first to a last number; a later line overrides an earlier one.
CLASSES: Final[tuple[tuple[int, int, int], ...]] = (
    (0, 0, LOW),  # tram, streetcar, light rail
    (1, 2, HIGH),  # metro; rail
    (3, 3, LOW),  # bus
    (4, 4, HIGH),  # ferry
    (5, 7, LOW),  # cable tram; aerial lift; funicular
    (11, 11, LOW),  # trolleybus
    (12, 12, HIGH),  # monorail
    (100, 117, HIGH),  # railway
    (104, 104, NOT_PUBLIC),  # car transport rail
    (110, 110, LOW),  # replacement rail, run by buses
    (112, 112, NOT_PUBLIC),  # lorry transport rail
    (200, 209, LOW),  # coach
    (300, 399, HIGH),  # suburban railway
    (400, 405, HIGH),  # urban railway, metro, underground, monorail
    (500, 699, HIGH),  # metro; underground
    (700, 799, LOW),  # bus
    (712, 712, NOT_PUBLIC),  # school bus
    (800, 899, LOW),  # trolleybus
    (900, 999, LOW),  # tram
    (1000, 1099, HIGH),  # water transport
    (1100, 1199, NOT_PUBLIC),  # air
    (1200, 1299, HIGH),  # ferry
    (1300, 1399, LOW),  # aerial lift
    (1400, 1499, LOW),  # funicular
    (1500, 1599, NOT_PUBLIC),  # taxi
    (1501, 1501, LOW),  # communal taxi: paratransit
    (1600, 1699, NOT_PUBLIC),  # self drive
    (1700, 1702, LOW),  # others
)


def capacity_of(route_types: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """
    Give the capacity class of route types.

    Returns
    -------
    capacity
        `HIGH`, `LOW`, or `NOT_PUBLIC` for what is no public transport or is not known.
    known
        False for numbers that neither GTFS nor its extension has.

    Examples
    --------
    >>> capacity_of(np.array([3.0, 1.0, 1200.0, 1500.0, 42.0]))[0].tolist()
    [0, 1, 1, -1, -1]
    """
    capacity = np.full(route_types.shape, NOT_PUBLIC, dtype=np.int8)
    known = np.zeros(route_types.shape, dtype=bool)
    for first, last, kind in CLASSES:
        among = (route_types >= first) & (route_types <= last)
        capacity[among] = kind
        known |= among
    return capacity, known
