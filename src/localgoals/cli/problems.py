"""Problems as the commands tell them."""

from __future__ import annotations

from localgoals.catalogue.language import say
from localgoals.model.problem import Problem
from localgoals.model.text import Language, Message


def told(one: Problem, number: int, language: Language) -> str:
    """Tell a problem in four lines."""
    word = Message("error") if one.severity == "error" else Message("warning")
    lines = (
        Message("found: {what}", {"what": one.found}),
        Message("expected: {what}", {"what": one.expected}),
        Message("what to do: {what}", {"what": one.remedy}),
    )
    head = f"{number}. {say(word, language)}: {one.where}"
    return "\n".join([head, *(f"   {say(line, language)}" for line in lines)])
