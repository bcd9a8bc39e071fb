"""Laws of inventories, targets and ledgers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from localgoals.catalogue.climate.inventory import POTENTIAL_SETS, Potentials, inventory_lines
from localgoals.climate.amounts import is_unit, tonnes_per
from localgoals.climate.inventory import KEYS, Totals, by_line, co2_equivalent, status_of, totals
from localgoals.climate.ledger import claimed, claimed_by, overlap_groups
from localgoals.climate.targets import Course, on_the_way, peak, progress
from localgoals.climate.waste import burned, methane_commitment

WIDTH = len(inventory_lines())
TONNES = st.floats(0, 1e7, allow_nan=False)
LINES = st.lists(st.one_of(TONNES, st.just(float("nan"))), min_size=WIDTH, max_size=WIDTH)


def summed(lines: list[float]) -> Totals:
    return totals(np.array([lines]), np.zeros((1, WIDTH), np.int64))


@given(LINES)
def test_scopes_and_sectors_add_up_to_the_totals(lines: list[float]) -> None:
    found = summed(lines)

    other = np.nan_to_num(lines[-1])
    basic, plus = np.nan_to_num([found.basic[0], found.basic_plus[0]])
    assert np.nansum(found.by_sector_and_scope) == pytest.approx(plus + other)
    assert np.nansum(found.by_sector) == pytest.approx(plus + other)
    assert np.nansum(found.by_scope) == pytest.approx(np.nansum(lines))
    assert found.by_scope[0, 0] == pytest.approx(found.territorial[0], nan_ok=True)
    assert basic <= plus * (1 + 1e-12)


def test_a_sum_of_which_nothing_is_known_is_not_nothing() -> None:
    lines, keys = np.full((3, WIDTH), np.nan), np.zeros((3, WIDTH), np.int64)
    keys[1], keys[2] = KEYS["NO"], KEYS["NE"]

    found = totals(lines, keys)

    assert np.isnan(found.basic).tolist() == [True, False, True]
    assert found.basic[1] == found.territorial[1] == 0
    # Sector II has lines of all scopes, sector IV of the first alone.
    assert np.isnan(found.by_sector_and_scope[0, 1]).all()
    assert np.isnan(found.by_sector_and_scope[0, 3]).tolist() == [True, False, False]


@given(LINES, st.integers(0, WIDTH - 1), TONNES)
def test_a_line_more_never_lowers_a_total(lines: list[float], place: int, more: float) -> None:
    before = summed(lines)
    lines = [*lines]
    lines[place] = more + np.nan_to_num(lines[place])
    after = summed(lines)

    for name in ("basic", "basic_plus", "territorial"):
        least = np.nan_to_num(getattr(before, name)[0]) * (1 - 1e-12)
        assert np.nan_to_num(getattr(after, name)[0]) >= least
    assert after.lacking[0] <= before.lacking[0]


@given(TONNES)
def test_power_for_the_grid_and_waste_from_elsewhere_are_never_in_basic(amount: float) -> None:
    for number, line in enumerate(inventory_lines()):
        if line.code == "I.4.4" or (line.sector == "III" and line.code.endswith(".3")):
            lines = [0.0] * WIDTH
            lines[number] = amount
            found = summed(lines)
            assert (found.basic[0], found.basic_plus[0]) == (0, 0)
            assert found.territorial[0] == amount


def test_a_line_without_figure_is_lacking_unless_a_key_says_why() -> None:
    lines = np.full((1, WIDTH), np.nan)
    basic = sum(one.level == "basic" for one in inventory_lines())

    for key in KEYS.values():
        keys = np.zeros((1, WIDTH), np.int64)
        keys[0, 0] = key
        assert totals(lines, keys).lacking[0] == basic - 1
        assert status_of(lines, keys)[0, 0] == key
    assert totals(lines, np.zeros((1, WIDTH), np.int64)).lacking[0] == basic


@given(st.sampled_from(POTENTIAL_SETS), TONNES, TONNES, st.floats(0.1, 10))
def test_equivalents_are_linear_in_the_gases(
    chosen: Potentials, methane: float, nitrous: float, factor: float
) -> None:
    gases = {"CO2": np.array([1.0]), "CH4": np.array([methane]), "N2O": np.array([nitrous])}

    alone = sum(co2_equivalent({gas: amount}, chosen) for gas, amount in gases.items())
    scaled = co2_equivalent({gas: amount * factor for gas, amount in gases.items()}, chosen)

    assert co2_equivalent(gases, chosen)[0] == pytest.approx(alone[0])  # type: ignore[index]
    assert scaled[0] == pytest.approx(co2_equivalent(gases, chosen)[0] * factor)


def test_methane_by_its_origin_is_not_known_before_ar6() -> None:
    found = co2_equivalent({"CH4_fossil": np.array([1.0])}, "ar5")

    assert np.isnan(found[0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, WIDTH - 1), TONNES), max_size=40))
def test_lines_equal_a_loop_over_the_rows(rows: list[tuple[int, int, float]]) -> None:
    columns = [np.array([row[part] for row in rows]) for part in range(3)]
    found = by_line(
        columns[0].astype(np.int64), columns[1].astype(np.int64), columns[2].astype(float), 4
    )

    for place in range(4):
        for line in range(WIDTH):
            amounts = [row[2] for row in rows if row[:2] == (place, line)]
            expected = sum(amounts) if amounts else float("nan")
            assert found[place, line] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("amount", "unit", "other", "its_unit", "factor_unit"),
    [
        (3.6, "GJ", 1.0, "MWh", "kg/kWh"),
        (1.0, "m3", 1000.0, "litre", "kg/m3"),
        (1.0, "kt", 1000.0, "t", "kg/t"),
        (1.0, "Gg", 1e6, "kg", "g/kg"),
        (1.0, "head", 1.0, "head", "kg/head"),
        (1.0, "m^3", 1.0, "m³", "kg/m3"),
    ],
)
def test_other_units_of_the_same_amount_leave_the_tonnes(
    amount: float, unit: str, other: float, its_unit: str, factor_unit: str
) -> None:
    one, two = amount * tonnes_per(unit, factor_unit), other * tonnes_per(its_unit, factor_unit)

    assert one == pytest.approx(two, rel=1e-12)


@given(st.text(max_size=60))
@settings(max_examples=400)
def test_no_text_that_is_no_unit_ends_in_a_crash(text: str) -> None:
    assert is_unit(text) in (True, False)
    assert isinstance(tonnes_per(text, "kg/TJ"), float)


@pytest.mark.parametrize(
    "text",
    ["m9999999", "kg**kg", "m/m/m/m/m/m", "__import__", "degC", "(kg", "kg/", "1e999", "ton"],
)
def test_hostile_units_give_no_tonnes(text: str) -> None:
    assert np.isnan(tonnes_per(text, "kg/m3"))


@given(TONNES, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_landfill_gives_off_less_where_more_is_captured(
    tonnes: float, share: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    shares = {"food": share}

    less = methane_commitment(tonnes, shares, correction=1, recovered=high, oxidised=0.1)
    more = methane_commitment(tonnes, shares, correction=1, recovered=low, oxidised=0.1)

    assert 0 <= float(less) <= float(more)


@given(TONNES, st.floats(0, 1))
def test_carbon_that_is_burned_is_no_more_than_the_waste_holds(tonnes: float, share: float) -> None:
    shares = {"plastics": share, "paper": 1 - share}

    closed = burned(tonnes, shares, plant=0.2, is_open=False)
    opened = burned(tonnes, shares, plant=6500, is_open=True)

    assert float(closed.co2_fossil + closed.co2_biogenic) <= tonnes * 44 / 12
    assert float(opened.co2_fossil) <= float(closed.co2_fossil)


@given(TONNES, st.sampled_from(["municipal", "industrial", "sludge"]))
def test_nitrous_oxide_grows_with_the_waste_and_is_unknown_where_no_factor_is(
    tonnes: float, waste: str
) -> None:
    one = burned([tonnes, 2 * tonnes], {}, plant=0.2, is_open=False, waste=waste)
    opened = burned(tonnes, {}, plant=6500, is_open=True, waste=waste)

    np.testing.assert_allclose(one.n2o[1], 2 * one.n2o[0])
    assert (one.n2o >= 0).all()
    assert bool(np.isnan(opened.n2o)) == (waste != "municipal")
    assert np.isnan(one.co2_biogenic).all() == (waste == "sludge")


YEARS = st.integers(1990, 2020)


@given(YEARS, st.integers(1, 60), st.floats(1, 1e7), st.floats(0, 1e7))
def test_the_way_begins_at_the_base_and_ends_at_the_target(
    begin: int, length: int, base: float, target: float
) -> None:
    course = Course(begin, base, begin + length, target)
    way = on_the_way(course, np.arange(begin, begin + length + 1))

    assert way[[0, -1]] == pytest.approx([base, target])
    steps = np.diff(way) * np.sign(target - base)
    assert (steps >= -1e-6 * max(base, target)).all()
    assert np.isnan(on_the_way(course, np.array([begin - 1, begin + length + 1]))).all()
    if abs(base - target) > 1:
        assert float(progress(course, base)) == 0
        assert float(progress(course, target)) == pytest.approx(1)


@given(st.floats(1, 1e7), st.floats(0, 0.99), TONNES, TONNES)
def test_less_emitted_is_more_progress(base: float, left: float, one: float, other: float) -> None:
    course = Course(2010, base, 2030, base * left)
    low, high = sorted((one, other))

    assert float(progress(course, low)) >= float(progress(course, high))


@given(st.permutations([(2010, 80.0), (2014, 100.0), (2018, 90.0), (2021, 85.0)]))
def test_a_peak_does_not_depend_on_the_order_of_the_years(rows: list[tuple[int, float]]) -> None:
    years, found = zip(*rows, strict=True)

    tested = peak(years, found, now=2024)

    assert (tested.year, tested.has_peaked) == (2014, True)
    assert not peak(years, found, now=2027).recent
    assert not peak(years[:2], found[:2], now=2024).has_peaked


SERIES = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.integers(0, 6)),
    elements=st.sampled_from([np.nan, 0.0, 80.0, 100.0, 110.0]),
)


@given(SERIES, st.data())
def test_the_peaks_of_many_cities_are_those_of_each_alone(
    found: NDArray[np.float64], draw: st.DataObject
) -> None:
    years = draw.draw(
        hnp.arrays(
            np.float64,
            found.shape,
            elements=st.sampled_from([np.nan, *map(float, range(2010, 2022))]),
        )
    )
    now = np.arange(2022.0, 2022 + len(found))

    together = peak(years, found, now=now)

    for row in range(len(found)):
        alone = peak(years[row], found[row], now=now[row])
        for one, other in zip(together, alone, strict=True):
            np.testing.assert_array_equal(one[row], other)
        assert bool(together.has_peaked[row]) == bool(alone.has_peaked)
        known = ~np.isnan(years[row] + found[row])
        if not known.any():
            assert np.isnan(alone.year)
            assert not alone.recent
        else:
            assert found[row][known & (years[row] == alone.year)].max() == found[row][known].max()


CLAIM = st.tuples(
    st.sampled_from(["", "power"]),
    st.sampled_from(["nation", "region", "city"]),
    st.sampled_from(["Energy", "Waste"]),
    st.sampled_from(["A", "B"]),
    st.integers(0, 100),
)


def ledger(rows: list[tuple[str, str, str, str, int]]) -> pd.DataFrame:
    names = ["overlap_group", "level", "sector", "geography", "tonnes"]
    claims = pd.DataFrame(rows, columns=names).assign(gas="CO2")
    return claims.astype({"tonnes": float}).assign(group=overlap_groups(claims))


def heaviest(claims: pd.DataFrame) -> float:
    """Weigh every set of contributions in which no two can be the same tonnes."""
    rows = claims[["group", "level", "geography", "tonnes"]].to_dict("records")
    apart = [
        chosen
        for size in range(len(rows) + 1)
        for chosen in combinations(rows, size)
        if all(
            one["group"] != two["group"]
            or (one["level"] == two["level"] and one["geography"] != two["geography"])
            for one, two in combinations(chosen, 2)
        )
    ]
    return max(sum(one["tonnes"] for one in chosen) for chosen in apart)


@given(st.lists(CLAIM, min_size=1, max_size=7))
@settings(max_examples=40)
def test_the_least_is_that_of_all_sets_without_overlap(
    rows: list[tuple[str, str, str, str, int]],
) -> None:
    claims = ledger(rows)

    found = claimed(claims)

    assert found.least == heaviest(claims)
    assert found.most == claims["tonnes"].sum()
    assert found.least <= found.most


@given(st.lists(CLAIM, min_size=1, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_contributions_does_not_matter(
    rows: list[tuple[str, str, str, str, int]],
    chance: object,
) -> None:
    turned = [*rows]
    chance.shuffle(turned)  # type: ignore[attr-defined]

    assert claimed(ledger(rows)) == claimed(ledger(turned))


@given(st.lists(CLAIM, min_size=1, max_size=12))
@settings(max_examples=40)
def test_ranges_by_value_are_those_of_its_rows_alone(
    rows: list[tuple[str, str, str, str, int]],
) -> None:
    claims = ledger(rows)
    claims.loc[claims["tonnes"] == 13, "tonnes"] = float("nan")

    for column in ("sector", "level", "geography"):
        found = claimed_by(claims, column)
        for value, alone in claims.groupby(column):
            np.testing.assert_allclose(found.loc[value].to_numpy(), claimed(alone))


def test_tonnes_that_are_not_known_leave_the_sum_unknown() -> None:
    claims = ledger([("", "city", "Waste", "A", 5), ("", "city", "Waste", "B", 7)])
    claims.loc[0, "tonnes"] = float("nan")

    assert np.isnan(claimed(claims)).all()
