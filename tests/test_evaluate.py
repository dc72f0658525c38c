"""Scoring extraction against annotations: the same numbers as the annotations' own scorer, and the command."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from commands import ROOT, SEEDS, reformkg, script
from reformkg.errors import ReadError
from reformkg.evaluate import FIELDS, RATES, evaluate, evaluate_folder, placing, total
from reformkg.evaluation import Evaluation, Placing, Rate, ReadOwner, Score
from reformkg.model import Rows
from reformkg.pipeline import read_facts
from reformkg.render.accuracy import accuracy_page
from reformkg.render.interchange import facts_json

GOLD = ROOT / "tests" / "gold"


def scorer() -> ModuleType:
    return script(GOLD / "score.py")


def reference(pairs: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> tuple[dict[str, Any], dict[str, float]]:
    """Return the numbers of `tests/gold/score.py`."""
    score = scorer()
    tally, side = score.Tally(), {}
    for name in ("comparator", "due", "subject", "kind", "open_list", "org function", "org full name"):
        side[name] = []
    for name, gold, found in pairs:
        score.score_document(name, gold, found, tally, side)
    return tally.rows(), {name: sum(values) / len(values) for name, values in side.items() if values}


def same_numbers(ours: Evaluation, theirs: tuple[dict[str, Any], dict[str, float]]) -> None:
    rows, rates = theirs
    assert [score.field for score in ours.scores] == list(rows)
    for one in ours.scores:
        row = rows[one.field]
        assert (one.hits + one.missed, one.hits + one.extra) == (row["gold"], row["found"])
        if row["gold"] and row["found"]:
            assert (one.precision, one.recall, one.f1) == pytest.approx(
                (row["precision"], row["recall"], row["f1"]), abs=1e-3
            )
    assert {rate.name: rate.share for rate in ours.rates} == pytest.approx(rates)


def owner(name: str, role: str = "lead", **more: object) -> dict[str, Any]:
    return {"name": name, "role": role, **more}


def indicator(value: float | None, unit: str = "%", **more: object) -> dict[str, Any]:
    return {"subject": "签约率", "comparator": ">=", "value": value, "unit": unit, "due": None, **more}


def item(ref: str, title: str, **more: object) -> dict[str, Any]:
    empty: dict[str, Any] = {"owners": [], "deadlines": [], "indicators": [], "open_list": False, "kind": "task"}
    return {"ref": ref, "title": title, **empty, **more}


def form(items: list[dict[str, Any]], **document: object) -> dict[str, Any]:
    stated = {
        "title": "示例通知",
        "number": "示发〔2020〕1号",
        "issuer": "示例市",
        "issued": None,
        "cites": [],
    } | document
    return {"source": "a.txt", "document": stated, "items": items, "orgs": {}}


ANNOTATED = form(
    [
        item("一/1", "完善制度", owners=[owner("市教育局"), owner("市财政局", "support")],
             deadlines=[{"text": "2020年底前", "date": "2020-12-31"}, {"text": "每年", "date": None, "recurring": "yearly"}],
             indicators=[indicator(60, due="2020-12-31"), indicator(100, optional=True)]),
        item("一/2", "加强“监管”（试行）", owners=[owner("市公安局", "responsible", inherited=True), owner("各地", "responsible", source="text")]),
        item("一/3", "推进改革", kind="measure", indicators=[{"subject": "床位", "comparator": "range", "min": 1.2, "max": 1.5, "unit": "张", "due": None}]),
        item("一/4", "被漏掉", owners=[owner("市民政局")]),
    ],
    cites=[{"title": "示例意见", "number": "国发〔2019〕3号"}, {"title": "示例法", "number": None}],
)  # fmt: skip
FOUND = form(
    [
        item("一/1", "完善制度", owners=[owner("市教育局"), owner("市财政局", "lead"), owner("市民政局", "support")], open_list=True,
             deadlines=[{"text": "2020年底前", "date": "2020-12-31"}],
             indicators=[indicator(60, comparator="="), indicator(100), indicator(70, "个")]),
        item("一/二", "加强监管(试行)", owners=[owner("各地", "responsible", source="text"), owner("市公安局", "lead")]),
        item("一/3", "推进 改革", indicators=[{"subject": "床 位", "comparator": "range", "min": 1.2, "max": 1.5, "unit": "张", "due": "2020-12-31"}]),
        item("二/1", "多出来"),
        item("三", "总体要求", kind="objective"),
    ],
    title="示例通知", number="示发[2020]1号", issuer=None, issued="2020-03-05",
    cites=[{"title": "另一题目", "number": "国发(2019)3号"}, {"title": "示例规划", "number": None}],
)  # fmt: skip


def test_an_invented_pair_is_scored_as_the_annotations_scorer_does() -> None:
    same_numbers(evaluate("a", ANNOTATED, FOUND), reference([("a", ANNOTATED, FOUND)]))


@pytest.mark.parametrize("found", [form([]), ANNOTATED])
def test_nothing_found_and_all_found_are_scored_alike(found: dict[str, Any]) -> None:
    same_numbers(evaluate("a", ANNOTATED, found), reference([("a", ANNOTATED, found)]))


def test_what_differs_is_listed() -> None:
    differences = {(d.field, d.item, d.fact, d.found) for d in evaluate("a", ANNOTATED, FOUND).differences}
    assert ("owners", "一/4", "市民政局", False) in differences
    assert ("owners", "一/1", "市民政局", True) in differences
    assert ("owners+role", "一/1", "市财政局 support", False) in differences
    assert ("deadlines", "一/1", "yearly", False) in differences
    assert ("indicators", "一/1", "70 个", True) in differences
    assert ("items", "二/1", "item", True) in differences
    assert ("cites", None, "示例法", False) in differences
    assert not any(d[1] == "三" for d in differences)


def test_the_seeds_are_scored_as_the_annotations_scorer_does() -> None:
    pairs = []
    for file in sorted(GOLD.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        pairs.append((file.stem, gold, json.loads(facts_json(read_facts(SEEDS / gold["source"])))))
    evaluations = evaluate_folder(GOLD, (SEEDS,))
    assert [evaluation.documents for evaluation in evaluations] == [(name,) for name, _, _ in pairs]
    same_numbers(total(evaluations), reference(pairs))


def test_a_total_adds_up() -> None:
    both = total([evaluate("a", ANNOTATED, FOUND), evaluate("b", ANNOTATED, ANNOTATED)])
    assert both.documents == ("a", "b")
    assert [score.field for score in both.scores] == list(FIELDS)
    assert {rate.name for rate in both.rates} == set(RATES)
    same_numbers(
        Evaluation(both.documents, both.scores, tuple(r for r in both.rates if r.total), both.differences),
        reference([("a", ANNOTATED, FOUND), ("b", ANNOTATED, ANNOTATED)]),
    )


SCORES = [
    (Score("owners", 3, 1, 0), (1.0, 0.75, 6 / 7)),
    (Score("owners", 0, 2, 3), (0.0, 0.0, 0.0)),
    (Score("owners", 0, 0, 0), (1.0, 1.0, 1.0)),
    (Score("owners", 0, 2, 0), (1.0, 0.0, 0.0)),
]


@pytest.mark.parametrize(("score", "numbers"), SCORES)
def test_precision_recall_and_f1(score: Score, numbers: tuple[float, float, float]) -> None:
    assert (score.precision, score.recall, score.f1) == pytest.approx(numbers)


def test_the_share_of_a_rate() -> None:
    assert Rate("due", 3, 4).share == 0.75
    assert Rate("due", 0, 0).share == 1.0


def read_owner(name: str, place: str, *, placed: bool = True, in_text: bool = False) -> ReadOwner:
    return ReadOwner("a", "一/1", name, f"示例/{name}", place, placed, in_text)


def test_owners_that_are_not_placed_and_organisations_that_join_two_places_are_found() -> None:
    strange = read_owner("某某办", "甲市", placed=False)
    owners = (
        read_owner("财政局", "甲市"),
        read_owner("财政局", "乙市"),
        read_owner("民政局", "甲市"),
        read_owner("民政局", "甲市"),
        strange,
        read_owner("镇长", "甲市", placed=False, in_text=True),
    )
    found = placing([Evaluation(("a",), (), (), (), owners[:3]), Evaluation(("b",), (), (), (), owners[3:])])
    assert found == Placing(owners=5, unplaced=(strange,), organisations=4, joined=("示例/财政局",))
    assert found.share == 0.8
    page = accuracy_page([], [], found, Rows((), ()), date(2026, 1, 2))
    assert "| 5 | 4 | 0.800 | 4 | 1 |" in page
    assert "These join two places: 示例/财政局." in page
    assert "| a | 某某办 | 一/1 |" in page


def test_a_body_that_is_merely_something_else_is_not_placed(tmp_path: Path) -> None:
    text = "关于甲事的通知\n一、加强管理。做好工作。（责任单位：市财政局、市热线中心、各有关单位）\n"
    (tmp_path / "a.txt").write_text("大连市人民政府\n" + text, encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(form([]) | {"source": "a.txt"}), encoding="utf-8")
    (evaluation,) = evaluate_folder(tmp_path)
    assert [(owner.name, owner.placed) for owner in evaluation.owners] == [
        ("市财政局", True), ("市热线中心", False), ("各有关单位", True),
    ]  # fmt: skip


def annotated(folder: Path) -> Path:
    """Copy one seed with its annotation into a folder."""
    name = "dalian-2018-health-reform-tasks"
    shutil.copy(GOLD / f"{name}.json", folder)
    shutil.copy(SEEDS / f"{name}.txt", folder)
    return folder


def test_the_command_scores_the_documents_beside_their_annotations(tmp_path: Path) -> None:
    done = reformkg("evaluate", annotated(tmp_path), "--min", "0.5", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    for word in (*FIELDS, "dalian-2018-health-reform-tasks"):
        assert word.split()[0] in done.out


def test_the_command_fails_below_the_asked_score_and_shows_differences(tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    file = Path(shutil.move(annotated(tmp_path) / "dalian-2018-health-reform-tasks.json", folder))
    gold = json.loads(file.read_text(encoding="utf-8"))
    gold["items"][0]["owners"].append(owner("市不存在局"))
    file.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    done = reformkg("evaluate", "gold", ".", "--min", "1", "--errors", "3", cwd=tmp_path)
    assert done.code == 1
    assert "owners" in done.err
    assert "市不存在局" in done.out


def test_the_command_names_a_document_that_is_not_there(tmp_path: Path) -> None:
    (annotated(tmp_path) / "dalian-2018-health-reform-tasks.txt").unlink()
    missing = reformkg("evaluate", ".", cwd=tmp_path)
    assert missing.code == 2
    assert "dalian-2018-health-reform-tasks.txt" in missing.err


@pytest.mark.parametrize("content", [None, "{", "[]", '{"source": 3}', '{"document": {}}'])
def test_annotations_that_cannot_be_read_are_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReadError) as raised:
        evaluate_folder(tmp_path)
    assert str(tmp_path) in str(raised.value) or "3" in str(raised.value)
