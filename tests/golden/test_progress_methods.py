"""
Progress by each method, on numbers that are derived by hand beside them.

The formulas are those of Open SDG's Progress Measurement Methodology (growth rates), the UN's
technical note of 2023 as Eustat gives it (projected share), arrows reconstructed from the SDG Index
of 2021, and ESCAP's indices. No published table of results of these methods lies beside the
project; above all the 97.4 % of arrows that are said to be reproduced cannot be checked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np
import pytest

from localgoals.scoring.progress.arrows import arrows
from localgoals.scoring.progress.cagr import binary, cagr, near_limit, of_indicator
from localgoals.scoring.progress.csi_api import csi_api
from localgoals.scoring.progress.projected_share import projected_share
from localgoals.scoring.progress.tracks import Aim, Outcomes, Tracks, mirrored, track

UP, DOWN = 1, -1


def told(outcomes: Outcomes) -> tuple[str, str]:
    return str(outcomes.verdict[0]), str(outcomes.reason[0])


def measured(outcomes: Outcomes) -> Mapping[str, float]:
    return {name: float(values[0]) for name, values in outcomes.measures.items()}


# --- growth rates, with a target: 100 in 2015 is to become 133.1 in 2018, that is 10 % a year


@pytest.mark.parametrize(
    ("newest", "growth", "ratio", "verdict", "score"),
    [
        # (121 / 100) ** (1/2) - 1 = 10 %, as asked: 7.1429 * 1 - 4.2857
        (121.0, 0.10, 1.0, "on-track", 2.8572),
        # 1.08 ** 2 = 1.1664: 7.1429 * 0.8 - 4.2857
        (116.64, 0.08, 0.8, "acceleration-needed", 1.42862),
        # 1.05 ** 2 = 1.1025: 4.1667 * 0.5 - 2.5
        (110.25, 0.05, 0.5, "limited", -0.41665),
        # 0.95 ** 2 = 0.9025: 4.1667 * -0.5 - 2.5
        (90.25, -0.05, -0.5, "deterioration", -4.58335),
        # 0.9 ** 2 = 0.81: 4.1667 * -1 - 2.5 is held to -5
        (81.0, -0.10, -1.0, "deterioration", -5.0),
        (140.0, 0.183216, 1.832160, "achieved", 5.0),
    ],
)
def test_growth_is_held_against_the_growth_that_a_target_asks_for(
    newest: float, growth: float, ratio: float, verdict: str, score: float
) -> None:
    aim = Aim(UP, target=133.1, target_year=2018)

    outcomes = cagr(track({2015: 100.0, 2017: newest}, aim))

    assert told(outcomes) == (verdict, "")
    assert measured(outcomes) == pytest.approx(
        {"growth": growth, "required_growth": 0.10, "ratio": ratio, "score": score}, abs=1e-6
    )


@pytest.mark.parametrize(
    ("newest", "verdict", "score"),
    [
        # 1.02 ** 2 = 1.0404: 500 * 0.02 - 5
        (104.04, "on-track", 5.0),
        # 1.016 ** 2 = 1.032256: 500 * 0.016 - 5
        (103.2256, "on-track", 3.0),
        # 1.01 ** 2 = 1.0201: 250 * 0.01 - 1.25
        (102.01, "acceleration-needed", 1.25),
        # 1.004 ** 2 = 1.008016: 500 * 0.004 - 2.5
        (100.8016, "limited", -0.5),
        (100.0, "limited", -2.5),
        # 0.99 ** 2 = 0.9801: 125 * -0.01 - 2.5
        (98.01, "deterioration", -3.75),
        (81.0, "deterioration", -5.0),
    ],
)
def test_growth_without_a_target_is_held_against_fixed_rates(
    newest: float, verdict: str, score: float
) -> None:
    outcomes = cagr(track({2015: 100.0, 2017: newest}, Aim(UP)))

    assert told(outcomes) == (verdict, "")
    assert measured(outcomes)["score"] == pytest.approx(score, abs=1e-9)


def test_growth_that_is_asked_for_is_eased_near_a_natural_limit() -> None:
    base = np.array([50.0, 150.0, 200.0, 100.0, 30.0])

    factor = near_limit(base, np.full(5, 100.0), {"limit_exponent": 4.44})

    # Half of the limit and half as much again lie alike far from it: 1 - 0.5 ** 4.44 = 0.953930.
    # 0.3 ** 4.44 = exp(4.44 * ln 0.3) = exp(-5.345641) = 0.004769.
    assert factor.tolist() == pytest.approx([0.953930, 0.953930, 1.0, 0.0, 0.995231], abs=1e-6)


def test_a_small_rise_near_a_hundred_per_cent_can_be_on_track() -> None:
    # C = 1 - 0.95 ** 4.44 = 0.203668 at 95 %, so 0.6 % a year beats 1.5 % * C = 0.3055 % a year,
    # and the score is 500 * 0.006 / C - 5 = 9.73, held to 5.
    figures = {2015: 95.0, 2017: 95.0 * 1.006**2}

    near, free = cagr(track(figures, Aim(UP, limit=100.0))), cagr(track(figures, Aim(UP)))

    assert told(near) == ("on-track", "")
    assert measured(near)["score"] == pytest.approx(5.0)
    assert told(free) == ("acceleration-needed", "")


def test_a_figure_that_stays_at_its_natural_limit_is_on_track() -> None:
    outcomes = cagr(track({2015: 100.0, 2020: 100.0}, Aim(UP, limit=100.0)))

    assert told(outcomes) == ("on-track", "")
    assert measured(outcomes)["score"] == 5.0


def test_a_base_of_zero_is_replaced_by_a_thousandth() -> None:
    # (0.004 / 0.001) ** (1/2) - 1 = 100 % a year
    outcomes = cagr(track({2015: 0.0, 2017: 0.004}, Aim(UP)))

    assert measured(outcomes)["growth"] == pytest.approx(1.0)
    assert outcomes.zero_replaced.tolist() == [True]


def test_a_target_of_zero_is_replaced_by_a_thousandth() -> None:
    # From 10 to 0.001 in 15 years: (0.0001) ** (1/15) - 1 = -45.9 % a year.
    outcomes = cagr(track({2015: 10.0, 2020: 5.0}, Aim(DOWN, target=0.0)))

    assert measured(outcomes)["required_growth"] == pytest.approx(0.0001 ** (1 / 15) - 1)
    assert outcomes.zero_replaced.tolist() == [True]


def test_negative_figures_turn_the_direction_round() -> None:
    # From -100 to -81 in two years: (0.81) ** (1/2) - 1 = -10 %, which is towards zero, so up.
    outcomes = cagr(track({2015: -100.0, 2017: -81.0}, Aim(UP)))

    assert measured(outcomes)["growth"] == pytest.approx(-0.10)
    assert told(outcomes) == ("on-track", "")


def test_the_score_of_an_indicator_is_the_mean_of_its_series() -> None:
    # (5 + 1 + -3) / 3 = 1; a series without a score does not count.
    score, verdict = of_indicator(
        np.array([[5.0, 1.0, -3.0, nan], [5.0, 5.0, nan, nan], [nan] * 4]),
        np.array([[True, False, False, False], [True, True, False, False], [False] * 4]),
    )

    assert score[:2].tolist() == [1.0, 5.0]
    assert np.isnan(score[2])
    assert verdict.tolist() == ["acceleration-needed", "achieved", ""]


def test_an_indicator_of_yes_or_no_is_achieved_when_all_conditions_are_met() -> None:
    met = np.array([[True, True], [True, False]])

    assert binary(met).tolist() == ["achieved", "not-achieved"]


# --- projected share: 2015 to 2020, so v_2030 = v_t * (v_t / v_b) ** 2


@pytest.mark.parametrize(
    ("newest", "projected", "share", "verdict"),
    [
        # 50 * 1.25 ** 2 = 78.125; 38.125 / 60
        (50.0, 78.125, 0.635417, "fair"),
        # 56 * 1.4 ** 2 = 109.76; 69.76 / 60
        (56.0, 109.76, 1.162667, "on-track"),
        # 40.4 * 1.01 ** 2 = 41.21204; 1.21204 / 60
        (40.4, 41.21204, 0.020201, "stagnation"),
        # 36 * 0.9 ** 2 = 29.16; -10.84 / 60
        (36.0, 29.16, -0.180667, "stagnation"),
    ],
)
def test_the_share_of_the_way_is_projected(
    newest: float, projected: float, share: float, verdict: str
) -> None:
    outcomes = projected_share(track({2015: 40.0, 2020: newest}, Aim(UP, target=100.0)))

    assert told(outcomes) == (verdict, "")
    assert measured(outcomes)["projected"] == pytest.approx(projected)
    assert measured(outcomes)["share"] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(
    ("way", "newest", "verdict"),
    [
        # 1.02 ** 2, 1.01 ** 2 and 1.004 ** 2 of 100, up; 0.97, 0.99 and 1 of it, down
        (UP, 104.0401, "on-track"),
        (UP, 102.01, "fair"),
        (UP, 100.8016, "stagnation"),
        (DOWN, 94.09, "on-track"),
        (DOWN, 98.01, "fair"),
        (DOWN, 100.0, "stagnation"),
    ],
)
def test_without_a_target_the_progress_chart_uses_fixed_rates(
    way: int, newest: float, verdict: str
) -> None:
    assert told(projected_share(track({2015: 100.0, 2017: newest}, Aim(way)))) == (verdict, "")


def test_within_one_point_of_a_hundred_per_cent_the_target_is_met() -> None:
    aim = Aim(UP, target=100.0, percent=True)

    assert told(projected_share(track({2015: 99.5, 2020: 99.0}, aim))) == ("on-track", "")
    assert told(projected_share(track({2015: 99.5, 2020: 98.9}, aim))) == ("stagnation", "")


def test_the_progress_chart_takes_a_base_before_2015_where_there_is_none_after() -> None:
    outcomes = projected_share(track({2005: 30.0, 2010: 40.0, 2020: 50.0}, Aim(UP)))

    assert (outcomes.ends.first_year[0], outcomes.ends.last_year[0]) == (2010, 2020)


# --- arrows: from 40 in 2015, with green at 80, the required change is 40 / 15 a year


@pytest.mark.parametrize(
    ("newest", "ratio", "verdict"),
    [
        # 2 a year * 15 / 40
        (50.0, 0.75, "moderate"),
        (54.0, 1.05, "up"),
        (45.0, 0.375, "stagnating"),
        (40.0, 0.0, "stagnating"),
        (39.0, -0.075, "decreasing"),
        (80.0, 3.0, "up"),
    ],
)
def test_an_arrow_compares_the_annual_change_with_the_required_one(
    newest: float, ratio: float, verdict: str
) -> None:
    outcomes = arrows(track({2015: 40.0, 2020: newest}, Aim(UP, green=80.0)))

    assert told(outcomes) == (verdict, "")
    assert measured(outcomes)["ratio"] == pytest.approx(ratio)


def test_what_was_green_and_is_not_any_more_decreases() -> None:
    outcomes = arrows(track({2015: 85.0, 2020: 79.0}, Aim(UP, green=80.0)))

    assert told(outcomes) == ("decreasing", "")


# --- current status and anticipated progress


def test_the_current_status_is_ten_at_the_target() -> None:
    aim = Aim(UP, target=80.0)

    # 10 * (50 - 40) / (80 - 40); two points make a line of 2 a year, so 70 in 2030 and a gap of
    # 10 of 40.
    outcomes = csi_api(track({2015: 40.0, 2020: 50.0}, aim))

    assert measured(outcomes) == pytest.approx({"csi": 2.5, "predicted": 70.0, "gap": 25.0})
    assert told(outcomes) == ("accelerate", "")
    assert measured(csi_api(track({2015: 40.0, 2020: 90.0}, aim)))["csi"] == 10.0


def test_newer_years_weigh_more_in_the_prediction() -> None:
    # Weights 1, 2, 3 of 3. Centre 2016 1/3, level 254 / 6 = 42 1/3, slope (22/3) / (10/3) = 2.2,
    # so 42 1/3 + 2.2 * 13 2/3 = 72.4 in 2030; a gap of 7.6 of 40.
    outcomes = csi_api(track({2015: 40.0, 2016: 41.0, 2017: 44.0}, Aim(UP, target=80.0)))

    assert measured(outcomes)["predicted"] == pytest.approx(72.4)
    assert measured(outcomes)["gap"] == pytest.approx(19.0)


@pytest.mark.parametrize(
    ("newest", "verdict"), [(53.0, "maintain"), (45.0, "accelerate"), (39.0, "reverse")]
)
def test_the_anticipated_progress_has_three_verdicts(newest: float, verdict: str) -> None:
    # 53: 2.6 a year, 79 in 2030, a gap of 1 of 40, which is 2.5 %. 45: a gap of 25 of 40.
    assert told(csi_api(track({2015: 40.0, 2020: newest}, Aim(UP, target=80.0)))) == (verdict, "")


def test_mirroring_about_the_target_gives_escaps_formula_for_parity() -> None:
    # 10 - 10 * |1 - 1.2| / |1 - 0.6| = 5
    figures = mirrored(np.array([0.6, 1.2]), 1.0)

    outcomes = csi_api(track({2015: figures[0], 2020: figures[1]}, Aim(DOWN, target=1.0)))

    assert measured(outcomes)["csi"] == pytest.approx(5.0)


# --- why there is no result


@pytest.mark.parametrize(
    ("figures", "aim", "reason"),
    [
        ({2015: 1.0, 2020: 2.0}, Aim(0), "no-direction"),
        ({2015: nan, 2020: nan}, Aim(UP), "no-figure"),
        ({2015: nan, 2020: 2.0}, Aim(UP), "one-year"),
        ({2010: 1.0, 2020: 2.0}, Aim(UP), "none-since-base-year"),
        ({2015: -1.0, 2020: 2.0}, Aim(UP), "mixed-signs"),
        ({2015: 0.0, 2020: 0.0}, Aim(UP), "zero-throughout"),
        ({2015: 1.0, 2020: 2.0}, Aim(UP, target=5.0, target_year=2015), "target-year-passed"),
        ({2015: -3.0, 2020: -2.0}, Aim(UP, target=5.0), "target-of-other-sign"),
    ],
)
def test_growth_rates_say_why_there_is_no_result(
    figures: dict[int, float], aim: Aim, reason: str
) -> None:
    outcomes = cagr(track(figures, aim))

    assert told(outcomes) == ("", reason)
    assert all(np.isnan(value) for value in measured(outcomes).values())


def test_the_other_methods_say_what_they_lack() -> None:
    rising: Tracks = track({2015: 40.0, 2020: 50.0}, Aim(UP))
    from_zero = track({2015: 0.0, 2020: 50.0}, Aim(UP))
    below = track({2015: -4.0, 2020: -3.0}, Aim(UP))

    assert told(arrows(rising)) == ("", "no-bounds")
    assert told(csi_api(rising)) == ("", "no-target")
    assert told(csi_api(track({2015: 40.0, 2020: 30.0}, Aim(UP, target=40.0)))) == (
        "", "base-at-target",
    )  # fmt: skip
    assert told(projected_share(from_zero)) == ("", "zero-base")
    assert told(projected_share(below)) == ("", "below-zero")


@pytest.mark.parametrize("base", [80.0, 90.0])
def test_falling_back_from_a_target_is_never_progress(base: float) -> None:
    fallen = track({2015: base, 2020: 70.0}, Aim(UP, target=80.0))

    assert told(cagr(fallen)) == ("deterioration", "")
    assert told(projected_share(fallen)) == ("stagnation", "")
