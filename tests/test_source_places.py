"""Each passage says on which page, in which paragraph or cell of its file it stands, wherever it is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from commands import NOTICE, SEEDS
from formats.pages import pdf
from formats.word import docx
from reformkg.cli.app import run
from reformkg.graph import from_graph, to_graph
from reformkg.model import Bilingual, DocumentFacts, Evidence, Report
from reformkg.pipeline import build, read_facts
from reformkg.read import place_of, read_source
from reformkg.render.payload import payload
from reformkg.store import open_kg

FILLING = [f"本通知的第{number}条说明，供参考。" for number in range(1, 60)]
"""So much text before the tasks that they stand on a later page."""


def paragraphs() -> list[str]:
    title, number, *rest = [line for line in NOTICE.format(number=1, what="工作").splitlines() if line]
    return [title, number, *FILLING, *rest]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notice as PDF and as Word file, and a graph of each."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "通知.pdf").write_bytes(pdf(paragraphs()))
    (folder / "通知.docx").write_bytes(docx(paragraphs()))
    for form in ("pdf", "docx"):
        assert not build([folder / f"通知.{form}"], folder / form).failures
    return folder


def passages(facts: DocumentFacts) -> list[Evidence]:
    said = facts.metadata
    stated = [each.evidence for each in (said.title, said.number, said.issuer, said.issued) if each]
    parts = [fact for item in facts.items for fact in (*item.responsibilities, *item.deadlines, *item.indicators)]
    return [*stated, *(fact.evidence for fact in (*parts, *facts.citations, *facts.gaps))]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_passage_has_the_place_where_it_begins_and_keeps_it_in_the_graph(form: str, folder: Path) -> None:
    path = folder / f"通知.{form}"
    document, facts = read_source(path), read_facts(path)
    assert len(passages(facts)) >= 7
    for passage in passages(facts):
        assert passage.place is not None
        assert passage.place == place_of(document, passage.start)
    assert all(item.place == place_of(document, item.span.start) for item in facts.items)
    assert from_graph(to_graph(facts), facts.key) == facts
    with open_kg(folder / form) as kg:
        assert tuple(kg.documents()) == (facts,)


def test_plain_text_has_no_places_and_its_graph_no_word_of_them() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        facts = read_facts(path)
        assert {passage.place for passage in passages(facts)} | {item.place for item in facts.items} == {None}
        assert b"sourcePlace" not in to_graph(facts).serialize(format="nt", encoding="utf-8")
        assert "places" not in payload([facts], Report((), (), 1, 0)).facts


def test_pages_and_paragraphs_are_called_as_people_call_them(folder: Path) -> None:
    (first, *_) = read_facts(folder / "通知.docx").items
    number = paragraphs().index(next(line for line in paragraphs() if line.startswith("（一）"))) + 1
    assert first.place == Bilingual(f"第{number}段", f"paragraph {number}")
    (first, *_) = read_facts(folder / "通知.pdf").items
    assert first.place is not None
    assert first.place.zh in ("第2页", "第3页")


def test_a_page_carries_the_place_of_each_item_and_fact(folder: Path) -> None:
    facts = read_facts(folder / "通知.pdf")
    data = payload([facts], Report((), (), 1, 2)).facts
    for carried, item in zip(data["items"], facts.items, strict=True):
        assert item.place is not None
        assert data["places"][carried["place"]] == {"zh": item.place.zh, "en": item.place.en}
        for owner, each in zip(carried.get("owners", []), item.responsibilities, strict=True):
            assert each.evidence.place is not None
            assert data["places"][owner["at"][3]]["zh"] == each.evidence.place.zh


def test_commands_show_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (item, *_) = read_facts(folder / "通知.pdf").items
    assert item.place is not None
    for words in (
        ["show", item.ref, "--kg", str(folder / "pdf"), "--lang", "zh"],
        ["explain", str(folder / "通知.pdf"), "--lang", "zh"],
        ["validate", "--kg", str(folder / "pdf"), "--lang", "zh"],
        ["validate", "--kg", str(folder / "pdf"), "--format", "md"],
    ):
        assert run(words) in (0, 1), words
        assert item.place.zh in capsys.readouterr().out, words
    ledger = folder / "ledger.md"
    assert run(["ledger", "--kg", str(folder / "pdf"), "-o", str(ledger), "--lang", "zh"]) == 0
    assert f"（{item.place.zh}）" in ledger.read_text(encoding="utf-8")


def test_findings_as_data_say_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["validate", "--kg", str(folder / "pdf"), "--format", "json"])
    found = [each["evidence"] for each in json.loads(capsys.readouterr().out)["findings"] if each["evidence"]]
    assert found
    assert all(each["place"]["zh"].startswith("第") and each["place"]["en"].startswith("page") for each in found)
    run(["validate", "--kg", str(folder / "pdf"), "--format", "sarif", "--lang", "zh"])
    (sarif,) = json.loads(capsys.readouterr().out)["runs"]
    said = [
        result["locations"][0]["message"]["text"]
        for result in sarif["results"]
        if result["locations"][0].get("message")
    ]
    assert len(said) == len(found)
    assert all(text.startswith("第") for text in said)
    run(["validate", "--kg", str(folder / "pdf"), "--format", "csv", "--lang", "zh"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert any(row["place"].startswith("第") for row in rows)
    assert all(row["place"] for row in rows if row["passage"])


def test_facts_as_data_say_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(folder / "通知.pdf")]) == 0
    form = json.loads(capsys.readouterr().out)
    facts = read_facts(folder / "通知.pdf")
    assert [item["place"] for item in form["items"]] == [item.place.zh for item in facts.items if item.place]
    owners = [owner["place"] for item in form["items"] for owner in item["owners"]]
    assert owners == [
        each.evidence.place.zh for item in facts.items for each in item.responsibilities if each.evidence.place
    ]
    assert set(owners) == {"第3页"}
