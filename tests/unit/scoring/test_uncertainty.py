"""Intervals of scores and ranks: what is refused, what repeats, what stays out."""

from __future__ import annotations

import numpy as np
import pytest

from localgoals.errors import BadInput
from localgoals.scoring.aggregate import Grouping, Index, Rule
from localgoals.scoring.normalise import Scales
from localgoals.scoring.sensitivity import index_sensitivity, sobol
from localgoals.scoring.uncertainty import (
    FACTORS,
    Doubt,
    Panel,
    PeerGroup,
    intervals,
    ranks_of,
)
from localgoals.scoring.weights import Weights

ITEMS = ("a", "b", "c", "d")
nan = float("nan")


def panel(values: list[list[float]], *, rule: Rule | None = None) -> Panel:
    grouping = Grouping("theme", {"one": ("a", "b"), "two": ("c", "d")})
    index = Index(ITEMS, grouping, Weights.equal(ITEMS), rule or Rule())
    scales = Scales(*(np.full(4, point) for point in (100.0, 80.0, 50.0, 0.0)))
    areas = tuple(f"city {number}" for number in range(len(values)))
    return Panel(PeerGroup("towns by the sea", areas), np.array(values), scales, index)


THREE = [[90.0, 80, 70, 95], [50, 60, nan, 40], [10, 20, 5, 15]]


def test_cities_far_apart_keep_their_ranks_and_the_close_ones_share_them() -> None:
    found = intervals(panel([*THREE, [51, 59, 30, 41]]))

    assert (found.rank_low[0], found.rank_high[0]) == (1, 1)
    assert (found.rank_low[2], found.rank_high[2]) == (4, 4)
    assert (found.rank_low[1], found.rank_high[1]) == (2, 3)
    assert (found.rank_low[3], found.rank_high[3]) == (2, 3)
    assert found.ranked == 4


def test_the_same_seed_gives_the_same_intervals_and_another_one_others() -> None:
    one, same, other = (intervals(panel(THREE), seed=seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one.low, same.low)
    assert (one.low != other.low).any()


def test_a_city_with_too_little_known_has_no_interval_and_no_rank() -> None:
    found = intervals(panel([*THREE, [nan, nan, nan, 99]], rule=Rule(min_coverage=0.6)))

    assert np.isnan(found.score[3])
    assert np.isnan(found.low[3])
    assert (found.rank_low[3], found.ranked) == (0, 2)
    # Of the second, one half is known and the other is not: that is less than 0.6.
    assert np.isnan(found.score[1])


@pytest.mark.parametrize(
    "doubt",
    [
        Doubt(bounds_share=0.4, weights="fixed", normalisations=("bounds",), means=("arithmetic",)),
        Doubt(0.0, "share", 0.5, ("bounds",), ("arithmetic",), ("leave",)),
        Doubt(0.0, "dirichlet", 0.0, ("bounds",), ("arithmetic",), ("leave",)),
        Doubt(0.0, "fixed", 0.0, ("bounds", "rank"), ("arithmetic",), ("leave",)),
        Doubt(0.0, "fixed", 0.0, ("bounds",), ("arithmetic", "harmonic"), ("leave",)),
        Doubt(0.0, "fixed", 0.0, ("bounds",), ("arithmetic",), ("leave", "draw")),
    ],
)
def test_each_doubt_alone_gives_an_interval(doubt: Doubt) -> None:
    found = intervals(panel(THREE), doubt, draws=200)

    assert found.high[1] > found.low[1]


def test_a_drawn_weight_of_a_dirichlet_is_the_given_one_on_average() -> None:
    doubt = Doubt(0.0, "dirichlet", 0.0, ("bounds",), ("arithmetic",), ("leave",))
    index = Index(ITEMS, Grouping.whole("all", ITEMS), Weights({"a": 3, "b": 1}, "w", ""))
    alone = Panel(
        PeerGroup("two", ("x", "y")),
        np.array([[100.0, 0, 0, 0], [0, 100, 0, 0]]),
        panel(THREE).scales,
        index,
    )

    found = intervals(alone, doubt, draws=4000)

    # A share drawn from Beta(1.5, 0.5) has the mean 3/4; its quantiles lie far apart.
    assert found.score.tolist() == [0.75, 0.25]
    assert found.low[0] < 0.4
    assert found.high[0] > 0.99


def test_very_large_figures_do_not_overflow() -> None:
    found = intervals(panel([[1e308] * 4, [-1e308] * 4]), draws=20)

    assert found.score.tolist() == [1.0, 0.0]
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1, 2], [1, 2])


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks_of(np.array([0.5, 0.9, 0.5, 0.1])).tolist() == [2, 1, 2, 4]


def test_the_only_open_choice_makes_all_of_the_variance() -> None:
    doubt = Doubt(0.0, "share", 0.5, ("bounds",), ("arithmetic",), ("leave",))

    found = index_sensitivity(panel(THREE), doubt, base=1024)

    weights = FACTORS.index("weights")
    assert found.first.shape == (4, 5)
    assert found.total[1:, weights] == pytest.approx(1.0, abs=0.15)
    assert not np.delete(found.total, weights, axis=1).any()


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    found = sobol(lambda points: np.ones((len(points), 1)), ("x", "y"), base=8)

    assert not found.first.any()
    assert not found.total.any()


@pytest.mark.parametrize("name", ["", "  "])
def test_a_group_of_peers_has_a_name(name: str) -> None:
    with pytest.raises(BadInput, match="says why"):
        PeerGroup(name, ("x", "y"))


@pytest.mark.parametrize("areas", [(), ("x",), ("x", "x")])
def test_a_group_of_peers_has_two_cities_or_more(areas: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="two or more"):
        PeerGroup("named", areas)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(BadInput, match="below 0.5"):
        Doubt(bounds_share=0.5)
    with pytest.raises(BadInput, match="at least one method"):
        Doubt(means=())
    with pytest.raises(BadInput, match="two or more"):
        intervals(panel(THREE), draws=1)
    with pytest.raises(BadInput, match="lies between 0 and 1"):
        intervals(panel(THREE), level=1.0)
    with pytest.raises(BadInput, match="power of 2"):
        sobol(lambda points: points, ("x",), base=100)
    with pytest.raises(BadInput, match="nothing can move it"):
        index_sensitivity(panel([[nan] * 4, [nan] * 4]))
    with pytest.raises(BadInput, match="the shape"):
        Panel(
            PeerGroup("two", ("x", "y")), np.zeros((3, 4)), panel(THREE).scales, panel(THREE).index
        )
