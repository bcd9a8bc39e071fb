"""Which counts of people are too small to be shown, and which others would give them away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from localgoals.planning.votes import Booleans, Floats, Integers

FEWEST_SHOWN = 5
"""Unless a person says otherwise."""


class Withheld(NamedTuple):
    """Of c counts that add up to a total which is known, those that are not to be shown."""

    small: Booleans
    """At least one person, and fewer than may be shown."""
    beside: Booleans
    """Withheld so that no other can be found by subtraction."""

    @property
    def both(self) -> Booleans:
        """Everything that is not shown."""
        return self.small | self.beside


def withheld(counts: ArrayLike, fewest: int = FEWEST_SHOWN) -> Withheld:
    """
    Choose the counts that must not be shown beside their total.

    One small count alone could be found by subtraction. The next larger one is withheld with it,
    and again the next, until there are two or more that come to `fewest` people or more together.

    Parameters
    ----------
    counts
        Parts of a total that is shown, each person in one. [persons]
    fewest
        The smallest count, 0 apart, that may be shown.

    Returns
    -------
    withheld
        All of them where all people together are fewer than may be shown.

    References
    ----------
    Hundepool, A. et al. (2012), Statistical Disclosure Control. Wiley: minimum frequency rule
    with secondary suppression.

    Examples
    --------
    >>> withheld([3, 40, 8, 0]).both.tolist()
    [True, False, True, False]
    """
    people = np.asarray(counts, np.int64)
    small = (people > 0) & (people < fewest)
    if people.sum() < fewest:
        return Withheld(small, ~small)
    beside = np.zeros(len(people), np.bool_)
    for at in np.lexsort((np.arange(len(people)), people)):
        hidden = small | beside
        if not small.any() or (hidden.sum() > 1 and people[hidden].sum() >= fewest):
            break
        if people[at] >= fewest:
            beside[at] = True
    return Withheld(small, beside)


def gathered(points: Floats, fewest: int, most: int) -> Integers:
    """
    Put people who stand near each other into bundles of at least so many.

    The largest bundle is halved across its longer side, again and again.

    Parameters
    ----------
    points
        Where each stands. [n x 2]
    fewest
        The smallest bundle that may be. [persons]
    most
        How many bundles there may be.

    Returns
    -------
    bundles
        The number of the bundle of each; all 0 where there are too few to halve.

    Examples
    --------
    >>> gathered(np.array([[0.0, 0], [9, 0], [1, 0], [8, 0]]), 2, 10).tolist()
    [0, 1, 0, 1]
    """
    bundles: list[Integers] = [np.arange(len(points))]
    while len(bundles) < most:
        largest = max(range(len(bundles)), key=lambda at: len(bundles[at]))
        held = bundles[largest]
        if len(held) < 2 * fewest:
            break
        axis = int(np.ptp(points[held], axis=0).argmax())
        order = held[np.lexsort((points[held, 1 - axis], points[held, axis]))]
        bundles[largest] = order[: len(order) // 2]
        bundles.append(order[len(order) // 2 :])
    labels = np.zeros(len(points), np.int64)
    for number, held in enumerate(bundles):
        labels[held] = number
    return labels
