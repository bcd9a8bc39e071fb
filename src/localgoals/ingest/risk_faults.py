"""What can be wrong with the tables and grids of the tools for risk."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_ALIGN = "Warp one of the two to the cells of the other, in a geographic information system."

RISK_FAULTS: dict[str, Fault] = {
    "risk-function-short": Fault(
        "{value}, with a single intensity",
        "an impact function with two intensities or more",
        "Add where it begins, often 0, and where it ends.",
    ),
    "risk-bands": Fault(
        "{count} bands",
        "a GeoTIFF of one band",
        "Save the band that is meant as a file of its own.",
    ),
    "risk-size": Fault(
        "{rows} rows and {columns} columns",
        "{first_rows} rows and {first_columns} columns as in {first}",
        _ALIGN,
    ),
    "risk-place": Fault(
        "cells in another place or of another size", "the cells of {first}", _ALIGN
    ),
    "risk-crs": Fault("the system {crs}", "{first_crs} as in {first}", _ALIGN),
    "risk-crs-missing": Fault(
        "no coordinate reference system",
        "a GeoTIFF that says where it lies",
        "Set the system in a geographic information system and save the grid again.",
    ),
    "risk-nodata-missing": Fault(
        "no nodata value, though another grid has one",
        "a declared nodata value or a mask",
        "Declare the value of blank cells in the file, so that they are not read as figures.",
    ),
    "risk-beyond": Fault(
        "{count} cells below 0 or above 1",
        "cells from 0 to 1, or goalposts for this grid",
        "Declare the nodata value in the file, or add a row to the table goalposts.",
    ),
    "risk-goalposts": Fault(
        "{value}", "a value other than the one that counts 1", "Correct one of the two."
    ),
    "risk-off-scale": Fault(
        "{value}",
        "a number from 0 to 1, or goalposts for this hazard and column",
        "Correct the cell, or add a row to the table goalposts.",
    ),
    "risk-vulnerability-twice": Fault(
        "{value}, beside sensitivity or adaptive capacity",
        "vulnerability, or the two that it is made of",
        "Remove one of both.",
    ),
}
