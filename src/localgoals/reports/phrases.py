"""The words of the layout itself: what stands on every report, whatever the city."""

from __future__ import annotations

from localgoals.model.text import Message

__all__ = ["PHRASES"]

PHRASES: dict[str, Message] = {
    "skip": Message("Skip to the report"),
    "contents": Message("Contents"),
    "table": Message("Table"),
    "no_goals": Message("Goals without a figure"),
    "status_green": Message("goal reached"),
    "status_yellow": Message("challenges remain"),
    "status_orange": Message("significant challenges"),
    "status_red": Message("major challenges"),
    "status_none": Message("no rating"),
    "status": Message("Status"),
    "key": Message("What the signs mean"),
    "languages": Message("Language"),
    "north": Message("North is up"),
    "scale": Message("Scale"),
    "top": Message("Back to the contents"),
}
