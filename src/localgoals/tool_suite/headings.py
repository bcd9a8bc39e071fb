"""What stands above tables and their columns."""

from __future__ import annotations

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Words
from localgoals.reports.wording import unit_words

__all__ = ["caption", "head"]


def caption(title: Text, *, shown: int, rows: int) -> Words:
    """Head a table that shows its first rows only, where there are more of them."""
    if rows <= shown:
        return title
    values: dict[str, object] = {"title": title, "shown": shown, "all": f"{rows:,}"}
    return Message("{title}: the first {shown} of {all} rows", values)


def head(title: Text, unit: str) -> Words:
    """
    Head a column with its unit.

    Parameters
    ----------
    title
        What stands in it.
    unit
        A code of `units.yaml`; empty where there is none to name.
    """
    if not unit:
        return title
    return Message("{title}, {unit}", {"title": title, "unit": unit_words(unit)})
