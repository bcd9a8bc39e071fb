"""
Ten thousand streams of revenue, and a thousand inventories of greenhouse gases.

The methods stand beside plain ways to the same figures, which are compared before a time counts;
the tools, from their tables to their page, stand beside nothing but one look at each figure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.catalogue.climate.inventory import inventory_lines, warming_potentials
from localgoals.catalogue.tool_suite.declared import InputColumn, tool_of
from localgoals.climate.inventory import by_line, co2_equivalent, totals
from localgoals.diagnosis.revenue.priorities import ranks_by_gap, shares_of_gap
from localgoals.diagnosis.revenue.streams import Billing, billed_gaps
from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.registry import method_of

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "pandas")
STREAMS = 10_000
INVENTORIES = 1_000
GASES = {"co2": "CO2", "ch4": "CH4", "n2o": "N2O"}


def made_up_streams() -> pd.DataFrame:
    """Draw streams that are billed by the unit; of one in fifty nobody knows what is not paid."""
    draw = np.random.default_rng(1)
    billed = draw.uniform(1e5, 1e8, STREAMS)
    outstanding = billed * draw.uniform(0, 0.9, STREAMS)
    outstanding[draw.random(STREAMS) < 0.02] = np.nan
    return pd.DataFrame(
        {
            "stream": [f"stream {number}" for number in range(STREAMS)],
            "registered": draw.integers(10, 5_000, STREAMS).astype(float),
            "unregistered_percent": draw.uniform(0, 200, STREAMS),
            "billed": billed,
            "outstanding": outstanding,
            "statutory_bill": draw.uniform(1e2, 1e5, STREAMS),
            "improvement_percent": draw.uniform(0, 100, STREAMS),
            "group": "licences",
        }
    )


def with_arrays(table: pd.DataFrame) -> np.ndarray:
    """Work the gaps out for all streams at once, and rank them."""
    gaps = billed_gaps(Billing(*(table[name].to_numpy() for name in Billing._fields)))
    return np.array([gaps.gap, gaps.potential, shares_of_gap(gaps.gap), ranks_by_gap(gaps.gap)])


def with_a_loop(table: pd.DataFrame) -> np.ndarray:
    """Work the gaps out stream by stream, as a calculator does, and rank them."""
    found = [_of_stream(row) for row in table.itertuples(index=False)]
    known = sorted((gap for gap, _ in found if gap == gap), reverse=True)
    total = sum(known)
    first: dict[float, int] = {}
    for number, gap in enumerate(known, start=1):
        first.setdefault(gap, number)
    rows = [(gap, most, gap / total, first.get(gap, np.nan)) for gap, most in found]
    return np.array(rows).T


def _of_stream(row: tuple[object, ...]) -> tuple[float, float]:
    registered, unregistered, billed, unpaid, statutory, improvement = map(float, row[1:7])
    missing = registered * unregistered / 100
    bill = billed / registered
    paying = registered * (billed - unpaid) / billed
    more = improvement / 100 * max(0.0, statutory - bill)
    bills = paying * more + (registered - paying) * more + missing * more
    gap = unpaid + missing * bill + bills
    return gap, billed - unpaid + gap


def made_up_reports() -> pd.DataFrame:
    """Draw tonnes of three gases for all lines of all inventories; one in ten is not known."""
    draw = np.random.default_rng(2)
    codes = [line.code for line in inventory_lines()]
    names = [f"inventory {number}" for number in range(INVENTORIES)]
    count = INVENTORIES * len(codes)
    columns: dict[str, object] = {
        "inventory": np.repeat(names, len(codes)),
        "line": np.tile(codes, INVENTORIES),
    }
    for gas, size in zip(GASES, (1e5, 1e3, 10), strict=True):
        columns[gas] = draw.uniform(0, size, count)
    table = pd.DataFrame(columns)
    table.loc[draw.random(count) < 0.1, list(GASES)] = np.nan
    return table


def with_lines(table: pd.DataFrame) -> np.ndarray:
    """Add gases, lines and levels up as arrays."""
    lines = {line.code: number for number, line in enumerate(inventory_lines())}
    co2e = co2_equivalent({gas: table[name].to_numpy() for name, gas in GASES.items()}, "ar5")
    inventory = pd.factorize(table["inventory"])[0]
    line = table["line"].map(lines).to_numpy()
    by_lines = by_line(inventory, line, co2e, INVENTORIES)
    found = totals(by_lines, np.zeros(by_lines.shape, np.int64))
    return np.array([found.basic, found.basic_plus, found.territorial])


def with_pandas(table: pd.DataFrame) -> np.ndarray:
    """Add them up with data frames: a column for the level and the scope, sums by groups."""
    weights = warming_potentials("ar5")
    co2e = sum(table[name] * weights[gas] for name, gas in GASES.items())
    scope = table["line"].map({line.code: line.scope for line in inventory_lines()})
    level = table["line"].map({line.code: line.level for line in inventory_lines()})
    kept = {
        "basic": level == "basic",
        "basic_plus": level.isin(["basic", "basic+"]),
        "territorial": scope == 1,
    }
    frame = pd.DataFrame({name: co2e.where(rows) for name, rows in kept.items()})
    return frame.groupby(table["inventory"], sort=False).sum().to_numpy().T


def inventory_inputs(reported: pd.DataFrame) -> Inputs:
    """Lay made-up tonnes out as the tables of the tool."""
    known = reported[reported["co2"].notna()].reset_index(drop=True)
    names = reported["inventory"].unique()
    about = {"inventory": names, "place": "made up", "year": 2022.0, "potentials": "ar5"}
    given = {"inventories": pd.DataFrame({**about, "people": 1e5}), "reported": known}
    declared = {one.name: one.columns for one in tool_of("ghg-inventory").tables}
    return _inputs({name: _whole(table, declared[name]) for name, table in given.items()})


def _whole(table: pd.DataFrame, columns: Sequence[InputColumn]) -> pd.DataFrame:
    """Add the columns that nobody filled in, as reading does."""
    blank = {
        one.name: "" if one.kind in ("label", "text", "choice") else np.nan
        for one in columns
        if one.name not in table
    }
    return table.assign(**blank)


def _inputs(tables: dict[str, pd.DataFrame]) -> Inputs:
    return Inputs(tables, dict.fromkeys(tables, "made up"), {})


def to_the_page(code: str, inputs: Inputs, table: str) -> np.ndarray:
    """Run a tool as the command does, but for writing files; give the numbers of a table."""
    return method_of(code)(inputs).tables[table].select_dtypes("number").to_numpy()


def rows() -> Iterator[list[str]]:
    """Measure, one row after the other."""
    streams = made_up_streams()
    ours, loop = measured(lambda: with_arrays(streams)), measured(lambda: with_a_loop(streams))
    np.testing.assert_allclose(ours.answer, loop.answer, rtol=1e-9)
    numbers = streams.select_dtypes("number").to_numpy()
    look_s = fastest_s(lambda: np.nansum(numbers))
    yield compared(f"gaps of {STREAMS:,} streams, ranked", ours, "a plain loop", loop, look_s)
    inputs = _inputs({"streams": streams})
    tool = measured(lambda: to_the_page("revenue-streams", inputs, "gaps"))
    yield alone(f"revenue-streams, {STREAMS:,} streams, tables to page", tool, look_s)

    reports = made_up_reports()
    sums, frames = measured(lambda: with_lines(reports)), measured(lambda: with_pandas(reports))
    np.testing.assert_allclose(sums.answer, frames.answer, rtol=1e-9)
    tonnes = reports[list(GASES)].to_numpy()
    look_s = fastest_s(lambda: np.nansum(tonnes))
    lines = len(inventory_lines())
    name = f"totals of {INVENTORIES:,} inventories of {lines} lines"
    yield compared(name, sums, "pandas", frames, look_s)
    given = inventory_inputs(reports)
    tool = measured(lambda: to_the_page("ghg-inventory", given, "totals"))
    name = f"ghg-inventory, {INVENTORIES:,} inventories of {lines} lines, tables to page"
    yield alone(name, tool, look_s)


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    publish("streams-and-inventories", [markdown_table(HEADER, list(rows()))], PACKAGES)


if __name__ == "__main__":
    main()
