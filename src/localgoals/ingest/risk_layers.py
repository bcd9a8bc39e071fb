"""The three grids of a risk map: whether they can be laid on each other, and their risk."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import rasterio
from affine import Affine
from pyproj import CRS
from rasterio.enums import MaskFlags
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError

from localgoals.errors import InputRefused
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.rasters import GDAL_ALONE, MOST_CELLS
from localgoals.model.problem import Problem
from localgoals.spatial.risk_grid import TILE, Found, Layer, Scale, write_risk

__all__ = ["layer_faults", "mapped_risk"]

_MOST_IN_ALL = 10_000_000_000
"""A province in cells of 5 m; a file of a few kilobytes can declare a thousand times as many."""
_OFF = 1e-3
"""Cells may lie off each other by this part of a cell."""


class _Header(NamedTuple):
    """What a file says of its cells."""

    name: str
    shape: tuple[int, int]
    transform: Affine
    crs: CRS | None
    says_what_is_blank: bool
    """It has a nodata value or a mask."""


def layer_faults(paths: Sequence[Path]) -> list[Problem]:
    """
    Name everything for which grids cannot be laid on each other; no cell is read.

    Parameters
    ----------
    paths
        GeoTIFFs of one band each, the first of which the others are held against.
    """
    problems: list[Problem] = []
    headers = []
    for path in paths:
        header, faults = _header(path)
        problems += faults
        headers += [header] if header else []
    if headers:
        first, *others = headers
        for other in others:
            problems += _apart(first, other)
        if any(one.says_what_is_blank for one in headers):
            # Where one grid says so, blank cells of another would be read as figures.
            problems += [
                feed_problem("risk-nodata-missing", one.name)
                for one in headers
                if not one.says_what_is_blank
            ]
    return problems


def mapped_risk(layers: Sequence[Layer], out: Path, scale: Scale, *, threads: int) -> Found:
    """
    Write the risk of three grids to a fourth; see `write_risk`.

    Parameters
    ----------
    layers
        Hazard, exposure and vulnerability.
    out
        The GeoTIFF that is written.
    scale
        How they become one risk.
    threads
        How many work at once.

    Raises
    ------
    InputRefused
        When they cannot be laid on each other, or their cells cannot be read.
    """
    if problems := layer_faults([one.path for one in layers]):
        raise InputRefused(problems)
    try:
        with rasterio.Env(**GDAL_ALONE):
            return write_risk(layers, out, scale, threads=threads)
    except RasterioError as error:
        reason = str(error.__cause__ or error)
        raise InputRefused([_unreadable(str(error), reason)]) from error


def _unreadable(name: str, reason: str) -> Problem:
    return problem("unreadable", name, reason=reason, format="GeoTIFF")


def _header(path: Path) -> tuple[_Header | None, list[Problem]]:
    try:
        with warnings.catch_warnings():
            # A grid without a place is a problem of its own, below.
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.Env(**GDAL_ALONE), rasterio.open(path, driver="GTiff") as file:
                if file.count != 1:
                    return None, [feed_problem("risk-bands", path.name, count=file.count)]
                return _described(path, file), _shape_faults(path.name, file)
    except (RasterioError, CRSError) as error:
        reason = str(error).replace(str(path), path.name)
        return None, [_unreadable(path.name, reason)]


def _described(path: Path, file: rasterio.DatasetReader) -> _Header:
    masked = MaskFlags.per_dataset in file.mask_flag_enums[0]
    return _Header(
        path.name,
        (file.height, file.width),
        file.transform,
        CRS.from_user_input(file.crs) if file.crs else None,
        masked or file.nodata is not None,
    )


def _shape_faults(name: str, file: rasterio.DatasetReader) -> list[Problem]:
    problems = []
    rows, columns = file.block_shapes[0]
    at_once = max(rows * columns, min(max(rows, TILE), file.height) * file.width)
    for cells, limit in ((file.height * file.width, _MOST_IN_ALL), (at_once, MOST_CELLS)):
        if cells > limit:
            values: Mapping[str, object] = {"cells": f"{cells:,}", "limit": f"{limit:,}"}
            problems.append(problem("raster-too-large", name, **values))
            break
    if file.dtypes[0].startswith("complex"):
        problems.append(problem("cells-not-real", name, type=file.dtypes[0]))
    grid = file.transform
    if grid.b != 0 or grid.d != 0 or not grid.a > 0 or (not grid.e < 0 and file.crs):
        problems.append(problem("raster-rotated", name))
    if not file.crs:
        problems.append(feed_problem("risk-crs-missing", name))
    return problems


def _apart(first: _Header, other: _Header) -> list[Problem]:
    """Say in what two grids differ."""
    problems = []
    if first.shape != other.shape:
        values = {"rows": other.shape[0], "columns": other.shape[1], "first": first.name}
        wanted = {"first_rows": first.shape[0], "first_columns": first.shape[1]}
        problems.append(feed_problem("risk-size", other.name, **values, **wanted))
    elif not first.transform.almost_equals(other.transform, abs(first.transform.a) * _OFF):
        problems.append(feed_problem("risk-place", other.name, first=first.name))
    if first.crs and other.crs and not first.crs.equals(other.crs, ignore_axis_order=True):
        names = {"crs": other.crs.name, "first_crs": first.crs.name, "first": first.name}
        problems.append(feed_problem("risk-crs", other.name, **names))
    return problems
