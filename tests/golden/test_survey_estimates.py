"""
Estimates from complex samples, against numbers derived by hand and a second way to compute them.

The published figures of other packages rest on data that are not here, so the cases are small
enough to be worked out on paper; each test shows how.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from localgoals.indicators import survey
from localgoals.indicators.survey import Design, Estimate
from localgoals.indicators.surveyed import estimate
from localgoals.ingest.layers import Floats

# Two strata with two clusters each, two people in a cluster.
ANSWERS = np.array([1.0, 0, 1, 1, 0, 0, 1, 0])
WEIGHTS = np.array([10.0, 10, 10, 10, 20, 20, 20, 20])
CLUSTER = np.array([0, 0, 1, 1, 2, 2, 3, 3], dtype=np.int32)
STRATUM = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.int32)


def jackknife(numerator: Floats, denominator: Floats, design: Design) -> float:
    """Give the standard error by leaving out one cluster at a time (JKn), a second method."""
    whole = survey.ratio(numerator, denominator, design).value
    variance = 0.0
    for stratum in np.unique(design.stratum):
        clusters = np.unique(design.cluster[design.stratum == stratum])
        for cluster in clusters:
            weight = design.weight.copy()
            weight[design.stratum == stratum] *= len(clusters) / (len(clusters) - 1)
            weight[design.cluster == cluster] = 0
            share = (weight * numerator).sum() / (weight * denominator).sum()
            variance += (len(clusters) - 1) / len(clusters) * (share - whole) ** 2
    return sqrt(variance)


def test_a_share_of_two_strata_of_two_clusters_as_worked_out_on_paper() -> None:
    """
    Share and standard error by hand.

    Weight of all: 4 × 10 + 4 × 20 = 120; of yes: 3 × 10 + 1 × 20 = 50; R = 50/120 = 5/12.
    Cluster totals of w (y - R) / 120, times 144 × 10 for whole numbers: z = w (12 y - 5) / 1440.
    c1: 10 × (7 - 5) = 20; c2: 10 × (7 + 7) = 140; c3: 20 × (-5 - 5) = -200; c4: 20 × (7 - 5) = 40.
    Strata: 2/1 × ((20 - 80)² + (140 - 80)²) = 14400; 2/1 × (120² + 120²) = 57600.
    Variance (14400 + 57600) / 1440² = 72000 / 2073600; standard error 0.186339.
    """
    found = survey.ratio(ANSWERS, np.ones(8), Design(WEIGHTS, CLUSTER, STRATUM))

    assert found.value == pytest.approx(5 / 12)
    assert found.error == pytest.approx(sqrt(72000) / 1440)
    assert (found.answers, found.freedom, found.lonely) == (8, 2, 0)


def test_the_design_effect_as_worked_out_on_paper() -> None:
    """
    Variance of a simple random sample of eight, with the weights.

    sum w (y - R)² / sum w = R (1 - R) = 35/144; times 8/7 for the sample, over 8: 35 / 1008.
    Design effect: (72000 / 2073600) / (35 / 1008) = 1 (this sample happens to be as good).
    """
    found = survey.ratio(ANSWERS, np.ones(8), Design(WEIGHTS, CLUSTER, STRATUM))

    assert found.design_effect == pytest.approx((72000 / 2073600) / (35 / 1008))


def test_the_jackknife_agrees_where_clusters_weigh_the_same() -> None:
    """With equal cluster sizes in each stratum the ratio is linear, and both are the same."""
    design = Design(WEIGHTS, CLUSTER, STRATUM)

    found = survey.ratio(ANSWERS, np.ones(8), design)

    assert found.error == pytest.approx(jackknife(ANSWERS, np.ones(8), design))


def test_the_jackknife_is_close_on_a_large_uneven_sample() -> None:
    random = np.random.default_rng(7)
    cluster = np.repeat(np.arange(120, dtype=np.int32), random.integers(5, 25, 120))
    stratum = (cluster % 6).astype(np.int32)
    weight = random.uniform(50, 300, len(cluster))
    people = random.integers(1, 8, len(cluster)).astype(float)
    lean = random.normal(0, 0.15, 120)[cluster]
    answers = (random.random(len(cluster)) < 0.4 + lean).astype(float)
    design = Design(weight, cluster, stratum)

    found = survey.ratio(answers * people, people, design)

    assert found.error == pytest.approx(jackknife(answers * people, people, design), rel=0.02)
    assert found.design_effect > 1.5


def test_a_population_that_was_drawn_whole_has_no_sampling_error() -> None:
    """Two of two clusters in the second stratum: only the first, 14400 / 1440², is left."""
    size = np.where(STRATUM == 0, 1e9, 2.0)

    found = survey.ratio(ANSWERS, np.ones(8), Design(WEIGHTS, CLUSTER, STRATUM, size))

    assert found.error == pytest.approx(sqrt(14400) / 1440)


def test_a_stratum_with_one_cluster_is_held_against_the_mean_of_all() -> None:
    """
    Leave out c4 (rows 7 and 8): R = 30/80 = 3/8, z = w (8 y - 3) / 640.

    c1: 10 × (5 - 3) = 20; c2: 10 × (5 + 5) = 100; c3: 20 × (-3 - 3) = -120; mean of all 0.
    Variance: 2 × (40² + 40²) + 120² = 6400 + 14400 = 20800, over 640².
    """
    found = survey.ratio(ANSWERS[:6], np.ones(6), Design(WEIGHTS[:6], CLUSTER[:6], STRATUM[:6]))

    assert found.lonely == 1
    assert found.error == pytest.approx(sqrt(20800) / 640)


def test_a_group_keeps_the_clusters_in_which_nobody_belongs_to_it() -> None:
    """
    Only rows 1, 3 and 4 belong to the group: R = 1 of w = 30 (all said yes but row 1 says no).

    y = 0, 1, 1: R = 2/3; z = 10 (3 y - 2) / 90: c1 = -20, c2 = 20, c3 = c4 = 0 (of 90).
    Variance: 2 × (20² + 20²) / 90² + 0.
    """
    group = np.array([0.0, np.nan, 1, 1, np.nan, np.nan, np.nan, np.nan])

    found = survey.ratio(group, np.ones(8), Design(WEIGHTS, CLUSTER, STRATUM))

    assert found.value == pytest.approx(2 / 3)
    assert found.error == pytest.approx(sqrt(1600) / 90)
    assert (found.answers, found.freedom) == (3, 1)


def test_the_mean_of_two_shares_is_that_of_the_metadata() -> None:
    """SDG 16.7.2: 70 % positive and 54 % positive give 62 %."""
    say = np.repeat([1.0, 0.0], [70, 30])
    influence = np.repeat([1.0, 0.0], [54, 46])

    found = estimate([say, influence], np.ones(100), survey.simple(100))

    assert found.value == pytest.approx(0.62)
    # The same people answered both: the variance is that of each person's mean answer.
    assert found.error == pytest.approx(((say + influence) / 2).std(ddof=1) / 10)


def test_those_who_did_not_answer_are_left_out_of_their_question() -> None:
    """SDG 16.7.2: of 1,000 asked, 65 gave no answer; shares are of 935."""
    answers = np.repeat([1.0, 0.0, np.nan], [561, 374, 65])

    found = estimate([answers], np.ones(1000), survey.simple(1000))

    assert (found.value, found.answers) == (pytest.approx(0.6), 935)


def test_the_range_is_that_of_the_logit() -> None:
    """Share 0.2, s = 0.04, 60 degrees: logit ± t × 0.04 / 0.16."""
    found = Estimate(0.2, 0.04, 100, 60, 1.0)

    lower, upper = survey.share_range(found, level=0.95)

    reach = stats.t.ppf(0.975, 60) * 0.25
    odds = 0.25 * np.exp([-reach, reach])
    assert [lower, upper] == pytest.approx(list(odds / (1 + odds)))


def test_nobody_of_thirty_may_still_be_a_tenth_of_all() -> None:
    """Clopper and Pearson with 0 of 30 at 95 %: upper end 1 - 0.025^(1/30) = 0.1157."""
    found = survey.ratio(np.zeros(30), np.ones(30), survey.simple(30))

    assert survey.share_range(found, level=0.95) == (0.0, pytest.approx(0.1157, abs=5e-5))
