"""Municipal solid waste by the equations of SDG 11.6.1 (the Waste Wise Cities Tool)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isnan, nan
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.model.text import Message

NEAR_M = 200.0
Amount = TypeVar("Amount", float, NDArray[np.float64])
"""Of one city, or of many at once."""


def generated(people: Amount, household_kg_per_head: Amount, other_t: Amount) -> Amount:
    """
    Municipal solid waste generated.

    Parameters
    ----------
    people
        Everybody in the city. [persons]
    household_kg_per_head
        What a person generates at home. [kg per day]
    other_t
        From shops, offices, institutions and public space. [t per day]

    Returns
    -------
    generated
        [t per day]

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.6.1, equation 1.

    Examples
    --------
    >>> generated(1_000_000, 0.42, 180)
    600.0
    """
    return people * household_kg_per_head / 1000 + other_t


def managed(recovery: Amount, disposal: Amount, residues: Amount, recyclables: Amount) -> Amount:
    """
    Waste that facilities of one kind of control took in, each tonne once.

    With all facilities of a city this is the waste collected (equation 2), with the controlled ones
    the waste managed in controlled facilities (equation 3).

    Parameters
    ----------
    recovery, disposal
        Received by recovery and by disposal facilities. [t per day]
    residues
        Sent on by those recovery facilities, to be disposed of. [t per day]
    recyclables
        Taken out of those disposal facilities, to be recovered. [t per day]

    Returns
    -------
    managed
        [t per day]

    Notes
    -----
    Recovery and disposal at one site count as two facilities, each with its own level of control.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.6.1, equations 2 and 3.

    Examples
    --------
    >>> managed(80, 300, 8, 12), managed(60, 200, 6, 8)
    (360, 246)
    """
    return recovery + disposal - residues - recyclables


def recycled(inside: Amount, exported: Amount, imported: Amount) -> Amount:
    """
    Material recycled that counts for the city: with what it sends out, without what it brings in.

    Parameters
    ----------
    inside
        Recycled inside the city. [t per day]
    exported, imported
        Sent out of the city, and brought into it, to be recycled. [t per day]

    References
    ----------
    UN Environment Programme (2021), SDG indicator metadata 12.5.1.

    Examples
    --------
    >>> recycled(150, 50, 20)
    180
    """
    return inside + exported - imported


def composition(mass_kg: Mapping[str, float]) -> dict[str, float]:
    """
    Share of each fraction in the waste that was sorted.

    Parameters
    ----------
    mass_kg
        Mass of each fraction; NaN where it was not weighed. [kg]

    Returns
    -------
    percent
        By fraction; all NaN when one was not weighed or there is nothing, since shares of a part
        would be taken for shares of the whole. [%, 0 to 100]

    Examples
    --------
    >>> composition({"organic": 55.0, "paper": 20.0, "plastic": 25.0})
    {'organic': 55.0, 'paper': 20.0, 'plastic': 25.0}
    """
    total = sum(mass_kg.values())
    if isnan(total) or total <= 0:
        return dict.fromkeys(mass_kg, nan)
    return {fraction: 100 * mass / total for fraction, mass in mass_kg.items()}


def control_level(ladder: str, ticked: Collection[str]) -> str:
    """
    Level of control of a facility: the one of which it ticks the most boxes.

    What is done counts, not what was built: tick what can be seen on the day.

    Parameters
    ----------
    ladder
        A ladder of the catalogue: `landfill`, `incineration` or `other_recovery`.
    ticked
        Codes of the boxes that hold for the facility.

    Returns
    -------
    level
        `full`, `improved`, `basic`, `limited` or `none`.

    Raises
    ------
    BadInput
        When a box is not on the ladder, or none is ticked.

    Notes
    -----
    The metadata does not say what happens when two levels have as many boxes; the lower one is
    given here, so that a facility is never called controlled on a tie.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.6.1, table 2.

    Examples
    --------
    >>> control_level("landfill", ["some_cover", "compacted", "staffed", "weighing", "no_fire"])
    'basic'
    """
    levels = load().ladders[ladder].levels
    known = {box for level in levels for box in level.boxes}
    if unknown := sorted(set(ticked) - known):
        raise BadInput(
            Message(
                "The ladder {ladder} has no box {boxes}. Its boxes are {known}.",
                {
                    "ladder": ladder,
                    "boxes": ", ".join(unknown),
                    "known": ", ".join(sorted(known)),
                },
            )
        )
    if not ticked:
        raise BadInput(
            Message(
                "No box of the ladder {ladder} is ticked. Tick those that hold.", {"ladder": ladder}
            )
        )
    # Levels stand from the highest to the lowest, and the last of equals is taken.
    counts = {level.code: len(set(ticked) & set(level.boxes)) for level in levels}
    most = max(counts.values())
    return [code for code, count in counts.items() if count == most][-1]


def collection_level(
    *, at_door: bool, point_m: float, collections_per_week: float, fractions: int, littered: bool
) -> str:
    """
    Level of the collection service that a household receives.

    Parameters
    ----------
    at_door
        Whether waste is fetched at the door.
    point_m
        Distance to the collection point; NaN without one. [m]
    collections_per_week
        How often it was served, all through a year.
    fractions
        How many fractions are collected separately; 1 for mixed waste.
    littered
        Whether there is major littering at the collection point.

    Returns
    -------
    level
        `full`, `improved`, `basic`, `limited` or `none`; access means basic or above.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.6.1, table 1.

    Examples
    --------
    >>> collection_level(
    ...     at_door=True, point_m=nan, collections_per_week=2, fractions=2, littered=False
    ... )
    'improved'
    """
    if not at_door and isnan(point_m):
        return "none"
    near = at_door or point_m <= NEAR_M
    if not near or collections_per_week < 1:
        return "limited"
    # Only points can be littered, and only the two upper levels ask for their tidiness.
    if littered and not at_door or fractions < 2:
        return "basic"
    return "improved" if fractions == 2 else "full"
