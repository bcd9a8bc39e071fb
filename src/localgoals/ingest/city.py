"""From a city pack to typed layers: every resource read by its role, and all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import shapely
from pyproj import CRS

from localgoals.errors import PackRefused
from localgoals.ingest.air import read_air
from localgoals.ingest.areas import read_boundary, read_districts, read_polygons, union_of
from localgoals.ingest.crs import WGS84, Extent, degrees_of, metric_crs
from localgoals.ingest.faults import problem
from localgoals.ingest.gtfs import read_gtfs
from localgoals.ingest.layers import (
    AirStations,
    Amenities,
    Boundary,
    City,
    Districts,
    Geometries,
    Grid,
    People,
    Polygons,
    Statistics,
    Stops,
    Streets,
    Survey,
    WaterSamples,
)
from localgoals.ingest.osm import (
    read_amenities,
    read_green,
    read_open_space,
    read_stops_from_osm,
    read_streets,
)
from localgoals.ingest.pack import Pack, Resource, changed_files
from localgoals.ingest.places import read_amenities_table, read_stops_table
from localgoals.ingest.placing import far_grid, far_points, far_shapes
from localgoals.ingest.population import Counted, place_people, read_population, with_groups
from localgoals.ingest.rasters import read_area_grid, read_share_grid, same_cells
from localgoals.ingest.statistics import read_statistics
from localgoals.ingest.surveys import read_survey
from localgoals.ingest.water_quality import read_water_quality
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.problem import Problem

Progress = Callable[[str], None]
Kind = TypeVar("Kind")

_STREET_MAP = "osm.pbf"
# The system of a city whose place is not known; nothing is measured in it.
_NOWHERE = CRS.from_epsg(8857)


def read_city(pack: Pack, *, progress: Progress = lambda _name: None) -> tuple[City, list[Problem]]:
    """
    Read every resource of a pack into the layers of a city.

    A layer with an error is left out; a warning says what was done about a lesser fault. Everything
    is in one metric system, chosen from the extent of the boundary, else of the districts, else of
    the people.

    Parameters
    ----------
    pack
        As `open_pack` gives it.
    progress
        Told the name of each resource before it is read.

    Returns
    -------
    city
        With None or nothing where the pack has no usable resource.
    problems
        Everything that is wrong, in the order in which the resources are read.

    Raises
    ------
    PackRefused
        When a file was changed since the pack was opened: the layers may be of two files then.
    """
    reading = _Reading(pack, progress)
    city = _city(reading, pack)
    if changed := changed_files(pack):
        raise PackRefused(changed)
    return city, reading.problems


def _city(reading: _Reading, pack: Pack) -> City:
    counted = {
        one: layer
        for one in pack.having("population")
        if (layer := reading.take(one, read_population(one))) is not None
    }
    home = _extent_of(pack, list(counted.values()))
    if home is None:
        return _placeless(reading)
    reading.home, reading.crs = home, metric_crs(*home)
    given = reading.boundary()
    districts = reading.districts()
    boundary = given or _joined(districts)
    people = reading.people(counted, districts, boundary)
    grids = {_period(one): layer.grid for one, layer in counted.items() if layer.grid is not None}
    return City(
        code=pack.code,
        name=pack.name,
        crs=reading.crs,
        boundary=boundary,
        districts=districts,
        people=people,
        population_grids={period: grids[period] for period in people if period in grids},
        land=reading.land(list(grids.values())),
        built_up=reading.built_up(),
        streets=reading.streets(),
        stops=reading.stops(boundary),
        open_space=reading.polygons("open-space"),
        green=reading.polygons("green"),
        amenities=reading.amenities(),
        air=reading.air(),
        statistics=reading.statistics(districts),
        surveys=reading.surveys(districts),
        water_samples=reading.water_samples(districts),
    )


@dataclass
class _Reading:
    """One pass over a pack: what is known of the place, and the problems so far."""

    pack: Pack
    progress: Progress
    problems: list[Problem] = field(default_factory=list)
    home: Extent = (0.0, 0.0, 0.0, 0.0)
    crs: CRS = _NOWHERE

    def take(self, resource: Resource, found: tuple[Kind | None, list[Problem]]) -> Kind | None:
        """Keep the problems of a reader and pass its layer on."""
        self.progress(resource.name)
        layer, problems = found
        self.problems += problems
        return layer

    def near(self, faults: list[Problem]) -> bool:
        """Tell whether a layer lies where the city lies, and keep the problem if not."""
        self.problems += faults
        return not faults

    def boundary(self) -> Boundary | None:
        """Read the area that counts as the city."""
        found = self.pack.having("boundary")
        if not found:
            self.problems.append(problem("boundary-none", self.pack.code))
            return None
        return self.take(found[0], read_boundary(found[0], self.crs))

    def districts(self) -> tuple[Districts, ...]:
        """Read every division of the city whose codes are not taken."""
        levels: list[Districts] = []
        taken = {self.pack.code}
        for one in self.pack.having("districts"):
            layer = self.take(one, read_districts(one, self.crs))
            if layer is None or not self.near(
                far_shapes(layer.geometry, self.crs, self.home, one.where)
            ):
                continue
            if twice := sorted(taken & set(layer.codes)):
                self.problems += [problem("code-twice", one.where, code=code) for code in twice]
                continue
            taken |= set(layer.codes)
            levels.append(layer)
        return tuple(levels)

    def people(
        self,
        counted: Mapping[Resource, Counted],
        districts: tuple[Districts, ...],
        boundary: Boundary | None,
    ) -> dict[Period, People]:
        """Place the people of every period, then add the groups that came as tables."""
        if not self.pack.having("population"):
            self.problems.append(problem("population-none", self.pack.code))
        found: dict[Period, People] = {}
        for one, layer in counted.items():
            if not self.near(far_points(layer.x, layer.y, layer.crs, self.home, one.where)):
                continue
            people, faults = place_people(layer, self.crs, districts, boundary, one.where)
            self.problems += faults
            found[_period(one)] = people
        for one in self.pack.having("groups"):
            self.progress(one.name)
            period = _period(one)
            if period not in found:
                self.problems.append(
                    problem("groups-without-people", one.where, period=str(period))
                )
                continue
            found[period], faults = with_groups(found[period], one, districts)
            self.problems += faults
        return dict(sorted(found.items()))

    def land(self, population: list[Grid]) -> Grid | None:
        """Read the share of land; it must have the cells of the population grids."""
        for one in self.pack.having("land"):
            grid = self.take(one, read_share_grid(one))
            if grid is None or not self.near(far_grid(grid, self.home, one.where)):
                return None
            if not all(same_cells(grid, other) for other in population):
                self.problems.append(
                    problem("grids-differ", one.where, other=population[0].lineage.sources[0])
                )
                return None
            return grid
        return None

    def built_up(self) -> dict[Period, Grid]:
        """Read the built-up area of every period."""
        found = {}
        for one in self.pack.having("built-up"):
            grid = self.take(one, read_area_grid(one))
            if grid is not None and self.near(far_grid(grid, self.home, one.where)):
                found[_period(one)] = grid
        return dict(sorted(found.items()))

    def streets(self) -> Streets | None:
        """Read the walkable streets."""
        for one in self.pack.having("streets"):
            layer = self.take(one, read_streets(one, self.crs))
            if layer is not None and self.near(
                far_points(layer.x, layer.y, self.crs, self.home, one.where)
            ):
                return layer
        return None

    def stops(self, boundary: Boundary | None) -> Stops | None:
        """Read the stops of all feeds and tables."""
        found = []
        for one in self.pack.having("transit"):
            if one.format == "zip":
                layer = self.take(one, read_gtfs(one, self.crs, boundary=boundary))
            elif one.format == _STREET_MAP:
                layer = self.take(one, read_stops_from_osm(one, self.crs))
            else:
                layer = self.take(one, read_stops_table(one, self.crs))
            if layer is not None and self.near(
                far_points(layer.x, layer.y, self.crs, self.home, one.where)
            ):
                found.append(layer)
        return _joined_stops(found) if found else None

    def polygons(self, role: str) -> Polygons | None:
        """Read open spaces or green areas."""
        from_map = {"open-space": read_open_space, "green": read_green}[role]
        for one in self.pack.having(role):
            read = from_map if one.format == _STREET_MAP else read_polygons
            layer = self.take(one, read(one, self.crs))
            if layer is not None and self.near(
                far_shapes(layer.geometry, self.crs, self.home, one.where)
            ):
                return layer
        return None

    def amenities(self) -> Amenities | None:
        """Read the places that people walk to."""
        found = []
        for one in self.pack.having("amenities"):
            read = read_amenities if one.format == _STREET_MAP else read_amenities_table
            layer = self.take(one, read(one, self.crs))
            if layer is not None and self.near(
                far_points(layer.x, layer.y, self.crs, self.home, one.where)
            ):
                found.append(layer)
        return _joined_amenities(found) if found else None

    def air(self) -> AirStations | None:
        """Read the series of the stations and their places."""
        for one in self.pack.having("air"):
            stations = next(iter(self.pack.having("air-stations")), None)
            return self.take(one, read_air(one, stations, self.crs))
        return None

    def statistics(self, districts: tuple[Districts, ...]) -> Statistics | None:
        """Read the long tables of statistics as one."""
        found = self.pack.having("statistics")
        if not found:
            return None
        read = read_statistics(
            found,
            areas=self._codes(districts),
            city=self.pack.code,
            divisions=[one.codes for one in districts],
        )
        return self.take(found[0], read)

    def surveys(self, districts: tuple[Districts, ...]) -> tuple[Survey, ...]:
        """Read the answers of every survey."""
        areas, city = self._codes(districts), self.pack.code
        read = (
            self.take(one, read_survey(one, city=city, areas=areas))
            for one in self.pack.having("survey")
        )
        return tuple(one for one in read if one is not None)

    def water_samples(self, districts: tuple[Districts, ...]) -> WaterSamples | None:
        """Read the measurements of water bodies."""
        areas, city = self._codes(districts), self.pack.code
        for one in self.pack.having("water-quality"):
            return self.take(one, read_water_quality(one, city=city, areas=areas))
        return None

    def _codes(self, districts: tuple[Districts, ...]) -> set[str] | None:
        """Give the codes that areas may have, where all of them are known."""
        # A division that could not be read may have had the codes that seem to be unknown.
        is_whole = len(districts) == len(self.pack.having("districts"))
        codes = {self.pack.code, *(code for one in districts for code in one.codes)}
        return codes if is_whole else None


def _placeless(reading: _Reading) -> City:
    """Give what can be read of a pack that does not say where the city lies."""
    pack = reading.pack
    # Why the layers that could say it do not.
    reading.crs = WGS84
    reading.boundary()
    reading.districts()
    reading.people({}, (), None)
    reading.problems.append(problem("place-unknown", pack.code))
    statistics = reading.statistics(())
    return City(
        pack.code,
        pack.name,
        _NOWHERE,
        air=reading.air(),
        statistics=statistics,
        surveys=reading.surveys(()),
        water_samples=reading.water_samples(()),
    )


def _extent_of(pack: Pack, counted: list[Counted]) -> Extent | None:
    """Find where the city lies, in degrees: by its boundary, else districts, else people."""
    for one in (*pack.having("boundary"), *pack.having("districts")):
        areas, _ = read_polygons(one, WGS84)
        if areas is not None and np.isfinite(bounds := _bounds(areas.geometry)).all():
            return bounds
    for layer in counted:
        if (extent := degrees_of(layer.x, layer.y, layer.crs)) is not None:
            return extent
    return None


def _bounds(geometry: Geometries) -> Extent:
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(geometry))
    return west, south, east, north


def _joined(districts: tuple[Districts, ...]) -> Boundary | None:
    """Take what the coarsest districts cover for the city."""
    if not districts:
        return None
    return Boundary(union_of(districts[0].geometry), districts[0].lineage)


def _period(resource: Resource) -> Period:
    assert resource.period is not None, resource.name
    return resource.period


def _joined_stops(layers: list[Stops]) -> Stops:
    if len(layers) == 1:
        return layers[0]
    return Stops(
        x=np.concatenate([one.x for one in layers]),
        y=np.concatenate([one.y for one in layers]),
        name=tuple(name for one in layers for name in one.name),
        high_capacity=np.concatenate([one.high_capacity for one in layers]),
        departures_per_hour=np.concatenate([one.departures_per_hour for one in layers]),
        lineage=sum((one.lineage for one in layers), Lineage()),
    )


def _joined_amenities(layers: list[Amenities]) -> Amenities:
    if len(layers) == 1:
        return layers[0]
    return Amenities(
        x=np.concatenate([one.x for one in layers]),
        y=np.concatenate([one.y for one in layers]),
        kind=np.concatenate([one.kind for one in layers]),
        lineage=sum((one.lineage for one in layers), Lineage()),
    )
