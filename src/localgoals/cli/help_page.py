"""How a page of help is laid out: plain text, whose lines break in Chinese too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

# Typer has taken Click in; its formatter has no public name.
from typer._click.formatting import HelpFormatter

from localgoals.catalogue.language import say
from localgoals.model.text import Language, Message

_HEADINGS = {
    "Arguments": Message("Arguments:"),
    "Options": Message("Options:"),
    "Commands": Message("Commands:"),
}
# What may not begin a line, and what may not end one; Chinese breaks between any two other signs.
_CLOSING, _OPENING = "。，、；：！？）》”…", "（《“"
_WIDE = "\u2e80-\ufeff\uff00-\uff60"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+|\S)[{_CLOSING}]*\s*"
)
_FOLDED = re.compile(r"(?<=(.))\n(?=(.))")


def help_page_in(language: Language) -> type[HelpFormatter]:
    """Give the layout of help pages in a language."""

    class HelpPage(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, say(Message("Usage: "), language))

        def write_heading(self, heading: str) -> None:
            known = _HEADINGS.get(heading, Message("{text}", {"text": heading}))
            self.write(f"{'':>{self.current_indent}}{say(known, language)}\n")

        def write_text(self, text: str) -> None:
            margin = " " * self.current_indent
            paragraphs = (wrapped(one, self.width - len(margin)) for one in text.split("\n\n"))
            told = "\n\n".join("\n".join(margin + line for line in one) for one in paragraphs)
            self.write(f"{told}\n")

        def write_dl(
            self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
        ) -> None:
            indent = min(max(cells(name) for name, _ in rows), col_max) + col_spacing
            margin = " " * self.current_indent
            for name, told in rows:
                lines = wrapped(_note_in(told, language), max(self.width - indent - 2, 10))
                if cells(name) + col_spacing > indent:
                    self.write(f"{margin}{name}\n")
                    name = ""
                for line in lines:
                    self.write(f"{margin}{name}{' ' * (indent - cells(name))}{line}".rstrip())
                    self.write("\n")
                    name = ""

    return HelpPage


def cells(text: str) -> int:
    """Count the columns of a terminal that a text takes: two for a Chinese sign."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def wrapped(text: str, width: int) -> list[str]:
    """
    Break a paragraph into lines of at most so many columns; a longer word stays whole.

    Examples
    --------
    >>> wrapped("列出站点，每小时一行。Every hour.", 12)
    ['列出站点，每', '小时一行。', 'Every hour.']
    """
    # A line that goes on joins with a blank, except in the middle of Chinese.
    text = _FOLDED.sub(lambda at: "" if cells(at[1] + at[2]) == 4 else " ", text.strip())
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _note_in(told: str, language: Language) -> str:
    """Put what Typer adds to an option's help into a language: `[default: en; required]`."""
    before, is_noted, note = told.rpartition("[")
    if not is_noted or not note.endswith("]"):
        return told
    parts = [_part_in(part, language) for part in note[:-1].split("; ")]
    return f"{before}[{'; '.join(parts)}]"


def _part_in(part: str, language: Language) -> str:
    if part == "required":
        return say(Message("required"), language)
    name, _, value = part.partition(": ")
    return (
        say(Message("default: {value}", {"value": value}), language) if name == "default" else part
    )
