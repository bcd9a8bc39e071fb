"""What can be wrong with the tables that a person gives to a tool."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."
_ALIGN = "Warp one of the two to the cells of the other, in a geographic information system."

TOOL_FAULTS: dict[str, Fault] = {
    "tool-input-missing": Fault(
        "nothing at this path",
        "a folder with a CSV or XLSX file for each table, or one workbook with a sheet for each",
        "Check the path, or get blank tables: localgoals tools template {code}.",
    ),
    "tool-table-missing": Fault(
        "no table {table}",
        "a file {table}.csv or {table}.xlsx, or a sheet {table}",
        "Add the table, or get a blank one: localgoals tools template {code}.",
    ),
    "tool-file-missing": Fault(
        "no file for it",
        "{allowed}",
        "Add the file; what it holds is said by: localgoals tools show {code}.",
    ),
    "tool-table-twice": Fault(
        "{table} in {count} files ({files})",
        "one file for each",
        "Remove the others.",
    ),
    "tool-table-unknown": Fault(
        "a table or file that the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or move it elsewhere: nothing may be silently ignored.",
    ),
    "tool-column-unknown": Fault(
        "the column {column}, which the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or remove the column: nothing may be silently ignored.",
    ),
    "tool-no-row": Fault("no row", "at least one: {rows}", "Fill in the table."),
    "tool-blank": Fault("{value}", "{expected}", "Fill in the cell."),
    "tool-choice": Fault("{value}", "one of {allowed}", _CORRECT),
    "tool-range": Fault("{value}", "a number {allowed}", _CORRECT),
    "tool-huge": Fault("{value}", "a number with fewer than 25 digits", _CORRECT),
    "tool-year": Fault("{value}", "a year such as 2024", _CORRECT),
    "tool-row-twice": Fault(
        "{value}, which another row has too",
        "a row of its own for each",
        "Remove one, or join them.",
    ),
    "tool-other-table": Fault(
        "{value}", "a row of the table {other}", "Correct the name, or add it there."
    ),
    # questionnaires and what people send in
    "questionnaire-round": Fault(
        "{value}", "a date such as 2025-05-31, a month such as 2025-05 or a year", _CORRECT
    ),
    "questionnaire-format": Fault(
        "a file that is neither CSV nor XLSX",
        "submissions as ODK Central and KoboToolbox export them",
        "Export them as CSV or XLSX.",
    ),
    "questionnaire-column-unknown": Fault(
        "the column {column}, which is no question of the form",
        "questions of the form, and what the server writes",
        "It was not read. If it is a question, correct its name.",
        "warning",
    ),
    "questionnaire-question-missing": Fault(
        "no column for the questions {questions}",
        "a column for each question",
        "They count as not answered. Export all questions.",
        "warning",
    ),
    "questionnaire-rejected": Fault(
        "{count} submissions that were rejected on the server",
        "submissions that nobody rejected",
        "They were left out.",
        "warning",
    ),
    # what single tools ask for
    "revenue-outstanding": Fault(
        "{value} not paid",
        "no more than was billed",
        "Correct what was billed, or what is not paid.",
    ),
    "tool-part-above-whole": Fault(
        "{value}", "no more than {whole} of the same row", "Correct one of both."
    ),
    "planning-itself": Fault(
        "{value}, which is the goal of its own row", "another goal", "Remove the row."
    ),
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
    "finance-years": Fault(
        "{count} years between the first and the last that have no row ({years})",
        "a row for every year",
        "Add them; what a project does not have in a year is 0.",
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
    "tool-one-row": Fault("{count} rows", "a single row", "Remove the others."),
    "revenue-no-table": Fault(
        "no table", "streams, property_tax or charges", "Add a table of one kind of stream."
    ),
    "climate-inventory": Fault(
        "{value}",
        "the name of an inventory of the table inventories",
        "Correct the name, or add the inventory.",
    ),
    "climate-line": Fault("{value}", "a sub-category of GPC such as I.1.1 or IV.2", _CORRECT),
    "climate-unit": Fault(
        "{value}",
        "a unit such as kg, t, m3, litre, kWh, GJ, kg/m3 or kg/TJ; t is 1,000 kg",
        "Write the unit out; ton and gallon differ from country to country.",
    ),
    "climate-units-apart": Fault(
        "{value}",
        "a factor that gives a mass when multiplied with the unit of the amount",
        "Correct one of the two units, such as m3 with kg/m3.",
    ),
    "climate-unit-of-fuel": Fault(
        "{value}",
        "a unit of energy or of mass, as the named factor is by energy",
        "Give the amount in TJ, MWh or t, or a factor of your own.",
    ),
    "climate-factor-unknown": Fault("{value}", "one of {allowed}", _CORRECT),
    "climate-factor-none": Fault(
        "neither a named factor nor one of its own",
        "the name of a factor, or a factor for a gas",
        "Fill in one of them.",
    ),
    "climate-factor-twice": Fault(
        "{value}, and factors of its own", "one of the two", "Remove the other."
    ),
    "climate-key-and-figure": Fault(
        "{value}, and tonnes", "a notation key or tonnes", "Remove one of the two."
    ),
    "climate-key-or-figure": Fault(
        "neither tonnes nor a notation key",
        "tonnes, or NO, NE, IE or C",
        "Fill in one of them, or remove the row.",
    ),
    "climate-key-reason": Fault(
        "a notation key without a reason", "why there is no figure", "Fill in the explanation."
    ),
    "climate-waste-line": Fault("{value}", "a line that begins with {allowed}", _CORRECT),
    "climate-shares": Fault(
        "shares of more than 1 together", "shares of the mass, 1 together at most", _CORRECT
    ),
    "climate-line-twice": Fault(
        "{value}, which another table computes",
        "each line in one table",
        "Remove it here, or take the rows of the other table out.",
    ),
    "climate-gas": Fault("{value}", "one of {allowed}", _CORRECT),
    "climate-gas-unweighed": Fault(
        "{value}, of which the chosen report of the IPCC has no potential",
        "a gas of that report",
        "Choose a later report, or give its CO₂e in the table reported.",
    ),
    "climate-apart": Fault(
        "{value}, where a place is missing or another inventory of that year has it",
        "a place of its own, as its boundary is said to overlap with no other's",
        "Fill in the place, or say no in the column apart.",
    ),
    "climate-target-year": Fault(
        "{value}", "a target year after the base year", "Correct one of the years."
    ),
    "climate-ledger-year": Fault(
        "{value}",
        "contributions of one year, {year} as in the first row",
        "Make a ledger for each year: reductions of two years are not added.",
    ),
    "climate-target-zero": Fault(
        "{value}", "a number above 0, as the intensity is divided by it", _CORRECT
    ),
    "climate-target-needs": Fault(
        "{value}", "{needs}, which this kind of target is made of", "Fill in the cell."
    ),
    "climate-target-base": Fault(
        "{value}, a year without emissions",
        "a base year of the table emissions, or the emissions of the base year",
        "Fill in base_emissions, or add the year to the table.",
    ),
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
    "risk-function-short": Fault(
        "{value}, with a single intensity",
        "an impact function with two intensities or more",
        "Add where it begins, often 0, and where it ends.",
    ),
    "risk-bands": Fault(
        "{count} bands",
        "a GeoTIFF of one band",
        "Save the band that is meant as a file of its own.",
    ),
    "risk-size": Fault(
        "{rows} rows and {columns} columns",
        "{first_rows} rows and {first_columns} columns as in {first}",
        _ALIGN,
    ),
    "risk-place": Fault(
        "cells in another place or of another size", "the cells of {first}", _ALIGN
    ),
    "risk-crs": Fault("the system {crs}", "{first_crs} as in {first}", _ALIGN),
    "risk-crs-missing": Fault(
        "no coordinate reference system",
        "a GeoTIFF that says where it lies",
        "Set the system in a geographic information system and save the grid again.",
    ),
    "risk-nodata-missing": Fault(
        "no nodata value, though another grid has one",
        "a declared nodata value or a mask",
        "Declare the value of blank cells in the file, so that they are not read as figures.",
    ),
    "risk-beyond": Fault(
        "{count} cells below 0 or above 1",
        "cells from 0 to 1, or goalposts for this grid",
        "Declare the nodata value in the file, or add a row to the table goalposts.",
    ),
    "risk-goalposts": Fault(
        "{value}", "a value other than the one that counts 1", "Correct one of the two."
    ),
    "risk-off-scale": Fault(
        "{value}",
        "a number from 0 to 1, or goalposts for this hazard and column",
        "Correct the cell, or add a row to the table goalposts.",
    ),
    "risk-vulnerability-twice": Fault(
        "{value}, beside sensitivity or adaptive capacity",
        "vulnerability, or the two that it is made of",
        "Remove one of both.",
    ),
    "risk-settings": Fault("{value}, in a second row", "one row", "Remove the others."),
    "opinions-one-form": Fault(
        "neither of them, or both",
        "votes, or participants-votes with the answers of a Polis export, and not both",
        "Give one of them.",
    ),
    "opinions-too-few": Fault(
        "no vote at all",
        "votes of two participants or more, on two statements or more",
        "Wait until more people have voted.",
    ),
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
    "participants-one-form": Fault(
        "neither of the two tables, or both", "participants or counts", "Give one of them."
    ),
    "participants-category": Fault(
        "{value}, which the reference does not have",
        "a category of the table reference, written the same",
        "Correct the cell, or leave it blank where it is not known.",
    ),
    "participants-whole": Fault("{value}", "a whole number of people", _CORRECT),
    "settings-rows": Fault("{count} rows", "one row of settings", "Remove the others."),
}
