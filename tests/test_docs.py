"""The documentation says what the code does: generated pages, twins in Chinese, links, commands."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import typer

from localgoals.catalogue.load import load
from localgoals.cli.main import app
from localgoals.ingest.faults import FAULTS
from localgoals.ingest.feed_faults import FEED_FAULTS
from localgoals.ingest.roles import ROLES
from localgoals.model.reason import REASONS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
FRONT = sorted(ROOT.glob("*.md"))
PAGES = [*FRONT, *sorted(DOCS.rglob("*.md"))]

# Pages for people who change the code or call it: they read English.
ENGLISH_ONLY = {
    "CHANGELOG.md", "CONTRIBUTING.md", "GLOSSARY.md",
    "docs/reference/api.md", "docs/reference/errors.md", "docs/reference/methods.md",
}  # fmt: skip


def name_of(page: Path) -> str:
    """Name a page by its path in the project."""
    return page.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    """Leave out blocks and spans of code, in which `#` and `[` mean something else."""
    return re.sub(
        r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )


def headings(page: Path) -> list[int]:
    """List the levels of a page's headings, in order."""
    found = re.findall(r"^(#+) ", without_code(page.read_text("utf-8")), re.MULTILINE)
    return [len(marks) for marks in found]


def blocks(page: Path) -> int:
    """Count the blocks of code of a page."""
    return len(re.findall(r"^```", page.read_text("utf-8"), re.MULTILINE)) // 2


def twins() -> Iterator[tuple[Path, Path]]:
    """Give every English page that has, or must have, a Chinese one."""
    for page in PAGES:
        if not page.name.endswith(".zh.md") and name_of(page) not in ENGLISH_ONLY:
            yield page, page.with_name(page.name.removesuffix(".md") + ".zh.md")


def commands(group: typer.core.TyperGroup, words: str = "localgoals") -> list[str]:
    """List every command with the words that call it."""
    found = []
    for name, command in group.commands.items():
        found.append(f"{words} {name}")
        if isinstance(command, typer.core.TyperGroup):
            found += commands(command, f"{words} {name}")
    return found


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as MkDocs and code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_the_reference_is_what_the_code_says() -> None:
    run = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("language", ["", ".zh"])
def test_every_command_is_documented(language: str) -> None:
    text = (REFERENCE / f"cli{language}.md").read_text("utf-8")
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)

    assert [one for one in commands(root) if f"## `{one}`" not in text] == []


@pytest.mark.parametrize("language", ["", ".zh"])
def test_every_indicator_unit_and_parameter_is_documented(language: str) -> None:
    text = (REFERENCE / f"catalogue{language}.md").read_text("utf-8")
    known = load()
    codes = [*known.units, *known.parameters, *known.parameter_tables, *known.statistics]

    assert [code for code in known.indicators if f"### {code} " not in text] == []
    assert [code for code in codes if f"| `{code}` |" not in text] == []


@pytest.mark.parametrize("language", ["", ".zh"])
def test_every_role_problem_and_reason_is_documented(language: str) -> None:
    roles = (REFERENCE / f"roles{language}.md").read_text("utf-8")
    problems = (REFERENCE / f"problems{language}.md").read_text("utf-8")
    observations = (REFERENCE / f"observations{language}.md").read_text("utf-8")

    assert [role for role in ROLES if f"## `{role}` " not in roles] == []
    assert [kind for kind in [*FAULTS, *FEED_FAULTS] if f"| `{kind}` |" not in problems] == []
    assert [reason for reason in REASONS if f"| `{reason}` |" not in observations] == []


def test_every_method_is_documented_by_the_module_to_import_it_from() -> None:
    text = (REFERENCE / "methods.md").read_text("utf-8")
    rooms = ("diagnosis", "climate", "nature", "planning", "projects")
    source = ROOT / "src" / "localgoals"
    missing = []
    for path in (one for room in rooms for one in (source / room).rglob("*.py")):
        module = ".".join(("localgoals", *path.relative_to(source).with_suffix("").parts))
        code = re.sub(r"^@compiled\ndef ", "", path.read_text("utf-8"), flags=re.MULTILINE)
        names = re.findall(r"^(?:def|class) ([A-Za-z]\w*)", code, re.MULTILINE)
        _, _, below = text.partition(f"### `{module}`\n")
        section = below.partition("\n### ")[0]
        missing += [f"{module}.{name}" for name in names if f"#### `{name}`\n" not in section]

    assert missing == []


@pytest.mark.parametrize(
    "page",
    ["docs/reference/methods.md", "docs/how-to/run-a-tool.md", "docs/how-to/run-a-tool.zh.md"],
)
def test_the_notebook_code_of_tools_and_methods_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / page).read_text("utf-8")
    code = re.findall(r"^```python\n((?:import|from) .*?)^```", text, re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)

    exec(compile("\n".join(code), page, "exec"), {})

    assert "55623018" in capsys.readouterr().out


def test_every_page_for_readers_has_a_chinese_twin() -> None:
    assert [name_of(page) for page, twin in twins() if not twin.is_file()] == []


def test_no_chinese_page_is_without_an_english_one() -> None:
    alone = [
        name_of(page)
        for page in PAGES
        if page.name.endswith(".zh.md")
        and not page.with_name(page.name.removesuffix(".zh.md") + ".md").is_file()
    ]

    assert alone == []


@pytest.mark.parametrize("pair", list(twins()), ids=lambda pair: name_of(pair[0]))
def test_twins_have_the_same_parts(pair: tuple[Path, Path]) -> None:
    page, twin = pair

    assert headings(page) == headings(twin)
    assert blocks(page) == blocks(twin)


def test_measured_tables_stand_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing, or was written by hand, `python benchmarks/ways/page.py` writes anew."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks" / "ways")
    page = importlib.import_module("page")

    english, chinese = (
        page.sections(one.read_text("utf-8")) for one in (page.PAGE, page.CHINESE_PAGE)
    )

    assert {name: page.in_chinese(text) for name, text in english.items()} == chinese


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_a_file_and_a_heading(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", without_code(page.read_text("utf-8")))

    broken = []
    for link in links:
        path, _, anchor = link.partition("#")
        target = page if not path else (page.parent / path).resolve()
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (ROOT / "mkdocs.yml").read_text("utf-8")

    pages = [page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")]

    assert [page for page in pages if f" {page}\n" not in contents] == []


def test_pages_name_only_recipes_that_exist() -> None:
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        recipe
        for page in PAGES
        for span in re.findall(r"`([^`\n]+)`|^(make .+)$", page.read_text("utf-8"), re.MULTILINE)
        for recipe in re.findall(r"^make ([a-z-]+)", "".join(span))
    }

    assert named - recipes == set()


def test_the_documentation_asks_no_other_host_for_anything() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")

    assert "  font: false\n" in text
    assert "://" not in text


def chinese_pages() -> ModuleType:
    """Import what MkDocs calls for each page."""
    spec = spec_from_file_location("chinese_pages", DOCS / "chinese_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lines_of_chinese_are_joined_without_a_gap_and_code_keeps_its_lines() -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="tools/x.zh.md"))
    html = "<p>价值，\n<a href='#'>费用</a>\n和GDP\n增长</p><pre>一\n二</pre>"

    joined = chinese_pages().on_page_content(html, page=page)

    assert joined == "<p>价值，<a href='#'>费用</a>\n和GDP\n增长</p><pre>一\n二</pre>"


@pytest.mark.parametrize(("name", "language"), [("x.md", "en"), ("x.zh.md", "zh-Hans")])
def test_a_page_says_its_language(name: str, language: str) -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri=name))

    html = chinese_pages().on_post_page('<html lang="en" class="no-js">', page=page)

    assert html == f'<html lang="{language}" class="no-js">'
