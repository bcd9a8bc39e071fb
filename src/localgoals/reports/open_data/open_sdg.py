"""Data and metadata of an Open SDG site: a CSV and a YAML file for each indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

import yaml

from localgoals.catalogue.citation import cite
from localgoals.catalogue.language import say
from localgoals.catalogue.load import Catalogue, load
from localgoals.errors import BadInput
from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.reason import why
from localgoals.model.text import Language, Message, Text
from localgoals.reports.open_data.source import Published
from localgoals.reports.tables import write_csv

__all__ = ["write_open_sdg"]


def write_open_sdg(published: Published, folder: Path, language: Language) -> None:
    """
    Write `data/indicator_11-2-1.csv` and `meta/11-2-1.yml` for each indicator.

    First column Year, last Value, second-last GeoCode. An empty cell stands for all: the figure of
    the whole city is empty in every column that tells apart, and its GeoCode is empty too. Nothing
    is empty for another reason, but the Value of a figure that is not known; the notation key then
    stands in the column `Observation status`, which such a site takes for no way to tell apart.

    Raises
    ------
    BadInput
        When the baseline has indicators or units that the catalogue no longer knows.

    References
    ----------
    Open SDG, documentation: Data format; Metadata format; Data configuration.
    """
    catalogue = load()
    _refuse_unknown(published, catalogue)
    (folder / "data").mkdir()
    (folder / "meta").mkdir()
    for code, rows in groupby(published.observations, key=lambda one: one.indicator):
        page = _Page(published, catalogue, catalogue.indicators[code], tuple(rows), language)
        slug = code.replace(".", "-")
        write_csv(folder / "data" / f"indicator_{slug}.csv", page.header(), page.rows())
        text = yaml.safe_dump(page.meta(), allow_unicode=True, sort_keys=False, width=100)
        (folder / "meta" / f"{slug}.yml").write_text(text, encoding="utf-8", newline="\n")


def _refuse_unknown(published: Published, catalogue: Catalogue) -> None:
    """Hold a baseline of another version to this catalogue, which has the words of the site."""
    codes = {one.indicator for one in published.observations} - catalogue.indicators.keys()
    codes |= {one.unit for one in published.observations} - catalogue.units.keys()
    if codes:
        raise BadInput(
            Message(
                "The catalogue does not know {codes}. Compute the baseline anew.",
                {"codes": ", ".join(sorted(codes))},
            )
        )


def words_of(names: Mapping[str, str]) -> dict[str, str]:
    """
    Give each code a word that no other code has: its name, or its code where names are alike.

    Examples
    --------
    >>> words_of({"a": "Mill", "b": "Hill", "c": "Hill"})
    {'a': 'Mill', 'b': 'Hill (b)', 'c': 'Hill (c)'}
    """
    times = Counter(names.values())
    return {code: name if times[name] == 1 else f"{name} ({code})" for code, name in names.items()}


@dataclass(frozen=True)
class _Page:
    """One indicator of a site."""

    published: Published
    catalogue: Catalogue
    indicator: Indicator
    observations: tuple[Observation, ...]
    language: Language

    def _word(self, text: Text) -> str:
        return text.in_(self.language)

    @cached_property
    def _dimensions(self) -> list[str]:
        return list(
            dict.fromkeys(one.group.partition("=")[0] for one in self.observations if one.group)
        )

    def _dimension_title(self, code: str) -> str:
        known = self.catalogue.dimensions.get(code)
        return self._word(known.title) if known else code

    @cached_property
    def _runs(self) -> bool:
        return any(one.period.first != one.period.last for one in self.observations)

    def header(self) -> list[str]:
        """Name the columns; those that tell apart stand between Series and the last three."""
        district = [say(Message("District"), self.language)] if self._has_districts else []
        period = [say(Message("Period"), self.language)] if self._runs else []
        apart = [*period, *district, *map(self._dimension_title, self._dimensions)]
        return [
            "Year", "Units", "Series", *apart,
            "Observation status", "COMMENT_OBS", "GeoCode", "Value",
        ]  # fmt: skip

    @cached_property
    def _has_districts(self) -> bool:
        return any(one.area != self.published.city for one in self.observations)

    def rows(self) -> Iterable[Sequence[object]]:
        """Give a row for each observation, cells in the order of the header."""
        series = words_of({one.code: self._word(one.title) for one in self.indicator.series})
        names = self.published.districts
        codes = dict.fromkeys(one.area for one in self.observations)
        areas = words_of(
            {code: self._word(names[code]) if code in names else code for code in codes}
        )
        for one in self.observations:
            whole = one.area == self.published.city
            run = "" if one.period.first == one.period.last else str(one.period)
            yield [
                one.period.last,
                self._word(self.catalogue.units[one.unit].name),
                series.get(one.series, one.series),
                *([run] if self._runs else []),
                *(["" if whole else areas[one.area]] if self._has_districts else []),
                *(self._member(one.group, dimension) for dimension in self._dimensions),
                one.notation,
                say(why(one.reason, one.detail), self.language) if one.reason else "",
                "" if whole else one.area,
                None if one.notation else one.value,
            ]

    def _member(self, group: str, dimension: str) -> str:
        its_own, _, member = group.partition("=")
        if its_own != dimension:
            return ""
        known = self.catalogue.dimensions.get(dimension)
        return self._word(known.members[member]) if known and member in known.members else member

    def meta(self) -> dict[str, object]:
        """Give the metadata that a site shows or asks for."""
        one, city = self.indicator, self._word(self.published.name)
        known = [row for row in self.observations if not row.notation]
        title = self._word(one.title)
        slug = one.code.replace(".", "-")
        target_id = one.code.rpartition(".")[0] or one.code.rpartition("-")[0]
        target = self.catalogue.targets.get(target_id)
        meta: dict[str, object] = {
            "indicator": one.code,
            "indicator_name": title,
            "indicator_number": one.code,
            "indicator_sort_order": "-".join(part.zfill(2) for part in slug.split("-")),
            "sdg_goal": str(one.goal),
            "target_id": target_id,
            "target_name": self._word(target.title) if target else "",
            "graph_title": title,
            "graph_type": "line",
            "reporting_status": "complete" if known else "notstarted",
            "data_non_statistical": False,
            "data_show_map": any(row.area != self.published.city for row in known),
            "national_geographical_coverage": city,
            "computation_units": self._word(self.catalogue.units[one.headline.unit].name),
            "computation_calculations": self._word(one.method.formula),
            "comments_limitations": self._word(one.method.notes),
            "goal_meta_link_text": "; ".join(
                cite(part, self.language) for part in one.method.references
            ),
            "language": "zh-Hans" if self.language == "zh" else "en",
        }
        return meta | ({"data_licence": self.published.licence} if self.published.licence else {})
