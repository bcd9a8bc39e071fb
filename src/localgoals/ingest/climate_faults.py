"""What can be wrong with projections of the climate, in tables and in NetCDF files."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."
_CUT = "Take a file on a regular grid, or write the series of the place into the table series."

CLIMATE_FAULTS: dict[str, Fault] = {
    "projection-none": Fault(
        "neither the table series nor a file projections_*.nc",
        "projections in one of them",
        "Add the table or the file.",
    ),
    "projection-unit": Fault(
        "{value}",
        "a unit of {variable} such as {allowed}",
        "Correct the unit; a depth of rain needs a time, such as mm/day or mm/month.",
    ),
    "projection-units-mixed": Fault(
        "{value}, and another unit in the same series",
        "one unit for each variable, scenario and model",
        "Bring the series into one unit; it may be a mistake of a factor.",
    ),
    "projection-beyond": Fault(
        "{value} {unit}, which is {amount} {target}",
        "an amount of {allowed} {target}",
        "Correct the figure or its unit.",
    ),
    "projection-twice": Fault(
        "{series}, {year}, which is in another place too",
        "each year of a series once",
        "Remove one of both.",
    ),
    "projection-reference": Fault(
        "{count} reference periods", "exactly one", "Write yes in one row, and no in the others."
    ),
    "projection-period-ends": Fault(
        "{value}", "a year that is not before the first one", "Correct one of the years."
    ),
    "projection-period-outside": Fault(
        "{value}, a period of which no year is in the projections",
        "a period between {first} and {last}",
        "Correct the years of the period, or add the years to the projections.",
    ),
    "projection-past-only": Fault(
        "no scenario besides historical",
        "a scenario for the years to come",
        "Add the projections of a scenario such as ssp245.",
    ),
    "projection-place-half": Fault(
        "{value}",
        "a latitude and a longitude, or the four sides of a box with south below north",
        "Fill in either both or all four.",
    ),
    "climate-grid-unreadable": Fault(
        "a file that cannot be read ({reason})", "a NetCDF file", "Download the file again."
    ),
    "climate-grid-cut-off": Fault(
        "a file that is shorter than its header says",
        "a whole NetCDF file",
        "Download the file again.",
    ),
    "climate-grid-no-variable": Fault(
        "no known variable; there are {names}",
        "tas (air_temperature), pr (precipitation_flux) or zos (sea level)",
        "Give the variable its CF standard name, or write it into the table series.",
    ),
    "climate-grid-no-number": Fault("cells of the type {type}", "numbers", _CUT),
    "climate-grid-no-time": Fault(
        "no time axis; its dimensions are {names}", "a dimension of time", _CUT
    ),
    "climate-grid-time-units": Fault(
        "the time units {units}",
        "units such as days since 1850-01-01, and a calendar of the CF conventions",
        "Correct the attributes of the time axis.",
    ),
    "climate-grid-time-order": Fault(
        "times that do not run from early to late, each once",
        "a time axis in order",
        "Join the files in their order, without a step in two of them.",
    ),
    "climate-grid-dimension": Fault(
        "the dimension {name} of {count} steps",
        "time, latitude, longitude, scenario and model only",
        "Choose one step of the dimension.",
    ),
    "climate-grid-long": Fault(
        "the dimension {name} of {count} steps", "at most {limit}", "Choose some steps of it."
    ),
    "climate-grid-packing": Fault(
        "{name} {value}, by which its values would be unpacked",
        "a number, and a factor other than 0",
        "Correct the attribute of the variable.",
    ),
    "climate-grid-half": Fault(
        "latitudes and longitudes that are not a list of one dimension each",
        "a grid of rows and columns in degrees, or neither of the two",
        _CUT,
    ),
    "climate-grid-place": Fault(
        "a grid, and no table places",
        "the point or the box of the city",
        "Add the table places with one row.",
    ),
    "climate-grid-outside": Fault(
        "no cell at the place of the table places; the grid has {extent}",
        "a point or box on the grid",
        "Correct latitude and longitude; a box must hold the centre of a cell.",
    ),
    "climate-grid-nothing": Fault(
        "no value at the place, or no whole year",
        "values for whole years",
        "Choose a box that reaches a cell of land for rain and temperature, of sea for sea level.",
    ),
    "climate-grid-large": Fault(
        "{count} values", "at most {limit}", "Cut the file to the city, or choose a smaller box."
    ),
}
