"""Property tax, charges and frontiers of revenue against the published calculator."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from localgoals.diagnosis.revenue.charges import DAYS, Charges, charge_gaps
from localgoals.diagnosis.revenue.frontiers import (
    LocalFinance,
    headroom,
    peer_frontier,
    reached,
)
from localgoals.diagnosis.revenue.priorities import ranks_by_gap, shares_of_gap
from localgoals.diagnosis.revenue.property_tax import PropertyRoll, property_gaps
from localgoals.diagnosis.revenue.streams import Billing, billed_gaps


def test_the_defaults_of_the_daily_charges_come_out(shared: Path) -> None:
    vectors = json.loads((shared / "vectors" / "rosra" / "expected.json").read_text())
    given = pd.DataFrame(vectors["short_term_defaults"]["inputs"])

    gaps = charge_gaps(Charges(given["est"], given["act"], given["pot"], given["rate"], DAYS))

    found = {
        "actual": gaps.revenue,
        "potential": gaps.potential,
        "total_gap": gaps.gap,
        "compliance_gap": gaps.compliance,
        "rate_gap": gaps.rate,
        "combined": gaps.rate_compliance,
    }
    assert {name: float(one.sum()) for name, one in found.items()} == pytest.approx(
        vectors["short_term_defaults"]["expected"], rel=1e-12
    )


def test_the_counties_of_kenya_have_their_published_places(shared: Path) -> None:
    folder = shared / "vectors" / "rosra"
    peers = pd.read_csv(folder / "kenya_peers_2025.csv")
    expected = pd.DataFrame(
        json.loads((folder / "expected.json").read_text())["kenya_peers_2025"]
    ).set_index("sng")

    frontier = peer_frontier(peers["osr_kes"], peers["gcp_kes"], peers["include"])
    found = reached(peers["osr_kes"], peers["gcp_kes"], frontier)

    rows = [list(peers["sng"]).index(name) for name in expected.index]
    assert (frontier.peers, frontier.best) == (46, 5)
    assert frontier.multiplier == pytest.approx(expected["frontier_multiplier"].iloc[0], rel=1e-9)
    assert frontier.p90 == pytest.approx(expected["p90"].iloc[0], rel=1e-9)
    assert frontier.p80 == pytest.approx(expected["p80"].iloc[0], rel=1e-9)
    np.testing.assert_allclose(found.potential[rows], expected["potential"], rtol=1e-9)
    np.testing.assert_allclose(
        found.performance_percent[rows], expected["performance_index_pct"], rtol=1e-9
    )
    np.testing.assert_allclose(found.gap[rows], expected["gap"], rtol=1e-9)


def test_every_country_has_the_revenue_and_autonomy_of_the_table(shared: Path) -> None:
    table = pd.read_csv(shared / "vectors" / "rosra" / "countries_sng_wofi.csv")
    frontier = pd.read_csv(shared / "vectors" / "rosra" / "frontiers.csv").iloc[2]

    found = headroom(
        LocalFinance(
            table["sng_total_rev_pct_gdp"],
            table["osr_pct_gdp"],
            table["gdp_usd"],
            table["population"],
        ),
        frontier["sng_total_rev_pc_frontier"],
        frontier["revenue_autonomy_frontier"],
    )

    albania = int(np.flatnonzero(table["country"] == "Albania")[0])
    stated = table["sng_total_rev_pc_usd"].notna().to_numpy() & ~np.isnan(found.revenue_per_person)
    # The table rounds large products to a million dollars.
    assert stated.sum() > 100
    np.testing.assert_allclose(
        found.revenue_per_person[stated], table["sng_total_rev_pc_usd"][stated], rtol=5e-6
    )
    assert found.autonomy[albania] == pytest.approx(0.261484099, rel=1e-8)
    assert found.revenue_per_person[albania] == pytest.approx(566.658144, rel=1e-8)
    assert found.funding_percent[albania] == pytest.approx(100 * 566.658144 / 1452.013275)
    assert found.autonomy_percent[albania] == pytest.approx(100 * 0.261484099 / 0.452781673)


def test_a_property_tax_without_gaps_bills_every_property_at_its_market_value() -> None:
    chance = np.random.default_rng(5)
    registered, unregistered = chance.uniform(1, 1e5, 1000), chance.uniform(0, 1e5, 1000)
    taxable, billed = chance.uniform(1, 1e9, 1000), chance.uniform(1, 1e8, 1000)
    market, outstanding = taxable * chance.uniform(0.5, 3, 1000), billed * chance.random(1000)

    gaps = property_gaps(
        PropertyRoll(registered, unregistered, taxable, market, billed, outstanding)
    )

    bill = billed / taxable * np.maximum(market, taxable) / registered
    np.testing.assert_allclose(gaps.potential, (registered + unregistered) * bill, rtol=1e-9)
    assert (np.array(gaps) >= -1e-6).all()


def test_gaps_are_shared_out_and_ranked_from_the_largest() -> None:
    gaps = [5.0, np.nan, 20.0, 5.0]

    assert ranks_by_gap(gaps).tolist()[2:] == [1.0, 2.0]
    assert np.nansum(shares_of_gap(gaps)) == pytest.approx(1)
    assert np.isnan([ranks_by_gap(gaps)[1], shares_of_gap(gaps)[1]]).all()


def test_ten_thousand_places_are_worked_out_within_two_seconds() -> None:
    some = np.random.default_rng(1).uniform(1, 2, 10_000)
    begun = time.process_time()

    gaps = billed_gaps(Billing(some, some, 2 * some, some, some, some))
    property_gaps(PropertyRoll(some, some, some, 2 * some, 2 * some, some))
    charge_gaps(Charges(2 * some, some, 2 * some, some, DAYS))
    reached(some, some, peer_frontier(some, some))
    ranks_by_gap(gaps.gap)

    assert time.process_time() - begun < 2
