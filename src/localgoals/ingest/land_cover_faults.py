"""What can be wrong with maps of land cover."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

LAND_COVER_FAULTS: dict[str, Fault] = {
    "land-cover-year": Fault(
        "a name without a year", "a name such as land_cover_2020.tif", "Rename the file."
    ),
    "land-cover-grid": Fault(
        "cells that are not those of {other}",
        "all maps on the same cells",
        "Resample one to the cells of the other (gdalwarp -t_srs -te -ts -r near).",
    ),
    "land-cover-large": Fault(
        "{cells} cells", "at most {limit}", "Cut the map to the city and its surroundings."
    ),
    "land-cover-place": Fault(
        "cells that lie nowhere on Earth",
        "coordinates that fit the coordinate reference system",
        "Find out the true system of the map, and write it into the file.",
    ),
    "land-cover-distorted": Fault(
        "a projection in which areas are {percent} % off",
        "true areas: degrees, UTM, or an equal-area projection",
        "Warp the map to such a system (gdalwarp -t_srs -r near).",
    ),
    "land-cover-boundary": Fault(
        "no cell of the maps inside", "a boundary that lies on the maps", "Check the two files."
    ),
    "land-cover-empty": Fault(
        "no cell with a class inside the city",
        "classes",
        "Check the map, its nodata value and the boundary.",
    ),
    "land-cover-code": Fault(
        "the code {code} in {count} cells, the first at row and column {cell}",
        "a code of the table classes",
        "Add the class to the table, or declare the code as nodata in the file.",
    ),
    "land-cover-protected": Fault(
        "the value {value} where land is protected or not, in {count} cells that are neither 0 nor "
        "1, the first at row and column {cell}",
        "1 where land is protected, else 0",
        "Write 0 and 1, or declare the value as nodata in the file.",
    ),
    "land-cover-rings": Fault(
        "rings, and no class of the kind built",
        "a built class that they lie around",
        "Give a class the kind built, or leave the rings out.",
    ),
    "land-cover-classes": Fault(
        "{count} classes", "at most {limit}", "Take classes of one kind together."
    ),
}
