"""
City packs of made-up cities, with real files, the same in every run.

Their sizes follow the rank-size rule: of many cities, the k-th largest has 1/k of the people of the
largest (F. Auerbach 1913, Petermanns Geographische Mitteilungen 59, p. 74; X. Gabaix 1999, Zipf's
law for cities, Quarterly Journal of Economics 114(3), p. 739). Nothing else about them is of any
place: streets are a lattice, buses run along it, people live anywhere in it.

`python made_up_cities.py FOLDER COUNT` writes packs into a folder.
"""

from __future__ import annotations

import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import geopandas
import numpy as np
import osmium
import pyproj
import rasterio
import shapely
from osmium.osm import mutable
from rasterio.transform import from_origin

from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text

RANKS = 1000
SMALLEST_CELLS = 100
CELL_M = 100.0
EVERY_BLOCKS = 4
"""A bus stop stands at every fourth crossing."""
MADE_UP = Origin("Made up", "LocalGoals benchmarks", "https://example.org", "CC0-1.0")


def sizes(count: int) -> np.ndarray:
    """
    Give the cells of `count` cities, the largest first.

    1,000 cities follow the rank-size rule; fewer are the means of equal shares of those, so that
    the mean city is always the same.
    """
    ranks = SMALLEST_CELLS * RANKS / np.arange(1, RANKS + 1)
    return np.array([share.mean() for share in np.array_split(ranks, count)])


def make_packs(folder: Path, count: int) -> list[Path]:
    """Write the packs of `count` cities, or of as many as are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    sides = np.maximum(4, np.sqrt(sizes(count)).round()).astype(int).tolist()
    packs = [folder / f"city-{number:04}" for number in range(count)]
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_make, folder), range(count), sides, chunksize=8))
    return packs


def _make(folder: Path, number: int, side: int) -> None:
    pack = folder / f"city-{number:04}"
    if (pack / "datapackage.json").exists():
        return
    chance = np.random.default_rng(number)
    # XA to XZ are for users to assign (ISO 3166-1:2020, 8.1.3): no country has them.
    country = "X" + chr(ord("A") + number % 26)
    name = Text(f"Made-up city {number}", f"虚构城市{number}")
    new_pack(pack, code=f"{country}-{number:04}", name=name, country=country)
    zone = 1 + number * 7 % 60
    place = Place(zone, side, north_m=1_000_000.0 + 5_000.0 * (number % 1000))
    _add_streets(pack, place)
    _add_timetable(pack, place)
    _add_people(pack, place, chance)
    _add_districts(pack, place)


class Place:
    """A square of cells in a UTM zone, on the northern half."""

    def __init__(self, zone: int, side: int, north_m: float) -> None:
        self.crs = f"EPSG:{32600 + zone}"
        self.side = side
        self.west_m, self.south_m = 500_000.0, north_m
        self._to_degrees = pyproj.Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)

    def crossings(self, step: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Give longitudes and latitudes of the lattice's crossings, row after row."""
        line = np.arange(0, self.side + 1, step) * CELL_M
        x, y = (one.ravel() for one in np.meshgrid(self.west_m + line, self.south_m + line))
        lon, lat = self._to_degrees.transform(x, y)
        return lon.round(7), lat.round(7)


def _add_streets(pack: Path, place: Place) -> None:
    """Write a lattice of streets, each a way from border to border."""
    path = pack / "streets.osm.pbf"
    lon, lat = place.crossings()
    across = place.side + 1
    nodes = np.arange(1, across * across + 1).reshape(across, across)
    tags = {"highway": "residential"}
    with osmium.SimpleWriter(str(path)) as writer:
        for number, where in enumerate(zip(lon.tolist(), lat.tolist(), strict=True), start=1):
            writer.add_node(mutable.Node(id=number, location=where))
        for number, line in enumerate([*nodes, *nodes.T], start=1):
            writer.add_way(mutable.Way(id=number, nodes=line.tolist(), tags=tags))
    add_resource(pack, path, role="streets", origin=MADE_UP)


def _add_timetable(pack: Path, place: Place) -> None:
    """Write a timetable: a bus along every fourth street, each hour of the day."""
    lon, lat = place.crossings(EVERY_BLOCKS)
    across = place.side // EVERY_BLOCKS + 1
    stops = [f"s{one},Stop {one},{lat[one]},{lon[one]}" for one in range(len(lon))]
    hours = range(6, 22)
    tables = {
        "agency.txt": ["agency_name,agency_url,agency_timezone", "Made up,https://example.org,UTC"],
        "calendar.txt": [
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            "all,1,1,1,1,1,1,1,20240101,20241231",
        ],
        "routes.txt": [
            "route_id,route_short_name,route_type",
            *(f"r{row},{row},3" for row in range(across)),
        ],
        "stops.txt": ["stop_id,stop_name,stop_lat,stop_lon", *stops],
        "trips.txt": [
            "route_id,service_id,trip_id",
            *(f"r{row},all,t{row}-{hour}" for row in range(across) for hour in hours),
        ],
        "stop_times.txt": [
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            *(
                f"t{row}-{hour},{time},{time},s{row * across + order},{order}"
                for row in range(across)
                for hour in hours
                for order in range(across)
                for time in (f"{hour + order // 60:02}:{order % 60:02}:00",)
            ),
        ],
    }
    path = pack / "buses.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in tables.items():
            # A fixed date, so that the same city has the same bytes.
            archive.writestr(zipfile.ZipInfo(name), "\n".join(lines) + "\n")
    add_resource(pack, path, role="transit", origin=MADE_UP)


def _add_people(pack: Path, place: Place, chance: np.random.Generator) -> None:
    """Write a grid of people, densest in the middle."""
    path = pack / "people.tif"
    middle = np.arange(place.side) - (place.side - 1) / 2
    away = np.hypot(*np.meshgrid(middle, middle)) / place.side
    people = chance.poisson(80 * np.exp(-2 * away)).astype(np.float32)
    north_m = place.south_m + place.side * CELL_M
    layout = {
        "driver": "GTiff", "dtype": "float32", "count": 1, "width": place.side,
        "height": place.side, "crs": place.crs, "nodata": -1.0,
        "transform": from_origin(place.west_m, north_m, CELL_M, CELL_M), "compress": "deflate",
    }  # fmt: skip
    with rasterio.open(path, "w", **layout) as grid:
        grid.write(people, 1)
    add_resource(pack, path, role="population", period=Period(2020, 2020), origin=MADE_UP)


def _add_districts(pack: Path, place: Place) -> None:
    """Write four districts, a quarter of the square each."""
    path = pack / "districts.gpkg"
    half = place.side * CELL_M / 2
    corners = [(row, column) for row in (0, 1) for column in (0, 1)]
    west, south = place.west_m, place.south_m
    quarters = [
        shapely.box(
            west + c * half, south + r * half, west + (c + 1) * half, south + (r + 1) * half
        )
        for r, c in corners
    ]
    codes = [f"D{number}" for number in range(1, 5)]
    geopandas.GeoDataFrame(
        {"code": codes, "name": codes}, geometry=quarters, crs=place.crs
    ).to_file(path)
    options = {"level": "district", "fields": {"code": "code", "name": "name"}}
    add_resource(pack, path, role="districts", options=options, origin=MADE_UP)


if __name__ == "__main__":
    make_packs(Path(sys.argv[1]), int(sys.argv[2]))
