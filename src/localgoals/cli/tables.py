"""The catalogue as the commands print it: words in the reader's language, in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from localgoals.catalogue.load import Catalogue
    from localgoals.model.provenance import Reference

RELATION: dict[str, Message] = {
    "exact": Message("the same"),
    "narrower": Message("a part of it"),
    "broader": Message("wider than it"),
    "derived": Message("stands in for it"),
}
STATUS: dict[str, Message] = {
    "official": Message("official"),
    "verified": Message("read in the source"),
    "machine_translated": Message("read in a machine translation"),
    "unconfirmed": Message("not confirmed"),
    "project_assigned": Message("given by this project"),
}


class Words:
    """The catalogue in the reader's language."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue = catalogue
        self.language = language
        self.comma = "、" if language == "zh" else ", "
        self.colon = "：" if language == "zh" else ": "

    def __call__(self, message: Message) -> str:
        """Say a sentence."""
        from localgoals.catalogue.language import say

        return say(message, self.language)

    def unit(self, code: str) -> str:
        """Give the sign of a unit."""
        return self.catalogue.units[code].symbol.in_(self.language)

    def roles(self, codes: tuple[str, ...]) -> str:
        """Name roles; `a|b` becomes `A or B`."""
        named = []
        for code in codes:
            either = [self.catalogue.roles[one].title.in_(self.language) for one in code.split("|")]
            named.append(self(Message(" or ")).join(either))
        return self.comma.join(named)

    def source(self, reference: Reference) -> str:
        """Name a publication."""
        from localgoals.catalogue.citation import cite

        return cite(reference, self.language)


def console() -> Console:
    """Give the terminal; it colours nothing by itself."""
    from rich.console import Console

    return Console(highlight=False)


def table_of(words: Words, titles: list[Message]) -> Table:
    """Make an empty table with titles in the reader's language."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in titles:
        # A code is what a person copies; it is never cut.
        is_code = title.template in ("Code", "Kind")
        table.add_column(words(title), no_wrap=is_code, overflow="fold")
    return table
