"""NetCDF files of climate models: one place of them, year by year, in the units of the file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from netCDF4 import Dataset, Variable, chartostring
from numpy.typing import NDArray
from scipy.io import netcdf_file

from localgoals.ingest.climate_times import holds_numbers, read_times, yearly
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

MOST_VALUES = 50_000_000
_MOST_STEPS = 5_000_000
"""Of a dimension; its coordinates are read whole."""
_MOST_NAMES = 1_000
"""Of scenarios or models, each of which is read by itself."""
_NAMES: Mapping[str, str] = {
    "air_temperature": "temperature",
    "surface_air_temperature": "temperature",
    "tas": "temperature",
    "precipitation_flux": "rain",
    "lwe_precipitation_rate": "rain",
    "rainfall_flux": "rain",
    "rainfall_rate": "rain",
    "pr": "rain",
    "sea_surface_height_above_geoid": "sea_level",
    "sea_surface_height_above_mean_sea_level": "sea_level",
    "zos": "sea_level",
    "sea_level_change": "sea_level",
}
"""Standard names of CF, and the names that models give."""
_POLE = 90.001
"""Degrees in 32 bits are a little off."""
_KINDS = {
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "x"),
    "scenario": ("scenario", "experiment", "experiment_id", "ssp", "rcp"),
    "model": ("model", "member", "source_id", "ensemble", "realization", "member_id"),
}
"""What a dimension is, by its own name or its standard name."""
_ATTRIBUTES = {
    "scenario": ("experiment_id", "driving_experiment_name", "scenario"),
    "model": ("source_id", "model_id", "model"),
}


@dataclass(frozen=True)
class Where:
    """A point, or a box: then the mean over the cells whose centres lie in it. [degrees]."""

    south: float
    north: float
    west: float
    east: float
    """West of `west` where the box crosses the antimeridian."""

    @property
    def is_point(self) -> bool:
        """Whether the nearest cell is meant."""
        return self.south == self.north and self.west == self.east


class Projected(NamedTuple):
    """One series of a file."""

    variable: str
    scenario: str
    model: str
    unit: str
    years: NDArray[np.int64]
    """Those of which the file has all, in their order."""
    values: Floats
    """Mean of each year, in the unit of the file; NaN where not known."""


class _Cells(NamedTuple):
    """The cells of a place, and what each counts."""

    rows: Places
    columns: Places
    weights: Floats
    """(rows, columns), summing up to 1."""


def read_climate_grid(path: Path, where: Where | None) -> tuple[list[Projected], list[Problem]]:
    """
    Read what a file projects for a place.

    Parameters
    ----------
    path
        NetCDF by the CF conventions: a time axis with any calendar, latitude and longitude of one
        dimension each or none, and maybe dimensions for scenarios and models. Where it has none,
        scenario and model are those of its attributes (`experiment_id` and `source_id`), else of
        its name, `<any>_<scenario>_<model>.nc`.
    where
        Is needed where the file has latitudes and longitudes.

    Returns
    -------
    series
        One for each variable, scenario and model; see `yearly` for what a year is.
    problems
        Every fault; then there is no series.
    """
    try:
        with Dataset(path.absolute()) as file, warnings.catch_warnings():
            # Attributes that the library warns of and passes over are looked at below.
            warnings.simplefilter("ignore", UserWarning)
            if _is_cut_off(file, path):
                return [], [feed_problem("climate-grid-cut-off", path.name)]
            found = _variables(file)
            if not found:
                names = ", ".join([*file.variables, *file.groups]) or "-"
                return [], [feed_problem("climate-grid-no-variable", path.name, names=names)]
            read = [_series(file, one, path, where) for one in found.items()]
    except (OSError, RuntimeError) as error:
        reason = str(error).replace(str(path.absolute()), path.name)
        return [], [feed_problem("climate-grid-unreadable", path.name, reason=reason)]
    problems = [fault for _, faults in read for fault in faults]
    return ([] if problems else [one for series, _ in read for one in series]), problems


def _is_cut_off(file: Dataset, path: Path) -> bool:
    """Tell whether a file in the classic format lacks its end, which would be read as noughts."""
    if file.data_model not in ("NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET"):
        return False
    try:
        # No value is read: the places of all are laid over the file.
        with netcdf_file(path, mmap=True):
            return False
    except ValueError:
        return True
    except (TypeError, IndexError):
        # A header that this reader does not know says nothing about the end.
        return False


def _variables(file: Dataset) -> dict[str, str]:
    """Find the variables that are known, and what each is."""
    found: dict[str, str] = {}
    for name, variable in file.variables.items():
        standard = str(getattr(variable, "standard_name", ""))
        kind = _NAMES.get(standard) or ("" if standard else _NAMES.get(name))
        if kind and variable.ndim:
            found[name] = kind
    return found


def _series(
    file: Dataset, named: tuple[str, str], path: Path, where: Where | None
) -> tuple[list[Projected], list[Problem]]:
    name, kind = named
    variable, place = file.variables[name], f"{path.name}, variable {name}"
    if long := _long_dimensions(variable, place):
        return [], long
    kinds, problems = _dimensions(file, variable, place)
    times, faults = read_times(file.variables, kinds.get("time"), place)
    cells, more = _cells(file, kinds, where, place)
    problems += [*faults, *more]
    problems += _value_faults(variable, place)
    size = (len(times.year) if times else 0) * (cells.weights.size if cells else 1)
    # A block of the file is unpacked whole, whatever is wanted of it.
    chunks = variable.chunking()
    size = max(size, prod(chunks) if isinstance(chunks, list) else 0)
    if size > MOST_VALUES:
        problems.append(feed_problem("climate-grid-large", place, count=size, limit=MOST_VALUES))
    if problems or times is None or cells is None:
        return [], problems
    unit = str(getattr(variable, "units", ""))
    series = []
    for (scenario, model), chosen in _choices(file, kinds, path):
        values = _mean(variable, kinds, chosen, cells)
        years, means = yearly(times, values, by_days="month" not in unit.lower())
        series.append(Projected(kind, scenario, model, unit, years, means))
    if all(np.isnan(one.values).all() for one in series):
        return [], [feed_problem("climate-grid-nothing", place)]
    return series, []


def _long_dimensions(variable: Variable[Any], place: str) -> list[Problem]:
    """Name dimensions of which not even the coordinates can be read."""
    return [
        feed_problem("climate-grid-long", place, name=name, count=length, limit=_MOST_STEPS)
        for name, length in zip(variable.dimensions, variable.shape, strict=True)
        if length > _MOST_STEPS
    ]


def _value_faults(variable: Variable[Any], place: str) -> Iterator[Problem]:
    """Say why the values of a variable cannot be read as numbers."""
    if not holds_numbers(variable):
        name = "text" if variable.dtype is str else getattr(variable.datatype, "name", "")
        yield feed_problem("climate-grid-no-number", place, type=name)
    for name in ("scale_factor", "add_offset"):
        if not hasattr(variable, name):
            continue
        value = getattr(variable, name)
        given = np.asarray(value)
        usable = given.dtype.kind in "iuf" and given.size == 1 and np.isfinite(given).all()
        if not usable or (name == "scale_factor" and not given.all()):
            yield feed_problem("climate-grid-packing", place, name=name, value=value)


def _dimensions(
    file: Dataset, variable: Variable[Any], place: str
) -> tuple[dict[str, str], list[Problem]]:
    """Tell what each dimension of a variable is; those of one step are no matter."""
    kinds: dict[str, str] = {}
    problems = []
    for name, length in zip(variable.dimensions, variable.shape, strict=True):
        axis = file.variables.get(name)
        said = {name.lower(), str(getattr(axis, "standard_name", "")).lower()}
        kind = next((one for one, names in _KINDS.items() if said & set(names)), "")
        if "time" in said or " since " in str(getattr(axis, "units", "")):
            kind = "time"
        if kind and kind not in kinds:
            kinds[kind] = name
            if kind in _ATTRIBUTES and length > _MOST_NAMES:
                said_of = {"name": name, "count": length, "limit": _MOST_NAMES}
                problems.append(feed_problem("climate-grid-long", place, **said_of))
        elif length != 1:
            problems.append(feed_problem("climate-grid-dimension", place, name=name, count=length))
    if "time" not in kinds:
        listed = ", ".join(variable.dimensions)
        problems.append(feed_problem("climate-grid-no-time", place, names=listed))
    if ("latitude" in kinds) != ("longitude" in kinds):
        problems.append(feed_problem("climate-grid-half", place))
    return kinds, problems


def _cells(
    file: Dataset, kinds: Mapping[str, str], where: Where | None, place: str
) -> tuple[_Cells | None, list[Problem]]:
    """Choose the cells of the place: all of a file without latitudes and longitudes."""
    if not {"latitude", "longitude"} <= set(kinds):
        one = np.zeros(1, np.intp)
        return _Cells(one, one, np.ones((1, 1))), []
    axes = [_axis(file, kinds[name]) for name in ("latitude", "longitude")]
    if axes[0] is None or axes[1] is None:
        return None, [feed_problem("climate-grid-half", place)]
    if where is None:
        return None, [feed_problem("climate-grid-place", place)]
    latitude, longitude = axes[0], axes[1]
    rows, columns = _inside(latitude, longitude, where)
    # Rows in metres, say, are no latitudes, though the nearest of them could be found.
    if not rows.size or not columns.size or np.abs(latitude).max() > _POLE:
        span = f"{latitude.min():g}–{latitude.max():g}, {longitude.min():g}–{longitude.max():g}"
        return None, [feed_problem("climate-grid-outside", place, extent=span)]
    weights = np.repeat(np.cos(np.radians(latitude[rows]))[:, None], columns.size, axis=1)
    return _Cells(rows, columns, weights / weights.sum()), []


def _axis(file: Dataset, name: str) -> Floats | None:
    """Read the coordinates of a dimension; None where there are none of one dimension."""
    axis = file.variables.get(name)
    if axis is None or axis.ndim != 1 or not holds_numbers(axis):
        return None
    values: Floats = np.ma.filled(np.ma.asarray(axis[:]).astype(np.float64), np.nan)
    return values if values.size and np.isfinite(values).all() else None


def _inside(latitude: Floats, longitude: Floats, where: Where) -> tuple[Places, Places]:
    """Give the rows and columns in a box, or the nearest ones to a point that the grid covers."""
    if not where.is_point:
        tall = (latitude >= where.south) & (latitude <= where.north)
        across = where.east - where.west
        wide = (longitude - where.west) % 360 <= (across if across >= 360 else across % 360)
        return np.flatnonzero(tall), np.flatnonzero(wide)
    north = np.abs(latitude - where.south)
    east = np.abs((longitude - where.west + 180) % 360 - 180)
    return _nearest(north, latitude), _nearest(east, longitude)


def _nearest(away: Floats, axis: Floats) -> Places:
    """Give the nearest place of an axis, or none where it is further away than half a step."""
    step = np.abs(np.diff(axis)).max() if axis.size > 1 else np.inf
    best = int(np.argmin(away))
    # Coordinates in 32 bits are a little off.
    return np.array([best] if away[best] <= step * 0.501 else [], np.intp)


def _choices(
    file: Dataset, kinds: Mapping[str, str], path: Path
) -> Iterator[tuple[tuple[str, str], dict[str, int]]]:
    """Give each scenario and model of a file, and which step of their dimensions it is."""
    parts = path.stem.split("_")
    named = {"scenario": "_".join(parts[-2:-1]), "model": parts[-1] if len(parts) > 2 else ""}
    steps = []
    for kind in ("scenario", "model"):
        if kind in kinds:
            steps.append(list(enumerate(_labels(file, kinds[kind]))))
        else:
            said = (str(getattr(file, one, "")).strip() for one in _ATTRIBUTES[kind])
            steps.append([(0, next(filter(None, said), named[kind]))])
    for (one, scenario), (other, model) in product(*steps):
        yield (scenario, model), {"scenario": one, "model": other}


def _labels(file: Dataset, name: str) -> list[str]:
    """Read what the steps of a dimension are called; their numbers where nothing says it."""
    axis = file.variables.get(name)
    if axis is None:
        return [str(number) for number in range(1, file.dimensions[name].size + 1)]
    is_letters = np.dtype(axis.dtype).kind == "S" and axis.ndim == 2
    words = chartostring(axis[:]) if is_letters else axis[:]
    return [str(one).strip() for one in np.asarray(words).ravel()]


def _mean(
    variable: Variable[Any], kinds: Mapping[str, str], chosen: Mapping[str, int], cells: _Cells
) -> Floats:
    """Average the cells of the place at each time, over those that have a value."""
    kind_of = {name: kind for kind, name in kinds.items()}
    steps: dict[str, int | slice | Places] = {
        "time": slice(None),
        "latitude": cells.rows,
        "longitude": cells.columns,
        **chosen,
    }
    picked = [steps.get(kind_of.get(name, ""), 0) for name in variable.dimensions]
    values = np.ma.filled(np.ma.asarray(variable[tuple(picked)]).astype(np.float64), np.nan)
    order = [kind_of.get(name, "") for name in variable.dimensions]
    kept = [one for one in order if one in ("time", "latitude", "longitude")]
    wanted = [one for one in ("time", "latitude", "longitude") if one in kept]
    values = values.transpose([kept.index(one) for one in wanted])
    values = values.reshape(values.shape[0], *cells.weights.shape)
    values[~np.isfinite(values) | _is_blank(variable, values)] = np.nan
    known = np.isfinite(values) * cells.weights
    total = (np.nan_to_num(values) * cells.weights).sum(axis=(1, 2))
    weight = known.sum(axis=(1, 2))
    return np.asarray(np.divide(total, weight, out=np.full(len(total), np.nan), where=weight > 0))


def _is_blank(variable: Variable[Any], values: Floats) -> NDArray[np.bool_]:
    """
    Tell which values are those that the file calls missing.

    Where it gives them in 64 bits and the values in 32, as many programs do, the library that
    reads it holds them for figures.
    """
    blank = np.zeros(values.shape, np.bool_)
    if hasattr(variable, "scale_factor") or hasattr(variable, "add_offset"):
        return blank
    for one in np.ravel(getattr(variable, "missing_value", ())):
        if np.asarray(one).dtype.kind in "iuf":
            blank |= np.isclose(values, float(one), rtol=1e-6, atol=0)
    return blank
