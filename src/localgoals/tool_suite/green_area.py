"""`green-area`: ecosystems on maps of land cover, their change, and the green belt of a city."""

from __future__ import annotations

from contextlib import ExitStack
from typing import NamedTuple

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.land_cover import LandCover, read_land_cover
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.nature.land import areas, change, share
from localgoals.spatial.land_cover import (
    GREEN,
    NOT_GREEN,
    NOT_KNOWN,
    Counted,
    Kinds,
    Rings,
    counted,
)
from localgoals.tool_suite.green_area_page import green_area_parts
from localgoals.tool_suite.land_kinds import KINDS, MADE, NATURAL
from localgoals.tool_suite.worked import Worked

__all__ = ["green_area"]

_MOST_CLASSES = 250
_DECIMALS = 6


class _Areas(NamedTuple):
    """What was counted, in km²; the shapes are those of `Counted` without the rows."""

    classes: np.ndarray
    changes: np.ndarray
    turned: np.ndarray
    rings: np.ndarray


def green_area(inputs: Inputs) -> Worked:
    """Count the maps once, by rows, and measure what was counted."""
    classes = inputs.tables["classes"]
    rings = inputs.tables.get("rings")
    widths = np.sort(rings["to_m"].to_numpy(np.float64)) if rings is not None else np.empty(0)
    problems = _table_problems(inputs, len(widths) > 0)
    with ExitStack() as opened:
        cover, faults = read_land_cover(inputs.paths, classes["code"].tolist(), opened)
        problems += faults
        if cover is None or problems:
            raise InputRefused(problems)
        held = counted(cover.covers, _kinds(classes), Rings(widths, cover.cell_m))
    km2 = _measured(held, cover)
    tables = {
        "classes": _class_rows(classes, cover, km2),
        "kinds": _kind_rows(classes, cover, km2),
        "summary": _summary_rows(inputs, cover, km2),
    }
    if len(cover.years) > 1:
        tables["changes"] = _change_rows(cover, km2)
        tables["transitions"] = _transition_rows(cover, km2)
    if len(widths):
        tables["rings"] = _ring_rows(cover, widths, km2)
    has_protected = "protected" in inputs.paths
    if not has_protected:
        tables |= {name: _without_protected(table) for name, table in tables.items()}
    return Worked(green_area_parts(tables, has_protected=has_protected), tables)


def _without_protected(table: pd.DataFrame) -> pd.DataFrame:
    """Leave open what is protected where no map tells of it: that is not none."""
    names = [name for name in table.columns if str(name).startswith("protected")]
    return table.assign(**dict.fromkeys(names, np.nan))


def _table_problems(inputs: Inputs, has_rings: bool) -> list[Problem]:
    classes = inputs.tables["classes"]
    problems: list[Problem] = []
    if len(classes) > _MOST_CLASSES:
        said: dict[str, object] = {"count": len(classes), "limit": _MOST_CLASSES}
        problems.append(feed_problem("land-cover-classes", inputs.places["classes"], **said))
    if has_rings and not (classes["kind"] == "built").any():
        problems.append(feed_problem("land-cover-rings", inputs.places["rings"]))
    return problems


def _kinds(classes: pd.DataFrame) -> Kinds:
    kind = classes["kind"].map({name: place for place, name in enumerate(KINDS, start=1)})
    green = np.where(classes["green"] == 1, GREEN, NOT_GREEN)
    return Kinds(
        np.array([0, *kind], np.uint8),
        np.array([NOT_KNOWN, *green], np.uint8),
        np.array([False, *(classes["kind"] == "built")]),
    )


def _measured(held: Counted, cover: LandCover) -> _Areas:
    return _Areas(*(areas(one, cover.row_km2) for one in held))


def _class_rows(classes: pd.DataFrame, cover: LandCover, km2: _Areas) -> pd.DataFrame:
    """Give each class of each map: area, share, and how much of it is protected."""
    found = []
    for number, year in enumerate(cover.years):
        held = km2.classes[number, :, 1:]
        whole = held.sum(axis=0)
        found.append(
            pd.DataFrame(
                {
                    "year": year,
                    "code": classes["code"],
                    "class": classes["class"],
                    "kind": classes["kind"],
                    "green": np.where(classes["green"] == 1, "yes", "no"),
                    "km2": whole,
                    "percent": 100 * share(whole, np.full(len(whole), whole.sum())),
                    "protected_km2": held[1],
                    "protected_percent": 100 * share(held[1], whole),
                }
            )
        )
    return pd.concat(found, ignore_index=True).round(_DECIMALS)


def _kind_rows(classes: pd.DataFrame, cover: LandCover, km2: _Areas) -> pd.DataFrame:
    """Take classes of one kind together."""
    rows = _class_rows(classes, cover, km2)
    summed = rows.groupby(["year", "kind"], sort=False)[["km2", "percent", "protected_km2"]].sum()
    table = summed.reset_index()
    whole = table["km2"].to_numpy()
    table["protected_percent"] = 100 * share(table["protected_km2"].to_numpy(), whole)
    place = table["kind"].map(KINDS.index)
    table = table.assign(place=place).sort_values(["year", "place"]).drop(columns="place")
    return table.reset_index(drop=True).round(_DECIMALS)


def _summary_rows(inputs: Inputs, cover: LandCover, km2: _Areas) -> pd.DataFrame:
    """Give each year: green land, for each person too, what is protected, what is not known."""
    green = inputs.tables["classes"]["green"].to_numpy() == 1
    held = km2.classes[:, :, 1:]
    whole = held.sum(axis=(1, 2))
    unknown = km2.classes[:, :, NOT_KNOWN].sum(axis=1) - _outside_km2(cover)
    green_km2 = held[:, :, green].sum(axis=(1, 2))
    protected = held[:, 1].sum(axis=1)
    people = np.full(len(cover.years), np.nan)
    if "population" in inputs.tables:
        by_year = inputs.tables["population"].set_index("year")["people"]
        people = by_year.reindex(np.array(cover.years, np.float64)).to_numpy(np.float64)
    return pd.DataFrame(
        {
            "year": cover.years,
            "known_km2": whole,
            "not_known_percent": 100 * share(np.maximum(unknown, 0.0), whole + unknown),
            "green_km2": green_km2,
            "green_percent": 100 * share(green_km2, whole),
            "people": people,
            "green_m2_per_person": 1e6 * share(green_km2, people),
            "protected_km2": protected,
            "protected_percent": 100 * share(protected, whole),
        }
    ).round(_DECIMALS)


def _outside_km2(cover: LandCover) -> float:
    """Measure the cells of the maps that lie outside of the city."""
    cells = (~cover.covers.inside(0, cover.covers.rows)).sum(axis=1)
    return float(cells @ cover.row_km2)


def _change_rows(cover: LandCover, km2: _Areas) -> pd.DataFrame:
    """Give what each kind, and green land, gained and lost from map to map."""
    found = []
    for number, (before, after) in enumerate(zip(cover.years, cover.years[1:], strict=False)):
        matrix = km2.changes[number, 1:, 1:]
        names = KINDS[: len(matrix)]
        seen = pd.DataFrame({"kind": names, **change(matrix)._asdict()})
        # Not each kind has a class; one without land at both times says nothing.
        seen = seen[(seen["before"] > 0) | (seen["after"] > 0)]
        turned = change(km2.turned[number, 1:, 1:])
        green = pd.DataFrame({"kind": ["green"], **{
            name: values[:1] for name, values in turned._asdict().items()}})  # fmt: skip
        both = pd.concat([seen, green], ignore_index=True)
        both.insert(0, "from_year", before)
        both.insert(1, "to_year", after)
        both["possibly_restored"] = [*_restored(matrix)[seen.index], np.nan]
        found.append(both)
    return pd.concat(found, ignore_index=True).round(_DECIMALS)


def _restored(matrix: np.ndarray) -> np.ndarray:
    """Measure what came to each ecosystem from fields, bare and built-up land; NaN for others."""
    names = KINDS[: len(matrix)]
    made = np.array([name in MADE for name in names])
    natural = np.array([name in NATURAL for name in names])
    return np.where(natural, matrix[made].sum(axis=0), np.nan)


def _transition_rows(cover: LandCover, km2: _Areas) -> pd.DataFrame:
    found = []
    for number, (before, after) in enumerate(zip(cover.years, cover.years[1:], strict=False)):
        matrix = km2.changes[number]
        names = ("not_known", *KINDS)[: len(matrix)]
        one, other = np.nonzero(matrix[1:, 1:])
        for row, column in zip(one + 1, other + 1, strict=True):
            found.append((before, after, names[row], names[column], matrix[row, column]))
    columns = ["from_year", "to_year", "kind_before", "kind_after", "km2"]
    return pd.DataFrame(found, columns=columns).round(_DECIMALS)


def _ring_rows(cover: LandCover, widths: np.ndarray, km2: _Areas) -> pd.DataFrame:
    """Give how green each ring is; the built land and what lies beyond the rings are left out."""
    found = []
    edges = [0.0, *widths]
    for number, year in enumerate(cover.years):
        for place, (begin, end) in enumerate(zip(edges, widths, strict=False), start=1):
            green, other = km2.rings[number, place, [GREEN, NOT_GREEN]]
            found.append((year, begin, end, green + other, green))
    columns = ["year", "from_m", "to_m", "known_km2", "green_km2"]
    table = pd.DataFrame(found, columns=columns)
    whole = table["known_km2"].to_numpy()
    table["green_percent"] = 100 * share(table["green_km2"].to_numpy(), whole)
    return table.round(_DECIMALS)
