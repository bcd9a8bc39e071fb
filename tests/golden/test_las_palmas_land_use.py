"""
Las Palmas: land use efficiency 1990 to 2015, and the same for areas of the United Kingdom.

Expected: the JRC's own value in its Urban Centre Database (SDG_LUE9015 = 0.071445, logarithms),
and the ratios that the Office for National Statistics published (2013 to 2016, logarithms).
"""

from __future__ import annotations

from math import exp
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest

from localgoals.indicators.land import land_consumption_percent_per_year, land_use_efficiency
from localgoals.indicators.population import growth_percent_per_year

DATABASE = "Las Palmas de Gran Canaria - GHS_STAT_UCDB2015MT_GLOBE_R2019A_V1_2.gpkg"


@pytest.fixture(scope="module")
def centre(shared: Path) -> dict[str, float]:
    path = shared / "data" / "las_palmas_es" / DATABASE
    columns = ["B90", "B15", "P90", "P15", "SDG_LUE9015"]
    row = pyogrio.read_dataframe(path, columns=columns, read_geometry=False).iloc[0]
    return {name: float(row[name]) for name in columns}


def growth(centre: dict[str, float]) -> float:
    return growth_percent_per_year(centre["P90"], centre["P15"], years=25)


def test_the_ratio_of_logarithms_is_the_one_that_the_jrc_published(
    centre: dict[str, float],
) -> None:
    rate = land_consumption_percent_per_year(
        centre["B90"], centre["B15"], years=25, convention="log"
    )

    ratio = land_use_efficiency(rate, growth(centre))

    assert ratio == pytest.approx(0.07145, abs=1e-5)
    assert ratio == pytest.approx(centre["SDG_LUE9015"], abs=1e-6)


def test_the_ratio_by_the_current_formula(centre: dict[str, float]) -> None:
    rate = land_consumption_percent_per_year(centre["B90"], centre["B15"], years=25)

    assert land_use_efficiency(rate, growth(centre)) == pytest.approx(0.0723, abs=5e-5)


@pytest.mark.parametrize(("convention", "expected"), [("linear", 2.20333), ("log", 2.0)])
def test_the_example_worked_by_hand(convention: str, expected: float) -> None:
    rate = land_consumption_percent_per_year(100, 121, years=10, convention=convention)  # type: ignore[arg-type]

    ratio = land_use_efficiency(rate, growth_percent_per_year(1.0e6, 1.1e6, years=10))

    assert ratio == pytest.approx(expected, abs=5e-6)


@pytest.fixture(scope="module")
def united_kingdom(shared: Path) -> pd.DataFrame:
    """Rates and ratio of the 331 areas whose code stands in the table just once."""
    table = pd.read_csv(shared / "vectors" / "sdg1131_ons" / "indicator_11-3-1.csv")
    once = table.dropna(subset="GeoCode").drop_duplicates(["GeoCode", "Series"], keep=False)
    wide = once.pivot(index="GeoCode", columns="Series", values="Value")
    return wide.set_axis(["land", "people", "ratio"], axis="columns").dropna()


def test_304_published_ratios_come_out_and_27_were_published_without_their_sign(
    united_kingdom: pd.DataFrame,
) -> None:
    # From the published rates back to areas and people, and from those to the ratio.
    land = [
        land_consumption_percent_per_year(1, exp(3 * rate), years=3, convention="log")
        for rate in united_kingdom["land"]
    ]
    people = [
        growth_percent_per_year(1, exp(3 * rate), years=3) for rate in united_kingdom["people"]
    ]

    computed = np.array([land_use_efficiency(*rates) for rates in zip(land, people, strict=True)])

    published = united_kingdom["ratio"].to_numpy()
    agree = np.isclose(computed, published, rtol=1e-6)
    assert agree.sum() == 304
    assert np.isclose(-computed[~agree], published[~agree], rtol=1e-6).sum() == 27
