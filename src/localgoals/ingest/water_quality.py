"""Measurements of the quality of water bodies, and whether each keeps to its target."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.ingest.cells import cell_problems
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats, WaterSamples
from localgoals.ingest.numbers import amounts_in
from localgoals.ingest.pack import Resource
from localgoals.ingest.roles import ROLES, WATER_CORE
from localgoals.ingest.surveys import YES_NO
from localgoals.ingest.tables import codes_in, missing_columns, read_table
from localgoals.model.period import Period
from localgoals.model.problem import Problem

KINDS = {
    **{kind: kind for kind in WATER_CORE},
    "河流": "river",
    "湖泊": "lake",
    "地下水": "groundwater",
}
_NUMBERS = ("value", "low", "high")
Rows = NDArray[np.bool_]


def read_water_quality(
    resource: Resource, *, city: str, areas: Collection[str] | None = None
) -> tuple[WaterSamples | None, list[Problem]]:
    """
    Read measurements of water bodies.

    Parameters
    ----------
    resource
        CSV, XLSX or Parquet with `body`, `kind` (river, lake, groundwater) and `parameter`; and
        either `complies` (yes or no) or `value` with `low`, `high` or both. `area` and `period` may
        be there; the pack's own stand in for a period that is not.
    city
        The code of the area where the table does not say.
    areas
        The codes that exist; rows of others are left out with a warning. None when not known.

    Returns
    -------
    samples
        Those of the core groups of parameters; None when a row could mean two things.
    problems
        Every fault, with its row and column.
    """
    wanted = [resource.fields.get(name, name) for name in _NUMBERS]
    table, problems = read_table(resource.path, sheet=resource.options.get("sheet"), texts=wanted)
    if has_error(problems):
        return None, problems
    names = {one: resource.fields.get(one, one) for one in ROLES["water-quality"].fields}
    needed = ["body", "kind", "parameter", *resource.fields]
    needed.append("complies" if names["value"] not in table.columns else "value")
    if resource.period is None:
        needed.append("period")
    problems += missing_columns(
        resource.where, list(dict.fromkeys(names[one] for one in needed)), list(table.columns)
    )
    if has_error(problems):
        return None, problems
    columns = {one: table[name] for one, name in names.items() if name in table.columns}
    samples, faults = _Rows(columns, resource).read(city)
    problems += faults
    if has_error(problems):
        return None, problems
    samples, faults = _counted(samples, areas, resource.where)
    return WaterSamples(samples, resource.lineage), problems + faults


@dataclass
class _Rows:
    """One pass over the rows of a table."""

    columns: dict[str, pd.Series]
    resource: Resource
    problems: list[Problem] = field(default_factory=list)

    def read(self, city: str) -> tuple[pd.DataFrame, list[Problem]]:
        """Read every column, and what is wrong with each cell."""
        table = pd.DataFrame({name: self.code(name) for name in ("body", "kind", "parameter")})
        kinds = table["kind"].str.lower().map(KINDS)
        self.fault(
            "water-kind",
            "kind",
            kinds.isna() & table["kind"].notna(),
            allowed=", ".join(WATER_CORE),
        )
        table["kind"] = kinds
        table["parameter"] = table["parameter"].str.lower()
        table["area"] = (
            codes_in(self.columns["area"]).fillna(city) if "area" in self.columns else city
        )
        table["period"] = self.periods(table.index)
        table["complies"] = self.complies(table.index)
        self.one_kind_each(table)
        return table, self.problems

    def fault(self, kind: str, name: str, rows: Rows | pd.Series, **values: object) -> None:
        """Keep what is wrong with the cells of a column."""
        self.problems += cell_problems(
            kind, self.resource.where, self.columns[name], rows, **values
        )

    def code(self, name: str) -> pd.Series:
        """Read codes, none of which may be blank."""
        texts = codes_in(self.columns[name])
        self.fault("water-blank", name, texts.isna())
        return texts

    def periods(self, index: pd.Index) -> pd.Series:
        """Read the period of each row; a blank takes that of the resource."""
        if "period" not in self.columns:
            return pd.Series([self.resource.period] * len(index), index, dtype=object)
        texts = codes_in(self.columns["period"])
        known = {text: _period(text) for text in texts.dropna().unique()}
        found = [known[text] if text is not None else self.resource.period for text in texts]
        self.fault("water-period", "period", np.array([one is None for one in found], dtype=bool))
        return pd.Series(found, index, dtype=object)

    def complies(self, index: pd.Index) -> Rows:
        """Tell which measurements keep to their target, as the table says or as they are."""
        said = self.said(index)
        numbers = {name: self.numbers(name, index) for name in _NUMBERS}
        value, low, high = (numbers[name] for name in _NUMBERS)
        if "low" in self.columns and "high" in self.columns:
            self.fault("water-target-order", "low", low > high)
        has_target = ~np.isnan(low) | ~np.isnan(high)
        # A comparison with NaN is false: a side without a target holds nothing back.
        kept = ~((value < low) | (value > high))
        measured = ~np.isnan(value) & has_target
        name = "value" if "value" in self.columns else "complies"
        nothing = np.isnan(said) & ~measured & ~self.unread({"complies": said} | numbers)
        self.fault("water-no-target", name, nothing)
        differ = measured & ~np.isnan(said) & (said != kept)
        if differ.any():
            self.fault("water-contradiction", "complies", differ)
        return np.where(np.isnan(said), kept, said == 1).astype(np.bool_)

    def unread(self, read: dict[str, Floats]) -> Rows:
        """Tell the rows with a cell that is at fault itself, and named already."""
        cells = [
            np.isnan(values) & codes_in(self.columns[name]).notna().to_numpy()
            for name, values in read.items()
            if name in self.columns
        ]
        found: Rows = np.logical_or.reduce(cells)
        return found

    def said(self, index: pd.Index) -> Floats:
        """Read what the table says itself; NaN where it says nothing."""
        if "complies" not in self.columns:
            return np.full(len(index), np.nan)
        words = codes_in(self.columns["complies"]).str.lower()
        found = words.map(YES_NO)
        self.fault("water-complies", "complies", words.notna() & found.isna())
        said: Floats = np.asarray(found, dtype=np.float64)
        return said

    def numbers(self, name: str, index: pd.Index) -> Floats:
        """Read the amounts of a column; NaN where blank."""
        if name not in self.columns:
            return np.full(len(index), np.nan)
        values, faults = amounts_in(
            self.columns[name], self.resource.where, decimal=self.resource.options.get("decimal")
        )
        self.problems += faults
        return values

    def one_kind_each(self, table: pd.DataFrame) -> None:
        """Find water bodies that are a river in one row and a lake in another."""
        for body, kinds in table.dropna().groupby("body")["kind"].unique().items():
            if len(kinds) > 1:
                where = f"{self.resource.where}, column {self.columns['kind'].name}"
                self.problems.append(
                    feed_problem("water-two-kinds", where, body=body, kinds=", ".join(kinds))
                )


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except BadInput:
        return None


def _counted(
    table: pd.DataFrame, areas: Collection[str] | None, where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave out what does not count: areas that are not known, parameters beyond the core."""
    problems = []
    if areas is not None:
        strange = ~table["area"].isin(list(areas))
        for area, count in table["area"][strange].value_counts(sort=False).items():
            place = f"{where}, column area"
            problems.append(feed_problem("statistics-area", place, area=area, count=int(count)))
        table = table[~strange]
    core = np.array(
        [
            one in WATER_CORE[kind]
            for one, kind in zip(table["parameter"], table["kind"], strict=True)
        ],
        dtype=np.bool_,
    )
    allowed = ", ".join(WATER_CORE["river"])
    for parameter, count in table["parameter"][~core].value_counts(sort=False).items():
        problems.append(
            feed_problem(
                "water-other-parameter",
                where,
                parameter=parameter,
                count=int(count),
                allowed=allowed,
            )
        )
    return table[core].reset_index(drop=True), problems
