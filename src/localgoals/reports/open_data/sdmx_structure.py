"""The data structure of the figures in SDMX-ML 2.1: concepts, code lists, dimensions, dataflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from localgoals.catalogue.load import Catalogue, load
from localgoals.model.text import Text
from localgoals.reports.open_data.sdmx import (
    AGENCY,
    ATTRIBUTES,
    EVERYBODY,
    FLOW,
    STATUS,
    VERSION,
    dimensions,
    indicator_id,
    sdmx_id,
)
from localgoals.reports.open_data.source import Published
from localgoals.reports.open_data.tables import TITLES, title_of

__all__ = ["structures"]

_DSD: Final = "DSD_BASELINE"
_CONCEPTS: Final = "CS_BASELINE"
_TOTAL: Final = Text("total", "合计")

_STATUS_NAMES: Final = {
    "A": Text("normal value", "正常值"),
    "K": Text("data included in another category", "数据已计入其他类别"),
    "M": Text("missing value; data cannot exist", "缺失；数据不可能存在"),
    "O": Text("missing value", "缺失"),
    "Q": Text("missing value; suppressed", "缺失；不予公布"),
}
"""The codes of CL_OBS_STATUS that the figures use."""

_NAMES: Final[Mapping[str, Text]] = {
    "INDICATOR": Text("Indicator", "指标"),
    "SERIES": Text("Series of the indicator", "指标的序列"),
    "REF_AREA": Text("City or district", "城市或城区"),
    "TIME_PERIOD": Text("Year, or run of years", "年份或年份区间"),
    "GROUP": Text("Other group of people", "其他人群"),
    "OBS_VALUE": TITLES["value"],
    "UNIT_MEASURE": Text("Unit of measure", "计量单位"),
    "OBS_STATUS": Text("Observation status", "观测状态"),
    "LOWER_BOUND": TITLES["lower"],
    "UPPER_BOUND": TITLES["upper"],
    "COMMENT_OBS": Text("Comment", "说明"),
    "REASON": TITLES["reason"],
    "DETAIL": TITLES["detail"],
    "QUALITY": TITLES["quality"],
    "METHOD": TITLES["method"],
    "STATE": TITLES["state"],
    "SOURCES": TITLES["sources"],
    "INPUTS": TITLES["inputs"],
}
_TYPES: Final = {"LOWER_BOUND": "Double", "UPPER_BOUND": "Double", "QUALITY": "Integer"}
_ALWAYS: Final = {"UNIT_MEASURE", "OBS_STATUS", "QUALITY", "METHOD", "STATE"}


def structures(published: Published) -> Iterator[str]:
    """
    Give the lines of everything that the figures refer to, in the order that the schema asks for.

    Code lists have the codes that occur, with their names in English and Chinese.
    """
    lists = _code_lists(published, load())
    yield "<str:Dataflows>"
    yield f"<str:Dataflow{_maintained(FLOW)}>{_named(title_of(published))}"
    yield f"<str:Structure>{_reference(_DSD, 'DataStructure', 'datastructure')}</str:Structure>"
    yield "</str:Dataflow></str:Dataflows>"
    yield "<str:Codelists>"
    for name, codes in lists.items():
        yield from _code_list(name, codes)
    yield "</str:Codelists>"
    yield f"<str:Concepts><str:ConceptScheme{_maintained(_CONCEPTS)}>"
    yield _named(Text("Concepts of a baseline", "基线的概念"))
    for name, words in _concepts().items():
        yield f'<str:Concept id="{name}">{_named(words)}</str:Concept>'
    yield "</str:ConceptScheme></str:Concepts>"
    yield from _data_structure(lists)


def _concepts() -> dict[str, Text]:
    names = dict(_NAMES)
    names |= {code.upper(): one.title for code, one in load().dimensions.items()}
    return {name: names[name] for name in (*dimensions(), "OBS_VALUE", *ATTRIBUTES)}


def _code_lists(published: Published, catalogue: Catalogue) -> dict[str, dict[str, Text]]:
    """Give the codes of every coded concept, each with its name."""
    observations = published.observations
    indicators = dict.fromkeys(one.indicator for one in observations)
    areas = {published.city: published.name}
    for code in sorted({one.area for one in observations} - {published.city}):
        areas[code] = published.districts.get(code, Text(code, code))
    units = sorted({one.unit for one in observations})
    groups = sorted({one.group for one in observations if one.group})
    lists = {
        "INDICATOR": {
            indicator_id(code): Text(
                f"{code} {catalogue.indicators[code].title.en}",
                f"{code} {catalogue.indicators[code].title.zh}",
            )
            for code in indicators
        },
        "SERIES": _series_names(published, catalogue),
        "REF_AREA": {sdmx_id(code): name for code, name in areas.items()},
        "UNIT_MEASURE": {code: catalogue.units[code].name for code in units},
        "OBS_STATUS": {code: _STATUS_NAMES[code] for code in sorted(STATUS.values())},
    }
    for code, dimension in catalogue.dimensions.items():
        members = [one.partition("=")[2] for one in groups if one.partition("=")[0] == code]
        named = {sdmx_id(one): dimension.members.get(one, Text(one, one)) for one in members}
        lists[code.upper()] = {EVERYBODY: _TOTAL, **named}
    others = [one for one in groups if one.partition("=")[0] not in catalogue.dimensions]
    lists["GROUP"] = {EVERYBODY: _TOTAL} | {sdmx_id(one): Text(one, one) for one in others}
    return lists


def _series_names(published: Published, catalogue: Catalogue) -> dict[str, Text]:
    """Name a series by its title; one that several indicators have, by the titles of all."""
    used = sorted({(one.series, one.indicator) for one in published.observations})
    names: dict[str, Text] = {}
    for series, pairs in groupby(used, key=lambda pair: pair[0]):
        titles = [
            one.title
            for _, code in pairs
            for one in catalogue.indicators[code].series
            if one.code == series
        ]
        english = " / ".join(dict.fromkeys(one.en for one in titles))
        chinese = " / ".join(dict.fromkeys(one.zh for one in titles))
        names[sdmx_id(series)] = Text(english, chinese)
    return names


def _code_list(name: str, codes: Mapping[str, Text]) -> Iterator[str]:
    partly = ' isPartial="true"' if name == "OBS_STATUS" else ""
    agency, version = _owner(name)
    yield f"<str:Codelist{_maintained(f'CL_{name}', agency, version)}{partly}>"
    yield _named(_concepts()[name])
    for code, words in codes.items():
        yield f"<str:Code id={quoteattr(code)}>{_named(words)}</str:Code>"
    yield "</str:Codelist>"


def _owner(name: str) -> tuple[str, str]:
    """Tell whose code list it is: the status is that of all domains."""
    return ("SDMX", "2.2") if name == "OBS_STATUS" else (AGENCY, VERSION)


def _data_structure(lists: Mapping[str, Mapping[str, Text]]) -> Iterator[str]:
    yield f"<str:DataStructures><str:DataStructure{_maintained(_DSD)}>"
    yield _named(Text("Baseline of a city", "城市基线"))
    yield '<str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">'
    # The schema wants the dimension of time after all others.
    ordered = sorted(dimensions(), key=lambda name: name == "TIME_PERIOD")
    for position, name in enumerate(ordered, start=1):
        kind = "TimeDimension" if name == "TIME_PERIOD" else "Dimension"
        yield f'<str:{kind} id="{name}" position="{position}">{_concept(name)}'
        yield f"{_represented(name, lists)}</str:{kind}>"
    yield '</str:DimensionList><str:AttributeList id="AttributeDescriptor">'
    for name in ATTRIBUTES:
        status = "Mandatory" if name in _ALWAYS else "Conditional"
        yield f'<str:Attribute id="{name}" assignmentStatus="{status}">{_concept(name)}'
        yield f"{_represented(name, lists)}<str:AttributeRelationship><str:PrimaryMeasure>"
        yield '<Ref id="OBS_VALUE"/></str:PrimaryMeasure></str:AttributeRelationship>'
        yield "</str:Attribute>"
    yield '</str:AttributeList><str:MeasureList id="MeasureDescriptor">'
    yield f'<str:PrimaryMeasure id="OBS_VALUE">{_concept("OBS_VALUE")}'
    yield '<str:LocalRepresentation><str:TextFormat textType="Double"/></str:LocalRepresentation>'
    yield "</str:PrimaryMeasure></str:MeasureList></str:DataStructureComponents>"
    yield "</str:DataStructure></str:DataStructures>"


def _represented(name: str, lists: Mapping[str, Mapping[str, Text]]) -> str:
    if name in lists:
        agency, version = _owner(name)
        reference = _reference(f"CL_{name}", "Codelist", "codelist", agency, version)
        inner = f"<str:Enumeration>{reference}</str:Enumeration>"
    else:
        kind = "ObservationalTimePeriod" if name == "TIME_PERIOD" else _TYPES.get(name, "String")
        inner = f'<str:TextFormat textType="{kind}"/>'
    return f"<str:LocalRepresentation>{inner}</str:LocalRepresentation>"


def _concept(name: str) -> str:
    return (
        f'<str:ConceptIdentity><Ref id="{name}" maintainableParentID="{_CONCEPTS}" '
        f'maintainableParentVersion="{VERSION}" agencyID="{AGENCY}" class="Concept" '
        'package="conceptscheme"/></str:ConceptIdentity>'
    )


def _reference(
    name: str, kind: str, package: str, agency: str = AGENCY, version: str = VERSION
) -> str:
    return (
        f'<Ref id="{name}" agencyID="{agency}" version="{version}" '
        f'class="{kind}" package="{package}"/>'
    )


def _maintained(name: str, agency: str = AGENCY, version: str = VERSION) -> str:
    return f' id="{name}" agencyID="{agency}" version="{version}"'


def _named(words: Text) -> str:
    return (
        f'<com:Name xml:lang="en">{escape(words.en)}</com:Name>'
        f'<com:Name xml:lang="zh-Hans">{escape(words.zh)}</com:Name>'
    )
