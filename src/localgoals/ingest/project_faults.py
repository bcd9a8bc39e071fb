"""What can be wrong with the tables of the tools for projects, of each and of several."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

PROJECT_FAULTS: dict[str, Fault] = {
    "project-years": Fault(
        "{count} years between the first and the last that have no row ({years})",
        "a row for every year",
        "Add them; what there is not in a year is 0.",
    ),
    "finance-no-flow": Fault(
        "{value}, which has no cash flow",
        "rows of the table cash_flows",
        "Add them, or remove the project.",
    ),
    "finance-loan": Fault(
        "{value}, and no {lacking}",
        "interest and years of the loan",
        "Fill them in, or write 0 for a project without a loan.",
    ),
    "finance-grace": Fault(
        "{value}", "fewer years than debt_years of the same row", "Correct one of both."
    ),
    "readiness-code": Fault(
        "{value}, which an item that is shipped has",
        "a code of its own",
        "Give it another code, or remove the row.",
    ),
    "matching-no-rule": Fault(
        "{value}, which has no rule that must hold",
        "rules of the table rules",
        "Add its rules: of a fund without rules nothing can be said.",
    ),
    "matching-blank": Fault(
        "{value}", "the words, the number or the stage that is asked for", "Fill in the cell."
    ),
    "matching-yes": Fault(
        "{value}", "a blank or yes: the rule holds where the fact is yes", "Empty the cell."
    ),
    "finance-loan-longer": Fault(
        "{value}",
        "no more years than there are cash flows after the first year of the project",
        "Add the cash flows of the later years, or correct the years of the loan.",
    ),
}
