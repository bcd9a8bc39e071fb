"""A real HTTP client, a real folder, and a package index that answers from memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from localgoals.errors import SourceChanged, SourceError
from localgoals.sources import snapshot
from localgoals.sources.package_index import Pinned, fetch

INDEX = "https://index.example/simple"
BODY = b"people per lot\n" * 1000
SHA256 = hashlib.sha256(BODY).hexdigest()
PINNED = Pinned("Council_Count", "council-1.0.tar.gz", SHA256)
PAGE = '<a href="../../files/council-0.9.tar.gz">council-0.9.tar.gz</a><a href="{href}">short</a>'

Answers = dict[str, Callable[[httpx.Request], httpx.Response]]


class Site:
    """A site made of answers by path, which remembers what it was asked for."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        answer = self.answers.get(request.url.path)
        return answer(request) if answer else httpx.Response(404)


def page(href: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(200, html=PAGE.format(href=href))


def body(content: bytes = BODY) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(200, content=content)


def site(**changes: Callable[[httpx.Request], httpx.Response]) -> Site:
    answers = {
        "page": page(f"../../files/council-1.0.tar.gz#sha256={SHA256}"),
        "file": body(),
        **changes,
    }
    return Site(
        {
            "/simple/council-count/": answers["page"],
            "/files/council-1.0.tar.gz": answers["file"],
        }
    )


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client would have waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(snapshot, "sleep", waited.append)
    return waited


def test_a_pinned_file_is_found_on_the_page_of_its_project(tmp_path: Path) -> None:
    path = fetch(PINNED, into=tmp_path / "new", index=INDEX + "/", client=site().client)

    assert path == tmp_path / "new" / "council-1.0.tar.gz"
    assert path.read_bytes() == BODY
    assert list(path.parent.iterdir()) == [path]


def test_an_index_that_answers_in_json_is_read(tmp_path: Path) -> None:
    listed = {
        "files": [
            {"filename": "council-0.9.tar.gz", "url": "/files/old", "hashes": {}},
            {
                "filename": "council-1.0.tar.gz",
                "url": "/files/council-1.0.tar.gz",
                "hashes": {"sha256": SHA256},
            },
        ]
    }

    def in_json(request: httpx.Request) -> httpx.Response:
        assert "application/vnd.pypi.simple.v1+json" in request.headers["accept"]
        kind = "application/vnd.pypi.simple.v1+json"
        return httpx.Response(200, content=json.dumps(listed), headers={"content-type": kind})

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=site(page=in_json).client)

    assert path.read_bytes() == BODY


@pytest.mark.parametrize("content", ["[]", "{}", "not json", '{"files": [{"url": "x"}]}'])
def test_json_that_lists_no_files_is_named_as_such(tmp_path: Path, content: str) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=content, headers={"content-type": "application/json"})

    with pytest.raises(SourceError, match="not a list of files") as caught:
        fetch(PINNED, into=tmp_path, index=INDEX, client=site(page=broken).client)

    assert caught.value.address == f"{INDEX}/council-count/"


def test_a_file_already_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / PINNED.filename).write_bytes(BODY)
    silent = Site({})

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=silent.client)

    assert path.read_bytes() == BODY
    assert silent.asked == []


def test_a_file_there_with_another_content_is_replaced(tmp_path: Path) -> None:
    (tmp_path / PINNED.filename).write_bytes(BODY[:100])

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=site().client)

    assert path.read_bytes() == BODY


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    changed = site(
        page=page("/files/council-1.0.tar.gz"),
        file=body(b"new figures"),
    )

    with pytest.raises(SourceChanged, match="has changed since it was pinned"):
        fetch(PINNED, into=tmp_path, index=INDEX, client=changed.client)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_the_index_says_has_changed_is_not_downloaded(tmp_path: Path) -> None:
    changed = site(page=page(f"/files/council-1.0.tar.gz#sha256={'0' * 64}"))

    with pytest.raises(SourceChanged, match="the index says 000"):
        fetch(PINNED, into=tmp_path, index=INDEX, client=changed.client)

    assert changed.asked == ["/simple/council-count/"]


def test_a_file_that_the_page_does_not_list_is_missed_by_name(tmp_path: Path) -> None:
    other = site(page=page("/files/council-2.0.tar.gz"))

    with pytest.raises(SourceError, match=r"lists 2 files of Council_Count, but not council-1\.0"):
        fetch(PINNED, into=tmp_path, index=INDEX, client=other.client)


def test_a_project_that_the_index_does_not_know_is_said_with_its_address(
    tmp_path: Path, waits: list[float]
) -> None:
    with pytest.raises(SourceError, match="404 Not Found") as caught:
        fetch(PINNED, into=tmp_path, index=INDEX, client=Site({}).client)

    assert caught.value.address == f"{INDEX}/council-count/"
    assert waits == []


def test_a_redirect_is_followed_and_relative_links_start_from_where_it_led(tmp_path: Path) -> None:
    elsewhere = "https://mirror.example/mirror/simple/council-count/"
    moved = site(page=lambda request: httpx.Response(301, headers={"location": elsewhere}))
    moved.answers["/mirror/simple/council-count/"] = page("../../files/council-1.0.tar.gz")
    moved.answers["/mirror/files/council-1.0.tar.gz"] = body()

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=moved.client)

    assert path.read_bytes() == BODY


def test_a_busy_index_is_asked_again_after_a_wait(tmp_path: Path, waits: list[float]) -> None:
    codes = iter([503, 429])
    good = page("/files/council-1.0.tar.gz")

    def busy(request: httpx.Request) -> httpx.Response:
        code = next(codes, 200)
        return good(request) if code == 200 else httpx.Response(code)

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=site(page=busy).client)

    assert path.read_bytes() == BODY
    assert waits == list(snapshot.WAITS_S[:2])


def test_an_index_that_stays_silent_is_given_up_on(tmp_path: Path, waits: list[float]) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    with pytest.raises(SourceError, match="nobody there"):
        fetch(PINNED, into=tmp_path, index=INDEX, client=site(page=silent).client)

    assert waits == list(snapshot.WAITS_S)


def test_a_file_that_ends_too_early_is_fetched_again(tmp_path: Path, waits: list[float]) -> None:
    contents = iter([BODY[:20]])

    def cut_once(request: httpx.Request) -> httpx.Response:
        content = next(contents, BODY)
        return httpx.Response(200, content=content, headers={"content-length": str(len(BODY))})

    path = fetch(PINNED, into=tmp_path, index=INDEX, client=site(file=cut_once).client)

    assert path.read_bytes() == BODY
    assert len(waits) == 1


def test_a_file_that_always_ends_too_early_leaves_nothing_behind(
    tmp_path: Path, waits: list[float]
) -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=BODY[:20], headers={"content-length": str(len(BODY))})

    with pytest.raises(SourceError, match=f"ended after 20 of {len(BODY)} bytes"):
        fetch(PINNED, into=tmp_path, index=INDEX, client=site(file=cut).client)

    assert list(tmp_path.iterdir()) == []
    assert len(waits) == len(snapshot.WAITS_S)


def test_progress_counts_up_to_the_whole_file(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []

    fetch(
        PINNED,
        into=tmp_path,
        index=INDEX,
        client=site().client,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told[-1] == (len(BODY), len(BODY))


def test_a_password_in_the_address_of_the_index_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        fetch(
            PINNED,
            into=tmp_path,
            index="https://me:secret@index.example/simple",
            client=Site({}).client,
        )

    assert "secret" not in str(caught.value)
    assert caught.value.address == f"{INDEX}/council-count/"


def test_an_address_that_no_client_can_speak_to_is_not_tried_twice(
    tmp_path: Path, waits: list[float]
) -> None:
    with pytest.raises(SourceError, match="protocol"):
        fetch(PINNED, into=tmp_path, index="index.example/simple")

    assert waits == []
