"""Own-source revenue against the figures computed from the formulas of the published calculator."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from localgoals.diagnosis.revenue.streams import Billing, billed_gaps


def test_the_defaults_of_the_licence_calculator_come_out(shared: Path) -> None:
    vectors = json.loads((shared / "vectors" / "rosra" / "expected.json").read_text())
    given, expected = vectors["license_default"]["inputs"], vectors["license_default"]["expected"]

    gaps = billed_gaps(
        Billing(
            given["registered"],
            given["unregistered_pct"],
            given["billed"],
            given["outstanding"],
            given["statutory_avg"],
            given["realistic_pct"],
        )
    )

    found = {
        "total_estimated": gaps.units,
        "revenue": gaps.revenue,
        "compliance_gap": gaps.compliance,
        "coverage_gap": gaps.coverage,
        "liability_gap": gaps.liability,
        "mixed_compliance": gaps.liability_compliance,
        "mixed_coverage": gaps.liability_coverage,
        "total_gap": gaps.gap,
        "potential": gaps.potential,
        "compliant": gaps.paying,
        "noncompliant": given["registered"] - gaps.paying,
        "unregistered": gaps.units - given["registered"],
        "avg_billed": gaps.bill,
        "delta_a": gaps.bill_within_reach - gaps.bill,
        "achievable": gaps.bill_within_reach,
        "compliance_ratio": 100 * gaps.revenue / given["billed"],
        "coverage_ratio": 100 * given["registered"] / gaps.units,
    }
    assert {name: float(value) for name, value in found.items()} == pytest.approx(
        expected, rel=1e-12
    )


def test_what_could_be_raised_is_every_unit_at_the_bill_within_reach() -> None:
    chance = np.random.default_rng(3)
    registered, billed = chance.uniform(1, 1e4, 1000), chance.uniform(1, 1e9, 1000)
    unregistered, statutory = chance.uniform(0, 300, 1000), chance.uniform(0, 1e6, 1000)
    outstanding, improvement = billed * chance.random(1000), chance.uniform(0, 100, 1000)

    gaps = billed_gaps(
        Billing(registered, unregistered, billed, outstanding, statutory, improvement)
    )

    bill = billed / registered
    reached = bill + improvement / 100 * np.maximum(0, statutory - bill)
    np.testing.assert_allclose(gaps.potential, gaps.units * reached, rtol=1e-9)
    assert (np.array(gaps) >= -1e-6).all()


def test_what_is_not_known_of_a_stream_leaves_its_gaps_unknown() -> None:
    gaps = billed_gaps(Billing([10, 0, 10], [5, 5, np.nan], [100, 100, 100], 10, 20, 50))

    assert np.isnan(gaps.gap).tolist() == [False, True, True]
