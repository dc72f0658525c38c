"""Scans: named as such, recognised where that is asked for and the engine is installed, and then marked."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from commands import reformkg
from formats.facts import facts_of, substance
from formats.pages import pdf
from formats.scans import engine_reads_chinese, scan
from reformkg.errors import ReadError, ScanError
from reformkg.model import Document, DocumentFacts
from reformkg.read import Limits, read_bytes, sandbox, tesseract
from reformkg.validate import validate_document

NOTICE = [
    "大连市人民政府关于推进改革的通知",
    "一、总体要求",
    "（一）工作目标。到2025年底，签约率达到75%以上。（责任单位：市卫生健康委、市财政局）",
    "二、重点任务",
    "（一）完善制度。加强组织领导，健全工作机制，抓好落实。（市教育局牵头，市财政局配合，2025年6月底前完成）",
    *(
        f"（{number}）推进改革。加强组织领导，健全工作机制，定期开展检查，抓好各项任务的落实。"
        "（责任单位：市民政局、市公安局）"
        for number in "二三四五六七八九十"
    ),
]
OCR = Limits(ocr_pages=10)
recognised = pytest.mark.skipif(not engine_reads_chinese(), reason="tesseract with chi_sim is not installed")


@pytest.fixture(scope="module")
def scanned() -> bytes:
    return scan(NOTICE)


@pytest.fixture(scope="module")
def document(scanned: bytes) -> Document:
    return read_bytes(scanned, "a.pdf", OCR)


def test_without_being_asked_a_scan_is_refused_with_what_to_do(scanned: bytes) -> None:
    with pytest.raises(ScanError, match="the PDF is a scan: its pages are pictures") as caught:
        read_bytes(scanned, "a.pdf")
    assert "--ocr" in str(caught.value.remedy)


def test_without_the_engine_a_scan_is_refused_with_what_to_install(
    scanned: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reformkg.read.tesseract.is_installed", lambda: False)
    with pytest.raises(ReadError, match="tesseract with chi_sim, which recognises text, is absent") as caught:
        read_bytes(scanned, "a.pdf", OCR)
    assert "tesseract-ocr-chi-sim" in str(caught.value.remedy)


@recognised
def test_a_scan_gives_the_facts_of_its_text_but_for_signs_taken_for_others(document: Document) -> None:
    """The engine takes some six for an 入, so not all numbers of items are right: facts are compared without them."""
    expected = stated(facts_of(read_bytes("\n".join(NOTICE).encode(), "a.txt")))
    found = stated(facts_of(document))
    assert expected.total() > 20
    assert (expected & found).total() >= 0.9 * expected.total()
    assert (found - expected).total() <= 0.1 * expected.total()


def stated(facts: DocumentFacts) -> Counter[tuple[object, ...]]:
    items = substance(facts)["items"]
    return Counter(
        fact for _, _, _, _, owners, deadlines, indicators in items for fact in (*owners, *deadlines, *indicators)
    )


@recognised
def test_what_is_recognised_says_so(document: Document) -> None:
    assert document.source.format == "scan"
    facts = facts_of(document)
    places = {item.place.zh for item in facts.items if item.place}
    assert places == {"第1页（文字识别）", "第2页（文字识别）"}
    assert "RK055" in {finding.shape for finding in validate_document(facts)}


@recognised
def test_a_scan_is_recognised_alike_each_time(scanned: bytes, document: Document) -> None:
    assert read_bytes(scanned, "a.pdf", OCR) == document


@recognised
def test_pages_with_text_keep_it(scanned: bytes) -> None:
    mixed = scan(["1.落实责任。（责任单位：市民政局）"], text_before=["某某市人民政府通知", "甲乙丙丁戊己庚辛。"])
    read = read_bytes(mixed, "a.pdf", OCR)
    assert "甲乙丙丁戊己庚辛。" in read.text
    assert "责任单位" in read.text
    assert (read.places[0].place.zh, read.places[-1].place.zh) == ("第1页", "第2页（文字识别）")


@recognised
def test_a_file_with_text_is_read_as_ever_when_recognising_is_allowed() -> None:
    data = pdf(NOTICE)
    assert read_bytes(data, "a.pdf", OCR) == read_bytes(data, "a.pdf")


@recognised
def test_more_pages_than_the_limit_are_refused(scanned: bytes) -> None:
    with pytest.raises(ReadError, match="more than 1 of its pages are pictures"):
        read_bytes(scanned, "a.pdf", replace(OCR, ocr_pages=1))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the engine")
@pytest.mark.parametrize(
    ("script", "seconds", "what"),
    [
        ("exit 1", 120, "tesseract cannot recognise its pages"),
        ("sleep 60", 5, "recognising one of its pages takes more than 5 seconds"),
        ("echo level", 120, "nothing on its pages can be recognised"),
    ],
)
def test_an_engine_that_fails(  # noqa: PLR0917 - a row and three fixtures
    script: str, seconds: int, what: str, scanned: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && echo chi_sim && exit\n{script}\n', encoding="utf-8")
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        fresh()
        with pytest.raises(ReadError, match=what):
            read_bytes(scanned, "a.pdf", replace(OCR, seconds=seconds))
    fresh()


def fresh() -> None:
    """Forget the engine that was found, and the reader that was started where it was."""
    tesseract.is_installed.cache_clear()
    sandbox._let_go()


@recognised
def test_the_commands_recognise_where_they_are_asked_to(scanned: bytes, tmp_path: Path) -> None:
    (tmp_path / "扫描件.pdf").write_bytes(scanned)
    plain = reformkg("extract", "扫描件.pdf", cwd=tmp_path)
    assert (plain.code, plain.out) == (2, "")
    assert "--ocr" in plain.err
    found = json.loads(reformkg("extract", "扫描件.pdf", "--ocr", cwd=tmp_path).out)
    assert found["items"][0]["owners"][0]["name"] == "市卫生健康委"
    built = reformkg("build", "扫描件.pdf", "--ocr", cwd=tmp_path)
    assert built.code == 0
    assert "RK055" in reformkg("validate", "--format", "summary", "--fail-on", "never", cwd=tmp_path).out
