"""What can be wrong with files in the formats in which statistics offices exchange figures."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_ASK = "Correct the file at this place, or ask its publisher."
_LEFT_OUT = "The figure was left out. Correct it, or ask the publisher."
_NOT_FETCHED = "Nothing is fetched. Download the file into the same folder and name it here."
_BESIDE = "a file in the same folder, or in a folder below it"
_UNKNOWN_ORIGIN = "Do not open it if you do not know where it comes from; else export it again."

EXCHANGE_FAULTS: dict[str, Fault] = {
    # files
    "exchange-none": Fault(
        "no file that could be {format}", "at least one such file", "Check the path and --format."
    ),
    "exchange-packed": Fault(
        "a zip or another packed file",
        "a text file",
        "Unpack it first, and give the file that was in it.",
    ),
    "exchange-encoding": Fault(
        "bytes that are not text in {encoding}",
        "text in {encoding}",
        "Save the file in UTF-8, or name its encoding in the description beside it.",
    ),
    "exchange-row": Fault(
        "{count} cells", "{columns} cells, as in the header", "The row was left out. Correct it."
    ),
    "exchange-remote": Fault("the address {path}", _BESIDE, _NOT_FETCHED),
    "exchange-outside": Fault("the path {path}", _BESIDE, _NOT_FETCHED),
    "exchange-missing": Fault(
        "no file {path}", _BESIDE, "Put the file there, or correct the name."
    ),
    "exchange-large": Fault(
        "{size} bytes", "at most {limit} bytes", "Ask the publisher for a part of the figures."
    ),
    # what the columns and dimensions mean
    "exchange-field": Fault(
        "none of the columns or dimensions {columns} for the field {field}",
        "one of {names}",
        "Say which one it is: --column {field}=NAME.",
    ),
    "exchange-no-area": Fault(
        "none of the columns or dimensions {columns} for the area",
        "one of {names}",
        "Say which one it is: --column area=NAME; or which city all of it is about: --area.",
    ),
    "exchange-field-several": Fault(
        "{columns}, which could each be the field {field}",
        "one of them",
        "Say which one it is: --column {field}=NAME.",
    ),
    "exchange-dimension": Fault(
        "the dimension {column}",
        "a name in Latin letters that differs from those of the other dimensions",
        "Give it a name: --column word={column}; or leave it out: --column ignore={column}.",
    ),
    "exchange-no-figures": Fault(
        "a table without a column of values ({columns})",
        "a column such as OBS_VALUE or value",
        "Nothing was read from it. If it holds figures, say where: --column value=NAME.",
        "warning",
    ),
    # single figures
    "exchange-period": Fault(
        "{value}",
        "a year such as 2019, or whole years such as 2019-01-01/P3Y or 2019-2021",
        _LEFT_OUT,
    ),
    "exchange-part-of-year": Fault(
        "{value}, which is not whole calendar years",
        "a year such as 2019, or whole years such as 2019-01-01/P3Y or 2019-2021",
        "The figure was left out. Put the year together first: whether its parts are to be added "
        "or averaged depends on what was measured.",
    ),
    "exchange-code": Fault("nothing", "a code", _LEFT_OUT),
    "exchange-infinite": Fault("{value}", "a number that is finite", _LEFT_OUT),
    "exchange-multiplier": Fault(
        "the multiplier {value}",
        "a power of ten from -30 to 30, such as 3 for thousands",
        _LEFT_OUT,
    ),
    "exchange-status": Fault(
        "the value {value} with the status {status}, which means that there is none",
        "a value, or a reason why there is none",
        _LEFT_OUT,
    ),
    "exchange-blank": Fault(
        "{count} figures without a value or a status that says why",
        "a number",
        "They were read as not estimated (NE), not as 0.",
        "warning",
    ),
    "exchange-empty-cells": Fault(
        "{count} of {all} cells of the table empty",
        "a value",
        "They were left out. Where there should be a figure, ask the publisher.",
        "warning",
    ),
    "exchange-delete": Fault(
        "{count} figures to be deleted", "figures", "They were left out.", "warning"
    ),
    "exchange-two-values": Fault(
        "{series}, {area}, {period}, {group} again, with {value} instead of {other}",
        "one value for each figure",
        "Both were left out. Find out which is right, and remove the other.",
    ),
    "exchange-same-twice": Fault(
        "{count} figures again, with the same values",
        "each figure once",
        "The first ones were used. Remove the others.",
        "warning",
    ),
    # SDMX
    "exchange-sdmx-csv": Fault(
        "the first column {column}",
        "DATAFLOW, as in SDMX-CSV 1.0, or STRUCTURE, as in 2.0",
        "Ask for SDMX-CSV; for a table of your own use --format long.",
    ),
    "exchange-xml": Fault("text that is not XML ({reason})", "a message of SDMX-ML 2.1", _ASK),
    "exchange-doctype": Fault(
        "a document type declaration, which can hide other files or fill the memory",
        "a message of SDMX-ML, which has none",
        _UNKNOWN_ORIGIN,
    ),
    "exchange-deep": Fault(
        "elements more than {limit} deep", "a message of SDMX-ML 2.1", _UNKNOWN_ORIGIN
    ),
    "exchange-message": Fault(
        "the element {name} of {namespace}",
        "a message of SDMX-ML 2.1: generic data, structure-specific data, or a structure",
        "Ask the publisher for generic or structure-specific data in version 2.1.",
    ),
    "exchange-structure": Fault(
        "no data structure",
        "a structure message of SDMX-ML 2.1 with a DataStructure",
        "Ask the publisher for the data structure definition (DSD), or leave --structure out.",
    ),
    "exchange-no-observations": Fault(
        "no observation", "at least one observation", "Ask the publisher, or correct the query."
    ),
    "exchange-unlisted-code": Fault(
        "{count} observations with the code {code} in {column}",
        "a code of the list {list}",
        "They were read as they are. Check the code.",
        "warning",
    ),
    # JSON
    "exchange-json": Fault(
        "text that is not JSON ({reason})", "JSON in UTF-8, each key once in an object", _ASK
    ),
    "exchange-key": Fault("{value}", "{expected}", _ASK),
    "exchange-sizes": Fault(
        "{count} values", "{cells} values, which is what the sizes of the dimensions make", _ASK
    ),
    "exchange-elsewhere": Fault(
        "the address {path}",
        "a data set in the file itself",
        "Nothing is fetched, and nothing was read from there. Download it and read it by itself.",
        "warning",
    ),
    "exchange-columns": Fault("{count} columns", "{columns} columns, as in the description", _ASK),
    "exchange-titles": Fault(
        "the column {column} in the place of {expected}",
        "the columns of the description, in their order",
        _ASK,
    ),
    "exchange-yaml": Fault(
        "metadata that cannot be read ({reason})",
        "YAML with a key on each line",
        "The figures were read without it. Correct the file.",
        "warning",
    ),
}
