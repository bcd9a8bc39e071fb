"""
A city pack of Monaco, from one OpenStreetMap extract.

The source archive of `quackosm` carries, among its test files, a full extract of Monaco and its
boundary. The extract also cites the number of residents, but not where in Monaco they live. So they
are spread here over the residential buildings in proportion to floor area: an estimate, labelled so
wherever it is used.

Run it from the project's folder: `python examples/monaco.py`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tarfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

import geopandas
import numpy as np
import osmium
import pandas as pd
import shapely
import shapely.ops
from numpy.typing import NDArray

from localgoals.ingest.crs import metric_crs
from localgoals.ingest.osm import read_tagged_polygons
from localgoals.ingest.osm_tags import ANY, Selection, Tagged
from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text
from localgoals.sources.package_index import Pinned
from preparing import Recipe, build_once, fetched, in_both

QUACKOSM = Pinned(
    "quackosm",
    "quackosm-0.19.0.tar.gz",
    "90b9888963baff37c169fc6f4eec8b07a1d68228426b7a9cabbc7a685a2fd173",
)
TEST_FILES = "quackosm-0.19.0/tests/test_files"

Floats = NDArray[np.float64]
Tags = Mapping[str, str]

# Buildings that people live in. Half of Monaco's buildings say no more than `yes`, and many of them
# have the name of a house ("Villa Bel Air"); they count unless another tag tells what they are for.
OTHER_USES = (
    "amenity", "aeroway", "craft", "emergency", "healthcare", "historic", "industrial", "leisure",
    "man_made", "military", "office", "power", "public_transport", "railway", "religion", "shop",
    "sport", "tourism",
)  # fmt: skip
HOMES: Selection = (
    Tagged(
        {
            "building": frozenset(
                {"apartments", "residential", "house", "detached", "terrace", "dormitory"}
            )
        }
    ),
    Tagged({"building": frozenset({"yes"})}, unless=dict.fromkeys(OTHER_USES, ANY)),
)
# The median of the extract's buildings that say how many storeys they have.
USUAL_LEVELS = 4.0
STOREY_M = 3.0
# How far a ward's open line may end from the boundary and still be taken to meet it.
MEETS_WITHIN_M = 1.0

OSM = Origin(
    title="OpenStreetMap extract of Monaco, 26 December 2023",
    publisher="OpenStreetMap contributors, in quackosm 0.19.0",
    url="https://www.openstreetmap.org/copyright",
    licence="ODbL-1.0",
)
BOUNDARY = Text(
    "The land border with the harbour basins, made valid where the ring touches itself. The land "
    "reclaimed at the Anse du Portier, under construction in the extract, is not in it.",
    "陆地边界，含港池水面，并修正了自相接触的边。数据中仍在施工的波尔捷湾填海土地不在其内。",
)
WARDS = Text(
    "Three of the nine wards meet the border with France in ways that the extract leaves out; they "
    "are closed along the boundary. What reaches past the boundary, mostly the land being "
    "reclaimed at the Anse du Portier, is cut off.",
    "九个区中有三个区与法国接壤的边线不在数据中，已沿边界闭合；超出边界的部分（主要是波尔捷湾填海土地）已裁去。",
)


@dataclass(frozen=True)
class Residents:
    """How many people live in the city, as the extract says it, and whom it names for that."""

    people: float
    year: int
    cited: str


def spread(people: float, floor_m2: Floats) -> Floats:
    """
    Spread people over buildings in proportion to their floor area.

    Parameters
    ----------
    people
        How many there are. [persons]
    floor_m2
        Floor area of each building; at least one is greater than 0. [m²]

    Returns
    -------
    residents
        People in each building, not rounded; they add up to `people`. [persons]

    Examples
    --------
    >>> spread(90.0, np.array([100.0, 0.0, 200.0])).tolist()
    [30.0, 0.0, 60.0]
    """
    share: Floats = floor_m2 / floor_m2.sum()
    return people * share


def levels(tagged: str, height: str) -> float:
    """
    Give the storeys of a building: as tagged, else from its height, else the usual number.

    Examples
    --------
    >>> levels("7", ""), levels("", "30 m"), levels("three", "")
    (7.0, 10.0, 4.0)
    """
    if (storeys := _number(tagged)) is not None:
        return max(storeys, 1.0)
    if (height_m := _number(height.removesuffix("m"))) is not None:
        return max(height_m / STOREY_M, 1.0)
    return USUAL_LEVELS


def _number(text: str) -> float | None:
    text = text.strip()
    return float(text) if text.replace(".", "", 1).isdecimal() else None


def closed(line: shapely.LineString, boundary: shapely.Polygon) -> shapely.Polygon:
    """
    Close a ward's line along the shorter way round the boundary that its two ends lie on.

    A line that is a ring already is only filled.
    """
    if line.is_ring:
        return shapely.Polygon(line)
    ring = boundary.exterior
    ends = [shapely.Point(line.coords[0]), shapely.Point(line.coords[-1])]
    if any(ring.distance(end) > MEETS_WITHIN_M for end in ends):
        sys.exit("A ward's outline ends away from the boundary, so it cannot be closed along it.")
    low, high = sorted(ring.project(end) for end in ends)
    inner = shapely.ops.substring(ring, low, high)
    outer = shapely.line_merge(
        shapely.union_all(
            [shapely.ops.substring(ring, high, ring.length), shapely.ops.substring(ring, 0, low)]
        )
    )
    shorter = min(inner, outer, key=lambda part: part.length)
    coords = list(shorter.coords)
    if ends[1].distance(shapely.Point(coords[0])) > MEETS_WITHIN_M:
        coords.reverse()
    return shapely.make_valid(shapely.Polygon([*line.coords, *coords]))


def read_residents(extract: Path) -> Residents:
    """Read the number of residents that the extract gives for the city, and its citation."""
    for element in osmium.FileProcessor(str(extract)).with_filter(
        osmium.filter.KeyFilter("population")
    ):
        tags = dict(element.tags)
        if tags.get("place") == "city" and tags.get("name") == "Monaco":
            date = tags["population:date"]
            cited = f"population={tags['population']}, population:date={date}, "
            cited += f"source:population={tags['source:population']}"
            return Residents(float(tags["population"]), int(date[:4]), cited)
    sys.exit(f"{extract.name} does not say how many people live in Monaco.")


def read_homes(extract: Path, boundary: geopandas.GeoDataFrame) -> pd.DataFrame:
    """Read the residential buildings inside the boundary: a point in each, and its floor area."""
    tags = ["building:levels", "height"]
    homes, problems = read_tagged_polygons(extract, boundary.crs, selection=HOMES, columns=tags)
    for problem in problems:
        print(f"  {problem}")
    assert homes is not None, "the pinned extract can be read"
    points = homes.representative_point()
    inside = points.within(boundary.geometry.iloc[0])
    said = homes.loc[inside, tags].fillna("").to_numpy()
    storeys = [levels(tagged, height) for tagged, height in said]
    places = points[inside].to_crs("EPSG:4326")
    return pd.DataFrame(
        {"x": places.x, "y": places.y, "floor_m2": homes.area[inside] * np.array(storeys)}
    )


def read_wards(extract: Path, boundary: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Read the wards (administrative level 10), each from the ways that outline it."""
    ways: dict[int, shapely.LineString] = {}
    wards: dict[str, tuple[Tags, list[int]]] = {}
    for element in osmium.FileProcessor(str(extract)).with_locations():
        if isinstance(element, osmium.osm.Way) and len(element.nodes) > 1:
            places = [(node.lon, node.lat) for node in element.nodes if node.location.valid()]
            ways[element.id] = shapely.LineString(places)
        elif _is_ward(element):
            members = [member.ref for member in element.members if member.type == "w"]
            wards[element.tags["ISO3166-2"]] = (dict(element.tags), members)
    tags = [wards[code][0] for code in sorted(wards)]
    outlines = [[ways[way] for way in wards[code][1] if way in ways] for code in sorted(wards)]
    return geopandas.GeoDataFrame(
        {"code": sorted(wards), "name": [one["name"] for one in tags]},
        geometry=[_ward(lines, boundary) for lines in outlines],
        crs=boundary.crs,
    )


def _is_ward(element: object) -> TypeGuard[osmium.osm.Relation]:
    return (
        isinstance(element, osmium.osm.Relation)
        and element.tags.get("boundary") == "administrative"
        and element.tags.get("admin_level") == "10"
    )


def _ward(lines: Sequence[shapely.LineString], boundary: geopandas.GeoDataFrame) -> Any:
    metric = geopandas.GeoSeries(lines, crs="EPSG:4326").to_crs(boundary.crs)
    merged = shapely.line_merge(shapely.union_all(metric.to_numpy()))
    outer = boundary.geometry.iloc[0]
    whole = shapely.union_all([closed(line, outer) for line in shapely.get_parts(merged)])
    # Two wards hold land that is still being reclaimed, and that the boundary leaves out.
    return shapely.intersection(whole, outer)


def read_boundary(path: Path) -> geopandas.GeoDataFrame:
    """Read the boundary in metres, its ring made valid."""
    degrees = geopandas.read_file(path).to_crs("EPSG:4326")
    west, south, east, north = map(float, degrees.total_bounds)
    metric = degrees.to_crs(metric_crs(west, south, east, north))
    return geopandas.GeoDataFrame(geometry=metric.make_valid(), crs=metric.crs)


def build(folder: Path, archive: tarfile.TarFile) -> None:
    """Build the pack: the extract once, for five roles, and what is made from it."""
    new_pack(folder, code="MC", name=Text("Monaco", "摩纳哥"), country="MC")
    extract = unpacked(archive, "monaco.osm.pbf", folder)
    for role in ("streets", "transit", "open-space", "green", "amenities"):
        add_resource(folder, extract, role=role, origin=OSM)
    print("  boundary and wards / 边界和城区")
    given = unpacked(archive, "monaco_boundary.geojson", folder)
    boundary = read_boundary(given)
    given.unlink()
    path = folder / "boundary.parquet"
    boundary.to_parquet(path)
    add_resource(folder, path, role="boundary", origin=about("Boundary of Monaco", BOUNDARY))
    path = folder / "wards.parquet"
    read_wards(extract, boundary).to_parquet(path)
    options = {"level": "ward", "fields": {"code": "code", "name": "name"}}
    origin = about("Wards of Monaco", WARDS)
    add_resource(folder, path, role="districts", options=options, origin=origin)
    print("  people in residential buildings / 住宅建筑中的人口")
    add_people(folder, extract, boundary)


def unpacked(archive: tarfile.TarFile, name: str, folder: Path) -> Path:
    """Copy one member of the archive into a folder, under its own name."""
    member = archive.extractfile(f"{TEST_FILES}/{name}")
    assert member is not None, f"{name} is a file in the pinned archive"
    path = folder / name
    with member, path.open("wb") as file:
        shutil.copyfileobj(member, file)
    return path


def add_people(folder: Path, extract: Path, boundary: geopandas.GeoDataFrame) -> None:
    """Add the residents that the extract cites, spread over the homes."""
    residents = read_residents(extract)
    homes = read_homes(extract, boundary)
    homes["people"] = spread(residents.people, homes["floor_m2"].to_numpy())
    path = folder / f"people-{residents.year}.parquet"
    homes.to_parquet(path, index=False)
    note = Text(
        f"Modelled: {residents.people:,.0f} residents at the end of {residents.year}, as cited in "
        f"OpenStreetMap ({residents.cited}), spread over {len(homes):,} residential buildings in "
        "proportion to footprint times storeys "
        f"({USUAL_LEVELS:g} storeys where the building says nothing).",
        f"模型估计：将开放街图所引的{residents.year}年底{residents.people:,.0f}名居民"
        f"（{residents.cited}），按占地面积乘以层数的比例分配到{len(homes):,}栋住宅建筑"
        f"（未注明层数者按{USUAL_LEVELS:g}层计）。",
    )
    add_resource(
        folder,
        path,
        role="population",
        period=Period(residents.year, residents.year),
        options={"fields": {"x": "x", "y": "y", "total": "people"}, "crs": "EPSG:4326"},
        origin=about(f"Residents of Monaco by building, {residents.year}", note, modelled=True),
    )


def about(title: str, note: Text, *, modelled: bool = False) -> Origin:
    """Name something made from the extract, with what a reader must know about it."""
    return replace(OSM, title=title, modelled=modelled, note=in_both(note))


def main() -> None:
    """Build the pack, unless it is there already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(".demo/packs/monaco"))
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--fetch-only", action="store_true", help="download, and build nothing")
    given = parser.parse_args()
    if given.fetch_only:
        fetched((QUACKOSM,), cache=given.cache)
        return
    here = Path(__file__)
    recipe = Recipe(given.out, (QUACKOSM,), (here, here.with_name("preparing.py")))

    def make(folder: Path) -> None:
        (path,) = fetched((QUACKOSM,), cache=given.cache)
        with tarfile.open(path) as archive:
            build(folder, archive)

    started = time.monotonic()
    print("Monaco / 摩纳哥")
    if build_once(recipe, make):
        print(f"  {given.out}: built in {time.monotonic() - started:.0f} s / 已生成")
    else:
        print(f"  {given.out}: already there / 已存在")


if __name__ == "__main__":
    main()
