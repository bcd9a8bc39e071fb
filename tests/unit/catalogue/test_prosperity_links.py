"""Which figures of the catalogue are items of the City Prosperity Index."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.catalogue.prosperity_links import (
    near_prosperity,
    possible_prosperity,
    prosperity_links,
)


def test_every_exact_item_has_a_series_in_a_unit_that_agrees() -> None:
    declared = {
        link.code
        for one in load().indicators.values()
        for link in one.frameworks
        if link.framework == "cpi" and link.relation == "exact"
    }

    assert set(prosperity_links(load())) == declared


def test_the_series_with_the_unit_of_the_item_is_taken_and_not_the_headline() -> None:
    links = prosperity_links(load())

    assert links["street-intersection-density"].name == "3.4-P3 intersection_density"
    assert links["accessibility-to-open-public-areas"].name == "11.7.1 access_400m"


def test_people_for_households_is_said() -> None:
    links = prosperity_links(load())

    assert [code for code, one in links.items() if not one.same_base] == ["slum-households"]


def test_what_is_only_near_is_no_link() -> None:
    assert near_prosperity(load())["access-to-improved-water"] == {"6.1.1": "narrower"}
    assert "access-to-improved-water" not in prosperity_links(load())


def test_a_share_of_which_the_catalogue_has_none_ends_at_100() -> None:
    possible = possible_prosperity(load())

    assert not possible["poverty-rate"].admits(101)
    assert possible["mean-household-income"].admits(50_000)
    assert not possible["mean-household-income"].admits(-1)
