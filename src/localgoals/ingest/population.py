"""Where people live, and their groups: rasters, points, polygons and tables as one layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pyproj import CRS

from localgoals.ingest.crs import reproject
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.layers import Boundary, Districts, Floats, Grid, Ints, People
from localgoals.ingest.pack import Resource
from localgoals.ingest.places import read_places
from localgoals.ingest.rasters import centres_of, read_grid
from localgoals.ingest.tables import codes_in, numbers_in, read_table
from localgoals.ingest.vectors import named
from localgoals.model.lineage import Lineage
from localgoals.model.problem import Problem
from localgoals.spatial.zones import zone_of

MOST_PEOPLE = 10e9
"""More than live on Earth, in this decade and the next."""


@dataclass(frozen=True)
class Counted:
    """A population layer as its file has it, before it is placed in the city."""

    x: Floats
    y: Floats
    crs: CRS
    total: Floats
    groups: Mapping[str, Floats]
    kind: str
    lineage: Lineage
    grid: Grid | None = None


def read_population(resource: Resource) -> tuple[Counted | None, list[Problem]]:
    """
    Read the people of one period from a raster, a vector layer or a table.

    Places whose number of people is not known are left out with a warning; cells of a raster
    without people are left out, as nobody lives there.
    """
    read = _from_raster if resource.format == "tif" else _from_places
    counted, problems = read(resource)
    if counted is None:
        return None, problems
    everybody = float(counted.total.sum())
    if not everybody > 0:
        problems.append(problem("people-nobody", resource.where))
    elif everybody > MOST_PEOPLE:
        problems.append(problem("people-too-many", resource.where, people=f"{everybody:,.4g}"))
    return (None if has_error(problems) else counted), problems


def place_people(
    counted: Counted,
    crs: CRS,
    districts: Sequence[Districts],
    boundary: Boundary | None,
    where: str,
) -> tuple[People, list[Problem]]:
    """
    Put a population layer into the city: its own system, its districts, and only inside its
    boundary.

    Parameters
    ----------
    counted
        The layer as read.
    crs
        The city's metric system.
    districts
        The city's divisions; each point learns its district in every one.
    boundary
        The area that counts as the city; None keeps everybody.
    where
        The resource, for the problems.
    """
    x, y = reproject(counted.x, counted.y, counted.crs, crs)
    inside = np.isfinite(x) & np.isfinite(y)
    if boundary is not None:
        inside &= zone_of(x, y, np.array([boundary.geometry])) >= 0
    problems = []
    # A grid always reaches beyond the boundary; a list of addresses should not.
    if not inside.all() and (counted.kind != "raster" or not inside.any()):
        people = f"{float(counted.total[~inside].sum()):,.0f}"
        problems = [problem("people-outside", where, people=people, count=int((~inside).sum()))]
    x, y = x[inside], y[inside]
    placed = People(
        x=x,
        y=y,
        total=counted.total[inside],
        groups={group: values[inside] for group, values in counted.groups.items()},
        zones=tuple(zone_of(x, y, one.geometry) for one in districts),
        lineage=counted.lineage,
        kind=counted.kind,
    )
    return placed, problems


def spread(counts: Floats, total: Floats, zone: Ints) -> Floats:
    """
    Spread counts by district over the points in it, in proportion to the people at each point.

    Parameters
    ----------
    counts
        People of a group in each of n districts; NaN where not known. [persons]
    total
        People at each of m points, 0 or more. [persons]
    zone
        Index of the district at each point, -1 for none.

    Returns
    -------
    spread
        People of the group at each point: the points of a district sum up to its count. NaN outside
        every district, where the count is not known, and in a district without people. [persons]

    Notes
    -----
    Assumes that a group lives like everybody else inside a district; the result is modelled.

    References
    ----------
    Mennis (2003), Generating Surface Models of Population Using Dasymetric Mapping, The
    Professional Geographer 55(1), 31-42.

    Examples
    --------
    >>> zone = np.array([0, 0], dtype=np.int32)
    >>> spread(np.array([30.0]), np.array([100.0, 200.0]), zone).tolist()
    [10.0, 20.0]
    """
    return _by_share(counts, _share_of_district(total, zone, len(counts)), zone)


def _share_of_district(total: Floats, zone: Ints, districts: int) -> Floats:
    """Give the share of its district's people at each point; NaN where there is none."""
    known = zone >= 0
    in_district = np.zeros(len(total))
    in_district[known] = people_by_zone(total, zone, districts)[zone[known]]
    share = np.full(len(total), np.nan)
    np.divide(total, in_district, out=share, where=in_district > 0)
    return share


def _by_share(counts: Floats, share: Floats, zone: Ints) -> Floats:
    # Index -1 takes the last count, and the share there is NaN.
    return share * counts[zone]


def people_by_zone(total: Floats, zone: Ints, districts: int) -> Floats:
    """Sum the people at points by district."""
    known = zone >= 0
    return np.bincount(zone[known], weights=total[known], minlength=districts).astype(np.float64)


def with_groups(
    people: People, resource: Resource, districts: Sequence[Districts]
) -> tuple[People, list[Problem]]:
    """
    Add the groups of a table by district to a population layer, spread over its points.

    The layer comes back as it was when the table has an error.
    """
    levels = [one.level for one in districts]
    level = str(resource.options["level"])
    if level not in levels:
        allowed = ", ".join(levels) or "-"
        return people, [problem("level-unknown", resource.where, level=level, allowed=allowed)]
    index = levels.index(level)
    table, problems = _group_table(resource, districts[index])
    if table is None:
        return people, problems
    zone = people.zones[index]
    in_district = people_by_zone(people.total, zone, len(districts[index].codes))
    problems += _table_against_layer(resource, table, in_district, districts[index])
    share = _share_of_district(people.total, zone, len(in_district))
    groups, modelled = dict(people.groups), set(people.modelled_groups)
    for group in resource.groups:
        if group in people.groups:
            problems.append(problem("group-twice", resource.where, group=group))
            continue
        groups[group] = _by_share(table[group].to_numpy(), share, zone)
        modelled.add(group)
    # How the table was made is a doubt about its groups, not about where everybody lives.
    lineage = people.lineage + replace(resource.lineage, modelled=False, survey=False)
    joined = replace(people, groups=groups, modelled_groups=frozenset(modelled), lineage=lineage)
    return joined, problems


def _from_raster(resource: Resource) -> tuple[Counted | None, list[Problem]]:
    grid, problems = read_grid(resource)
    if grid is None:
        return None, problems
    with np.errstate(invalid="ignore"):
        cells = np.nonzero(grid.values > 0)
    x, y = centres_of(grid, cells)
    total = grid.values[cells]
    return Counted(x, y, grid.crs, total, {}, "raster", resource.lineage, grid), problems


def _from_places(resource: Resource) -> tuple[Counted | None, list[Problem]]:
    total_column = resource.fields.get("total", "total")
    columns = (total_column, *resource.groups.values())
    places, problems = read_places(resource, columns)
    if places is None:
        return None, problems
    where, first_row = resource.where, places.first_row
    numbers: dict[str, Floats] = {}
    for column in dict.fromkeys(columns):
        values, faults = numbers_in(
            places.table[column], where, first_row=first_row, negative=False
        )
        numbers[column] = values
        problems += faults
    if has_error(problems):
        return None, problems
    total = numbers[total_column]
    groups = {group: numbers[column] for group, column in resource.groups.items()}
    problems += _exceeding(groups, total, where, places.rows)
    known = ~np.isnan(total)
    if not known.all():
        rows = places.rows[~known]
        problems.append(
            problem("total-unknown", where, count=len(rows), features=named(rows.tolist()))
        )
    kind = "polygons" if places.are_polygons else "points"
    counted = Counted(
        places.x[known], places.y[known], places.crs, total[known],
        {group: values[known] for group, values in groups.items()}, kind, resource.lineage,
    )  # fmt: skip
    return counted, problems


def _exceeding(
    groups: Mapping[str, Floats], total: Floats, where: str, rows: Ints
) -> list[Problem]:
    """Find places with more people of a group than people; half a person may be rounding."""
    found = []
    for group, values in groups.items():
        with np.errstate(invalid="ignore"):
            over = values > total + 0.5
        if over.any():
            features = named(rows[over].tolist())
            found.append(
                problem(
                    "groups-exceed", where, group=group, count=int(over.sum()), features=features
                )
            )
    return found


def _group_table(
    resource: Resource, districts: Districts
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a table of groups, one row for each district in the order of the districts."""
    code_column = resource.fields.get("code", "code")
    total_column = resource.fields.get("total")
    columns = dict(resource.groups)
    if total_column is not None:
        columns["total"] = total_column
    frame, problems = read_table(
        resource.path,
        columns=list(dict.fromkeys((code_column, *columns.values()))),
        sheet=resource.options.get("sheet"),
    )
    if has_error(problems):
        return None, problems
    codes = codes_in(frame[code_column])
    for code in codes[codes.duplicated() & codes.notna()].unique():
        problems.append(problem("code-twice", resource.where, code=code))
    numbers = {}
    for name, column in columns.items():
        numbers[name], faults = numbers_in(frame[column], resource.where, negative=False)
        problems += faults
    if has_error(problems):
        return None, problems
    table = pd.DataFrame(numbers, index=pd.Index(codes))
    problems += _unmatched(table, districts, resource.where)
    return table[table.index.notna()].reindex(list(districts.codes)), problems


def _unmatched(table: pd.DataFrame, districts: Districts, where: str) -> list[Problem]:
    problems = []
    unknown = [code for code in table.index if code not in set(districts.codes)]
    if unknown:
        problems.append(
            problem(
                "district-unknown", where,
                count=len(unknown), level=districts.level, features=named(unknown),
            )
        )  # fmt: skip
    unlisted = [code for code in districts.codes if code not in set(table.index)]
    if unlisted:
        features = named(unlisted)
        problems.append(problem("district-unlisted", where, count=len(unlisted), features=features))
    return problems


def _table_against_layer(
    resource: Resource, table: pd.DataFrame, in_district: Floats, districts: Districts
) -> list[Problem]:
    """Compare a table of groups with the people of the layer."""
    problems = []
    some = (table[list(resource.groups)].fillna(0) > 0).any(axis="columns").to_numpy()
    if (empty := some & (in_district == 0)).any():
        codes = [code for code, is_empty in zip(districts.codes, empty, strict=True) if is_empty]
        features = named(codes)
        problems.append(
            problem("district-without-people", resource.where, count=len(codes), features=features)
        )
    if "total" in table:
        known = table["total"].notna().to_numpy()
        said, counted = float(table["total"].sum()), float(in_district[known].sum())
        if counted > 0 and abs(said / counted - 1) > 0.1:
            values = {"table": f"{said:,.0f}", "layer": f"{counted:,.0f}"}
            problems.append(problem("totals-differ", resource.where, **values))
    return problems
