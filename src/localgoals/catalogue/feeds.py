"""Tells which items of which frameworks one approved value feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from localgoals.catalogue.entries import ListedItem
from localgoals.catalogue.load import Catalogue
from localgoals.model.indicator import Crosswalk, Indicator, Relation
from localgoals.model.text import Text


@dataclass(frozen=True)
class Feed:
    """An item that an indicator feeds: how closely, and what the item is called there."""

    link: Crosswalk
    title: Text
    confirmed: bool
    """False where nobody here has read the item in the publication itself."""


def feeds(catalogue: Catalogue, indicator: Indicator) -> tuple[Feed, ...]:
    """
    Give every item that a value of an indicator feeds, in the order of the declaration.

    The official list has some indicators under several targets, in the same words. A value that is
    exactly one of them is all of them, so the others follow it.

    Examples
    --------
    >>> from localgoals.catalogue.load import load
    >>> [feed.link.code for feed in feeds(load(), load().indicators["11.5.1"])][:3]
    ['11.5.1', '1.5.1', '13.1.1']
    """
    links = (link for declared in indicator.frameworks for link in _with_twins(catalogue, declared))
    return tuple(_feed(catalogue, indicator, link) for link in links)


def fed_by(catalogue: Catalogue) -> dict[tuple[str, str], dict[str, Relation]]:
    """Give by framework and code of an item the indicators that feed it, and how closely."""
    found: dict[tuple[str, str], dict[str, Relation]] = {}
    for one in catalogue.indicators.values():
        for link in (feed.link for feed in feeds(catalogue, one)):
            found.setdefault((link.framework, link.code), {})[one.code] = link.relation
    return found


def twins(catalogue: Catalogue, item: ListedItem) -> Iterator[ListedItem]:
    """Give the other active items of the same list that have the same words."""
    for other in catalogue.lists[item.framework].values():
        if (
            other.title.en == item.title.en
            and other.code != item.code
            and other.status == item.status
        ):
            yield other


def _with_twins(catalogue: Catalogue, link: Crosswalk) -> Iterator[Crosswalk]:
    yield link
    item = catalogue.lists.get(link.framework, {}).get(link.code)
    if item is not None and link.relation == "exact":
        yield from (replace(link, code=twin.code) for twin in twins(catalogue, item))


def _feed(catalogue: Catalogue, indicator: Indicator, link: Crosswalk) -> Feed:
    listed = catalogue.lists.get(link.framework, {}).get(link.code)
    if listed is not None:
        return Feed(link, listed.title, listed.confirmed)
    if link.framework == "sdg":
        return Feed(link, catalogue.targets[link.code].title, confirmed=True)
    # What is in no list is a code of the urban frame; an own one stands for the indicator itself.
    known = catalogue.urban_codes.get(link.code)
    title = indicator.title if known is None or known.title is None else known.title
    return Feed(link, title, confirmed=link.code_status in ("verified", "project_assigned"))
