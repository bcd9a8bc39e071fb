"""Laws of a plan as a tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localgoals.planning.logical_framework import LEVELS, in_order, loose_ends, misplaced


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    """Draw a plan in order, its elements shuffled."""
    levels, serves = ["goal"], [-1]
    for _ in range(draw(st.integers(0, 12))):
        above = draw(st.integers(-1, len(levels) - 1))
        depth = 0 if above < 0 else LEVELS.index(levels[above]) + 1
        if depth < len(LEVELS):
            levels.append(LEVELS[depth])
            serves.append(above)
    order = draw(st.permutations(range(len(levels))))
    at = {old: new for new, old in enumerate(order)}
    return [levels[old] for old in order], [at.get(serves[old], -1) for old in order]


@given(plans())
def test_every_element_stands_once_and_after_what_it_serves(
    plan: tuple[list[str], list[int]],
) -> None:
    levels, serves = plan
    order = in_order(levels, serves)

    assert sorted(order) == list(range(len(levels)))
    assert all(
        serves[place] < 0 or order.index(serves[place]) < order.index(place) for place in order
    )
    assert misplaced(levels, serves) == []


@given(plans(), st.data())
def test_an_element_moved_to_another_level_is_misplaced(
    plan: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    levels, serves = plan
    place = data.draw(st.integers(0, len(levels) - 1))
    levels[place] = data.draw(st.sampled_from([one for one in LEVELS if one != levels[place]]))

    assert place in misplaced(levels, serves)


@given(plans(), st.data())
def test_what_is_followed_and_served_is_no_loose_end(
    plan: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    levels, serves = plan
    followed = data.draw(st.dictionaries(st.integers(0, len(levels) - 1), st.integers(1, 3)))
    ends = loose_ends(levels, serves, followed)

    assert not set(ends["without-indicator"]) & set(followed)
    assert not set(ends["without-means"]) & set(serves)
    for place, level in enumerate(levels):
        if level == "goal":
            assert (place in ends["without-indicator"]) == (place not in followed)
