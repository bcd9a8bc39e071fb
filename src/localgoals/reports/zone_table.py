"""A table of areas, with what grids of any size hold inside each."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.errors import RasterioError

from localgoals.errors import BadInput
from localgoals.ingest.faults import problem
from localgoals.ingest.layers import Geometries
from localgoals.ingest.rasters import GDAL_ALONE
from localgoals.ingest.settlement_grids import Frame, Seen, unreadable_grid
from localgoals.ingest.zones import Areas, GridBand
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.spatial.band_file import FileBand, band_of_file
from localgoals.spatial.borders import Borders, borders_of
from localgoals.spatial.sweep import (
    MOST_CLASSES,
    Cells,
    Inside,
    class_shares,
    sums_inside,
    weighted_sums_inside,
)

Values = NDArray[np.generic]
Progress = Callable[[Message, int, int], None]

STATISTICS = ("sum", "mean", "count", "shares")

SUMMING = Message("Sum the cells")
WEIGHING = Message("Weigh the cells")
SORTING = Message("Sort the cells by class")

REASONS: dict[str, Message] = {
    "no-place": Message("no place in the coordinates of the grid"),
    "outside-grid": Message("outside of the grid"),
    "no-value": Message("no cell with a value"),
    "no-weight": Message("weights that sum up to 0"),
}
"""Why an area has no figure, as the column `reason` says it."""


@dataclass(frozen=True)
class Wanted:
    """What is to be found in each area."""

    statistics: tuple[str, ...]
    """Of `STATISTICS`."""
    weights: GridBand | None = None
    """With them the weighted mean is found."""
    classes: tuple[int, ...] = ()
    """Whose shares are wanted; those of the file if none is named."""


@dataclass(frozen=True, eq=False)
class ZoneTable:
    """What grids hold inside areas."""

    table: pd.DataFrame
    """
    One row for each area, in their order. Columns: area; the statistics that were asked for; count,
    where asked for, is cells with a value; cells is the size of the area in cells; coverage is the
    share of it on cells with a value; reason is empty or a key of `REASONS`.
    """
    problems: tuple[Problem, ...] = ()
    """Warnings about the cells."""

    @property
    def missing(self) -> Counter[str]:
        """How many areas have no figure, by reason."""
        return Counter(reason for reason in self.table["reason"] if reason)


def zone_table(
    grid: GridBand, areas: Areas, wanted: Wanted, *, threads: int, progress: Progress
) -> ZoneTable:
    """
    Find what a grid holds inside areas, reading it by rows.

    Parameters
    ----------
    grid
        A band of a file.
    areas
        In its coordinates.
    wanted
        The statistics.
    threads
        How many read and sum at once; the figures are the same to the last bit.
    progress
        Told how many rows of each step are done.

    Raises
    ------
    BadInput
        When cells cannot be read, or are not what the statistics ask for.
    """
    frame = grid.frame
    borders = borders_of(
        areas.polygons, frame.transform, (frame.rows, frame.columns), threads=threads
    )
    run = _Run(grid.path, borders, threads, progress)
    with rasterio.Env(**GDAL_ALONE), band_of_file(grid.path, band=grid.band) as band:
        _stop_where_classes_cannot_be(band, grid.path, wanted)
        held, classes = _sums(run, band, wanted)
        columns = _linear(held, wanted.statistics)
        if "shares" in wanted.statistics:
            columns |= _shares(run, band, classes)
        if wanted.weights is not None:
            columns |= _weighted(run, band, wanted.weights)
    reason = _reasons(areas.polygons, frame, columns, held)
    size = np.where(reason == "no-place", np.nan, held.area)
    columns |= {"cells": size, "coverage": held.coverage, "reason": reason}
    return ZoneTable(pd.DataFrame({"area": areas.codes} | columns), tuple(run.problems))


Form = Callable[[pd.DataFrame, Path], None]


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False, compression="zstd")


FORMS: dict[str, Form] = {".csv": _write_csv, ".parquet": _write_parquet}
"""Ending of a file to what writes the table into it."""


@dataclass(frozen=True)
class _Run:
    path: Path
    borders: Borders
    threads: int
    progress: Progress
    problems: list[Problem] = field(default_factory=list)

    def watched(
        self, band: Cells, step: Message, look: Callable[[Values], Values] | None = None
    ) -> _Watched:
        return _Watched(band, self.path, step, look or _as_they_are, self.progress)


@dataclass
class _Watched:
    """A band that says how far it was read, and shows its cells to somebody."""

    band: Cells
    path: Path
    step: Message
    look: Callable[[Values], Values]
    progress: Progress
    _done: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def shape(self) -> tuple[int, int]:
        return self.band.shape

    @property
    def nodata(self) -> float:
        return self.band.nodata

    @property
    def rows_together(self) -> int:
        return self.band.rows_together

    def rows(self, begin: int, end: int) -> Values:
        try:
            read = self.band.rows(begin, end)
        except RasterioError as error:
            raise BadInput(unreadable_grid(self.path, error).sentence) from error
        values = self.look(read)
        with self._lock:
            self._done += end - begin
            self.progress(self.step, self._done, self.shape[0])
        return values


def _as_they_are(values: Values) -> Values:
    return values


def _stop_where_classes_cannot_be(band: FileBand, path: Path, wanted: Wanted) -> None:
    if "shares" in wanted.statistics:
        if not band.holds_whole_numbers:
            raise BadInput(problem("cells-not-whole", path.name).sentence)
        _stop_at_too_many(set(wanted.classes), path)


def _stop_at_too_many(classes: Collection[float], path: Path) -> None:
    if len(classes) > MOST_CLASSES:
        raise BadInput(problem("classes-too-many", path.name, limit=MOST_CLASSES).sentence)


def _sums(run: _Run, band: FileBand, wanted: Wanted) -> tuple[Inside, list[int]]:
    """Sum the cells, and find the classes whose shares are wanted in the same reading."""
    if "shares" not in wanted.statistics or wanted.classes:
        watched = run.watched(band, SUMMING)
        held = sums_inside(watched, run.borders, threads=run.threads)
        return held, list(dict.fromkeys(wanted.classes))
    met: set[int] = set()

    def meet(values: Values) -> Values:
        met.update(pd.unique(values.reshape(-1)).tolist())
        _stop_at_too_many(met - {band.nodata}, run.path)
        return values

    watched = run.watched(band, SUMMING, meet)
    held = sums_inside(watched, run.borders, threads=run.threads)
    return held, sorted(met - {band.nodata})


def _linear(held: Inside, statistics: tuple[str, ...]) -> dict[str, object]:
    found = {"sum": held.sum, "mean": held.mean, "count": held.cells}
    return {name: found[name] for name in statistics if name in found}


def _shares(run: _Run, band: FileBand, classes: list[int]) -> dict[str, object]:
    watched = run.watched(band, SORTING)
    shares = class_shares(watched, classes, run.borders, threads=run.threads)
    return {f"share_{one}": share for one, share in zip(classes, shares.T, strict=True)}


def _weighted(run: _Run, band: FileBand, weights: GridBand) -> dict[str, object]:
    """Weigh the cells; weights are amounts, so that those below 0 are not known."""
    seen = Seen()
    with band_of_file(weights.path, band=weights.band) as by:

        def amounts(values: Values) -> Values:
            known = values.astype(np.float64)
            known[known == by.nodata] = np.nan
            seen.add("weights", known)
            return known

        watched = _Watched(by, weights.path, WEIGHING, amounts, run.progress)
        values = _Watched(band, run.path, WEIGHING, _as_they_are, lambda *_: None)
        held = weighted_sums_inside(values, watched, run.borders, threads=run.threads)
    if count := seen.negative["weights"]:
        value = f"{seen.least['weights']:g}"
        where = weights.path.name
        run.problems.append(problem("cells-negative", where, count=count, value=value))
    return {"weighted_mean": held.mean, "weights": held.cells}


def _reasons(
    polygons: Geometries, frame: Frame, columns: dict[str, object], held: Inside
) -> NDArray[np.str_]:
    """Say why there is no figure, or nothing."""
    west, north = frame.transform.c, frame.transform.f
    east = west + frame.columns * frame.transform.a
    south = north + frame.rows * frame.transform.e
    beside = ~shapely.intersects(polygons, shapely.box(west, south, east, north))
    nothing = held.cells == 0
    weightless = np.isnan(np.asarray(columns.get("weighted_mean", held.cells), np.float64))
    conditions = {
        "no-place": shapely.is_missing(polygons),
        "outside-grid": beside & nothing,
        "no-value": nothing,
        "no-weight": weightless,
    }
    return np.select(list(conditions.values()), list(conditions), default="")
