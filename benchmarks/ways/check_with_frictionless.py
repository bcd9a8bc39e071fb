"""Check a long table of statistics with frictionless: types, patterns, blanks and the key."""

from __future__ import annotations

from pathlib import Path

from checking import run
from frictionless import Checklist, Resource, Schema, system

SCHEMA = {
    "fields": [
        {"name": "series", "type": "string", "constraints": {"required": True}},
        {"name": "area", "type": "string", "constraints": {"required": True}},
        {
            "name": "period",
            "type": "string",
            "constraints": {"required": True, "pattern": r"\d{4}(-\d{4})?"},
        },
        {
            "name": "group",
            "type": "string",
            "constraints": {"pattern": r"([a-z_]+=\S.*)?"},
        },
        {"name": "value", "type": "number", "constraints": {"required": True}},
    ],
    "primaryKey": ["series", "area", "period", "group"],
}


def rows_at_fault(path: Path) -> list[int]:
    """Give the rows of errors."""
    with system.use_context(trusted=True):
        resource = Resource(
            path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(SCHEMA)
        )
        report = resource.validate(Checklist())
    return [row for (row,) in report.flatten(["rowNumber"]) if row]


if __name__ == "__main__":
    run(rows_at_fault)
