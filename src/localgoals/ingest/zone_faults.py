"""What can be wrong with a grid that is summed inside areas, worded as in `faults`."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

ZONE_FAULTS: dict[str, Fault] = {
    "weights-differ": Fault(
        "cells that are not those of {other}",
        "weights on the same cells as the grid",
        "Resample one of the two to the cells of the other (gdalwarp -t_srs -te -ts): amounts such "
        "as people with -r sum, values such as concentrations with -r average.",
    ),
    "rows-too-large": Fault(
        "{cells} cells that can only be read at once",
        "at most {limit}",
        "Write the grid in tiles (gdal_translate -co TILED=YES), or cut it to the areas.",
    ),
    "cells-not-whole": Fault(
        "cells that are not whole numbers, or have a scale, an offset or a mask",
        "classes that are whole numbers as they are stored",
        "Leave out the shares, or reclassify the grid.",
    ),
    "classes-too-many": Fault(
        "more than {limit} classes",
        "at most {limit} different whole numbers",
        "Name the classes that are wanted with --class, or join classes.",
    ),
}
