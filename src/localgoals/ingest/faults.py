"""
Everything that can be wrong with a city pack and its files, worded once.

Each kind says what was found, what was expected and what to do. The values in braces are filled
where the fault is met. Translations are in `locale/*/ingest_pack.po`.
"""

from __future__ import annotations

from localgoals.ingest.file_faults import FILE_FAULTS, Fault
from localgoals.ingest.settlement_faults import GRID_FAULTS
from localgoals.ingest.zone_faults import ZONE_FAULTS
from localgoals.model.problem import Problem
from localgoals.model.text import Message


def problem(kind: str, where: str, **values: object) -> Problem:
    """Say what is wrong at one place, in the words of `FAULTS`."""
    fault = FAULTS[kind]
    found, expected, remedy = (
        Message(template, dict(values)) for template in (fault.found, fault.expected, fault.remedy)
    )
    return Problem(kind, where, found, expected, remedy, fault.severity)


def has_error(problems: list[Problem]) -> bool:
    """Tell whether any of the problems makes its resource unusable."""
    return any(one.severity == "error" for one in problems)


_MEND = "Correct datapackage.json at this key."
_AMEND = "Correct it in datapackage.json, or in the option of the command."
_EXPORT_AGAIN = "Export the file again from the program that made it."

_ELSEWHERE = FILE_FAULTS | GRID_FAULTS | ZONE_FAULTS

FAULTS: dict[str, Fault] = _ELSEWHERE | {
    # the pack and its descriptor
    "pack-missing": Fault(
        "nothing at this path",
        "a folder with datapackage.json, or a zip of one",
        "Check the path, or start a pack: localgoals pack new.",
    ),
    "city-twice": Fault(
        "a second pack of the city {code}, beside {other}",
        "one pack for each city",
        "Name only one of the two, or give one of them another code.",
    ),
    "city-no-folder": Fault(
        "the code {code}, which cannot be the name of the city's folder",
        "a code that does not begin with a dot, and not cities.csv, observations or summary.txt",
        "Give the city another code.",
    ),
    "descriptor-missing": Fault(
        "no datapackage.json",
        "a folder with datapackage.json, or a zip of one",
        "Check the path, or start a pack: localgoals pack new.",
    ),
    "json-broken": Fault(
        "text that is not JSON ({reason})",
        "JSON in UTF-8",
        "Mend the text at this place; often a comma or a quote is missing just before it.",
    ),
    "key-missing": Fault("nothing", "{expected}", "Add this key to datapackage.json."),
    "key-twice": Fault(
        "the key {key} more than once in one object",
        "each key once",
        "Remove all but one: nothing may be silently ignored.",
    ),
    "key-unknown": Fault(
        "a key that this version does not know",
        "one of {allowed}",
        "Correct the spelling, or remove the key: nothing may be silently ignored.",
    ),
    "value-wrong": Fault("{value}", "{expected}", _MEND),
    "name-twice": Fault(
        "the name {name}, which another resource has too",
        "a name of its own for each resource",
        "Rename one of the two resources.",
    ),
    "role-unknown": Fault("the role {role}", "one of {allowed}", _MEND),
    "role-twice": Fault(
        "a second resource with the role {role}",
        "at most one resource with this role",
        "Remove one of the two, or join the files.",
    ),
    "period-twice": Fault(
        "a second resource with the role {role} for {period}",
        "at most one resource with this role for each period",
        "Remove one of the two, or correct its period.",
    ),
    "level-twice": Fault(
        "a second division of the city with the level {level}",
        "a level of its own for each division",
        "Rename the level of one of the two.",
    ),
    "option-missing": Fault(
        "no {option}",
        "{option} for a resource with the role {role}",
        "Add it to the resource's localgoals object, or add the file again with --{option}.",
    ),
    "format-not-for-role": Fault(
        "a file of the format {format}",
        "one of {allowed} for the role {role}",
        "Export the file in one of these formats, or correct the role.",
    ),
    "format-unknown": Fault(
        "a file ending that a pack cannot hold",
        "a file that ends with one of {allowed}",
        "Export the file in one of these formats.",
    ),
    "licence-missing": Fault(
        "no licence",
        "the licence of the data",
        "Say what may be done with the data: licenses in datapackage.json, or --licence.",
        "warning",
    ),
    "source-missing": Fault(
        "no source",
        "where the data comes from",
        "Name the source: sources in datapackage.json, or --source-title.",
        "warning",
    ),
    # reading layers, rasters and tables
    "unreadable": Fault("a file that cannot be read ({reason})", "a {format} file", _EXPORT_AGAIN),
    "layer-unstated": Fault(
        "{count} layers: {names}",
        "the name of the layer to read",
        "Name it: --layer, or layer in datapackage.json.",
    ),
    "layer-missing": Fault("no layer {layer}", "one of {names}", _AMEND),
    "layer-empty": Fault(
        "no feature",
        "at least one feature",
        "Check the filter or selection that the layer was exported with.",
    ),
    "crs-missing": Fault(
        "no coordinate reference system",
        "a coordinate reference system, such as EPSG:4326",
        "Find out which one the layer uses and say so: --crs EPSG:…, or export the file with it.",
    ),
    "crs-unknown": Fault(
        "the coordinate reference system {crs}", "one that PROJ knows, such as EPSG:4326", _AMEND
    ),
    "crs-conflict": Fault(
        "{crs} in the file",
        "{declared}, as the pack says",
        "Remove crs from the pack, or mend the file.",
    ),
    "crs-contradicts": Fault(
        "coordinates such as {x}, {y}",
        "coordinates of {crs}",
        "The layer is in another system than it says. Correct it with --crs, or export it again.",
    ),
    "far-outside": Fault(
        "a layer around {lon}°, {lat}° (longitude, latitude)",
        "a layer that touches the city, around {city_lon}°, {city_lat}°",
        "Check that it is the right file, and its coordinate reference system.",
    ),
    "axes-swapped": Fault(
        "longitudes where latitudes should be, and the other way round",
        "x or longitude first, y or latitude second",
        "Exchange the two coordinates: the fields x and y in a table, or export the layer again.",
    ),
    "geometry-null": Fault(
        "{count} features without geometry ({features})",
        "a geometry for each feature",
        "They were left out. Draw them, or delete the rows.",
        "warning",
    ),
    "coordinates-infinite": Fault(
        "{count} features with coordinates that are no numbers ({features})",
        "coordinates that are numbers",
        _EXPORT_AGAIN,
    ),
    "geometry-mended": Fault(
        "{count} features with an invalid ring ({features})",
        "rings that do not cross themselves",
        "They were made valid. Check their shape, and mend them in the source.",
        "warning",
    ),
    "geometry-kind": Fault(
        "{count} features that are a {shape} ({features})",
        "{expected}",
        "Export the layer with the right geometry.",
    ),
    "column-missing": Fault(
        "no column {column}, but {columns}",
        "the column {column}",
        "Correct the name, or say which column it is: --field or --code.",
    ),
    "not-a-number": Fault(
        "{value}", "a number", "Write a number, or leave the cell empty if it is not known."
    ),
    "negative-number": Fault(
        "{value}", "0 or more", "Correct the number, or leave the cell empty if it is not known."
    ),
    "and-more": Fault(
        "{count} more problems of the same kind",
        "none",
        "Mend the ones above first and check again.",
    ),
    "code-twice": Fault(
        "the code {code} more than once",
        "a code of its own for each district of the city, in all divisions",
        "Correct the codes, or join the parts of one district to a single feature.",
    ),
    "code-empty": Fault("no code", "a code for each district", "Fill in the code."),
    "encoding-guessed": Fault(
        "text that is neither UTF-8 nor GBK",
        "text in UTF-8",
        "It was read as Latin-1. Check accents in names, and save the file as UTF-8.",
        "warning",
    ),
    "column-twice": Fault(
        "{count} columns with the name {column}",
        "a name of its own for each column",
        "Rename all but one: which one is meant cannot be told.",
    ),
    "formula-unsaved": Fault(
        "{count} formulas without a result ({cells})",
        "the result of every formula in the file",
        "Open the file in a spreadsheet program, save it there, and add it again.",
    ),
    "table-too-large": Fault(
        "{cells} cells",
        "at most {limit} cells",
        "Cut the table to the city, and leave out the columns that are not needed.",
    ),
    "sheet-missing": Fault("no sheet {sheet}", "one of {names}", _MEND),
    "sheet-unstated": Fault(
        "{count} sheets: {names}",
        "the name of the sheet to read",
        "The first one was read. Name the right one: --sheet, or sheet in datapackage.json.",
        "warning",
    ),
    "table-empty": Fault(
        "no row", "at least one row", "Check the filter that the table was exported with."
    ),
    "coordinates-missing": Fault(
        "{count} rows without coordinates ({features})",
        "a place for each row",
        "They were left out. Fill in the coordinates, or delete the rows.",
        "warning",
    ),
    "band-unstated": Fault(
        "{count} bands",
        "the number of the band to read",
        "Say which: --band, or band in datapackage.json.",
    ),
    "band-missing": Fault("no band {band}", "a band from 1 to {count}", _AMEND),
    "raster-rotated": Fault(
        "a rotated or flipped grid",
        "rows from north to south, columns from west to east",
        "Warp the raster to north-up.",
    ),
    "raster-empty": Fault(
        "no cell with data",
        "at least one cell with data",
        "Check the nodata value and the area that was cut out.",
    ),
    "raster-too-large": Fault(
        "{cells} cells", "at most {limit} cells", "Cut the raster to the city and its surroundings."
    ),
    "cells-negative": Fault(
        "{count} cells below 0, the least {value}",
        "0 or more, and a declared nodata value",
        "They were read as not known. Declare the nodata value in the file.",
        "warning",
    ),
    "cells-not-real": Fault(
        "cells of the type {type}",
        "cells that hold one real number each",
        _EXPORT_AGAIN,
    ),
    "cells-not-binary": Fault(
        "cells with the values {values}",
        "0 where nothing is built, and one other value where something is",
        "Correct the unit, reclassify the raster, or declare its nodata value in the file.",
    ),
    "unit-wrong": Fault("{value}", "one of {allowed}", _MEND),
    "unit-seems-share": Fault(
        "cells up to {value}, of {area} m² each",
        "square metres in each cell",
        "Correct the unit of the resource: the numbers look like a share.",
    ),
    "unit-contradicts": Fault(
        "cells up to {value}",
        "at most {limit} for the unit {unit}",
        "Correct the unit of the resource.",
    ),
    "grids-differ": Fault(
        "cells that are not those of {other}",
        "the same cells as the population grid",
        "Resample this raster to the cells of the population grid.",
    ),
    # the city
    "boundary-none": Fault(
        "no boundary",
        "the area that counts as the city",
        "Add one with the role boundary. Until then, the city is what its districts cover, or else "
        "the largest urban centre of its population.",
        "warning",
    ),
    "population-none": Fault(
        "no population",
        "where people live",
        "Add a layer with the role population. Without it, no share of people can be given.",
        "warning",
    ),
    "place-unknown": Fault(
        "neither boundary nor districts nor population",
        "a layer that says where the city lies",
        "Add a boundary: localgoals pack add --role boundary.",
    ),
    "total-unknown": Fault(
        "{count} places without a number of people ({features})",
        "a number of people at each place",
        "They were left out. Fill in the numbers; write 0 only where nobody lives.",
        "warning",
    ),
    "people-nobody": Fault(
        "nobody at any place",
        "at least one place with people",
        "Check that it is the right file, column and year.",
    ),
    "people-too-many": Fault(
        "{people} people",
        "fewer people than live on Earth",
        "Check the column; of a raster, check the band, and declare the nodata value in the file.",
    ),
    "people-outside": Fault(
        "{people} people at {count} places outside the boundary",
        "people of the city",
        "They were left out. If they belong to the city, correct the boundary.",
        "warning",
    ),
    "groups-exceed": Fault(
        "more people of the group {group} than people at {count} places ({features})",
        "groups that are part of the total",
        "Check that the columns are counts, not shares, and of the same year.",
        "warning",
    ),
    "group-twice": Fault(
        "the group {group}, which the population layer counts already",
        "groups that the population layer does not have",
        "The counts of the population layer were kept. Remove the group from this table.",
        "warning",
    ),
    "groups-without-people": Fault(
        "no population layer for {period}",
        "a population layer of the same period",
        "Add the population of this period, or correct the period.",
    ),
    "level-unknown": Fault(
        "the level {level}",
        "one of {allowed}",
        "Correct the level, or add districts of this level.",
    ),
    "district-unknown": Fault(
        "{count} codes that no district of the level {level} has ({features})",
        "codes of the districts",
        "Their rows were left out. Correct the codes.",
        "warning",
    ),
    "district-unlisted": Fault(
        "no row for {count} districts ({features})",
        "a row for each district",
        "The groups are not known there. Add the rows.",
        "warning",
    ),
    "district-without-people": Fault(
        "people of a group in {count} districts where the population layer has nobody ({features})",
        "people in the population layer wherever the table has some",
        "They could not be placed. Check both files.",
        "warning",
    ),
    "totals-differ": Fault(
        "{table} people in the table and {layer} in the population layer",
        "totals that are within a tenth of each other",
        "Check that both are of the same year and area.",
        "warning",
    ),
    "mode-unknown": Fault(
        "the mode {word}",
        "one of {allowed}",
        "Correct the mode, or name one for all stops: --mode.",
    ),
    "kind-unknown": Fault(
        "the kind {word}",
        "one of {allowed}",
        "Correct the kind, or name one for all places: --kind.",
    ),
    "places-none": Fault(
        "neither a field nor an option for {option}",
        "a column with the {option}, or one {option} for all",
        "Name the column: --field {option}=…, or say --{option}.",
    ),
}
