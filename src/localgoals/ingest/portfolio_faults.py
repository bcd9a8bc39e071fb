"""What can be wrong with the tables from which a portfolio of projects is chosen."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

PORTFOLIO_FAULTS: dict[str, Fault] = {
    "portfolio-window": Fault(
        "{value}", "a year no later than latest of the same row", "Correct one of both."
    ),
    "portfolio-whole": Fault("{value}", "a whole number", "Correct the cell."),
    "portfolio-life": Fault(
        "{count} years of life before the last one that have no row ({years})",
        "a row for every year of its life",
        "Add them; a year without cost is 0.",
    ),
    "portfolio-itself": Fault(
        "{value}, which is the project of its own row", "another project", "Remove the row."
    ),
    "portfolio-must-unknown": Fault(
        "{value}, of a project whose value or cost is not known",
        "projects that must be chosen with value and costs",
        "Fill them in, or clear fixed.",
    ),
    "portfolio-must-window": Fault(
        "{value}, of a project that can begin in no year",
        "a year of its window in which all of its costs have a budget",
        "Widen its window, add budgets, or clear fixed.",
    ),
    "portfolio-people": Fault(
        "{value}, and no population",
        "the people of the district",
        "Fill in population, or clear least_per_head.",
    ),
    "portfolio-floors": Fault(
        "least shares of {percent} together", "100% at most", "Lower some of them."
    ),
    "portfolio-conflict": Fault(
        "{value}, which cannot be kept together with the other limits of this list",
        "limits that one portfolio can keep",
        "Change this one, or one of the others: without any one of them a portfolio is possible.",
    ),
    "portfolio-time": Fault(
        "{value} seconds, in which no portfolio was found",
        "time enough to find one",
        "Allow more seconds.",
    ),
}
