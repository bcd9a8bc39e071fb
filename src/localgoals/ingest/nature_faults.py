"""What can be wrong with the tables of the tools for nature."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."

NATURE_FAULTS: dict[str, Fault] = {
    "singapore-figure-twice": Fault(
        "{value}, and parts that it is made of",
        "the figure, or what it is made of",
        "Remove one of the two.",
    ),
    "singapore-part": Fault(
        "{value}", "part and whole: this indicator is a share", "Fill in both, or the figure."
    ),
    "singapore-no-whole": Fault(
        "{value}", "a blank: this indicator is a number, not a share", "Remove the whole."
    ),
    "singapore-judged": Fault(
        "{value}",
        "points only: how a figure of this indicator becomes points is not known",
        "Read the points off the handbook, or keep the figure as an explanation.",
    ),
    "singapore-percent": Fault("{value}", "a share of 100 % at most", _CORRECT),
    "singapore-points": Fault("{value}", "0, 1, 2, 3 or 4 points", _CORRECT),
    "biodiversity-gbf": Fault(
        "{value}", "numbers of targets of the framework, 1 to 23, such as 2; 3", _CORRECT
    ),
    "biodiversity-year": Fault(
        "{value}", "a target year after the base year", "Correct one of the years."
    ),
    "biodiversity-needs": Fault(
        "{value}", "{needs}, which this kind of target is made of", "Fill in the cell, or measure."
    ),
    "biodiversity-way": Fault(
        "{value}",
        "more than the base value to increase, less to reduce",
        "Correct the value, or the kind of target.",
    ),
    "biodiversity-better": Fault(
        "{value}",
        "a blank: increase means that higher is better, reduce that lower is",
        "Remove it, or correct the kind of target.",
    ),
    "biodiversity-code": Fault(
        "{value}",
        "the code of a target of the same city in the table targets",
        "Correct the code, or add the target.",
    ),
}
