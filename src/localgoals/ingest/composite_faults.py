"""What can be wrong with the tables of a composite indicator: its structure, data and weights."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_ONE_ABOVE = "the iCode of an aggregate one level above"
_CORRECT_PARENT = "Correct Parent, or add the missing aggregate as a row."
_GIVE_WEIGHT = "Write a weight; 0 if the item should not count."
_CODE_OF_ITS_OWN = "Correct the code, or remove one of the rows."

COMPOSITE_FAULTS: dict[str, Fault] = {
    # the structure
    "composite-cell": Fault("{value}", "{expected}", "Correct the cell."),
    "composite-item-twice": Fault(
        "the iCode {code} a second time", "an iCode of its own for each item", _CODE_OF_ITS_OWN
    ),
    "composite-parent-unknown": Fault(
        "the parent {parent}, which has no row", _ONE_ABOVE, _CORRECT_PARENT
    ),
    "composite-parent-level": Fault(
        "the parent {parent} on level {found}",
        "a parent on level {expected}, one above the item",
        "Correct Level or Parent.",
    ),
    "composite-cycle": Fault(
        "parents that lead back to the item: {ring}",
        "parents that lead up to one index",
        "Correct Parent where the ring should not close.",
    ),
    "composite-item-empty": Fault(
        "the aggregate {code}, to which nothing belongs",
        "at least one item whose Parent it is",
        "Correct the Parent of its items, or remove the row.",
    ),
    "composite-tops": Fault(
        "{count} items without a parent ({codes})",
        "one, the index itself",
        "Give a Parent to all items but the index.",
    ),
    "composite-no-indicator": Fault(
        "no indicator",
        "rows with Level 1 and Type Indicator",
        "Add the indicators as rows.",
    ),
    "composite-type-level": Fault(
        "Type {role} on level {level}",
        "Indicator on level 1, Aggregate on the levels above",
        "Correct Type or Level.",
    ),
    "composite-weight-missing": Fault("no weight", "a number, 0 or more", _GIVE_WEIGHT),
    "composite-weights-zero": Fault(
        "nothing but weights of 0 below {parent}",
        "at least one weight above 0 below each aggregate",
        "Correct the weights, or remove the aggregate.",
    ),
    "composite-weight-unknown": Fault(
        "a weight for {code}, which the structure does not have",
        "an iCode of the structure",
        "Correct the iCode, or remove the row.",
    ),
    # the data
    "composite-unit-blank": Fault(
        "no unit", "the code of a unit in each row", "Fill in the code, or remove the row."
    ),
    "composite-unit-twice": Fault(
        "the unit {unit} a second time, first in row {row}",
        "one row for each unit",
        "Remove one of the rows; for several years make a file of each.",
    ),
    "composite-no-column": Fault(
        "no column {column}",
        "a column for each indicator of the structure",
        "Add the column, or remove the indicator from the structure.",
    ),
    "composite-column-unused": Fault(
        "the column {column}, which the structure does not name",
        "columns whose name is an iCode",
        "It was not used. Correct its name if it is an indicator.",
        "warning",
    ),
    "composite-column-empty": Fault(
        "not one value in the column {column}",
        "values of the indicator",
        "The indicator takes no part in any score. Fill it in, or remove it from the structure.",
        "warning",
    ),
    "composite-column-constant": Fault(
        "the same value for all units in {column}",
        "values that differ between units",
        "This way to normalise can say nothing about it; it takes no part in any score.",
        "warning",
    ),
    "composite-group-blank": Fault(
        "{count} units without a group",
        "a group for each unit",
        "Their unknown cells stay unknown. Fill in the group.",
        "warning",
    ),
    # denominators
    "composite-no-denominator": Fault(
        "no column {column}",
        "a column for each Denominator that the structure names",
        "Add the column, or clear Denominator for {indicator}.",
    ),
    "composite-denominator": Fault(
        "{value}",
        "a denominator above 0",
        "Correct the number, or leave the cell empty if it is not known.",
    ),
    "composite-not-divided": Fault(
        "{count} indicators that name a denominator ({codes}), and no table of denominators",
        "the table, named with --denominate",
        "They were used as they are. Name the table; it may be the table of the data itself.",
        "warning",
    ),
    "composite-nothing-to-divide": Fault(
        "denominators, and no indicator that names one",
        "the column Denominator in the structure",
        "Nothing was divided. Fill in Denominator.",
        "warning",
    ),
    "composite-denominator-unit": Fault(
        "{count} units of the data that have no row here ({examples})",
        "a row for each unit of the data",
        "Add the rows; without, the indicators that are divided are unknown for these units.",
        "warning",
    ),
}
