"""What can be wrong with a grid whose settlements are wanted, worded as in `faults`."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_UNIT = "Say what the cells hold: --unit m2 or --unit share."

GRID_FAULTS: dict[str, Fault] = {
    "grid-bands": Fault(
        "{count} bands",
        "a file of one band",
        "Write the band that is meant into a file of its own: gdal_translate -b.",
    ),
    "grid-crs-missing": Fault(
        "no coordinate reference system",
        "a coordinate reference system in the file",
        "Find out which one the grid is in, and write it into the file: gdal_edit.py -a_srs.",
    ),
    "grid-too-large": Fault(
        "{cells} cells", "at most {limit} cells", "Cut the grid to the area that is wanted."
    ),
    "cells-not-equal-area": Fault(
        "cells of {least} to {most} km²",
        "cells that cover the same area everywhere",
        "Take the grid in an equal-area projection. Grids of the world come in Mollweide "
        "(ESRI:54009).",
    ),
    "cells-not-1-km2": Fault(
        "cells of {area} km²",
        "cells of 1 km², for which the method is defined",
        "Add up the people of smaller cells: gdalwarp -tr 1000 1000 -r sum.",
    ),
    "shares-too-large": Fault(
        "cells up to {value}", "0 to {limit} in each cell, as --unit {unit} says", _UNIT
    ),
    "shares-too-small": Fault(
        "no cell above {value}", "square metres in each cell, as --unit m2 says", _UNIT
    ),
    "units-missing": Fault(
        "no file of outlines at this path",
        "a GeoPackage, GeoJSON, shapefile or GeoParquet file of polygons",
        "Correct the path after --units, or convert the file to a GeoPackage.",
    ),
    "unit-code-empty": Fault(
        "a unit without a code", "a code for each unit", "Fill in the code, or leave out --code."
    ),
    "unit-code-twice": Fault(
        "the code {code} more than once",
        "a code of its own for each unit",
        "Correct the codes, or join the parts of one unit to a single feature.",
    ),
    "units-beyond": Fault(
        "no unit on the population grid",
        "units that lie on the grid, at least in part",
        "Check the coordinate reference system of the units, and that the grid covers them.",
    ),
}
