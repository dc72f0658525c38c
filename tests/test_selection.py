"""Which documents a command takes: those named, all by day of issue, or the newest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import facts
from commands import Run, kg_of, program_within
from reformkg.errors import UsageError
from reformkg.model import DocumentFacts, Stated
from reformkg.query.selection import by_day, named, newest
from reformkg.store import Kg, open_kg

DAYS = {"甲-2018-9": "2018-03-01", "甲-2019-1": "2019-01-01", "乙-2018-2": "2018-03-01", "丙": None}
"""Documents by key, and when they were issued: two on one day, one on no day that it says."""


def issued(key: str, day: str | None) -> DocumentFacts:
    document = facts.document()
    said = document.metadata
    assert said.issued
    assert said.title
    when = Stated(day, said.issued.evidence) if day else None
    title = Stated(f"{key}方案", said.title.evidence)
    return replace(document, key=key, metadata=replace(said, issued=when, title=title))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kg_of(tmp_path_factory.mktemp("selection") / "kg", *(issued(key, day) for key, day in DAYS.items()))


@pytest.fixture
def kg(folder: Path) -> Iterator[Kg]:
    with open_kg(folder) as opened:
        yield opened


@pytest.fixture
def program(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return program_within(folder, tmp_path, monkeypatch, capsys)


def test_documents_are_taken_by_day_and_those_without_one_last(kg: Kg) -> None:
    assert by_day(kg.keys(), kg) == ("乙-2018-2", "甲-2018-9", "甲-2019-1", "丙")


@pytest.mark.parametrize(
    ("most", "keys"),
    [
        (0, ()),
        (1, ("甲-2019-1",)),
        (2, ("甲-2018-9", "甲-2019-1")),
        (3, ("乙-2018-2", "甲-2018-9", "甲-2019-1")),
        (4, ("丙", "乙-2018-2", "甲-2018-9", "甲-2019-1")),
        (9, ("丙", "乙-2018-2", "甲-2018-9", "甲-2019-1")),
    ],
)
def test_the_newest_are_those_issued_last(most: int, keys: tuple[str, ...], kg: Kg) -> None:
    assert newest(kg.keys(), kg, most) == keys


@pytest.mark.parametrize(
    ("names", "keys"),
    [(("甲-2018-9",), ("甲-2018-9",)), (("丙方案", "甲-2019-1"), ("丙", "甲-2019-1")), ((), ())],
)
def test_documents_are_named_by_key_or_title(names: tuple[str, ...], keys: tuple[str, ...], kg: Kg) -> None:
    assert named(names, kg) == keys


def test_a_name_of_nothing_is_said(kg: Kg) -> None:
    with pytest.raises(UsageError, match="没有的文件"):
        named(["没有的文件"], kg)


def shown(page: str) -> set[str]:
    return {key for key in DAYS if f"{key}方案" in page}


@dataclass(frozen=True)
class Asked:
    """What pages are asked to show; what they show, say of themselves, and what is said in the terminal."""

    options: tuple[str, ...]
    keys: frozenset[str]
    note: str | None
    said: str | None


ASKED = (
    Asked((), frozenset(DAYS), None, None),
    Asked(("--newest", "1"), frozenset({"甲-2019-1"}), "本页显示最新的 1 份文件", "the newest 1 of 4 documents"),
    Asked(("--document", "丙"), frozenset({"丙"}), "本页显示其中 1 份文件", None),
    Asked(
        ("--document", "丙", "--document", "甲-2018-9", "--newest", "1"),
        frozenset({"甲-2018-9"}),
        "本页显示最新的 1 份文件",
        "the newest 1 of 2 documents",
    ),
)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: " ".join(asked.options) or "all")
@pytest.mark.parametrize("command", ["site", "graph"])
def test_pages_show_the_documents_that_are_asked_for(command: str, asked: Asked, program: Run, tmp_path: Path) -> None:
    written = program(command, "-o", "页", *asked.options)
    assert written.code == 0
    place = tmp_path / "页"
    for page in place.iterdir() if command == "site" else [place]:
        text = page.read_text(encoding="utf-8")
        assert shown(text) == asked.keys
        assert re.findall("本页显示[^；]*", text) == ([asked.note] if asked.note else [])
    assert re.findall("the newest .* documents", written.err) == ([asked.said] if asked.said else [])


@pytest.mark.parametrize(("ending", "head"), [("csv", "序号,"), ("md", "# ")])
def test_the_ledger_lists_documents_by_day(ending: str, head: str, program: Run, tmp_path: Path) -> None:
    assert program("ledger", "-o", f"台账.{ending}", "--lang", "zh").code == 0
    text = (tmp_path / f"台账.{ending}").read_text(encoding="utf-8-sig")
    assert text.startswith(head)
    listed = list(dict.fromkeys(re.findall("|".join(f"{key}方案" for key in DAYS), text)))
    assert listed == ["乙-2018-2方案", "甲-2018-9方案", "甲-2019-1方案", "丙方案"]


def test_the_ledger_takes_the_documents_that_are_named(program: Run, tmp_path: Path) -> None:
    assert program("ledger", "-o", "台账.csv", "--document", "丙").code == 0
    assert shown((tmp_path / "台账.csv").read_text(encoding="utf-8")) == {"丙"}
