"""`opinion-groups`: groups who vote alike, what stands for each, and what all agree on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.ingest.tool_inputs import Inputs
from localgoals.planning.opinion_clusters import Choice
from localgoals.planning.opinion_statistics import Agreed, Representative
from localgoals.tool_suite.opinion_figures import (
    LETTERS,
    Opinions,
    found_opinions,
    statement_table,
)
from localgoals.tool_suite.opinion_inputs import Conversation, conversation_of
from localgoals.tool_suite.opinion_page import opinion_parts
from localgoals.tool_suite.opinion_reasons import opinion_reasons
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["opinion_groups_tool"]


def opinion_groups_tool(inputs: Inputs) -> Worked:
    """Find the groups and lay them out."""
    found = found_opinions(conversation_of(inputs))
    return Worked(opinion_parts(found), _tables(found))


def _tables(found: Opinions) -> dict[str, pd.DataFrame]:
    talk = found.talk
    names = [LETTERS[number] if number >= 0 else "" for number in found.labels]
    return {
        "groups": pd.DataFrame({"group": list(LETTERS[: len(found.sizes)]), "people": found.sizes}),
        "representative": _chosen(found.stand_for, talk),
        "consensus": _chosen(found.agreed, talk),
        "statements": statement_table(found),
        "participants": pd.DataFrame(
            {
                "participant": talk.participants,
                "group": names,
                "votes": talk.votes.counts,
                "x": found.space.participants[:, 0],
                "y": found.space.participants[:, 1],
            }
        ),
        "numbers_of_groups": pd.DataFrame(found.tried, columns=list(Choice._fields)),
        "reasons": reason_table(opinion_reasons(found)),
    }


def _chosen(
    rows: tuple[Representative, ...] | tuple[Agreed, ...], talk: Conversation
) -> pd.DataFrame:
    kind = Representative if rows and isinstance(rows[0], Representative) else Agreed
    table = pd.DataFrame(rows, columns=list(kind._fields))
    numbers = table["statement"].astype(np.int64)
    table["statement"] = [talk.statements[at] for at in numbers]
    table.insert(int(table.columns.get_indexer(pd.Index(["statement"]))[0]) + 1, "text",
                 [talk.texts[at].en for at in numbers])  # fmt: skip
    if "group" in table:
        table["group"] = [LETTERS[number] for number in table["group"]]
    return table
