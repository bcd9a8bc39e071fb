"""The page of docs/reference about the methods behind the tools, for notebooks and programs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from layout import table
from python_pages import docstring_of, field_docs, signature_of

import localgoals

ROOMS = {
    "Institutions, revenue, mobility, water and resources": ("diagnosis",),
    "Waste": (
        "indicators.waste",
        "indicators.waste_balance",
        "indicators.household_waste",
    ),
    "Air": ("indicators.air_index", "indicators.sensors"),
    "Climate": ("climate", "spatial.risk_grid"),
    "Nature": ("nature",),
    "Planning with people": ("planning",),
    "Projects and investment": ("projects",),
}
"""What the methods are about, and the packages and modules that hold them."""

_INTRO = """# Methods in Python

What the [tools](../how-to/run-a-tool.md) compute, as functions that a notebook or a program can
call. They take whole tables: a column of a pandas table, a NumPy array or a list of numbers goes
in, an array comes out, one figure for each row. NaN is not known, and what depends on it is NaN.
Several columns that belong together go in, or come out, as a named tuple; of one with a figure for
each row, `pandas.DataFrame(result._asdict())` makes a table. Names on this page may still change
before version 1.0.

Each module is imported by the heading of its section:

```python
import pandas as pd
from localgoals.diagnosis.revenue.streams import Billing, billed_gaps

streams = pd.DataFrame(
    {
        "registered": [451, 1200],
        "unregistered_percent": [3, 10],
        "billed": [233_073_733, 8_400_000],
        "outstanding": [55_623_018, 2_100_000],
        "statutory_bill": [680_500, 9_000],
        "improvement_percent": [15, 10],
    }
)
gaps = billed_gaps(Billing(**streams))
print(pd.DataFrame(gaps._asdict())[["compliance", "coverage", "liability"]].round())
```

"""


def methods() -> str:
    """Describe the public functions of each room and the tuples that they take and give."""
    parts = [_INTRO]
    for about, rooms in ROOMS.items():
        parts.append(f"## {about}\n\n")
        parts += [_section(one) for room in rooms for one in modules(room) if public_names(one)]
    return "".join(parts)


def modules(room: str) -> Iterator[ModuleType]:
    """Give every module of a package, in alphabetical order; or the one module of that name."""
    package = importlib.import_module(f"{localgoals.__name__}.{room}")
    if not hasattr(package, "__path__"):
        yield package
        return
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def public_names(module: ModuleType) -> list[str]:
    """
    List the functions and classes that a module defines for others, in its own order.

    What numba compiles is an inner loop of one of them and has no place here.
    """
    return [
        name
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(thing) or inspect.isfunction(_unwrapped(thing)))
        and thing.__module__ == module.__name__
    ]


def _unwrapped(thing: object) -> object:
    """Give the function behind a cache, anything else as it is."""
    return inspect.unwrap(thing) if callable(thing) else thing


def _section(module: ModuleType) -> str:
    """Describe a module: what it is for, and each of its names."""
    purpose = inspect.getdoc(module) or ""
    names = [_entry(name, getattr(module, name)) for name in public_names(module)]
    return f"### `{module.__name__}`\n\n{purpose}\n\n{''.join(names)}"


def _entry(name: str, thing: object) -> str:
    """Describe a function with its docstring, a tuple with a table of its fields."""
    said = docstring_of(thing)
    if not inspect.isclass(thing):
        return f"#### `{name}`\n\n{signature_of(name, _unwrapped(thing))}{said}\n\n"
    meanings = field_docs(thing)
    annotated = inspect.get_annotations(thing)
    rows = [
        (f"`{one}`", f"`{_written(kind)}`", meanings.get(one, ""))
        for one, kind in annotated.items()
    ]
    fields = table(["field", "type", "meaning"], rows) if rows else ""
    return f"#### `{name}`\n\n{said}\n\n{fields}"


def _written(annotation: object) -> str:
    """Give an annotation as it stands in the code; a named tuple keeps it as a reference."""
    return str(getattr(annotation, "__forward_arg__", annotation))
