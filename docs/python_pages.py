"""The pages of docs/reference about Python: the public names, and the tree of errors."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import is_dataclass

from layout import table

import localgoals
from localgoals import errors


def error_tree() -> str:
    """Show the tree of errors with what each one means."""
    drawing = (errors.__doc__ or "").split("::", 1)[1]
    kinds = [
        kind
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, errors.LocalGoalsError)
    ]
    rows = [(f"`{kind.__name__}`", inspect.getdoc(kind)) for kind in kinds]
    return (
        "# Errors\n\nEvery error that LocalGoals raises on purpose is in `localgoals.errors`. What "
        "is wrong with a file is not an error but a [problem](problems.md).\n\n"
        f"```text\n{inspect.cleandoc(drawing)}\n```\n\n" + table(["error", "meaning"], rows)
    )


def api() -> str:
    """Describe the public names."""
    parts = [
        "# Python\n\n",
        "The public names of `localgoals`; others may change without notice.\n\n",
    ]
    for name in localgoals.__all__:
        thing = getattr(localgoals, name)
        parts.append(f"## `{name}`\n\n{signature_of(name, thing)}{docstring_of(thing)}\n\n")
    return "".join(parts)


def signature_of(name: str, thing: object) -> str:
    """Write how something is called, one parameter a line; what is not called gets none."""
    if not inspect.isroutine(thing) and not (inspect.isclass(thing) and is_dataclass(thing)):
        return ""
    assert callable(thing)
    signature = inspect.signature(thing)
    lines = []
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and "    *,\n" not in lines:
            lines.append("    *,\n")
        default = "" if one.default is one.empty else f" = {default_of(one.default)}"
        lines.append(f"    {one.name}: {one.annotation}{default},\n")
    returns = "" if inspect.isclass(thing) else f" -> {signature.return_annotation}"
    inside = "\n" + "".join(lines) if lines else ""
    return f"```python\n{name}({inside}){returns}\n```\n\n"


def default_of(value: object) -> str:
    """Write a default in a word; a function, or what a factory makes, has no short form."""
    if value is None or isinstance(value, str | int | float | tuple):
        return repr(value)
    return "…"


def docstring_of(thing: object) -> str:
    """Give a docstring as Markdown: section titles in bold, examples as code."""
    own = vars(thing).get("__doc__") if inspect.isclass(thing) else getattr(thing, "__doc__", "")
    text = inspect.cleandoc(own or "") if isinstance(own, str) else ""
    text = re.sub(r"^(\w[\w ]*)\n-{3,}$", r"**\1**\n", text, flags=re.MULTILINE)
    text = re.sub(r"^(\w[\w, ]*)\n {4}(?=\S)", r"`\1`\n:   ", text, flags=re.MULTILINE)
    return re.sub(
        r"((?:^(?:>>>|\.\.\.).*\n?(?:^(?!>>>|\.\.\.).+\n?)*)+)",
        lambda found: f"\n```python\n{found[1].rstrip()}\n```\n",
        text,
        flags=re.MULTILINE,
    )


def field_docs(kind: type) -> dict[str, str]:
    """Read the strings that stand below the fields of a class."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        target = field.target if isinstance(field, ast.AnnAssign) else None
        if isinstance(field, ast.Assign):
            target = field.targets[0] if isinstance(field.targets[0], ast.Name) else None
        if isinstance(target, ast.Name) and isinstance(below, ast.Expr):
            found[target.id] = str(ast.literal_eval(below.value))
    return found
