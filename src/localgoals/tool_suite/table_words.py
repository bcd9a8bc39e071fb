"""What the tables of all tools say alike: captions, heads, figures, and yes or no."""

from __future__ import annotations

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Cell, Clauses, Figure, Words
from localgoals.reports.wording import unit_words

__all__ = ["answer", "caption", "figure", "head"]


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
    symbol = unit_words(unit)
    if symbol.en.startswith("("):
        # A counting word such as 个 follows a number and says nothing behind a title.
        bracketed = symbol.zh if symbol.zh.startswith("（") else ""
        return Text(f"{title.en} {symbol.en}", f"{title.zh}{bracketed}")
    return Clauses((title, symbol))


def figure(value: float, unit: str) -> Cell:
    """Write a number whose unit stands in the head of its column; NaN is a dash."""
    return Cell(Figure(float(value), unit, bare=True), numeric=True)


def answer(value: float | None) -> Text:
    """
    Say yes or no.

    Parameters
    ----------
    value
        1 for yes and 0 for no; NaN or None where it is not known, which is a dash.
    """
    if value is None or value != value:
        return Text("–", "–")
    return Text("yes", "是") if value else Text("no", "否")
