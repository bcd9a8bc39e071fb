"""Commands answer in the language of the person's locale, or in the one that `--lang` names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from localgoals.cli.exits import Exit
from localgoals.cli.help_page import cells
from localgoals.cli.reader import language_of
from localgoals.cli.usage import explained

FRONT_DOOR = [sys.executable, "-c", "from localgoals.cli.main import run; run()"]
CHINESE = {"LANG": "zh_CN.UTF-8"}
ENGLISH = {"LANG": "C"}

Outcome = subprocess.CompletedProcess[str]


def environment(locale: dict[str, str]) -> dict[str, str]:
    """Give this environment with another locale, on a terminal of 100 columns."""
    neutral = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    return neutral | {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8"} | locale


def localgoals(*words: str | Path, locale: dict[str, str]) -> Outcome:
    """Run a command as a person with this locale does."""
    return subprocess.run(
        [*FRONT_DOOR, *map(str, words)],
        env=environment(locale),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def add_with_a_bad_period(tmp_path: Path) -> Callable[..., Outcome]:
    """Add a file whose period nobody can read."""

    def run(*more: str, locale: dict[str, str]) -> Outcome:
        words = ["pack", "add", tmp_path, "people.csv", "--role", "population", "--period", "soon"]
        return localgoals(*words, *more, locale=locale)

    return run


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LC_MESSAGES": "zh_SG.UTF-8", "LANG": "en_SG.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_CTYPE": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_locale_that_is_set_decides(stated: dict[str, str], language: str) -> None:
    assert language_of(stated) == language


def test_help_is_chinese_for_a_chinese_locale() -> None:
    found = localgoals("pack", "add", "--help", locale=CHINESE)

    assert found.returncode == Exit.DONE
    for words in (
        "用法：localgoals pack add [选项] {folder} {files}...", "参数：", "选项：",
        "把文件复制到数据包中", "[必填]", "[默认：zh]", "显示本说明后退出。",
    ):  # fmt: skip
        assert words in found.stdout
    for words in ("Usage", "Options", "Arguments", "required", "default", "Show this"):
        assert words not in found.stdout


def test_the_list_of_commands_is_chinese_for_a_chinese_locale() -> None:
    found = localgoals("pack", "--help", locale=CHINESE)

    assert "命令：" in found.stdout
    assert "列出数据包的所有问题，以及它能给出哪些指标。" in found.stdout


def test_no_sentence_of_chinese_help_is_cut_off_on_a_narrow_terminal() -> None:
    found = localgoals("pack", "--help", locale=CHINESE | {"COLUMNS": "40"})

    words = "".join(found.stdout.split())
    assert "列出数据包中的文件：角色、时期、大小、位置、散列值、来源和许可。" in words
    assert "…" not in words


@pytest.mark.parametrize("locale", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_a_line_of_help_fits_the_terminal_and_no_sentence_ends_in_dots(
    locale: dict[str, str],
) -> None:
    found = localgoals("--help", locale=locale | {"COLUMNS": "70"})

    lines = found.stdout.splitlines()
    assert max(cells(line) for line in lines) <= 70
    assert "..." not in found.stdout.split("\n", 1)[1]
    # In Chinese no line begins with a mark that closes a sentence or a part of it.
    assert not any(line.strip().startswith(tuple("。，、；：）")) for line in lines)


def test_help_is_english_for_other_locales() -> None:
    found = localgoals("pack", "add", "--help", locale=ENGLISH)

    assert found.returncode == Exit.DONE
    for words in ("Usage: localgoals pack add", "Copy a file into the pack", "[default: en]"):
        assert words in found.stdout


def test_answers_are_chinese_without_being_asked_for() -> None:
    found = localgoals("catalogue", "search", "公共交通", locale=CHINESE)

    assert "指标" in found.stdout
    assert "Indicator" not in found.stdout


def test_english_can_be_asked_for_in_a_chinese_locale() -> None:
    found = localgoals("catalogue", "--lang", "en", "search", "transport", locale=CHINESE)

    assert "indicator" in found.stdout
    assert "指标" not in found.stdout


@pytest.mark.parametrize(
    ("locale", "more", "words"),
    [
        (CHINESE, (), "'soon' 不是时期。请写成 2019 或 2019-2021。"),
        (ENGLISH, (), "'soon' is not a period. Write 2019 or 2019-2021."),
        (ENGLISH, ("--lang", "zh"), "'soon' 不是时期。请写成 2019 或 2019-2021。"),
        (CHINESE, ("--lang", "en"), "'soon' is not a period. Write 2019 or 2019-2021."),
    ],
)
def test_a_bad_period_is_explained_in_the_readers_language(
    add_with_a_bad_period: Callable[..., Outcome],
    locale: dict[str, str],
    more: tuple[str, ...],
    words: str,
) -> None:
    found = add_with_a_bad_period(*more, locale=locale)

    assert (found.returncode, found.stdout) == (Exit.BAD_INPUT, "")
    assert found.stderr.strip() == words


def test_a_missing_pack_is_explained_in_the_readers_language(tmp_path: Path) -> None:
    found = localgoals("baseline", tmp_path / "nowhere", locale=CHINESE)

    assert found.returncode == Exit.BAD_INPUT
    assert "发现：此路径下没有任何内容" in found.stderr


def test_a_fault_in_a_catalogue_of_ones_own_is_explained_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "references.yaml").write_text("- a list\n")

    found = localgoals("catalogue", "check", tmp_path, locale=CHINESE)

    assert found.returncode == Exit.BAD_INPUT
    assert "references.yaml：发现 ['a list']，应为键及其值。" in found.stderr


MISTAKES = [
    (("pack", "new"), "Missing argument 'folder'.", "缺少参数“folder”。"),
    (("pack", "new", "x"), "Missing option '--code'.", "缺少选项“--code”。"),
    (("catalogue", "shw"),
     "No such command 'shw'. Did you mean 'show'?", "没有“shw”这条命令。您要的是不是 'show'？"),
    (("pack", "zzz"), "No such command 'zzz'.", "没有“zzz”这条命令。"),
    (("pack", "new", "x", "--cod", "A"),
     "No such option: --cod (Possible options: --code)",
     "没有 --cod 这个选项（相近的选项：--code）。"),
    (("pack", "new", "--zzz"), "No such option: --zzz", "没有 --zzz 这个选项。"),
    (("catalogue", "show", "a", "b"), "Got unexpected extra argument(s) (b)", "多出了参数：b"),
    (("pack", "new", "x", "--code"),
     "Option '--code' requires an argument.", "选项“--code”后面需要一个值。"),
    (("pack", "add", "a", "b", "--role", "air", "--modelled=3"),
     "Option '--modelled' does not take a value.", "选项“--modelled”后面不能有值。"),
    (("catalogue", "--lang", "xx"), "'--lang' cannot be 'xx', only one of 'en', 'zh'.",
     "“--lang”不能是 'xx'，只能是以下之一：'en', 'zh'。"),
    (("pack", "add", "a", "b", "--role", "air", "--band", "x"),
     "'--band' must be a whole number.", "“--band”须为整数。"),
    (("pack", "add", "a", "b", "--role", "air", "--order", "-1"),
     "'--order' must be 0 or more.", "“--order”须不小于 0。"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "english", "chinese"), MISTAKES)
def test_a_mistyped_command_is_explained_in_both_languages(
    words: tuple[str, ...], english: str, chinese: str
) -> None:
    for locale, expected in ((ENGLISH, f"Error: {english}"), (CHINESE, f"错误：{chinese}")):
        found = localgoals(*words, locale=locale)

        assert (found.returncode, found.stdout) == (Exit.USAGE, "")
        assert found.stderr.splitlines()[-1] == expected


def test_a_mistyped_command_is_told_how_it_is_called() -> None:
    found = localgoals("pack", "new", locale=CHINESE)

    usage, hint = found.stderr.splitlines()[:2]
    assert usage == "用法：localgoals pack new [选项] {folder}"
    assert hint == "如需说明，请运行“localgoals pack new --help”。"


def test_a_sentence_that_typer_says_anew_stays_as_it_is() -> None:
    assert str(explained("Something {else} is wrong.")) == "Something {else} is wrong."


def test_without_a_command_the_help_is_shown_and_nothing_is_called_wrong() -> None:
    found = localgoals("pack", locale=CHINESE)

    assert (found.returncode, found.stderr) == (Exit.USAGE, "")
    assert "命令：" in found.stdout


def test_ctrl_c_says_that_nothing_was_written(tmp_path: Path) -> None:
    # The command waits for the one who writes into the pipe, and so is surely at work. The pipe is
    # closed after the signal, because a read that had just begun would wait for its end for ever.
    pipe = tmp_path / "references.yaml"
    os.mkfifo(pipe)
    command = [*FRONT_DOOR, "catalogue", "check", str(tmp_path)]
    with subprocess.Popen(
        command,
        env=environment(CHINESE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell that runs the tests in the background has its children ignore the signal.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as running:
        with pipe.open("w"):
            running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)

    assert running.returncode == Exit.INTERRUPTED
    assert told.strip() == "已停止，未写入任何内容。"


def test_a_reader_who_has_seen_enough_may_leave_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        found = subprocess.run(
            [*FRONT_DOOR, "--version"],
            env=environment(CHINESE),
            stdout=nobody,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    assert found.stderr == ""


def test_a_fault_of_ours_asks_for_a_report_in_the_readers_language() -> None:
    # Nobody expects that the version cannot be printed.
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [*FRONT_DOOR, "--version"],
            env=environment(CHINESE),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    assert found.returncode == Exit.BUG
    assert "Traceback" in found.stderr
    assert "这是 LocalGoals 的故障，与您的文件无关。请把以上各行报告给我们。" in found.stderr
