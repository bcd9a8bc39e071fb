"""What can be wrong with inventories of emissions, targets and ledgers."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."

INVENTORY_FAULTS: dict[str, Fault] = {
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
    "climate-burned-open": Fault(
        "{value}, burned in the open",
        "a kind of plant: no nitrous oxide of its open burning is known",
        "Choose the kind of plant, or give its tonnes of gas in the table reported.",
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
}
