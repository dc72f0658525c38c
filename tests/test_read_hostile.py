"""Hostile and broken files: each costs one clear line at most, never a crash, a wait, a request or another file."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from formats.facts import facts_of
from formats.word import W, docx, package
from hostile.case import SMALL, Case
from hostile.other import FOREIGN, PAGES, PDF, TEXT
from hostile.packed import ARCHIVES, GOOD, OPEN, SHEETS, WORD
from reformkg.errors import ReadError
from reformkg.model import Document
from reformkg.read import Limits, find_sources, read_bytes, read_source, sandbox, survey
from reformkg.read.limits import DEFAULTS, limits_from

CASES = [*WORD, *ARCHIVES, *SHEETS, *OPEN, *PDF, *PAGES, *TEXT, *FOREIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_hostile_file(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.make())
    monkeypatch.setenv("REFORMKG_READ_UNPACKED", str(case.limits.unpacked))
    monkeypatch.setenv("REFORMKG_READ_MEMBERS", str(case.limits.members))
    if case.error is None:
        document = _read(path, case.limits)
        assert case.text is not None
        assert case.text in document.text
        assert "root:" not in document.text
        facts_of(document)
        return
    with pytest.raises(ReadError) as caught:
        _read(path, case.limits)
    assert caught.value.what.startswith(case.error)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert caught.value.where is not None
    assert str(path) in caught.value.where


def _read(path: Path, limits: Limits) -> Document:
    """Read a file as a build does, or the first document of an archive."""
    return read_source(find_sources([path])[0], limits)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
    assert len({case.about for case in CASES}) == len(CASES)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that notes who calls."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                calls.append(str(address))
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], calls
        stop.set()
        thread.join()


def test_nothing_is_fetched(listener: tuple[int, list[str]]) -> None:
    port, calls = listener
    url = f"http://127.0.0.1:{port}/"
    prolog = f'<!DOCTYPE w SYSTEM "{url}a.dtd">'
    body = f"<w:body>{GOOD}</w:body>"
    schema = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a {url}a.xsd"'
    page = (
        f'<!DOCTYPE html SYSTEM "{url}a.dtd"><html><head><base href="{url}"><link rel=stylesheet href="a.css">'
        f'<meta http-equiv=refresh content="0;url={url}"></head><img src="{url}a.png"><p>正文仍可读。</p></html>'
    )
    entity = f'<!DOCTYPE w [<!ENTITY % p SYSTEM "{url}x.dtd"> %p;]>'
    for data in (
        package(f"{prolog}<w:document {W} {schema}>{body}</w:document>"),
        page.encode(),
        page.encode("utf-16"),
    ):
        assert read_bytes(data, "a.bin").text == "正文仍可读。"
    with pytest.raises(ReadError, match="declares XML entities"):
        read_bytes(package(f"{entity}<w:document {W}>{body}</w:document>"), "a.bin")
    assert calls == []


def test_a_file_that_takes_too_long_is_given_up() -> None:
    paragraphs = "<w:p><w:r><w:t>正文。</w:t></w:r></w:p>" * 400_000
    slow = package(f"<w:document {W}><w:body>{paragraphs}</w:body></w:document>")
    limits = replace(SMALL, bytes=10**9, unpacked=10**9, characters=10**9, seconds=1)
    started = time.monotonic()
    with pytest.raises(ReadError, match="more than 1 seconds"):
        read_bytes(slow, "a.docx", limits)
    assert time.monotonic() - started < 10
    assert read_bytes(docx(["正文。"]), "b.docx").text == "正文。"


def test_a_worker_that_dies_costs_one_file() -> None:
    assert read_bytes(docx(["甲"]), "a.docx").text == "甲"
    os.kill(sandbox._worker().process.pid, 9)
    assert read_bytes(docx(["乙"]), "a.docx").text == "乙"


def test_the_worker_does_not_import_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "ran"
    for name in ("lxml", "json", "reformkg"):
        (tmp_path / f"{name}.py").write_text(f"open({str(marker)!r}, 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    sandbox._let_go()
    assert read_bytes(docx(["甲"]), "a.docx").text == "甲"
    assert not marker.exists()


def test_limits_are_set_by_the_environment() -> None:
    assert limits_from({}) == DEFAULTS
    assert limits_from({"REFORMKG_READ_SECONDS": "5", "REFORMKG_READ_BYTES": "1_000"}) == replace(
        DEFAULTS, seconds=5, bytes=1000
    )
    for value in ("", "0", "-1", "many", "1e3", "１"):
        with pytest.raises(ReadError, match="no positive whole number"):
            limits_from({"REFORMKG_READ_SECONDS": value})


def test_a_file_of_one_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(ReadError, match="more than 50,000,000 bytes"):
        read_source(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_what_is_no_plain_file(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="no plain file"):
        read_source(pipe)
    with pytest.raises(ReadError, match="it is a folder"):
        read_source(tmp_path)
    ring = tmp_path / "ring.txt"
    ring.symlink_to(ring)
    with pytest.raises(ReadError, match=r"no such file|cannot be read"):
        read_source(ring)


def test_names_that_look_like_paths_or_options(tmp_path: Path) -> None:
    for name in ("-rf.txt", "--help.txt", "a;b$(c).txt", "换\n行.txt", "..txt", "%s.txt"):
        path = tmp_path / name
        path.write_text("正文。", encoding="utf-8")
        document = read_source(path)
        assert (document.text, document.source.name) == ("正文。", name)


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.txt").write_text("秘密", encoding="utf-8")
    (folder / "a.txt").write_text("正文", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "tree").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    found = survey([folder])
    assert found.files == (folder / "a.txt",)
    assert [(error.what, error.where) for error in found.refused] == [
        ("the link leads out of the folder", str(folder / "link.txt"))
    ]
