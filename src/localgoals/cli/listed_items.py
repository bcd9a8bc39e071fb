"""`localgoals catalogue feeds | compare`, and the lists of frameworks for `list` and `show`."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.exits import Exit
from localgoals.cli.problems import told
from localgoals.cli.reader import Lang
from localgoals.cli.tables import RELATION, STATUS, Words, console, table_of
from localgoals.errors import BadInput
from localgoals.model.text import Message

if TYPE_CHECKING:
    from rich.table import Table

    from localgoals.catalogue.entries import ListedItem
    from localgoals.catalogue.load import Catalogue

_CHANGE: dict[str, Message] = {
    "new": Message("new"),
    "gone": Message("gone"),
    "reworded": Message("reworded"),
}


class ListName(StrEnum):
    """A framework whose items are listed, in full or as far as they could be read."""

    SDG = "sdg"
    SENDAI = "sendai"
    CPI = "cpi"
    NUA = "nua"
    GBF = "gbf"
    SINGAPORE = "singapore"


def feeds(
    code: Annotated[str, typer.Argument(help="An indicator that has a method here (11.2.1).")],
    lang: Lang = "en",
) -> None:
    """Show which items of which frameworks one approved value of an indicator feeds."""
    from localgoals.catalogue import feeds as feeding
    from localgoals.catalogue.load import load

    words = Words(load(), lang)
    catalogue = words.catalogue
    if code not in catalogue.indicators:
        if any(code in items for items in catalogue.lists.values()):
            raise BadInput(
                Message(
                    "{code} is listed but has no method here yet, so there is no value to pass on.",
                    {"code": code},
                )
            )
        raise BadInput(unknown(catalogue, code))
    indicator = catalogue.indicators[code]
    terminal = console()
    terminal.print(f"[bold]{code}[/bold] {indicator.title.in_(words.language)}")
    titles = [Message("Framework"), Message("Code"), Message("Title")]
    table = table_of(words, [*titles, Message("How closely"), Message("Status of the code")])
    for feed in feeding.feeds(catalogue, indicator):
        name = catalogue.frameworks[feed.link.framework].short.in_(words.language)
        title = feed.title.in_(words.language)
        mark = "" if feed.confirmed else words(Message(" (not confirmed)"))
        closely, status = RELATION[feed.link.relation], STATUS[feed.link.code_status]
        formula = feed.link.formula
        how = words(closely)
        if formula is not None:
            how += f"{words.colon}{formula.in_(words.language)}"
        table.add_row(name, feed.link.code, f"{title}{mark}", how, words(status))
    terminal.print(table)


def compare(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns code and title_en.")],
    framework: Annotated[
        ListName, typer.Option(help="The list that the file is a newer edition of.")
    ] = ListName.SDG,
    lang: Lang = "en",
) -> None:
    """
    Compare a newer edition of a list with the one here: what is new, gone and reworded.

    Columns that may stand beside: title_zh, status (active or retired) and kind, of which only rows
    of the kind indicator count. Exit code 1 with every fault of the file.
    """
    from localgoals.catalogue import newer_list
    from localgoals.catalogue.load import load

    words = Words(load(), lang)
    newer = newer_list.read_newer_list(file, framework)
    if newer.problems:
        for number, problem in enumerate(newer.problems, start=1):
            console().print(told(problem, number, lang), markup=False)
        raise typer.Exit(Exit.BAD_INPUT)
    changes = newer_list.compare(words.catalogue, newer, framework)
    titles = [Message("Change"), Message("Code"), Message("Here"), Message("There")]
    table = table_of(words, titles)
    for change in changes:
        table.add_row(words(_CHANGE[change.kind]), change.code, change.here, change.there)
    if changes:
        console().print(table)
    codes = Counter[str](kind for kind, _ in {(change.kind, change.code) for change in changes})
    total = Message(
        "{items} items in {file}: {new} new, {gone} gone, {reworded} reworded against {edition}.",
        {
            "items": len(newer.rows),
            "file": file.name,
            **{kind: codes[kind] for kind in _CHANGE},
            "edition": words.catalogue.frameworks[framework].revision.in_(lang),
        },
    )
    console().print(words(total), markup=False)


def item_list(words: Words, framework: str) -> Table:
    """Make the table of a framework's full list; its caption names the edition and counts."""
    from localgoals.catalogue.feeds import fed_by

    measured = fed_by(words.catalogue)
    items = words.catalogue.lists[framework].values()
    grouped = any(item.group for item in items)
    titles = [Message("Code"), Message("Title"), Message("State")]
    table = table_of(words, [Message("Part"), *titles] if grouped else titles)
    for item in items:
        part = [item.group.in_(words.language)] if item.group else [""] * grouped
        state = words.comma.join(
            words(one) for one in _state(item, is_measured=(framework, item.code) in measured)
        )
        table.add_row(*part, item.code, item.title.in_(words.language), state)
    table.caption = _caption(words, framework)
    return table


def _caption(words: Words, framework: str) -> str:
    """Name the edition of a list, and count its items and those that are not there."""
    known = words.catalogue.frameworks[framework]
    items = words.catalogue.lists[framework].values()
    count = Counter(item.status for item in items)
    counted = Message(
        "{title}, {edition}: {active} active, {retired} retired, {unconfirmed} not confirmed",
        {
            "title": known.title.in_(words.language),
            "edition": known.revision.in_(words.language),
            "active": count["active"],
            "retired": count["retired"],
            "unconfirmed": sum(not item.confirmed for item in items),
        },
    )
    said = [words(counted)]
    if not known.complete and known.size is None:
        said.append(words(Message("The others are not listed here; how many is not known.")))
    elif not known.complete and known.size is not None and known.size > count["active"]:
        left: dict[str, object] = {"size": known.size, "listed": count["active"]}
        said.append(
            words(Message("Of {size}, {listed} are listed; the others were not read.", left))
        )
    return "\n".join([*said, known.licence.in_(words.language)])


def _state(item: ListedItem, *, is_measured: bool) -> list[Message]:
    """Say what a person must know of an item before using it."""
    said = []
    if item.status == "retired":
        said.append(Message("retired"))
    if not item.confirmed:
        said.append(Message("not confirmed"))
    if is_measured:
        said.append(Message("measured here"))
    return said


def show_item(words: Words, code: str) -> bool:
    """Print an item that is listed and has no declaration here; False when there is none."""
    from rich.table import Table

    found = [items[code] for items in words.catalogue.lists.values() if code in items]
    for item in found:
        terminal = console()
        terminal.print(f"[bold]{code}[/bold] {item.title.in_(words.language)}")
        grid = Table(box=None, show_header=False, pad_edge=False)
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column(overflow="fold")
        for label, content in _facts(words, item):
            grid.add_row(words(label), content)
        terminal.print(grid)
    return bool(found)


def _facts(words: Words, item: ListedItem) -> list[tuple[Message, str]]:
    from localgoals.catalogue.feeds import fed_by, twins

    catalogue, language = words.catalogue, words.language
    known = catalogue.frameworks[item.framework]
    edition = f"{known.title.in_(language)} – {known.revision.in_(language)}"
    facts = [(Message("Framework"), edition)]
    if item.framework == "sdg":
        target = catalogue.targets[item.code.rpartition(".")[0]]
        facts.append((Message("Target"), f"{target.code} {target.title.in_(language)}"))
    if item.group is not None:
        facts.append((Message("Part"), item.group.in_(language)))
    if item.unit is not None:
        facts.append((Message("Unit"), item.unit.in_(language)))
    alike = [other.code for other in twins(catalogue, item)]
    if alike:
        facts.append((Message("Same words"), words.comma.join(alike)))
    if item.status == "retired":
        gone = Message("Retired: the edition named above has it no more.")
        facts.append((Message("State"), words(gone)))
    source = item.source or known.source
    facts += [
        (Message("Source"), words.source(source)),
        (Message("Licence"), known.licence.in_(language)),
    ]
    if not item.confirmed:
        facts.append((Message("State"), words(Message("Not confirmed in the publication itself."))))
    measured = fed_by(catalogue).get((item.framework, item.code), {})
    for code, closely in measured.items():
        facts.append((Message("Fed by"), f"{code} – {words(RELATION[closely])}"))
    if not measured:
        facts.append((Message("Method"), words(Message("Listed; it has no method here yet."))))
    return facts


def unknown(catalogue: Catalogue, code: str) -> Message:
    """Say that there is no such code, and which are near to it."""
    listed = [code for items in catalogue.lists.values() for code in items]
    codes = dict.fromkeys([*catalogue.indicators, *catalogue.targets, *listed])
    near = get_close_matches(code, codes, n=3)
    if not near:
        return Message(
            "There is no {code} in the catalogue. localgoals catalogue lists what there is.",
            {"code": code},
        )
    return Message(
        "There is no {code} in the catalogue. Near to it: {near}.",
        {"code": code, "near": ", ".join(near)},
    )
