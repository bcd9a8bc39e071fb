"""How the pages of docs/reference are laid out in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wording import say_here

from localgoals.model.text import Language

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> str:
    """Make a Markdown table; cells may hold anything but a line break."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n\n"


def cell(value: object) -> str:
    """Write a value so that it stays in its cell, and so that `<` is not the start of a tag."""
    text = re.sub(r"\s+", " ", str(value)).replace("|", "\\|")
    return re.sub(r"<(?!br>)", "&lt;", text)


def codes(values: Iterable[object], between: str = ", ") -> str:
    """Write several codes in one cell."""
    return between.join(f"`{value}`" for value in values)


def listed(facts: dict[str, str], language: Language) -> str:
    """Make a table of facts, one a row; what is empty is left out."""
    rows = [(say_here(key, language), fact) for key, fact in facts.items() if fact]
    return table([" ", " "], rows)
