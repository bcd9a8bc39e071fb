"""What can be wrong with the tables of the tools for waste."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."

WASTE_FAULTS: dict[str, Fault] = {
    "waste-shares": Fault(
        "shares of income groups that sum to {total}",
        "shares that sum to 1",
        "Correct them; the groups together are all people of the city.",
    ),
    "waste-generated-twice": Fault(
        "{value}, and income groups of the same city",
        "what is generated, or a survey to work it out from",
        "Remove one of the two.",
    ),
    "waste-ladder": Fault("{value}, and no ladder", "the ladder of the boxes", "Fill in ladder."),
    "waste-boxes": Fault(
        "{value}", "boxes of the ladder, with spaces between, of: {allowed}", _CORRECT
    ),
    "waste-level": Fault(
        "{value}",
        "the level that the cells beside it give, or a blank",
        "Correct the level or those cells.",
    ),
    "waste-composition": Fault(
        "percentages that sum to {total}",
        "percentages that sum to 100",
        "Correct them, and add as a fraction of its own what was not told apart.",
    ),
    "waste-composition-kinds": Fault(
        "percentages and masses of one composition", "one of the two", "Remove the other."
    ),
    "waste-areas-people": Fault(
        "{total} people in all areas",
        "no more than the {whole} people of the city",
        "Correct the people of the areas or of the city.",
    ),
    "waste-collected": Fault(
        "{part} t/day collected, and {generated} t/day generated",
        "no more collected than generated",
        "Check what facilities receive from elsewhere or twice, and what is generated.",
    ),
    "waste-recycled": Fault(
        "{part} t/day recycled, with what is sent out and without what is brought in, and "
        "{generated} t/day generated",
        "between 0 and what is generated",
        "Correct recycled_t, exported_t, imported_t, or what is generated.",
    ),
    "waste-parts": Fault(
        "{value}, more than 100 with {other}", "100 together at most", "Correct one of both."
    ),
    "waste-factor-missing": Fault(
        "{value}, for which the table factors has no row of this stage",
        "a level with a factor",
        "Add its factor to the table factors.",
    ),
    "waste-factor-order": Fault(
        "{value}, less than at a lower level of the same stage",
        "factors that rise with the level",
        _CORRECT,
    ),
    "waste-fates": Fault(
        "{value}, and fates of the row that do not sum to 100",
        "land, burnt, drains and water that sum to 100",
        _CORRECT,
    ),
}
