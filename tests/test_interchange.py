"""The JSON form of a document's facts: the one that the annotation guidelines fix, plus where and by which rule."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from facts import document, documents, indicator, item, passage
from reformkg.model import Comparator, DocumentFacts
from reformkg.render.interchange import facts_form, facts_json

GOLD = Path(__file__).parent / "gold"


def at(quote: str) -> dict[str, object]:
    """Return the trace of a fact that the small notice states as `quote`."""
    found = passage(quote)
    return {"span": [found.start, found.end], "rule": "hand-made"}


def test_the_small_notice_reads_as_the_guidelines_write_it():
    form = facts_form(document())
    assert form["document"]["number"] == "示医改办〔2018〕5号"
    assert form["document"]["issued"] == "2018-03-01"
    assert form["document"]["evidence"]["issued"] == at("2018年3月1日")
    (cited,) = form["document"]["cites"]
    title = "国务院办公厅关于示例工作的通知"
    assert cited == {"title": title, "number": "国办发〔2018〕83号", **at(f"《{title}》")}
    first, second, third = form["items"]
    assert first["owners"] == [
        {"name": "市卫生计生委", "role": "lead", **at("市卫生计生委")},
        {"name": "市财政局", "role": "support", **at("市财政局")},
        {"name": "市特别办", "role": "support", **at("市特别办")},
    ]
    assert first["deadlines"] == [{"text": "2018年底前", "date": "2018-12-31", **at("2018年底前")}]
    assert first["indicators"][0]["value"] == 90
    counties = "各县（区）人民政府"
    assert second["open_list"] is True
    assert second["owners"][1] == {
        "name": counties,
        "role": "responsible",
        "collective": True,
        "inherited": True,
        **at(counties),
    }
    assert second["deadlines"] == [{"text": "每年", "date": None, "recurring": "yearly", **at("每年")}]
    (checks,) = second["indicators"]
    assert (checks["comparator"], checks["min"], checks["max"]) == ("range", 5, 12)
    assert "value" not in checks
    assert third["owners"] == third["deadlines"] == third["indicators"] == []
    assert form["orgs"]["市卫生计生委"] == {"full": "示例市卫生和计划生育委员会", "function": "卫生健康"}
    assert form["gaps"] == [
        {"kind": "owner", "text": "由有关方面负责", "reason": "没有可识别的单位名称", **at("由有关方面负责")}
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [("90", "90"), ("90.0", "90"), ("0.3333", "0.3333"), ("1.50", "1.5"), ("50000", "50000"), ("1E+3", "1000")],
)
def test_numbers_are_written_plainly(value: str, written: str):
    facts = document(with_items=[item(indicators=[replace(indicator(), value=Decimal(value))])])
    assert f'"value": {written}' in facts_json(facts)


@pytest.mark.parametrize(
    ("ref", "rule"),
    [("一/1", "item.numbered-unit"), ("一/1/p2", "item.passage"), ("表1/3", "item.table-row")],
)
def test_an_item_says_how_the_outline_came_to_it(ref: str, rule: str):
    (form,) = facts_form(document(with_items=[item(ref, "推进医联体建设")]))["items"]
    assert form["rule"] == rule


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_whatever_was_read_can_be_written_and_every_span_lies_in_the_text(facts: DocumentFacts):
    form = json.loads(facts_json(facts))
    lists = ("owners", "deadlines", "indicators")
    traced = [*form["document"]["cites"], *form["gaps"], *form["document"]["evidence"].values()]
    traced += [fact for each in form["items"] for name in lists for fact in each[name]]
    traced += form["items"]
    for fact in traced:
        start, end = fact["span"]
        assert 0 <= start <= end <= len(facts.text)
        assert fact["rule"]
    for written, each in zip(form["items"], facts.items, strict=True):
        ranges = ["min" in target and "max" in target for target in written["indicators"]]
        assert ranges == [target.comparator is Comparator.RANGE for target in each.indicators]


def test_the_scorer_reads_the_form(tmp_path: Path):
    """A document scored against its own facts is right in every field."""
    facts = document(with_items=[item(indicators=[indicator(due=date(2018, 12, 31))])])
    for folder in ("gold", "found"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "示例.json").write_text(facts_json(facts), encoding="utf-8")
    command = [sys.executable, GOLD / "score.py", tmp_path / "gold", tmp_path / "found", "--min", "1.0"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
