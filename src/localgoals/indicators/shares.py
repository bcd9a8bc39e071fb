"""Shares of people within reach of something, of everybody and every group in every area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.indicators.areas import Areas
from localgoals.indicators.choices import parameter
from localgoals.indicators.findings import EVERYBODY, Draft, Findings, Note
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Residents, Walk
from localgoals.ingest.layers import Floats
from localgoals.model.observation import Observation
from localgoals.model.text import Message

OFF_STREETS = Message(
    "{people:,.0f} people live more than {limit:,.0f} m from every street and count as not reached."
)

# Above this share of people off the streets, the figure itself is in doubt.
NOTABLE_SHARE = 0.05


def percent_of(reached: NDArray[np.bool_], people: Floats) -> float:
    """
    Share of people at the points that are reached.

    People whose distance is not known (NaN: not on the street network) are within no limit, and so
    count as not reached.

    Parameters
    ----------
    reached
        Whether each point is reached.
    people
        Number of people at each point; NaN where not known, which leaves the point out. [0 or more]

    Returns
    -------
    percent
        NaN when there is nobody. [%, 0 to 100]

    Raises
    ------
    BadInput
        When a number of people is negative.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.2.1, 4.c Method of computation, step e.

    Examples
    --------
    >>> import numpy as np
    >>> percent_of(np.array([True, False]), np.array([1.0, 3.0]))
    25.0
    """
    counted = ~np.isnan(people)
    if (people[counted] < 0).any():
        raise BadInput(Message("The number of people at a point cannot be negative."))
    # Both sums add up the same places, so that rounding cannot make a part larger than the whole.
    everybody = np.where(counted, people, 0).sum()
    if everybody == 0:
        return float("nan")
    return float(100 * (np.where(counted & reached, people, 0).sum() / everybody))


def percent_by_area(
    reached: NDArray[np.bool_], people: Floats, areas: Areas, *, total: Floats
) -> Floats:
    """
    Share of people at the points that are reached, in every area at once.

    Parameters
    ----------
    reached
        Whether each point is reached.
    people
        Number of people at each point; none may be NaN. [0 or more]
    areas
        Which points lie in which areas.
    total
        People in each area.

    Returns
    -------
    percent
        One per area; NaN where nobody lives. [%, 0 to 100]
    """
    part = areas.sums(people, where=reached)
    share = np.full(len(total), np.nan)
    lived_in = total > 0
    share[lived_in] = np.minimum(100.0, 100 * part[lived_in] / total[lived_in])
    return share


@dataclass(frozen=True)
class Reached:
    """Which points of residents an indicator counts, and what is in doubt about that."""

    yes: NDArray[np.bool_]
    """Whether each point is counted."""
    doubts: frozenset[str]
    """Keys of `quality.DOUBTS`, besides those about the people themselves."""
    off_streets: NDArray[np.bool_] | None = None
    """Points too far from every street, where distances follow the network; none in `yes`."""


def share_observations(
    draft: Draft, residents: Residents, reached: Reached, *, groups: Iterable[str] | None = None
) -> Iterator[Observation]:
    """
    Give the share of people counted, of everybody and every group, in the city and its districts.

    An area where nobody (of the group) lives, or where nobody lives near a street of the network,
    has no share: 0 % would be taken for a finding.

    Parameters
    ----------
    draft
        What the observations have in common.
    residents
        The people of one period.
    reached
        Which of their points count.
    groups
        The groups to give, everybody among them; all when it is not given.
    """
    for group in residents.weights if groups is None else groups:
        yield from _of_group(draft, residents, reached, group)


def _of_group(
    draft: Draft, residents: Residents, reached: Reached, group: str
) -> Iterator[Observation]:
    areas, people = residents.areas, residents.weights[group]
    total = residents.totals[group]
    percent = percent_by_area(reached.yes, people, areas, total=total)
    lost = (
        np.zeros(len(total))
        if reached.off_streets is None
        else areas.sums(people, where=reached.off_streets)
    )
    found = reached.doubts | residents.doubts(group)
    usual, worse = grade(found), grade(found | {"people-off-streets"})
    limit = snap_limit()
    uncounted = residents.uncounted(group).tolist()
    for code, everybody, value, off, unknown in zip(
        areas.codes, total.tolist(), percent.tolist(), lost.tolist(), uncounted, strict=True
    ):
        if everybody <= 0:
            reason = ("outside-coverage", "groups") if unknown else ("nobody-lives-here", "")
            yield draft.gap(code, *reason, group=group)
        elif off >= everybody:
            yield draft.gap(code, "too-far-from-streets", limit, group=group)
        else:
            quality = worse if off > NOTABLE_SHARE * everybody else usual
            yield draft.figure(code, value, group=group, quality=quality)


def snap_limit() -> str:
    """Give the distance from a street at which people are still on the network, in words."""
    return f"{parameter('snap_limit_people_m'):g} m"


def off_streets_notes(indicator: str, walk: Walk) -> Findings:
    """
    Say how many people of each period live too far from every street to be reached.

    Parameters
    ----------
    indicator
        Whose figures are concerned.
    walk
        The people and the network.
    """
    notes = []
    for period, residents in walk.residents.items():
        people = float(residents.weights[EVERYBODY][residents.off_streets].sum())
        if people > 0:
            values: dict[str, object] = {
                "people": people,
                "limit": parameter("snap_limit_people_m"),
            }
            notes.append(Note(indicator, period, Message(OFF_STREETS.template, values)))
    return Findings(notes=tuple(notes))
