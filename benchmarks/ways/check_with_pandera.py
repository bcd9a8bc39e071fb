"""Check a long table of statistics with pandera on pandas: types, patterns, blanks and the key."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from checking import run

KEY = ["series", "area", "period", "group"]
SCHEMA = pa.DataFrameSchema(
    {
        "series": pa.Column(str, nullable=False),
        "area": pa.Column(str, nullable=False),
        "period": pa.Column(str, pa.Check.str_matches(r"^\d{4}(-\d{4})?$")),
        "group": pa.Column(str, pa.Check.str_matches(r"^([a-z_]+=\S.*)?$"), nullable=True),
        # Coercing the column names no row of a text that is no number, so a pattern does.
        "value": pa.Column(str, pa.Check.str_matches(r"^[+-]?\d+(\.\d+)?$")),
    },
    unique=KEY,
    report_duplicates="exclude_first",
)


def rows_at_fault(path: Path) -> list[int]:
    """Give the rows of errors."""
    table = pd.read_csv(path, dtype=str)
    try:
        SCHEMA.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return [int(row) + 2 for row in errors.failure_cases["index"].dropna().unique()]
    return []


if __name__ == "__main__":
    run(rows_at_fault)
