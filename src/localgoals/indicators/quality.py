"""
How far a figure may be trusted: one rule for every indicator.

A figure starts at 1 (counted or measured to the letter of the method) and goes down by the steps of
each doubt about it, to 5 at most (a rough estimate).
"""

from __future__ import annotations

from collections.abc import Iterable

from localgoals.model.text import Message

BEST, WORST = 1, 5

# The steps of each doubt. People modelled and a straight line together are a rough estimate (1 + 3
# + 2 > 5);
# people of census polygons on a street network are nearly to the letter (1 + 1).
DOUBTS: dict[str, tuple[int, Message]] = {
    "people-in-polygons": (1, Message("people stand at one point of their polygon or grid cell")),
    "people-modelled": (3, Message("where people live was modelled, not counted")),
    "group-modelled": (3, Message("the group was spread over the points from counts by district")),
    "straight-line": (2, Message("distance is a straight line, because the pack has no streets")),
    "people-off-streets": (
        1, Message("more than one person in twenty lives too far from a street to be reached"),
    ),
    "rail-only": (1, Message("no bus-class stop is in the pack, so access is a lower bound")),
    "input-modelled": (2, Message("an input other than population was modelled")),
    "street-widths": (1, Message("the land of streets is drawn with a typical width")),
    "street-lines": (1, Message("a street that the map draws as two lines counts twice")),
    "area-for-extent": (1, Message("the whole area stands in for the urban extent")),
    "other-year": (1, Message("the population is of another year")),
    "few-stations": (1, Message("stations stand for places that have none")),
    "survey-unweighted": (1, Message("the survey has no weights, so every answer counts the same")),
    "deprivation-unasked": (1, Message("the survey did not ask about every deprivation")),
    "few-experts": (1, Message("fewer than five experts answered")),
    "water-core-missing": (
        1, Message("some water bodies were not measured for every core group of parameters"),
    ),
    "survey": (1, Message("the figure comes from a sample survey")),
    "people-gridded": (1, Message("points of people were counted into cells of 1 km²")),
}  # fmt: skip


def grade(doubts: Iterable[str]) -> int:
    """
    Give the quality of a figure from the doubts about it, 1 best to 5 worst.

    Where the group was spread from district counts over points that were modelled already, the
    larger of the two counts once: they are one doubt about where people of the group live.

    Examples
    --------
    >>> grade([])
    1
    >>> grade(["straight-line"])
    3
    >>> grade(["people-modelled"])
    4
    >>> grade(["people-modelled", "straight-line"])
    5
    """
    named = set(doubts)
    if {"people-modelled", "group-modelled"} <= named:
        named.remove("group-modelled")
    return min(WORST, BEST + sum(DOUBTS[doubt][0] for doubt in named))
