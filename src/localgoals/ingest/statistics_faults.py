"""What can be wrong with numbers as people write them, and with the folders of Open SDG."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault
from localgoals.ingest.wide.faults import WIDE_FAULTS

_NUMBER = "a number such as 1234.5"
_WRITE_PLAIN = "Write the number without marks between its digits, and a point before decimals."
_LOOK = "It was read as it is. Compare it with the source."
_NOTHING_READ = "Nothing was read from it. Fill in the city's own figures, or delete the file."

STATISTICS_FAULTS: dict[str, Fault] = WIDE_FAULTS | {
    # numbers as people write them
    "number-ambiguous": Fault(
        "{value}, which is a thousand or more if the comma parts thousands, and less if it stands "
        "before decimals",
        _NUMBER,
        "Say which one it is: --decimal point or --decimal comma.",
    ),
    "number-other-mark": Fault(
        "{value}, whose marks mean the opposite of what was expected",
        _NUMBER,
        "Say what stands before the decimals: --decimal point or --decimal comma; or write the "
        "number without marks.",
    ),
    "number-grouping": Fault(
        "{value}, whose digits are not parted into threes", _NUMBER, _WRITE_PLAIN
    ),
    "number-percent-mixed": Fault(
        "{count} of {all} numbers with a percent sign",
        "a percent sign at all numbers, or at none",
        "They were read as they are: 12% is 12. Check that the others are percent, too.",
        "warning",
    ),
    "number-is-date": Fault(
        "{value}, a date in place of a number",
        _NUMBER,
        "A spreadsheet may have made a date of what was typed, such as 1-2 or 3/4. Enter the "
        "number again in a cell of numbers.",
    ),
    "period-is-date": Fault(
        "{value}, which is the day {day}",
        "a year such as 2019, or a run of years such as 2019-2021",
        "Write {year} if the figure is of that year.",
    ),
    # tables of indicators
    "indicator-unknown": Fault(
        "the series {series} in {count} rows, which is not the code of an indicator",
        "a code of the catalogue such as 11.2.1",
        "These rows were left out. Correct the code; localgoals catalogue list shows all.",
        "warning",
    ),
    "indicator-impossible": Fault(
        "{value} for {series} in {area}, {period}",
        "a figure from {low} to {high}",
        "Correct the figure, or its unit: a share may stand where per cent are meant.",
    ),
    # tables of cities
    "city-blank": Fault("no code", "a code for every city", "Fill in the code, or delete the row."),
    "city-twice": Fault(
        "the city {city} a second time",
        "one row for each city",
        "Keep one of the rows, or give each its own code.",
    ),
    # folders of Open SDG
    "opensdg-none": Fault(
        "no CSV file", "a folder with files such as indicator_1-1-1.csv", "Check the path."
    ),
    "opensdg-placeholder": Fault(
        "the placeholder that the starter of Open SDG has for every indicator",
        "figures of the city",
        _NOTHING_READ,
        "warning",
    ),
    "opensdg-demo": Fault(
        "the demonstration data of the starter of Open SDG (grades, planets and fruit)",
        "figures of the city",
        _NOTHING_READ,
        "warning",
    ),
    "opensdg-not-statistical": Fault(
        "a note in place of figures: {value}",
        "rows with a year and a value",
        "Nothing was read from it. Keep the note in the metadata of the indicator.",
        "warning",
    ),
    "opensdg-file-name": Fault(
        "a name without the number of an indicator",
        "a name such as indicator_11-6-2.csv",
        "Rename the file, or move it out of the folder.",
    ),
    "opensdg-header": Fault(
        "the columns {columns}",
        "Year as the first column and Value as the last",
        "Put the columns into this order.",
    ),
    "opensdg-dimension": Fault(
        "the column {column}",
        "a name in Latin letters that differs from those of the other columns",
        "Rename the column, such as sex or age; translations belong to the site, not to the data.",
    ),
    "opensdg-year": Fault(
        "{value}",
        "a year from 1900 to 2100, such as 2019, or a run of years such as 2019-2021",
        "The row was left out. Correct the year.",
    ),
    "opensdg-blank": Fault(
        "{count} rows without a value",
        "a number",
        "They were read as not estimated (NE), not as 0. Fill them in, or delete the rows.",
        "warning",
    ),
    "opensdg-two-values": Fault(
        "{series}, {period}, {group} again, with {value} instead of {other}",
        "one value for each figure",
        "Both were left out. Find out which is right, and remove the other.",
    ),
    "opensdg-same-twice": Fault(
        "{count} figures again, with the same values as in {other}",
        "each figure once",
        "The first ones were used. Remove the others.",
        "warning",
    ),
    "opensdg-same-file": Fault(
        "the same content as {other}, which is another indicator",
        "figures of the indicator that the file is named for",
        "It was read. Check that these figures measure both indicators.",
        "warning",
    ),
    # figures that can be right and often are not
    "statistics-placeholder": Fault(
        "{series}, {area}, {period}, {group}: {value}, which often stands for no answer",
        "a figure of the size of the others",
        _LOOK + " If nobody knows the figure, leave the cell empty.",
        "warning",
    ),
    "statistics-placeholder-word": Fault(
        "{value} in place of a figure",
        "a number, or a reporting key: NO, NE, IE or C",
        "The figure was taken as not known, never as 0. Fill it in, or say why there is none.",
        "warning",
    ),
    "statistics-all-zero": Fault(
        "{series}: 0 in all {count} cells",
        "figures that somebody counted or measured",
        _LOOK + " Leave the cells empty if 0 stands for not known.",
        "warning",
    ),
    "statistics-copied-down": Fault(
        "{series}, {area}, {group}: {value} in {count} periods running, {first} to {last}",
        "values that were measured anew",
        _LOOK + " Leave a year empty for which there is no measurement.",
        "warning",
    ),
    "statistics-jump": Fault(
        "{series}, {area}, {group}: {before} in {first}, and {value} in {last}",
        "a value that changes less than tenfold from one period to the next",
        _LOOK + " Often a unit or a decimal point has changed.",
        "warning",
    ),
    "statistics-serial-date": Fault(
        "{series}, {area}, {period}, {group}: {value}, far from the other values, which is how "
        "spreadsheets number the day {day}",
        "a figure of the size of the others",
        _LOOK + " A spreadsheet may have made a date of what was typed.",
        "warning",
    ),
    "statistics-percent-as-share": Fault(
        "{series}: {count} values from 0 to {value} in percent",
        "values that reach above 1 somewhere",
        "They were read as they are. If they are shares, multiply them by 100.",
        "warning",
    ),
    "statistics-above-100": Fault(
        "{series}, {area}, {period}, {group}: {value} percent",
        "at most 100 percent",
        _LOOK,
        "warning",
    ),
    "statistics-total-below-parts": Fault(
        "{series}, {area}, {period}: {count} parts by {dimension} that make {parts}, more than the "
        "total of {whole}",
        "parts that make the total, within {tolerance} for rounding",
        _LOOK + " Parts may overlap, or the total may be of another year or place.",
        "warning",
    ),
    "statistics-parts-short": Fault(
        "{series}, {area}, {period}: {count} parts by {dimension} that make {parts}, less than the "
        "total of {whole}",
        "parts that make the total, within {tolerance} for rounding",
        _LOOK + " A part may be missing.",
        "warning",
    ),
    "statistics-text-garbled": Fault(
        "the name {value}, which is {mended} read in a wrong encoding",
        "names in the encoding of the file",
        "It was left as it is. Export the file again as UTF-8 from the program that made it.",
        "warning",
    ),
}
