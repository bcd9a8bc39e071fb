"""The keys of a pack's `datapackage.json`: what each may hold, and each that does not."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.ingest.faults import problem
from localgoals.ingest.roles import DECIMAL_MARKS, ROLES, UNITS, Role
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.text import Message

VERSION = 1
FILE_NAME = "datapackage.json"

_GROUP = re.compile(r"[a-z][a-z0-9_-]*=[^=\s][^=]*")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Key:
    """One key of a JSON object: which values it admits, also in words, and if it must be there."""

    admits: Callable[[Any], bool]
    expected: Message
    required: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_period(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        Period.parse(value)
    except BadInput:
        return False
    return True


def _is_path(value: object) -> bool:
    return _is_text(value) or (
        isinstance(value, list) and bool(value) and all(_is_text(one) for one in value)
    )


def _is_both_languages(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(value.get(key)) for key in ("en", "zh"))


def _is_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def _is_files(value: object) -> bool:
    return isinstance(value, dict) and all(_is_hash(one) for one in value.values())


_TEXT = Message("a text that is not empty")
_OBJECT = Message("an object in braces")
_OBJECTS = Message("a list of objects")
_HASH = Message("sha256: and 64 hexadecimal digits")

_PACKAGE = {
    "resources": Key(_is_objects, _OBJECTS, required=True),
    "localgoals": Key(_is_object, _OBJECT, required=True),
}
_PACKAGE_OWN = {
    "version": Key(
        lambda value: value == VERSION, Message("the version {version}", {"version": VERSION}), True
    ),
    "code": Key(
        lambda value: isinstance(value, str) and re.fullmatch(r"[\w.-]+", value) is not None,
        Message("a code of letters, digits, hyphens and dots, such as US-NYC"),
        required=True,
    ),
    "title": Key(
        _is_both_languages, Message("the city's name as an object with en and zh"), required=True
    ),
    "country": Key(
        lambda value: isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value) is not None,
        Message("the two letters of ISO 3166, such as US"),
        required=True,
    ),
}
_RESOURCE = {
    "name": Key(
        lambda value: isinstance(value, str) and _NAME.fullmatch(value) is not None,
        Message("lower-case letters, digits, hyphens and dots"),
        required=True,
    ),
    "path": Key(_is_path, Message("a path, or a list of paths"), required=True),
    "hash": Key(_is_hash, _HASH),
    "bytes": Key(_is_whole, Message("a whole number, 0 or more")),
    "title": Key(_is_text, _TEXT),
    "sources": Key(_is_objects, _OBJECTS),
    "licenses": Key(_is_objects, _OBJECTS),
    "localgoals": Key(_is_object, _OBJECT, required=True),
}
_RESOURCE_OWN = {
    "role": Key(_is_text, _TEXT, required=True),
    "period": Key(_is_period, Message("a year or two, such as 2019 or 2019-2021")),
    "fields": Key(_is_object, _OBJECT),
    "files": Key(_is_files, Message("an object of paths, each with its SHA-256")),
    "modelled": Key(lambda value: isinstance(value, bool), Message("true or false")),
    "survey": Key(lambda value: isinstance(value, bool), Message("true or false")),
    "order": Key(_is_whole, Message("a whole number, 0 or more")),
    "band": Key(lambda value: _is_whole(value) and value > 0, Message("a whole number, 1 or more")),
    **{
        key: Key(_is_text, _TEXT)
        for key in (
            "note",
            "crs",
            "layer",
            "sheet",
            "level",
            "unit",
            "mode",
            "kind",
            "date",
            "timezone",
        )
    },
    "decimal": Key(lambda value: value in DECIMAL_MARKS, Message("point or comma")),
}


def parse(text: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """Read the descriptor's JSON; the problem of one that is not names the line."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        found = json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)
        # Half a surrogate pair is JSON, but no text that can be shown or written.
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"{FILE_NAME}, line {error.lineno}, column {error.colno}"
        return {}, [problem("json-broken", where, reason=error.msg)]
    except (ValueError, RecursionError) as error:
        return {}, [problem("json-broken", FILE_NAME, reason=str(error))]
    if not isinstance(found, dict):
        return {}, [problem("value-wrong", FILE_NAME, value=type(found).__name__, expected=_OBJECT)]
    return found, [problem("key-twice", FILE_NAME, key=key) for key in dict.fromkeys(twice)]


def package_problems(descriptor: Mapping[str, Any]) -> list[Problem]:
    """List the faults of the descriptor that are not of a single resource."""
    found = list(_key_problems(descriptor, _PACKAGE, ""))
    if isinstance(own := descriptor.get("localgoals"), dict):
        found += _key_problems(own, _PACKAGE_OWN, "localgoals.")
        found += _unknown_keys(own, tuple(_PACKAGE_OWN), "localgoals.")
    if _is_objects(resources := descriptor.get("resources")):
        found += _clashes(resources)  # type: ignore[arg-type]
    return found


def resource_problems(entry: Mapping[str, Any], number: int) -> list[Problem]:
    """List the faults of one resource's keys, each with the path of its key."""
    at = f"resources[{number}]."
    found = list(_key_problems(entry, _RESOURCE, at))
    if not isinstance(own := entry.get("localgoals"), dict):
        return found
    at += "localgoals."
    found += _key_problems(own, _RESOURCE_OWN, at)
    if not _is_text(code := own.get("role")):
        return found
    if (role := ROLES.get(str(code))) is None:
        return [
            *found,
            problem("role-unknown", _at(at, "role"), role=code, allowed=", ".join(ROLES)),
        ]
    if isinstance(path := entry.get("path"), list) and len(path) > 1 and not role.takes_files:
        found.append(
            problem(
                "paths-several", _at(f"resources[{number}].", "path"), count=len(path), role=code
            )
        )
    return [*found, *_role_problems(own, role, at)]


def _role_problems(own: Mapping[str, Any], role: Role, at: str) -> Iterator[Problem]:
    yield from _unknown_keys(own, (*role.known_options, "files"), at)
    for option in role.needs:
        if option not in own:
            yield problem("option-missing", _at(at, option), option=option, role=role.code)
    unit = own.get("unit")
    if role.code in UNITS and unit is not None and unit not in UNITS[role.code]:
        allowed = ", ".join(UNITS[role.code])
        yield problem("unit-wrong", _at(at, "unit"), value=unit, allowed=allowed)
    if isinstance(fields := own.get("fields"), dict):
        yield from _field_problems(fields, role, at + "fields.")


def _field_problems(fields: Mapping[str, Any], role: Role, at: str) -> Iterator[Problem]:
    known = (*role.fields, *(["groups"] if role.has_groups else []))
    if role.asks:
        known = (*known, *load().dimensions, *load().questions)
    yield from _unknown_keys(fields, known, at)
    for name, column in fields.items():
        if name != "groups" and not _is_text(column):
            yield problem("value-wrong", _at(at, name), value=column, expected=_TEXT)
    groups = fields.get("groups", {})
    if not isinstance(groups, dict):
        yield problem("value-wrong", _at(at, "groups"), value=groups, expected=_OBJECT)
        return
    for group, column in groups.items():
        if _GROUP.fullmatch(group) is None:
            expected = Message("a group such as sex=female")
            yield problem("value-wrong", _at(at, "groups"), value=group, expected=expected)
        if not _is_text(column):
            yield problem("value-wrong", _at(at, f"groups.{group}"), value=column, expected=_TEXT)


def _key_problems(found: Mapping[str, Any], keys: Mapping[str, Key], at: str) -> Iterator[Problem]:
    for name, key in keys.items():
        if name not in found:
            if key.required:
                yield problem("key-missing", _at(at, name), expected=key.expected)
        elif not key.admits(found[name]):
            shown = json.dumps(found[name], ensure_ascii=False)[:80]
            yield problem("value-wrong", _at(at, name), value=shown, expected=key.expected)


def _unknown_keys(found: Mapping[str, Any], allowed: tuple[str, ...], at: str) -> Iterator[Problem]:
    for name in found:
        if name not in allowed:
            yield problem("key-unknown", _at(at, name), allowed=", ".join(allowed))


def _at(prefix: str, key: str) -> str:
    return f"{FILE_NAME}, {prefix}{key}"


def _clashes(resources: list[dict[str, Any]]) -> Iterator[Problem]:
    """Resources that cannot be there together."""
    names: Counter[str] = Counter()
    uses: Counter[tuple[str, ...]] = Counter()
    for number, entry in enumerate(resources):
        at = f"{FILE_NAME}, resources[{number}]"
        name = str(entry.get("name"))
        names[name] += 1
        if names[name] == 2:
            yield problem("name-twice", at, name=name)
        own = entry.get("localgoals")
        role = ROLES.get(str(own.get("role"))) if isinstance(own, dict) else None
        if role is None or own is None:
            continue
        use = _use(role, own)
        uses[use] += 1
        if use and uses[use] > 1:
            yield _clash(role, own, at)


def _use(role: Role, own: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a resource may be the only one for; empty when there may be any number."""
    if role.several == "one":
        return (role.code,)
    if role.several == "per-period":
        return (role.code, str(own.get("period")), str(own.get("level", "")))
    return (role.code, str(own["level"])) if "level" in own else ()


def _clash(role: Role, own: Mapping[str, Any], at: str) -> Problem:
    if role.several == "one":
        return problem("role-twice", at, role=role.code)
    if role.several == "per-period":
        return problem("period-twice", at, role=role.code, period=own.get("period"))
    return problem("level-twice", at, level=own["level"])
