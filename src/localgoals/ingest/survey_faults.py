"""What can be wrong with the answers of a survey, and with measurements of water bodies."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."
_ABOVE_0 = "a number above 0"

SURVEY_FAULTS: dict[str, Fault] = {
    # surveys
    "survey-no-question": Fault(
        "no column that is a question ({columns})",
        "at least one question of the catalogue, such as {examples}",
        "Name the column of each question: --field has_say=COLUMN. "
        "The reference of the catalogue lists the questions.",
    ),
    "survey-blank": Fault("{value}", "a code", "Fill in the cell."),
    "survey-weight": Fault("{value}", _ABOVE_0, _CORRECT),
    "survey-people": Fault("{value}", _ABOVE_0, _CORRECT),
    "survey-stratum-size": Fault(
        "{value}",
        "how many clusters the stratum has in all, at least as many as were drawn",
        "Correct the number, or leave the field stratum_size out.",
    ),
    "survey-answer": Fault(
        "{value}", "{allowed}", "Correct the answer, or leave it empty where there is none."
    ),
    "survey-many-members": Fault(
        "{count} members of the dimension {dimension}",
        "at most {limit}",
        "Put them into fewer groups, such as ages into 15-24 and 25-64.",
    ),
    "survey-no-weights": Fault(
        "no weights",
        "how many of the population each row stands for",
        "Every row counts the same. Name the column: --field weight=COLUMN.",
        "warning",
    ),
    "survey-single-cluster": Fault(
        "{count} strata with a single cluster ({examples})",
        "two clusters or more in each stratum",
        "Their clusters are held against the mean of all. Join these strata with like ones.",
        "warning",
    ),
    # water bodies
    "water-blank": Fault("{value}", "a code", "Fill in the cell."),
    "water-kind": Fault("{value}", "one of {allowed}", _CORRECT),
    "water-complies": Fault("{value}", "yes or no", _CORRECT),
    "water-no-target": Fault(
        "{value}",
        "whether the value keeps to its target, or the value and a target: low, high or both",
        "Fill in complies, or value with low or high.",
    ),
    "water-target-order": Fault(
        "{value}", "a lowest value that is not above the highest", _CORRECT
    ),
    "water-contradiction": Fault(
        "{value}", "the same as the value and its target say", "Find out which is right."
    ),
    "water-two-kinds": Fault(
        "{body} as {kinds}", "one kind for each water body", "Correct the kind, or the name."
    ),
    "water-period": Fault("{value}", "a year such as 2019, or 2019-2021", "Correct the period."),
    "water-other-parameter": Fault(
        "{count} measurements of {parameter}",
        "one of {allowed}",
        "They were left out: the indicator is made of these groups. Name the group if it is one.",
        "warning",
    ),
}
