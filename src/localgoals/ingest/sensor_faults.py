"""What can be wrong with the files of low-cost air sensors."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

SENSOR_FAULTS: dict[str, Fault] = {
    "sensor-no-header": Fault(
        "no row with all of these columns: {columns}; the row that comes nearest is {nearest}",
        "a row of column names among the first {rows}",
        "Name the columns as the file does: --sensor-column or --reference-column.",
    ),
    "sensor-days-or-months": Fault(
        "times such as {value}, where day and month could be either",
        "ISO 8601, such as 2014-03-01T05:00, or a format that says which is which",
        "Say how times are written, such as %m/%d/%Y %H:%M.",
    ),
    "sensor-no-rows": Fault(
        "no row where {column} is {value}; there are {others}",
        "rows to read",
        "Correct the value, or leave the choice of rows out.",
    ),
    "sensor-too-short": Fault(
        "fewer than two measurements", "a series", "Check the file and its columns."
    ),
}
