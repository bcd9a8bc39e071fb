"""Where plastic waste goes: from the bin to recovery and disposal, to land, fire, drains, water."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STAGES = (
    "informal_collection",
    "service_collection",
    "formal_sorting",
    "informal_sorting",
    "transport",
    "disposal",
)
"""Where plastic can leak, in the order in which it flows."""
ESCAPES = (*STAGES, "uncollected")
"""Everything that leaves the managed flow: what leaks at a stage, and what nobody collects."""
FATES = ("land", "burnt", "drains", "water")


class Plastic(NamedTuple):
    """Plastic waste of n cities, and how it is taken; NaN where something is not known."""

    generated: ArrayLike
    """[t per year]"""
    informal_percent: ArrayLike
    """Collected by the informal value chain. [% of what is generated]"""
    service_percent: ArrayLike
    """Collected by a service; with the part above 100 at most. [% of what is generated]"""
    formal_sorting_percent: ArrayLike
    """Brought to sorting plants. [% of what the service still has after collection]"""
    informal_sorting_percent: ArrayLike
    """Sorted out by the informal service chain; with the part above 100 at most. [% of the same]"""


class PlasticFlows(NamedTuple):
    """What becomes of plastic waste, in tonnes a year."""

    through: Floats
    """What flows through each of `STAGES`. (n, 6)"""
    escaped: Floats
    """What leaves at each of `ESCAPES`. (n, 7)"""
    recovered: Floats
    """Sorted for recovery. (n)."""
    disposed: Floats
    """In landfills and dumpsites, to stay there. (n)."""
    fates: Floats
    """Of what escaped, by `FATES`. (n, 4)"""

    @property
    def leaked(self) -> Floats:
        """Leakage of all stages, without what nobody collects. (n)."""
        return np.asarray(self.escaped[:, :-1].sum(axis=1))

    @property
    def unmanaged(self) -> Floats:
        """All that escaped. (n)."""
        return np.asarray(self.escaped.sum(axis=1))


def plastic_flows(
    plastic: Plastic,
    leakage_percent: ArrayLike,
    fate_percent: ArrayLike,
    drained_percent: ArrayLike,
) -> PlasticFlows:
    """
    Follow plastic waste through the stages, and what leaks of it to where it ends.

    Everything that is generated ends somewhere: recovered, disposed of, or in one of the fates.

    Parameters
    ----------
    plastic
        Of n cities.
    leakage_percent
        What leaks of what flows through each of `STAGES`. (n, 6) [%, 0 to 100]
    fate_percent
        Where it goes of each of `ESCAPES`, by `FATES`; each row sums to 100. (n, 7, 4) [%]
    drained_percent
        What storm drains wash on into water, of what goes into them. (n) [%, 0 to 100]

    Returns
    -------
    flows
        NaN where a part is not known that something flows through.

    Notes
    -----
    The total leakage is the sum over the stages of their leakage times what flows through them.
    The order of the stages is the method's; that sorting takes its part after the leakage of
    collection, and both ways of sorting from the same amount, is a choice of this project.

    References
    ----------
    GIZ, University of Leeds, Eawag, Wasteaware (2020), Waste Flow Diagram, https://wfd.rwm.global.
    Its leakage factors are not public, and none stands here.

    Examples
    --------
    >>> found = plastic_flows(Plastic([1000], 20, 30, 0, 0), [[5, 10, 0, 0, 0, 0]],
    ...     np.tile([50.0, 10, 20, 20], (1, 7, 1)), [50])
    >>> found.unmanaged.tolist(), found.recovered.tolist(), found.disposed.tolist()
    ([540.0], [190.0], [270.0])
    >>> found.fates.tolist()
    [[270.0, 54.0, 54.0, 162.0]]
    """
    parts = (np.asarray(one, np.float64) for one in plastic)
    generated, by_hand, by_service, formal, informal = np.broadcast_arrays(*parts)
    leaks = np.asarray(leakage_percent, np.float64)
    value_chain, service = _part(generated, by_hand), _part(generated, by_service)
    left = service - _part(service, leaks[:, 1])
    sorting = (_part(left, formal), _part(left, informal))
    moved = left - sorting[0] - sorting[1]
    tipped = moved - _part(moved, leaks[:, 4])
    through = np.stack([value_chain, service, *sorting, moved, tipped], axis=1)
    lost = _part(through, leaks)
    kept = through - lost
    # Rounded, so that parts of 100 % together leave nothing, not a crumb.
    uncollected = _part(generated, np.round(100.0 - by_hand - by_service, 9))
    escaped = np.column_stack([lost, uncollected])
    fates = _part(escaped[:, :, None], np.asarray(fate_percent, np.float64)).sum(axis=1)
    washed = _part(fates[:, 2], np.asarray(drained_percent, np.float64))
    fates[:, 2] -= washed
    fates[:, 3] += washed
    return PlasticFlows(
        through=through,
        escaped=escaped,
        recovered=kept[:, 0] + kept[:, 2] + kept[:, 3],
        disposed=kept[:, 5],
        fates=fates,
    )


def _part(whole: Floats, percent: Floats) -> Floats:
    """Give a percentage; of nothing it is nothing, even where the percentage is not known."""
    return np.where(whole == 0, 0.0, whole * percent / 100)
