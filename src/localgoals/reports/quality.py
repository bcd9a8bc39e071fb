"""The scale of quality in words."""

from __future__ import annotations

from localgoals.model.text import Message

__all__ = ["QUALITY_WORDS"]

QUALITY_WORDS: dict[int, Message] = {
    1: Message("counted or measured to the letter of the method"),
    2: Message("nearly to the letter of the method"),
    3: Message("one input or step is simplified"),
    4: Message("an important input was modelled"),
    5: Message("a rough estimate"),
}
