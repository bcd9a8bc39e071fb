"""`localgoals tools`: methods that anybody can run on tables of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from localgoals.catalogue.language import say
from localgoals.cli.exits import Exit
from localgoals.cli.reader import Lang, Languages, reader_of
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.catalogue.tool_suite.declared import InputColumn, InputFile, Tool
    from localgoals.ingest.tool_inputs import Inputs

app = typer.Typer(
    help="Run methods for planning, institutions, climate, nature and projects on your own tables.",
    no_args_is_help=True,
)

Code = Annotated[str, typer.Argument(help="The code of the tool; localgoals tools list has them.")]


@app.command("list")
def list_tools(lang: Lang = "en") -> None:
    """List the tools, field by field."""
    from localgoals.catalogue.load import load
    from localgoals.catalogue.tool_suite.declared import FIELDS, tools
    from localgoals.cli.tables import Words, console, table_of

    words = Words(load(), lang)
    table = table_of(words, [Message("Tool"), Message("Field"), Message("Title")])
    for tool in tools().values():
        table.add_row(tool.code, FIELDS[tool.field].in_(lang), tool.title.in_(lang))
    console().print(table)


@app.command("show")
def show(code: Code, lang: Lang = "en") -> None:
    """Say what a tool is for, what it asks for, and where its method comes from."""
    from localgoals.catalogue.citation import cite
    from localgoals.catalogue.tool_suite.declared import tool_of
    from localgoals.cli.tables import console

    tool = tool_of(code)
    lines = [tool.title.in_(lang), "", tool.purpose.in_(lang), ""]
    for table in tool.tables:
        values: dict[str, object] = {"name": table.name, "rows": table.rows}
        form = (
            Message("Table {name}: {rows}", values)
            if table.needed
            else Message("Table {name}, if there is one: {rows}", values)
        )
        lines += [say(form, lang), *(f"  {_described(one, lang)}" for one in table.columns), ""]
    lines += [_file_described(one, lang) for one in tool.files]
    lines += [cite(one, lang) for one in tool.references]
    example: dict[str, object] = {"title": tool.example.title, "source": tool.example.source.title}
    lines.append(say(Message("Worked example: {title} ({source})", example), lang))
    for line in lines:
        console().print(line, highlight=False, markup=False, soft_wrap=True)


def _file_described(file: InputFile, language: Language) -> str:
    values: dict[str, object] = {"names": file.listed, "holds": file.holds}
    form = (
        Message("File {names}: {holds}", values)
        if file.needed
        else Message("File {names}, if there is one: {holds}", values)
    )
    return say(form, language)


def _described(column: InputColumn, language: Language) -> str:
    """Say in a line what a column holds."""
    return f"{column.name}: " + ("；" if language == "zh" else "; ").join(_parts(column, language))


def _parts(column: InputColumn, language: Language) -> Iterator[str]:
    from localgoals.catalogue.load import load

    yield column.title.in_(language)
    if column.unit:
        yield load().units[column.unit].symbol.in_(language)
    if column.choices:
        yield ", ".join(one.code for one in column.choices)
    if not column.needed:
        yield say(Message("may be blank"), language)


@app.command("run")
def run(
    context: typer.Context,
    code: Code,
    tables: Annotated[
        Path | None,
        typer.Argument(
            help="A folder of tables and files, a workbook, or a single file.",
            show_default="the worked example",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for the results.", show_default="<tool>-result"),
    ] = None,
    lang: Annotated[Languages, typer.Option(help="Language of the pages.")] = Languages.BOTH,
) -> None:
    """Run a tool: figures as tables, and a page with its picture in each language."""
    from localgoals.catalogue.tool_suite.declared import tool_of
    from localgoals.cli.cores import cores
    from localgoals.errors import InputRefused

    tool = tool_of(code)
    languages = lang.chosen()
    reader = reader_of(context)
    if reader.language not in languages:
        (reader.language,) = languages
    folder = out or Path(f"{code}-result")
    try:
        inputs = replace(_inputs(tool, tables, reader.language), threads=cores())
        _run(tool, inputs, _Wanted(folder, languages, reader.language, of_example=tables is None))
    except InputRefused as refusal:
        from localgoals.cli.problems import tell

        tell(refusal.problems, reader.language)
        raise typer.Exit(Exit.BAD_INPUT) from refusal
    for one in languages:
        line = Message("Page: {path}", {"path": folder / one / "report.html"})
        typer.echo(say(line, reader.language))


class _Wanted(NamedTuple):
    folder: Path
    languages: Sequence[Language]
    said_in: Language
    of_example: bool


def _run(tool: Tool, inputs: Inputs, wanted: _Wanted) -> None:
    """Run a tool, with a bar for each of its long steps where somebody watches a terminal."""
    from rich.console import Console

    from localgoals.cli.solver_lines import without_solver_lines
    from localgoals.cli.steps import StepBars
    from localgoals.tool_suite.run import run_tool

    console = Console(stderr=True)
    with StepBars(console, wanted.said_in) as bars, without_solver_lines():
        run_tool(
            tool,
            replace(inputs, progress=bars) if console.is_terminal else inputs,
            wanted.folder,
            languages=wanted.languages,
            of_example=wanted.of_example,
        )


def _inputs(tool: Tool, tables: Path | None, language: Language) -> Inputs:
    from localgoals.errors import InputRefused
    from localgoals.ingest.tool_inputs import read_example, read_inputs

    if tables is None:
        return read_example(tool)
    inputs, problems = read_inputs(tables, tool)
    if inputs is None:
        raise InputRefused(problems)
    if problems:
        from localgoals.cli.problems import tell

        tell(problems, language)
    return inputs


@app.command("template")
def template(
    code: Code,
    out: Annotated[Path, typer.Option("--out", "-o", help="The workbook to write, .xlsx.")],
    example: Annotated[
        bool, typer.Option("--example", help="With the figures of the worked example.")
    ] = False,
    lang: Lang = "en",
) -> None:
    """Write a workbook with a sheet for each table, to be filled in."""
    from localgoals.catalogue.tool_suite.declared import tool_of
    from localgoals.reports.tool_template import write_template

    write_template(tool_of(code), out, lang, with_example=example)
    typer.echo(say(Message("Wrote {path}", {"path": out}), lang))
