"""What can be wrong with the tables of the tools for planning with people."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."

PLANNING_FAULTS: dict[str, Fault] = {
    "planning-itself": Fault(
        "{value}, which is the goal of its own row", "another goal", "Remove the row."
    ),
    "links-goal": Fault(
        "{value}, whose goal is not known",
        "the code of an indicator of the goals such as 11.6.2, or a goal in the table indicators",
        "Correct the code, or give its goal.",
    ),
    "links-one": Fault("figures of {count} indicators", "of two or more", "Add another indicator."),
    "links-many": Fault(
        "{count} series", "at most {limit}", "Leave some out, or compare them in parts."
    ),
    "links-whole": Fault("{value}", "a whole number of years", _CORRECT),
    "planning-level": Fault(
        "{value}, which does not serve the level above it",
        "goals that serve nothing, outcomes that serve goals, outputs outcomes, activities outputs",
        "Correct level or serves.",
    ),
    "planning-years": Fault(
        "{value}", "a year after base_year of the same row", "Correct one of both."
    ),
    "planning-no-value": Fault(
        "{value}, which has no value",
        "a value of at least one option",
        "Fill in values, or remove the criterion.",
    ),
    "planning-ends": Fault("{value}", "more than least of the same row", "Correct one of both."),
    "planning-weights": Fault(
        "no weight above 0", "at least one", "Say how much each criterion counts."
    ),
    "opinions-one-form": Fault(
        "neither of them, or both",
        "votes, or participants-votes with the answers of a Polis export, and not both",
        "Give one of them.",
    ),
    "opinions-too-few": Fault(
        "{people} participants and {statements} statements that are not taken out",
        "two participants or more, and two statements or more",
        "Wait until more people have voted.",
    ),
    "opinions-whole": Fault("{value}", "a whole number", _CORRECT),
    "polis-column": Fault(
        "no column {column}",
        "a participants-votes file of a Polis export, or its comments file",
        "Export the conversation again.",
    ),
    "polis-vote": Fault(
        "{value}, which is no vote", "1 agree, 0 pass, -1 disagree, or a blank", _CORRECT
    ),
    "polis-sums": Fault(
        "{count} agreements counted in the file's own columns, {found} in its votes",
        "the same number, with 1 for agreement",
        "Export the conversation again.",
    ),
    "reviews-one-form": Fault(
        "neither of the two tables, or both", "reviews or counts", "Give one of them."
    ),
    "participants-one-form": Fault(
        "neither of the two tables, or both", "participants or counts", "Give one of them."
    ),
    "participants-category": Fault(
        "{value}, which the reference does not have",
        "a category of the table reference, written the same",
        "Correct the cell, or leave it blank where it is not known.",
    ),
    "participants-uncounted": Fault(
        "{value}, which the table counts does not have",
        "a row of counts for every category",
        "Add the row: 0 where nobody came, or remove the category from both tables.",
    ),
    "participants-nobody": Fault(
        "{value} people in all categories of the attribute together",
        "the people of at least one category",
        "Fill in the people of the categories, or remove the attribute.",
    ),
    "participants-whole": Fault("{value}", "a whole number of people", _CORRECT),
}
