"""The page of `revenue-streams`, where there are more streams than a page can bear."""

from __future__ import annotations

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.reports.blocks import Paragraph, Table
from localgoals.tool_suite.revenue_streams import revenue_streams


def test_the_page_shows_fifty_streams_and_the_table_has_all() -> None:
    example = read_example(tool_of("revenue-streams")).tables["streams"]
    many = example.loc[example.index.repeat(120)].reset_index(drop=True)
    many["stream"] = [f"stream {number}" for number in range(len(many))]
    many.loc[many.index >= 60, "billed"] = float("nan")

    worked = revenue_streams(Inputs({"streams": many}, {"streams": "streams.csv"}, {}))

    summary, streams = worked.parts[:2]
    table = next(one for one in streams.blocks if isinstance(one, Table))
    note = next(one for one in summary.blocks if isinstance(one, Paragraph))
    assert len(worked.tables["gaps"]) == 120
    assert len(table.rows) == 50
    assert str(table.caption).endswith("the first 50 of 120 rows")
    assert str(note.words).endswith("stream 109 … (60).")
