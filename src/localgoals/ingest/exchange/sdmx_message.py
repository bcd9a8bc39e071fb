"""Listens to a data message of SDMX-ML 2.1, generic or structure-specific."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from localgoals.ingest.exchange.cells import Part
from localgoals.ingest.exchange.sdmx_data import TIME, DataSet
from localgoals.ingest.exchange.sdmx_dsd import wrong_root
from localgoals.ingest.exchange.xml import MESSAGE, SDMX, local
from localgoals.model.problem import Problem

GENERIC: Final = SDMX + "data/generic"
VALUE: Final = "OBS_VALUE"
_ROOTS: Final = (
    "GenericData", "GenericTimeSeriesData",
    "StructureSpecificData", "StructureSpecificTimeSeriesData",
)  # fmt: skip


class DataMessage:
    """Hears elements one by one; keeps the data sets, and why the file is no data message."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.sets: list[DataSet] = []
        self._generic = _Generic()
        self._depth = 0
        self._at_observation: dict[str, str] = {}
        self._structures: dict[str, str] = {}
        self._header = ""
        self._in_series = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Hear that an element begins."""
        self._depth += 1
        namespace, _, word = name.rpartition(" ")
        if self._depth == 1:
            if namespace != MESSAGE or word not in _ROOTS:
                self.problems = [wrong_root(name, f"{self.where}, line {line}")]
        elif self.problems:
            return
        elif namespace == MESSAGE and word == "DataSet":
            self._begin_set(attributes)
        elif not self.sets:
            self._hear_header(word, attributes)
        elif namespace == GENERIC:
            self._generic.start(word, attributes, line)
        elif not namespace.startswith(SDMX):
            self._hear_specific(word, attributes, line)

    def text(self, words: str) -> None:
        """Hear text; figures stand in attributes."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self._depth -= 1
        if name.startswith(GENERIC):
            self._generic.end(local(name))
        elif local(name) == "Series":
            self._in_series = False

    def _begin_set(self, attributes: Mapping[str, str]) -> None:
        said = {local(name): text for name, text in attributes.items()}
        reference = said.get("structureRef", "")
        at = self._at_observation.get(reference, TIME)
        data = DataSet(self._structures.get(reference, ""), said.get("action", ""), at)
        self.sets.append(data)
        self._generic.data = data
        # Some programs write the words of the message itself without their namespace.
        reserved = ("action", "dataScope", "setID", "structureRef")
        data.whole = {name: text for name, text in _own(attributes).items() if name not in reserved}

    def _hear_header(self, word: str, attributes: Mapping[str, str]) -> None:
        if word == "Structure" and "structureID" in attributes:
            self._header = attributes["structureID"]
            self._at_observation[self._header] = attributes.get("dimensionAtObservation", TIME)
        elif word == "Ref" and self._header:
            reference = f"{attributes.get('agencyID', '')}:{attributes.get('id', '')}"
            self._structures.setdefault(self._header, reference)

    def _hear_specific(self, word: str, attributes: dict[str, str], line: int) -> None:
        data = self.sets[-1]
        if word == "Obs":
            data.observe(_own(attributes), line, in_series=self._in_series)
        elif word == "Series":
            self._in_series = True
            data.series.add(_own(attributes))
        elif word == "Group":
            data.groups.append(_own(attributes))


class _Generic:
    """Hears the elements of a generic data set, where each concept is an element of its own."""

    def __init__(self) -> None:
        self.data = DataSet("", "", TIME)
        self._series: dict[str, str] | None = None
        self._group: dict[str, str] | None = None
        self._observation: dict[str, str] | None = None
        self._added = False
        self._line = 0
        self._bag: dict[str, str] = {}
        self._part: Part = "attribute"

    def start(self, word: str, attributes: Mapping[str, str], line: int) -> None:
        """Hear that an element begins."""
        if word == "Series":
            self._series, self._added = {}, False
        elif word == "Group":
            self._group = {}
        elif word == "Obs":
            self._begin_observation(line)
        elif word in ("SeriesKey", "GroupKey", "ObsKey", "Attributes"):
            self._bag = self._innermost()
            self._part = "attribute" if word == "Attributes" else "dimension"
        elif word == "Value":
            self._put(attributes.get("id", ""), attributes.get("value", ""), self._part)
        elif word == "ObsDimension":
            self._bag = self._innermost()
            name = attributes.get("id", self.data.at_observation)
            self._put(name, attributes.get("value", ""), "dimension")
        elif word == "ObsValue":
            self._bag = self._innermost()
            self._put(VALUE, attributes.get("value", ""), "value")

    def end(self, word: str) -> None:
        """Hear that an element ends."""
        if word == "Obs" and self._observation is not None:
            in_series = self._series is not None
            self.data.observe(self._observation, self._line, in_series=in_series)
            self._observation = None
        elif word == "Series":
            self._series = None
        elif word == "Group" and self._group is not None:
            self.data.groups.append(self._group)
            self._group = None

    def _begin_observation(self, line: int) -> None:
        if self._series is not None and not self._added:
            self.data.series.add(self._series)
            self._added = True
        self._observation, self._line = {}, line

    def _innermost(self) -> dict[str, str]:
        for bag in (self._observation, self._group, self._series):
            if bag is not None:
                return bag
        return self.data.whole

    def _put(self, name: str, text: str, part: Part) -> None:
        if name:
            self._bag[name] = text
            self.data.parts.setdefault(name, part)


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    """Give the attributes without a namespace: the concepts of the structure."""
    return {name: text for name, text in attributes.items() if " " not in name}
