"""`ghg-inventory`: what cities emit, by the 53 lines of GPC."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.climate.inventory import inventory_lines
from localgoals.climate.inventory import (
    KEYS,
    MISSING,
    Totals,
    by_line,
    line_numbers,
    status_of,
    totals,
)
from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.ghg_inventory_page import Shown, inventory_page
from localgoals.tool_suite.inventory_checks import check_inventory
from localgoals.tool_suite.inventory_rows import (
    AMOUNTS,
    inventory_rows,
    notation_codes,
    with_co2e,
)
from localgoals.tool_suite.inventory_years import added_up
from localgoals.tool_suite.worked import Worked

__all__ = ["WorkedInventories", "ghg_inventory", "work_out"]

_STATUS = {0: "missing", 1: "figure"} | {code: key for key, code in KEYS.items()}
_WORST_FIRST = ("L", "M", "H", "")
_QUALITIES = ["activity_quality", "factor_quality"]
_LINE = ["inventory", "line"]


class WorkedInventories(NamedTuple):
    """Inventories as arrays: n of them, 53 lines each."""

    order: pd.Index
    """Their names."""
    sources: pd.DataFrame
    """Every source of emissions with its `co2e`."""
    lines: NDArray[np.float64]
    """n x 53. [t CO2e]"""
    keys: NDArray[np.int64]
    status: NDArray[np.integer[Any]]
    totals: Totals


def ghg_inventory(inputs: Inputs) -> Worked:
    """Work out every inventory; the page tells the first one line by line."""
    found = work_out(inputs)
    table = inputs.tables["inventories"]
    sums = _sums(table, found)
    added = added_up(table, sums)
    shown = Shown(table, sums, found.sources, found.lines, found.status, added)
    form = {"inventories": table, "reported": _reported(found, inputs.tables.get("reported"))}
    return Worked(
        inventory_page(shown),
        {"totals": sums, "together": added, "lines": _long(found), "sources": found.sources},
        {"crf": form},
    )


def work_out(inputs: Inputs) -> WorkedInventories:
    """
    Check the tables and add them up, all inventories at once.

    Raises
    ------
    InputRefused
        When the tables contradict themselves; carries every fault.
    """
    check_inventory(inputs)
    table = inputs.tables["inventories"]
    order = pd.Index(table["inventory"])
    chosen = pd.Series(table["potentials"].to_numpy(), order)
    sources = with_co2e(inventory_rows(inputs), chosen)
    numbers = sources["line"].map(line_numbers()).to_numpy(np.int64)
    at = sources["inventory"].map(pd.Series(range(len(order)), order)).to_numpy(np.int64)
    lines = by_line(at, numbers, sources["co2e"].to_numpy(np.float64), len(order))
    keys = notation_codes(inputs, order)
    return WorkedInventories(
        order, sources, lines, keys, status_of(lines, keys), totals(lines, keys)
    )


def _sums(table: pd.DataFrame, worked: WorkedInventories) -> pd.DataFrame:
    found = worked.totals
    columns: dict[str, object] = {
        "inventory": table["inventory"].to_numpy(),
        "year": table["year"].to_numpy(),
        "potentials": table["potentials"].to_numpy(),
        "basic": found.basic,
        "basic_plus": found.basic_plus,
        "territorial": found.territorial,
    }
    columns |= {f"scope_{one + 1}": found.by_scope[:, one] for one in range(3)}
    for number, sector in enumerate(("I", "II", "III", "IV", "V", "VI")):
        for scope in range(3):
            name = f"{sector}_scope_{scope + 1}"
            columns[name] = found.by_sector_and_scope[:, number, scope]
        columns[f"{sector}_together"] = found.by_sector[:, number]
    people = table["people"].to_numpy(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns["basic_per_person"] = np.where(people > 0, found.basic / people, np.nan)
    columns["basic_lines_missing"] = found.lacking
    inside = np.array([one.scope == 1 for one in inventory_lines()])
    columns["scope_1_lines_missing"] = (worked.status[:, inside] == MISSING).sum(axis=1)
    return pd.DataFrame(columns)


def _long(found: WorkedInventories) -> pd.DataFrame:
    """Lay all lines of all inventories out below each other."""
    count, width = found.lines.shape
    lines = inventory_lines()
    return pd.DataFrame(
        {
            "inventory": np.repeat(found.order.to_numpy(), width),
            "line": np.tile([one.code for one in lines], count),
            "scope": np.tile([one.scope for one in lines], count),
            "level": np.tile([one.level for one in lines], count),
            "status": [_STATUS[one] for one in found.status.ravel().tolist()],
            "co2e": found.lines.ravel(),
        }
    )


def _reported(found: WorkedInventories, given: pd.DataFrame | None) -> pd.DataFrame:
    """Bring sources and notation keys to one row a line, as the form of the CRF asks."""
    long = _long(found).astype(dict.fromkeys(_LINE, object))
    sources = found.sources
    # Letters as numbers, the worst first: the quality of a line is that of its weakest source.
    worst = {name: number for number, name in enumerate(_WORST_FIRST)}
    graded = sources.assign(**{name: sources[name].map(worst) for name in _QUALITIES})
    groups = graded.groupby(_LINE, sort=False)
    made = groups[list(AMOUNTS)].sum(min_count=1).join(groups[_QUALITIES].min()).reset_index()
    rows = long[long["status"] != "missing"].merge(made, on=_LINE, how="left")
    titles = {one.code: one.title.en for one in inventory_lines()}
    said = _explanations([sources] if given is None else [sources, given])
    laid = {
        "inventory": rows["inventory"],
        "line": rows["line"],
        "about": rows["line"].map(titles),
        "notation": rows["status"].where(rows["status"].isin(list(KEYS)), ""),
    }
    laid |= {name: rows[name] for name in AMOUNTS}
    for name in _QUALITIES:
        laid[name] = rows[name].map(dict(enumerate(_WORST_FIRST))).fillna("")
    pairs = zip(rows["inventory"], rows["line"], strict=True)
    return pd.DataFrame(laid).assign(explanation=["; ".join(said.get(one, {})) for one in pairs])


def _explanations(tables: list[pd.DataFrame]) -> dict[tuple[str, str], dict[str, None]]:
    """Collect what is said of each line, each sentence once, in the order of the tables."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for table in tables:
        for place, line, words in table[[*_LINE, "explanation"]].itertuples(index=False):
            if words:
                said.setdefault((place, line), {})[words] = None
    return said
