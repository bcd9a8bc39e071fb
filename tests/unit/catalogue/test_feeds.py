"""One approved value feeds every framework that its indicator belongs to."""

from __future__ import annotations

import pytest

from localgoals.catalogue.feeds import fed_by, feeds, twins
from localgoals.catalogue.load import load


def test_a_value_feeds_the_items_of_its_crosswalk() -> None:
    fed = feeds(load(), load().indicators["11.2.1"])

    assert [(one.link.framework, one.link.code, one.link.code_status) for one in fed] == [
        ("sdg", "11.2.1", "official"),
        ("umf", "3.2-P1", "project_assigned"),
    ]
    assert fed[0].title.zh.startswith("可便利使用公共交通的人口比例")


def test_the_same_indicator_under_other_targets_is_fed_too() -> None:
    fed = {one.link.code: one.link.relation for one in feeds(load(), load().indicators["11.5.1"])}

    assert (fed["11.5.1"], fed["1.5.1"], fed["13.1.1"]) == ("exact", "exact", "exact")
    assert (fed["A-1"], fed["B-1"]) == ("derived", "derived")


def test_what_is_not_exact_does_not_spread_to_other_targets() -> None:
    catalogue = load()

    spread = {
        one.link.code
        for code in ("4.1.2", "5.5.1")
        for one in feeds(catalogue, catalogue.indicators[code])
    }

    assert spread & set(catalogue.lists["sdg"]) == {"4.1.2", "5.5.1"}


@pytest.mark.parametrize("code", load().indicators)
def test_every_item_that_is_fed_has_its_words(code: str) -> None:
    fed = feeds(load(), load().indicators[code])

    assert fed
    assert all(one.title.en and one.title.zh for one in fed)


def test_items_with_the_same_words_are_twins_but_retired_ones_are_not() -> None:
    items = load().lists["sdg"]

    assert [one.code for one in twins(load(), items["4.7.1"])] == ["12.8.1", "13.3.1"]
    assert list(twins(load(), items["17.6.1"])) == []


def test_an_item_knows_what_feeds_it() -> None:
    found = fed_by(load())

    assert found["sendai", "A-1"] == {"1.3-P15": "exact", "11.5.1": "derived"}
    assert ("sdg", "4.7.1") not in found


def test_what_is_derived_says_how() -> None:
    links = [link for one in load().indicators.values() for link in one.frameworks]

    assert all((link.formula is None) == (link.relation != "derived") for link in links)
    assert any("people directly affected" in link.formula.en for link in links if link.formula)
