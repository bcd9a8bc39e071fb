"""A plan as a tree: which elements serve which, and where the tree is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEVELS = ("goal", "outcome", "output", "activity")
"""From the top down; an element serves one of the level above."""


def in_order(levels: Sequence[str], serves: Sequence[int]) -> list[int]:
    """
    Give the elements branch by branch, each right after what it serves.

    Parameters
    ----------
    levels
        Of each element, one of `LEVELS`.
    serves
        The place of the element that it serves; -1 for none.

    Returns
    -------
    order
        Places of all elements; those of a branch that hangs in the air come last.

    Examples
    --------
    >>> in_order(["output", "goal", "outcome"], [2, -1, 1])
    [1, 2, 0]
    """
    below: dict[int, list[int]] = {}
    for place, above in enumerate(serves):
        below.setdefault(above, []).append(place)
    order: list[int] = []
    tops = sorted(below.get(-1, []), key=lambda one: LEVELS.index(levels[one]))
    for top in tops:
        waiting = [top]
        while waiting:
            place = waiting.pop()
            order.append(place)
            waiting.extend(reversed(below.get(place, [])))
    return order


def misplaced(levels: Sequence[str], serves: Sequence[int]) -> list[int]:
    """
    Give the elements that do not serve the level above theirs; a goal serves nothing.

    With every element one level below what it serves, no element can serve itself in a circle.

    Parameters
    ----------
    levels, serves
        As in `in_order`.

    Examples
    --------
    >>> misplaced(["goal", "output"], [-1, 0])
    [1]
    """
    wrong = []
    for place, (level, above) in enumerate(zip(levels, serves, strict=True)):
        expected = LEVELS.index(level) - 1
        found = -1 if above < 0 else LEVELS.index(levels[above])
        if expected != found:
            wrong.append(place)
    return wrong


def loose_ends(
    levels: Sequence[str], serves: Sequence[int], followed: Mapping[int, int]
) -> dict[str, list[int]]:
    """
    Find what is missing in a plan that is in order.

    Parameters
    ----------
    levels, serves
        As in `in_order`.
    followed
        How many indicators an element has, by its place; absent for none.

    Returns
    -------
    ends
        `without-indicator`: elements above activities that nobody follows up; `without-means`:
        goals and outcomes that nothing serves.

    References
    ----------
    Norad (1999), The Logical Framework Approach, 4th edition.

    Examples
    --------
    >>> loose_ends(["goal", "outcome"], [-1, 0], {0: 1})
    {'without-indicator': [1], 'without-means': [1]}
    """
    served = set(serves)
    return {
        "without-indicator": [
            place
            for place, level in enumerate(levels)
            if level != "activity" and not followed.get(place)
        ],
        "without-means": [
            place
            for place, level in enumerate(levels)
            if level in ("goal", "outcome") and place not in served
        ],
    }
