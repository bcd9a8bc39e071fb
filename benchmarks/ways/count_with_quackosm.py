"""Counts the segments of a map's walkable lines with quackosm, in a process of its own."""

from __future__ import annotations

import sys

import shapely
from quackosm import convert_pbf_to_geodataframe

from localgoals.ingest.layers import HIGHWAYS

if __name__ == "__main__":
    path, scratch = sys.argv[1:]
    found = convert_pbf_to_geodataframe(
        path,
        tags_filter={"highway": list(HIGHWAYS)},
        keep_all_tags=False,
        ignore_cache=True,
        working_directory=scratch,
        verbosity_mode="silent",
    )
    areal = shapely.get_type_id(found.geometry.values) == shapely.GeometryType.POLYGON
    lines = shapely.get_rings(found.geometry.values[areal])
    ways = found.geometry.values[shapely.get_dimensions(found.geometry.values) == 1]
    print(sum(int((shapely.get_num_coordinates(part) - 1).sum()) for part in (lines, ways)))
