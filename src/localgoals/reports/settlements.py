"""The settlements of a population grid of any size, as files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import fsum
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import rasterio
from rasterio.windows import Window

from localgoals.errors import BadInput
from localgoals.ingest.faults import has_error
from localgoals.ingest.settlement_grids import (
    Files,
    Frame,
    PeopleByRow,
    Seen,
    cell_problems,
    frame_of,
    source_of,
)
from localgoals.ingest.settlement_units import Units, UnitsFile, read_units
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.reports.settlement_centres import centre_layer, write_centres
from localgoals.reports.settlement_classes import CLASSES
from localgoals.reports.settlement_units import classified_units, unit_layer, write_units
from localgoals.reports.whole_folder import replaced_folder
from localgoals.spatial.settlement import R2022A, R2023A, UNKNOWN, Method, Rules
from localgoals.spatial.tiles.planet import Painted, Plan, painted, plan_of
from localgoals.spatial.tiles.strips import Floats, Source, Span

__all__ = ["MARK", "RULES", "Settlements", "write_settlements"]

MARK = "settlements.json"
"""The record of a run; the mark by which the folder is known."""
RULES: dict[str, Rules] = {"2022": R2022A, "2023": R2023A}
READING = Message("Cells marked, rows")
WRITING = Message("Classes written, rows")

Progress = Callable[[Message, int, int], None]


@dataclass(frozen=True)
class Wanted:
    """How cells are classified."""

    rules: Literal["2022", "2023"] = "2023"
    """A key of `RULES`."""
    level: Literal[1, 2] = 1
    units: UnitsFile | None = None
    """Units to classify by their people, too."""


@dataclass(frozen=True)
class Settlements:
    """What came of a grid, besides its files."""

    centres: int
    people_in_centres: float
    people: float
    problems: tuple[Problem, ...] = ()
    """Warnings about the files."""


def write_settlements(
    files: Files, folder: Path, wanted: Wanted, *, threads: int = 1, progress: Progress
) -> Settlements:
    """
    Classify the cells of a grid and write what they are.

    Parameters
    ----------
    files
        The grids.
    folder
        Where the results go; an earlier result is replaced.
    wanted
        Rules and level.
    threads
        How many strips are worked on at once.
    progress
        Told how many rows of each step are done.

    Returns
    -------
    settlements
        `folder` holds `classes.tif`; `classes.csv`, the people and the area of each class;
        `centres.csv`, `centres.parquet` and `centres.gpkg`; the same of `units`, where they are
        wanted; `settlements.json`.

    Raises
    ------
    BadInput
        When a file cannot be used.
    """
    frame, faults = frame_of(files)
    units = None
    if frame is not None and wanted.units is not None:
        units, more = read_units(wanted.units, frame)
        faults += more
    _stop_at_errors(faults)
    assert frame is not None
    with replaced_folder(folder, MARK) as partial:
        run = _Run(files, frame, wanted, units, progress)
        found = _written(run, partial, threads)
    return replace(found, problems=(*faults, *found.problems))


@dataclass(frozen=True)
class _Run:
    files: Files
    frame: Frame
    wanted: Wanted
    units: Units | None
    progress: Progress


def _written(run: _Run, folder: Path, threads: int) -> Settlements:
    frame, seen = run.frame, Seen()
    source = source_of(run.files, frame, seen, threads)
    method = Method(run.wanted.level, RULES[run.wanted.rules], frame.cell_km2)
    marks = np.empty((frame.rows, frame.columns), np.uint8)
    plan = plan_of(source, method, marks, lambda row: run.progress(READING, row, frame.rows))
    problems = cell_problems(run.files, frame, seen)
    _stop_at_errors(problems)
    count, held, parts = np.zeros(256, np.int64), np.zeros(256), []
    for strip in _stored(run, plan, source, folder / "classes.tif"):
        count += strip.cells
        parts.append(strip.centre_people)
        # Row after row, so that the height of strips moves no last bit.
        held = np.add.accumulate(np.vstack([held, strip.people_by_row]))[-1]
    layer = centre_layer(plan.centres, np.concatenate(parts), frame)
    write_centres(layer, folder)
    _write_classes(count, held, run, folder / "classes.csv")
    if run.units is not None:
        _write_units(run.units, run, folder, threads)
    (folder / MARK).write_text(
        json.dumps(_record(run), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    in_centres = fsum(layer["population"])
    return Settlements(len(layer), in_centres, fsum(held), tuple(problems))


def _stop_at_errors(problems: list[Problem]) -> None:
    if has_error(problems):
        raise BadInput(*(one.sentence for one in problems if one.severity == "error"))


def _stored(run: _Run, plan: Plan, source: Source, path: Path) -> Iterator[Painted]:
    """Write each strip of classes as it is painted, and hand it on."""
    frame = run.frame
    profile = {
        "driver": "GTiff",
        "dtype": "uint8",
        "count": 1,
        "height": frame.rows,
        "width": frame.columns,
        "crs": frame.crs,
        "transform": frame.transform,
        "nodata": UNKNOWN,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
        "num_threads": source.threads,
        "bigtiff": "if_safer",
    }
    colours = {key: one.colour for key, one in CLASSES[run.wanted.level].items()}
    with rasterio.open(path, "w", **profile) as raster:
        raster.write_colormap(1, colours)
        for span, strip in painted(plan, source):
            raster.write(strip.classes, 1, window=_window(span, frame))
            yield strip
            run.progress(WRITING, span.bottom, frame.rows)


def _window(span: Span, frame: Frame) -> Window:
    return Window(0, span.top, frame.columns, span.bottom - span.top)


def _write_classes(count: np.ndarray, held: Floats, run: _Run, path: Path) -> None:
    everyone = fsum(held)
    rows = [
        {
            "class": key,
            "name": one.name.en,
            "name_zh": one.name.zh,
            "area_km2": round(float(count[key]) * run.frame.cell_km2, 3),
            "population": round(float(held[key]), 3),
            "share_of_population": round(held[key] / everyone, 6) if everyone else None,
        }
        for key, one in CLASSES[run.wanted.level].items()
    ]
    pd.DataFrame(rows).to_csv(path, index=False, lineterminator="\n")


def _write_units(units: Units, run: _Run, folder: Path, threads: int) -> None:
    level, people = run.wanted.level, PeopleByRow(run.files, run.frame)
    classes = folder / "classes.tif"
    found = classified_units(units, classes, people, level=level, threads=threads)
    write_units(unit_layer(units, found, frame=run.frame, level=level), folder)


def _record(run: _Run) -> dict[str, object]:
    """Say what the files were made from, and how."""
    units = run.wanted.units
    inputs = run.files.named | ({} if units is None else {"units": units.path})
    return {
        "localgoals": version("localgoals"),
        "rules": run.wanted.rules,
        "level": run.wanted.level,
        "unit": run.files.unit,
        "cell_km2": run.frame.cell_km2,
        "inputs": {
            name: {"file": path.name, "bytes": os.stat(path).st_size}
            for name, path in inputs.items()
        },
    }
