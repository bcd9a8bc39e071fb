"""Property tax, charges and frontiers of revenue against the published calculator."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from counted_calls import calls_of

from localgoals.catalogue.declaration import read_yaml
from localgoals.diagnosis.revenue.charges import DAYS, Charges, charge_gaps
from localgoals.diagnosis.revenue.frontiers import (
    LocalFinance,
    headroom,
    peer_frontier,
    reached,
)
from localgoals.diagnosis.revenue.priorities import (
    order_of_work,
    ranks_by_gap,
    shares_of_gap,
)
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
    # What the table leaves blank has no revenue of local governments, and so is not known here.
    published = {
        "sng_total_rev_pc_usd": found.revenue_per_person,
        "osr_pc_derived_usd": found.own_per_person,
        "revenue_autonomy": found.autonomy,
    }
    for column, ours in published.items():
        stated = table[column].notna().to_numpy()
        # The table rounds large products to a million dollars.
        np.testing.assert_allclose(ours[stated], table[column][stated], rtol=5e-6, atol=1e-9)
        np.testing.assert_array_equal(np.isnan(ours), ~stated, err_msg=column)
    assert found.autonomy[albania] == pytest.approx(0.261484099, rel=1e-8)
    assert found.revenue_per_person[albania] == pytest.approx(566.658144, rel=1e-8)
    assert found.funding_percent[albania] == pytest.approx(100 * 566.658144 / 1452.013275)
    assert found.autonomy_percent[albania] == pytest.approx(100 * 0.261484099 / 0.452781673)


def test_the_frontiers_that_are_shipped_are_those_of_the_calculator(shared: Path) -> None:
    published = pd.read_csv(shared / "vectors" / "rosra" / "frontiers.csv")
    file = files("localgoals") / "catalogue/tool_suite/revenue-countries/frontiers.yaml"
    shipped = pd.DataFrame(read_yaml(file))

    assert shipped["income"].tolist() == [
        name.lower().replace("-", "_") for name in published["income_level"]
    ]
    assert shipped["state"].tolist() == published["government_type"].str.lower().tolist()
    columns = ["revenue_per_person", "own_revenue_per_person", "autonomy"]
    np.testing.assert_array_equal(shipped[columns], published.iloc[:, 2:])


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


def test_ten_thousand_places_take_no_more_steps_than_ten() -> None:
    def worked_out(count: int) -> None:
        some = np.linspace(1, 2, count)
        gaps = billed_gaps(Billing(some, some, 2 * some, some, some, some))
        property_gaps(PropertyRoll(some, some, some, 2 * some, 2 * some, some))
        charge_gaps(Charges(2 * some, some, 2 * some, some, DAYS))
        reached(some, some, peer_frontier(some, some))
        order_of_work(gaps.gap, ranks_by_gap(gaps.gap))

    assert calls_of(lambda: worked_out(10_000)) == calls_of(lambda: worked_out(10))


def test_places_that_were_given_come_before_the_largest_gaps() -> None:
    nothing = np.nan

    order = order_of_work([5, 40, nothing, 30, 20], [nothing, nothing, 2, nothing, 1])

    assert order.tolist() == [5, 3, 2, 4, 1]
