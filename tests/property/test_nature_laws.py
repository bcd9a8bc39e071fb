"""Laws of the Singapore Index and of biodiversity targets."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.catalogue.tool_suite.singapore_rules import point_rules
from localgoals.nature.singapore import change_between, change_since_first, points_of, totals
from localgoals.nature.targets import Held, areas_against, status_of

RULES = [rule for rule in point_rules() if rule.edges]
EDGES = np.array([rule.edges for rule in RULES])
BETTER = np.array([1 if rule.better == "higher" else -1 for rule in RULES])
FIGURES = st.lists(
    st.one_of(st.floats(0, 1e4), st.just(float("nan"))), min_size=len(RULES), max_size=len(RULES)
)
POINTS = st.lists(
    st.one_of(st.integers(0, 4).map(float), st.just(float("nan"))), min_size=28, max_size=28
)
VALUES = st.floats(-1e6, 1e6)
ORDER = {"behind": 0, "on_track": 1, "reached": 2}


@given(FIGURES)
def test_points_are_whole_from_0_to_4_and_known_where_the_figure_is(figures: list[float]) -> None:
    found = points_of([figures], EDGES, BETTER)[0]

    np.testing.assert_array_equal(np.isnan(found), np.isnan(figures))
    assert set(found[~np.isnan(found)]) <= {0.0, 1.0, 2.0, 3.0, 4.0}


@given(FIGURES, st.floats(0, 100))
def test_a_better_figure_never_has_fewer_points(figures: list[float], more: float) -> None:
    before = points_of([figures], EDGES, BETTER)[0]
    after = points_of([np.array(figures) + more * BETTER], EDGES, BETTER)[0]

    known = ~np.isnan(before)
    assert (after[known] >= before[known]).all()


@given(st.lists(POINTS, min_size=1, max_size=5))
def test_totals_stay_between_0_and_what_is_possible(table: list[list[float]]) -> None:
    found = totals(table)

    some = found.known > 0
    assert (found.points[some] >= 0).all()
    assert (found.points[some] <= found.possible[some]).all()
    assert (found.most <= 112).all()
    np.testing.assert_allclose(
        found.most, np.nan_to_num(found.points) + 112 - found.possible, rtol=1e-12
    )


@given(POINTS, st.integers(0, 27))
def test_what_becomes_unknown_changes_no_other_points(points: list[float], place: int) -> None:
    before = totals([points])
    lost = [*points]
    lost[place] = float("nan")
    after = totals([lost])

    taken = np.nan_to_num(points[place])
    assert np.nan_to_num(after.points[0]) == np.nan_to_num(before.points[0]) - taken
    assert after.most[0] >= before.most[0]


@given(POINTS, st.integers(0, 27), st.integers(0, 4))
def test_what_becomes_known_never_lowers_the_points(
    points: list[float], place: int, more: int
) -> None:
    assume(np.isnan(points[place]))
    known = [*points]
    known[place] = float(more)

    before, after = totals([points]), totals([known])
    assert after.points[0] >= np.nan_to_num(before.points[0])
    assert after.most[0] <= before.most[0]


@given(POINTS, POINTS)
def test_a_comparison_turned_round_has_the_other_sign(
    before: list[float], after: list[float]
) -> None:
    there, back = change_between(before, after), change_between(after, before)

    assert there.shared == back.shared
    np.testing.assert_equal(there.points, -back.points if back.points else 0.0)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(2000, 2030), st.integers(0, 500)),
        min_size=1, max_size=12, unique_by=lambda row: row[:2],
    ),
    st.randoms(),
)  # fmt: skip
def test_changes_of_species_do_not_hang_on_the_order_of_rows(
    rows: list[tuple[int, int, int]], chance: Random
) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)

    def found(some: list[tuple[int, int, int]]) -> np.ndarray:
        cities, years, counts = zip(*some, strict=True)
        return change_since_first(cities, years, np.array(counts, float)[:, None])[:, 0]

    straight = found(rows)
    np.testing.assert_array_equal(found([rows[at] for at in order]), straight[order])
    for city in {row[0] for row in rows}:
        here = [at for at, row in enumerate(rows) if row[0] == city]
        first = min(here, key=lambda at: rows[at][1])
        assert np.isnan(straight[first])
        for at in here:
            if at != first:
                assert straight[at] == rows[at][2] - rows[first][2]


@given(
    VALUES, st.tuples(VALUES, VALUES), st.floats(0, 1e6), st.sampled_from([1, -1]), st.booleans()
)
def test_a_better_measurement_never_makes_a_target_stand_worse(
    value: float, ends: tuple[float, float], more: float, better: int, hold: bool
) -> None:
    level, expected = ends
    both = [value, value + better * more]

    before, after = status_of(Held(both, level, expected, better, hold, due=False))

    assert ORDER[after] >= ORDER[before]


@given(VALUES, VALUES, st.sampled_from([1, -1]), st.booleans(), st.booleans())
def test_nothing_is_said_without_a_measurement(
    level: float, expected: float, better: int, hold: bool, due: bool
) -> None:
    found = status_of(Held([float("nan")], level, expected, better, hold, due))

    assert found.tolist() == ["unknown"]


@given(st.floats(0, 1), st.floats(0.001, 1e6), st.floats(0, 100))
def test_what_an_area_is_short_of_would_bring_it_to_the_aim(
    share: float, whole: float, aim: float
) -> None:
    part = share * whole
    found = areas_against(part, whole, aim)

    reached = areas_against(part + found.missing, whole, aim)
    assert float(found.missing) >= 0
    assert float(reached.percent) >= aim - 1e-6
