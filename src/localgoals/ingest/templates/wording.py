"""The words of one workbook: its languages, and what stands in its cells for each code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from localgoals.catalogue.load import Catalogue
from localgoals.ingest.templates.layout import COLUMNS, Manifest, both, named
from localgoals.ingest.templates.plan import Plan
from localgoals.ingest.templates.sentences import EVERYBODY
from localgoals.model.text import Language, Message, Text


@dataclass(frozen=True)
class Words:
    """What a workbook is about, and the languages that it speaks."""

    plan: Plan
    catalogue: Catalogue
    languages: Sequence[Language]

    def __call__(self, message: Message, between: str = "\n") -> str:
        """Say a sentence in every language of the workbook."""
        return both(message, self.languages, between)

    def named(self, text: Text) -> str:
        """Give content in every language of the workbook."""
        return plain(named(text, self.languages))

    def title(self, series: str) -> str:
        """Call a series by its title; one that the catalogue does not know, by its code."""
        known = self.catalogue.statistics.get(series)
        return plain(series) if known is None else self.named(known.title)

    def place(self, area: str) -> str:
        """Call an area by its name, or else by its code."""
        return self.named(self.plan.areas.get(area, Text(area, area)))

    def people(self, group: str) -> str:
        """Call a group by its name."""
        return self.named(self.catalogue.group_title(group)) if group else self(EVERYBODY)

    def unit_code(self, series: str) -> str:
        """Give the code of a series' unit; empty where the catalogue does not know the series."""
        known = self.catalogue.statistics.get(series)
        return "" if known is None else known.unit

    def unit(self, series: str) -> str:
        """Call the unit of a series by its name."""
        code = self.unit_code(series)
        return self.named(self.catalogue.units[code].name) if code else ""

    def uses(self, series: str) -> str:
        """List the indicators that a series is part of."""
        return ", ".join(
            code for code, one in self.catalogue.indicators.items() if series in one.statistics
        )


def manifest_for(words: Words) -> Manifest:
    """Say everything that a reader of the workbook must know to recognise its cells."""
    cells = words.plan.cells
    all_series = dict.fromkeys(key.series for key in cells)
    labels = {("title", code): words.title(code) for code in all_series}
    labels |= {("unit", code): words.unit(code) for code in all_series}
    labels |= {("place", code): words.place(code) for code in {key.area: 0 for key in cells}}
    labels |= {("people", code): words.people(code) for code in {key.group: 0 for key in cells}}
    return Manifest(
        headers={field: words(message) for field, message in COLUMNS.items()},
        labels=labels,
        units={code: words.unit_code(code) for code in all_series},
        cells=cells,
    )


def plain(text: str) -> str:
    """Leave out what no cell of a workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
