"""A mapping of a YAML file becomes a frozen dataclass, or a message that names file and key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from localgoals.catalogue.declaration import declare, declare_reference, read_yaml
from localgoals.catalogue.entries import WorkedExample
from localgoals.errors import BadInput
from localgoals.model.indicator import Ratio, Sum, Term
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Text

WHO = Reference("Air quality guidelines", "World Health Organization", 2021)


@dataclass(frozen=True)
class Bench:
    name: Text
    seats: int
    height_m: float
    wood: bool
    kind: Literal["park", "street"]
    carries: Between
    place: tuple[int, int]
    source: Reference
    labels: tuple[str, ...] = ()
    colours: Mapping[str, float] = field(default_factory=dict)
    maker: str | None = None


BENCH: dict[str, Any] = {
    "name": {"en": "bench", "zh": "长椅"},
    "seats": 3,
    "height_m": 1,
    "wood": True,
    "kind": "park",
    "carries": [0, 300],
    "place": [4, 5],
    "source": "who",
}


def made(**changes: object) -> Bench:
    return declare(Bench, BENCH | changes, "benches.yaml", references={"who": WHO})


def test_a_mapping_becomes_its_dataclass() -> None:
    bench = made(labels=["old"], colours={"red": 1}, maker="Lin")

    assert bench.name == Text("bench", "长椅")
    assert bench.carries == Between(0, 300)
    assert bench.source is WHO
    assert (bench.place, bench.labels, bench.maker) == ((4, 5), ("old",), "Lin")
    assert isinstance(bench.height_m, float)
    assert dict(bench.colours) == {"red": 1.0}


def test_a_key_with_a_default_may_be_left_out() -> None:
    assert made().labels == ()
    assert made().maker is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, r"benches.yaml: unknown key 'colour'. The keys are name, seats"),
        ({"name": {"en": "bench"}}, r"benches.yaml, name: the key 'zh' is missing"),
        ({"name": {"en": "bench", "zh": ""}}, r"benches.yaml, name.zh: found '', expected words"),
        ({"seats": 2.5}, r"benches.yaml, seats: found 2.5, expected a whole number"),
        ({"seats": True}, r"benches.yaml, seats: found True, expected a whole number"),
        ({"height_m": "low"}, r"benches.yaml, height_m: found 'low', expected a number"),
        ({"wood": "yes"}, r"benches.yaml, wood: found 'yes', expected true or false"),
        ({"kind": "bar"}, r"benches.yaml, kind: found 'bar', expected one of park, street"),
        ({"carries": [300, 0]}, r"benches.yaml, carries: .* expected a range that begins below"),
        ({"carries": 300}, r"benches.yaml, carries: found 300, expected a list of 2"),
        ({"place": [4]}, r"benches.yaml, place: found \[4\], expected a list of 2"),
        (
            {"source": "fao"},
            r"benches.yaml, source: found 'fao', expected a key of references.yaml",
        ),
        ({"labels": "old"}, r"benches.yaml, labels: found 'old', expected a list"),
        ({"labels": ["old", 7]}, r"benches.yaml, labels.2: found 7, expected words"),
        ({"colours": ["red"]}, r"benches.yaml, colours: .* expected keys and their values"),
    ],
)
def test_a_fault_is_named_by_file_and_key(changes: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        made(**changes)


@pytest.mark.parametrize(
    ("written", "made"),
    [("people", Sum.of("people")), (["all", "-lost"], Sum((Term("all"), Term("lost", -1))))],
)
def test_a_sum_is_a_name_or_a_list_of_names(written: object, made: Sum) -> None:
    value = {"numerator": written, "denominator": "people", "multiplier": 100}

    assert declare(Ratio, value, "r.yaml", references={}).numerator == made


@pytest.mark.parametrize("written", [[], 3, {"a": 1}, ["a", 3], ["a", ""]])
def test_a_sum_of_anything_else_is_refused(written: object) -> None:
    value = {"numerator": written, "denominator": "people", "multiplier": 100}

    with pytest.raises(BadInput, match=r"r\.yaml, numerator"):
        declare(Ratio, value, "r.yaml", references={})


@pytest.mark.parametrize(("written", "made"), [(5, (5.0,)), ([5, 2.5], (5.0, 2.5))])
def test_one_figure_of_an_example_may_stand_alone(written: object, made: tuple[float, ...]) -> None:
    value = {"numerator": written, "denominator": 10, "value": 1}

    assert declare(WorkedExample, value, "r.yaml", references={}).numerator == made


def test_a_missing_key_is_named() -> None:
    without_seats = {key: value for key, value in BENCH.items() if key != "seats"}

    with pytest.raises(BadInput, match=r"benches.yaml: the key 'seats' is missing"):
        declare(Bench, without_seats, "benches.yaml", references={"who": WHO})


def test_a_reference_is_declared_by_its_own_keys() -> None:
    declared = {"title": "A book", "publisher": "A press", "confirmed": False}

    assert declare_reference(declared, "r.yaml") == Reference("A book", "A press", confirmed=False)


def test_a_type_that_files_cannot_hold_is_the_programmers_fault() -> None:
    @dataclass(frozen=True)
    class Odd:
        many: set[str]

    Odd.__annotations__["many"] = set[str]
    with pytest.raises(TypeError, match="declarations cannot hold"):
        declare(Odd, {"many": []}, "odd.yaml", references={})


def test_a_key_that_stands_twice_in_one_mapping_is_told_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "references.yaml"
    file.write_text("who: {year: 2021}\niso: {year: 2019}\nwho: {year: 2005}\n", "utf-8")

    with pytest.raises(BadInput, match="the key 'who' stands there twice"):
        read_yaml(file)


def test_one_key_may_stand_in_several_mappings(tmp_path: Path) -> None:
    file = tmp_path / "references.yaml"
    file.write_text("who: {year: 2021}\niso: {year: 2019}\n", "utf-8")

    assert read_yaml(file) == {"who": {"year": 2021}, "iso": {"year": 2019}}
