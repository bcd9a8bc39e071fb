"""The lists of frameworks are read strictly, and the catalogue finds what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.item_lists import read_list
from localgoals.catalogue.load import load
from localgoals.catalogue.search import search
from localgoals.errors import BadInput
from localgoals.model.provenance import Reference

HEADER = "code,group_en,group_zh,title_en,title_zh,unit_en,unit_zh,status,confirmed\n"
GOOD = "A-1,Deaths,死亡,People who died,死亡人数,persons,人,active,true\n"


def test_a_row_becomes_an_item(tmp_path: Path) -> None:
    bare = "A-2,,,People,人数,,,retired,false\n"
    (tmp_path / "sendai_indicators.csv").write_text(HEADER + GOOD + bare, encoding="utf-8")

    full, empty = read_list(tmp_path, "sendai", {}).values()

    assert (full.framework, full.status, full.confirmed) == ("sendai", "active", True)
    assert full.unit is not None
    assert full.unit.zh == "人"
    assert (empty.status, empty.confirmed, empty.group, empty.unit) == (
        "retired", False, None, None,
    )  # fmt: skip


def test_an_item_may_name_where_it_was_read(tmp_path: Path) -> None:
    book = Reference("A book", "A press", 2020)
    rows = GOOD.replace("true", "true,book") + GOOD.replace("A-1", "A-2").replace("true", "false,")
    path = tmp_path / "sendai_indicators.csv"
    path.write_text(HEADER.replace("\n", ",source\n") + rows, encoding="utf-8")

    sourced, other = read_list(tmp_path, "sendai", {"book": book}).values()

    assert (sourced.source, other.source) == (book, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found the keys , expected code, group_en"),
        ("code,title\nA-1,Deaths\n", "found the keys code, title, expected code"),
        (HEADER + GOOD + GOOD, "a code occurs twice"),
        (HEADER + GOOD.replace("active", "asleep"), "row 2.status: found 'asleep', expected one"),
        (HEADER + GOOD.replace("true", "yes"), "row 2.confirmed: found 'yes', expected true or"),
        (HEADER + GOOD.replace("死亡人数", ""), "row 2.title.zh: found '', expected words"),
        (HEADER + GOOD.replace(",人,", ",,"), "row 2.unit.zh: found '', expected words"),
        (HEADER + "A-1,Deaths\n", "row 2: the key 'title' is missing"),
    ],
)
def test_a_faulty_list_names_its_row(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "sendai_indicators.csv").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=message):
        read_list(tmp_path, "sendai", {})


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no file .*cpi_indicators.csv"):
        read_list(tmp_path, "cpi", {})


def test_the_edition_is_named() -> None:
    edition = load().frameworks["sdg"].revision

    assert (edition.en, edition.zh) == ("2020-2024 list", "2020—2024年清单")


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("teacher education curricula", "4.7.1", "listed"),
        ("全球公民教育", "13.3.1", "listed"),
        ("poverty reduction programmes grants", "1.a.3", "retired"),
        ("文化遗产", "C-6", "listed"),
        ("libraries", "public-libraries", "listed"),
    ],
)
def test_listed_items_are_found_in_both_languages(words: str, code: str, kind: str) -> None:
    kinds = {hit.code: hit.kind for hit in search(load(), words)}

    assert kinds[code] == kind


def test_an_item_with_a_declaration_is_found_once() -> None:
    assert [hit.code for hit in search(load(), "11.2.1")] == ["11.2.1"]
