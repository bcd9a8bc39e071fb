"""What can be wrong with a file of votes on a budget."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the line."
_ASK = "Ask those who counted the votes which is right."

PABULIB_FAULTS: dict[str, Fault] = {
    "pb-unreadable": Fault(
        "what cannot be read as lines of cells ({reason})",
        "text whose cells are separated by semicolons, with a closing quotation mark for each "
        "opening one",
        "Correct the quotation marks, or export the file again.",
    ),
    "pb-not-utf8": Fault("bytes that are not UTF-8", "text in UTF-8", "Save the file as UTF-8."),
    "pb-section-missing": Fault(
        "no section {section}",
        "the sections META, PROJECTS and VOTES, each after a line with its name",
        "Add the section, or ask for the whole file.",
    ),
    "pb-section-twice": Fault(
        "the section {section} again", "each section once", "Join them to one."
    ),
    "pb-no-section": Fault(
        "a line before the first section", "a line META, PROJECTS or VOTES", _CORRECT
    ),
    "pb-column-missing": Fault(
        "a section {section} without {columns}",
        "a header with these columns after the name of the section",
        "Add the columns.",
    ),
    "pb-column-twice": Fault("the column {column} twice", "each column once", "Remove one."),
    "pb-no-row": Fault("an empty section {section}", "at least one row", "Fill it in."),
    "pb-cells": Fault(
        "{count} cells",
        "{columns} at most, as in the header",
        "Put a cell that holds a semicolon in quotation marks.",
    ),
    "pb-key-missing": Fault("no {key}", "a row {key} with its value", "Add the row."),
    "pb-key-twice": Fault("{key} again", "each key once", "Remove one."),
    "pb-amount": Fault("{value}", "an amount of more than 0, such as 1250.50", _CORRECT),
    "pb-kind": Fault("{value}", "one of {allowed}", _CORRECT),
    "pb-bound": Fault("{value}", "a number, or nothing", _CORRECT),
    "pb-code": Fault("{value}", "a code without commas and spaces", _CORRECT),
    "pb-twice": Fault("{value}, as in line {line}", "a code of its own", "Remove one of both."),
    "pb-selected": Fault("{value}", "1 for chosen, 2 for added later, 0 for not chosen", _CORRECT),
    "pb-vote-unknown": Fault(
        "a vote for {value}", "codes of projects of the section PROJECTS", _CORRECT
    ),
    "pb-vote-twice": Fault("{value} twice in one ballot", "each project once", _CORRECT),
    "pb-length": Fault("{value} projects", "{bounds} projects, as META says", _CORRECT),
    "pb-points": Fault("{value}", "points from 0 to 1,000,000", _CORRECT),
    "pb-points-count": Fault(
        "{points} points for {projects} projects", "one number for each project", _CORRECT
    ),
    "pb-sum-points": Fault("{value} points in all", "{bounds} in all, as META says", _CORRECT),
    "pb-points-range": Fault(
        "{value} points for a project", "{bounds} for a project, as META says", _CORRECT
    ),
    "pb-no-support": Fault(
        "no ballot that supports a project", "at least one", "Check that the votes are there."
    ),
    "pb-decision": Fault("{value}", "the code of a project of {other}", "Correct the code."),
    "pb-count": Fault(
        "{value}", "{count}, the rows of {section}", f"The rows were used. {_ASK}", "warning"
    ),
    "pb-tally": Fault(
        "{value}",
        "{count}, as the ballots of the file add up to",
        f"The ballots were used. {_ASK}",
        "warning",
    ),
}
