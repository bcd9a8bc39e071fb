"""`participants`: whether those who took part are like those who live in the place."""

from __future__ import annotations

import pandas as pd

from localgoals.ingest.tool_inputs import Inputs
from localgoals.planning.representativeness import Compared
from localgoals.planning.votes import Floats
from localgoals.tool_suite.participants_figures import Attended, attended
from localgoals.tool_suite.participants_page import participant_parts
from localgoals.tool_suite.worked import Worked

__all__ = ["participants_tool"]


def participants_tool(inputs: Inputs) -> Worked:
    """Compare, and lay it out."""
    found = attended(inputs)
    tables = {"shares": _shares(found), "tests": _tests(found)}
    if len(found.weights):
        tables["weights"] = found.weights
    return Worked(participant_parts(found), tables)


def _shares(found: Attended) -> pd.DataFrame:
    if found.total < found.fewest:
        return pd.DataFrame(columns=["attribute", "category"])
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "attribute": one.name,
                    "category": one.categories,
                    "participants": one.took_part,
                    "people": one.people,
                    **{f"{name}": values for name, values in _named(one.compared)},
                }
            )
            for one in found.attributes
        ],
        ignore_index=True,
    )


def _named(compared: Compared) -> list[tuple[str, Floats]]:
    names = ("share_of_participants", "share_of_people", "difference", "ratio")
    return list(zip(names, compared, strict=True))


def _tests(found: Attended) -> pd.DataFrame:
    rows = [{"attribute": one.name, **one.tested._asdict()} for one in found.attributes]
    return pd.DataFrame(rows if found.total >= found.fewest else [])
