"""What can be wrong with a wide table, or has to be asked about it."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

WIDE_FAULTS: dict[str, Fault] = {
    "wide-header-none": Fault(
        "no row of figures below a header",
        "a header, and rows of figures below it",
        "Say which rows are the header: --header 3-4.",
    ),
    "wide-column-missing": Fault(
        "no column {column}; there are {columns}",
        "the name of a column, as the lowest row of the header has it",
        "Correct the name in the option.",
    ),
    "wide-keys-unclear": Fault(
        "the columns {columns} beside the figures",
        "columns of which it is known what they hold",
        "Say what each one holds: --column area=NAME, --column series=NAME, --column sex=NAME; "
        "--column ignore=NAME for nothing of use. --series or --area may say what the table does "
        "not.",
    ),
    "wide-heads-unclear": Fault(
        "the heads {heads}",
        "years, or heads of which it is known what they are",
        "Say what each row of heads is, from the top: --heads series, --heads area, "
        "--heads period, or the name of a dimension such as --heads sex.",
    ),
    "wide-heads-count": Fault(
        "{count} rows of heads",
        "as many as were said with --heads",
        "Say --heads once for each row of heads, from the top, or say which rows are the header: "
        "--header 3-4.",
    ),
    "wide-heads-days": Fault(
        "the head {value}, which is the day {day}",
        "years, such as 2019",
        "If each day stands for the figures of its year, say so: --dates-as-years.",
    ),
    "wide-head-no-year": Fault(
        "the head {value} in a row of years",
        "a year such as 2019, or a run of years such as 2019-2021",
        "The figures below it were left out. Correct the head if they are of a year.",
        "warning",
    ),
    "wide-head-blank": Fault(
        "figures below no head",
        "a year above each column of figures",
        "They were left out. Write the year above them, or mend the row that is longer than the "
        "others: in a CSV a comma may stand before decimals.",
    ),
    "wide-second-table": Fault(
        "the heads of a table once more: {value}",
        "one table on a sheet",
        "Everything from this row on was left out. Copy it into a file of its own and read that.",
    ),
    "wide-role-missing": Fault(
        "nothing that says the {role} of the figures",
        "a column, a row of heads or an option that says it",
        "Say it: --{role}, or --column {role}=NAME.",
    ),
    "wide-total-unstated": Fault(
        "{value}, a total",
        "the code of the area that it is the total of",
        "It was left out. Say the code: --area.",
        "warning",
    ),
    "wide-row-blank": Fault(
        "{value} and no figure",
        "a figure in each row",
        "The row was left out. If its words belong to the rows below, write them into a column.",
        "warning",
    ),
    "wide-row-unnamed": Fault(
        "a row of figures without its {role}",
        "a name in each row, or cells that are merged with one",
        "The row was left out. Fill in the name.",
    ),
    "wide-blank": Fault(
        "{count} blank cells among the figures",
        "a number",
        "They were read as not estimated (NE), not as 0. Fill them in where there is a figure.",
        "warning",
    ),
    "wide-marked": Fault(
        "{value}, a number with the mark of a footnote",
        "a number alone",
        "It was read without the mark. See the footnote.",
        "warning",
    ),
    "wide-scaled": Fault(
        "figures in {unit}",
        "figures in single units",
        "They were multiplied by {times}.",
        "warning",
    ),
    "wide-unit-twice": Fault(
        "{value} among figures in {unit}",
        "numbers in the unit of the table",
        "It was left out: nobody can tell whether its own unit stands beside that of the table or "
        "in its place. Write the number alone, or give its series a unit in brackets.",
    ),
    "wide-units-several": Fault(
        "the title's units {unit}",
        "one unit for all figures",
        "The series without a unit were left out. Write the unit of each series into brackets "
        "behind its name.",
    ),
    "wide-unit-unclear": Fault(
        "{series}, whose brackets say {words}, in a table in {unit}",
        "brackets that have a unit",
        "It was not multiplied. If it is in {unit}, write so behind its name, or remove the "
        "brackets.",
        "warning",
    ),
    "wide-formula": Fault(
        "the formula {value} without its result",
        "a figure or a name",
        "It was left out. Open the workbook in a spreadsheet program, let it compute, and save it.",
    ),
    "wide-figure-merged": Fault(
        "{value} in cells that were merged",
        "a cell of its own for each figure",
        "It was left out: nobody can tell whether it is of all of them together or of each one. "
        "Split the cells and write the figures.",
    ),
    "wide-two-values": Fault(
        "{series}, {area}, {period}, {group} with {count} different values: {values}",
        "one value for each figure",
        "All were left out. Find out which is right, and remove the others.",
    ),
    "wide-same-twice": Fault(
        "{series}, {area}, {period}, {group} {count} times with the same value",
        "each figure once",
        "It was read once. Remove the others.",
        "warning",
    ),
    "wide-names-differ": Fault(
        "{first} beside {second}",
        "two names of the same thing",
        "Both were left as they are. Check that the row is about one place: figures of another "
        "place may stand in it.",
        "warning",
    ),
}
