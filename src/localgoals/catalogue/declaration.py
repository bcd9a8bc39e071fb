"""
Reads declarations: YAML mappings that become frozen dataclasses, with nothing left over.

The fields of the dataclass are the keys of the file, its types say what each key may hold, and its
defaults say which keys may be left out. So a declaration has no schema but the type itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from importlib.resources.abc import Traversable
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

import yaml

from localgoals.errors import BadInput
from localgoals.model.indicator import Sum
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Message

Kind = TypeVar("Kind")
Make = Callable[[object, str], Any]
References = Mapping[str, Reference]


def _each_key_once(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    """Make a mapping; PyYAML itself would silently keep the last of two values."""
    made: dict[Hashable, Any] = loader.construct_mapping(node, deep=True)
    if len(made) < len(node.value):
        keys = [key.value for key, _ in node.value]
        twice = next(key for number, key in enumerate(keys) if key in keys[:number])
        raise yaml.constructor.ConstructorError(
            None, None, f"the key {twice!r} stands there twice", node.start_mark
        )
    return made


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML whose mappings have each key once."""


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _each_key_once)


def read_yaml(file: Traversable) -> object:
    """
    Read a YAML file of the catalogue, by libyaml where PyYAML has it.

    Raises
    ------
    BadInput
        When the file is not there, is not YAML, or has a key twice in one mapping.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadInput(Message("The catalogue has no file {file}.", {"file": file})) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = {"file": file, "reason": " ".join(str(error).split())}
        raise BadInput(Message("{file} cannot be read as YAML: {reason}", reason)) from error


def declare(kind: type[Kind], value: object, where: str, *, references: References) -> Kind:
    """
    Make a frozen dataclass out of a mapping.

    A `Reference` stands in the mapping as its key in `references`, a `Between` as `[low, high]`, a
    `Sum` as a name of a series or a list of names (`-name` is taken away), a tuple as a list (one
    number may stand alone); every other dataclass as a mapping of its own.

    Parameters
    ----------
    kind
        The dataclass to make.
    value
        What the file holds.
    where
        File and keys that lead to the value, for messages.
    references
        The publications that a key may name.

    Raises
    ------
    BadInput
        When a key is unknown or missing, or holds something else than its type; names file and key.
    """
    made: Kind = _maker(cast(Hashable, kind), _Library(references))(value, where)
    return made


def unexpected(where: str, value: object, expected: Message) -> BadInput:
    """Say that a file holds something else than it must, at which place."""
    return BadInput(
        Message(
            "{where}: found {value!r}, expected {expected}.",
            {"where": where, "value": value, "expected": expected},
        )
    )


def declare_reference(value: object, where: str) -> Reference:
    """Make a reference itself, where other declarations only name it by its key."""
    made: Reference = _mapping(Reference, _Library({}), value, where)
    return made


class _Library:
    """The references, as something that a cache can hold on to."""

    def __init__(self, references: References) -> None:
        self.references = references

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Library) and self.references is other.references

    def __hash__(self) -> int:
        return id(self.references)

    def find(self, value: object, where: str) -> Reference:
        if not isinstance(value, str) or value not in self.references:
            raise unexpected(where, value, Message("a key of references.yaml"))
        return self.references[value]


@cache
def _maker(kind: Any, library: _Library) -> Make:
    """Choose how a type is made from what a file holds."""
    if kind is Reference:
        return library.find
    if kind is Between:
        return _between
    if kind is Sum:
        return _sum
    if kind in _SCALARS:
        return partial(_scalar, kind)
    if is_dataclass(kind):
        return partial(_mapping, kind, library)
    return _composed(kind, library)


def _inside(where: str, key: object) -> str:
    return f"{where}, {key}" if where.endswith(".yaml") else f"{where}.{key}"


def _composed(kind: Any, library: _Library) -> Make:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return partial(_choice, inner)
    if origin is UnionType and inner[1:] == (NoneType,):
        return _maker(inner[0], library)
    if origin is tuple and inner == (float, ...):
        return _figures
    if origin is tuple and inner[1:] == (...,):
        return partial(_list, _maker(inner[0], library))
    if origin is tuple:
        return partial(_row, tuple(_maker(part, library) for part in inner))
    if origin is not None and issubclass(origin, Mapping):
        return partial(_table, _maker(inner[0], library), _maker(inner[1], library))
    raise TypeError(f"declarations cannot hold {kind!r}")


_SCALARS: dict[Any, tuple[type, ...]] = {
    str: (str,),
    bool: (bool,),
    int: (int,),
    float: (int, float),
}


def _scalar(kind: type, value: object, where: str) -> object:
    fits = isinstance(value, _SCALARS[kind]) and (kind is bool or not isinstance(value, bool))
    if not fits or value == "":
        raise unexpected(where, value, _NAMES[kind])
    return kind(value)


_NAMES: dict[type, Message] = {
    str: Message("words"),
    bool: Message("true or false"),
    int: Message("a whole number"),
    float: Message("a number"),
}


def _choice(allowed: tuple[str, ...], value: object, where: str) -> object:
    if value not in allowed:
        raise unexpected(where, value, Message("one of {names}", {"names": ", ".join(allowed)}))
    return value


def _between(value: object, where: str) -> Between:
    low, high = _row((partial(_scalar, float), partial(_scalar, float)), value, where)
    if not low < high:
        raise unexpected(where, value, Message("a range that begins below its end"))
    return Between(low, high)


def _sum(value: object, where: str) -> Sum:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        raise unexpected(where, value, Message("a series, or a list of series"))
    return Sum.of(*_list(partial(_scalar, str), names, where))


def _figures(value: object, where: str) -> tuple[float, ...]:
    return _list(partial(_scalar, float), value if isinstance(value, list) else [value], where)


def _row(makers: tuple[Make, ...], value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) != len(makers):
        raise unexpected(where, value, Message("a list of {count}", {"count": len(makers)}))
    return tuple(make(item, where) for make, item in zip(makers, value, strict=True))


def _list(make: Make, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise unexpected(where, value, Message("a list"))
    return tuple(make(item, _inside(where, number + 1)) for number, item in enumerate(value))


def _table(make_key: Make, make: Make, value: object, where: str) -> dict[Any, Any]:
    items = mapping(value, where).items()
    return {make_key(key, where): make(item, _inside(where, key)) for key, item in items}


def mapping(value: object, where: str) -> dict[Any, object]:
    """Hold a value to be keys and their values."""
    if not isinstance(value, dict):
        raise unexpected(where, value, Message("keys and their values"))
    return value


def _mapping(kind: Any, library: _Library, value: object, where: str) -> Any:
    given = mapping(value, where)
    known = _fields(kind)
    for key in given:
        if key not in known:
            raise BadInput(
                Message(
                    "{where}: unknown key {key!r}. The keys are {names}.",
                    {"where": where, "key": key, "names": ", ".join(known)},
                )
            )
    for key, (_, may_be_left_out) in known.items():
        if key not in given and not may_be_left_out:
            raise BadInput(
                Message("{where}: the key {key!r} is missing.", {"where": where, "key": key})
            )
    return kind(
        **{
            key: _maker(known[key][0], library)(item, _inside(where, key))
            for key, item in given.items()
        }
    )


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Give the type of each field, and whether it may be left out."""
    hints = get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is not MISSING or field.default_factory is not MISSING,
        )
        for field in fields(kind)
    }
