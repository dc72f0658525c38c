"""The report in each of its forms: what it says, that it can be read back, and that nothing in it is acted on."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from junitparser import Failure, JUnitXml
from sarif_pydantic import Sarif

import facts
from reformkg.errors import RenderError
from reformkg.model import Bilingual, Column, DocumentFacts, Report, Rows, Severity
from reformkg.render.ci import report_junit, report_sarif
from reformkg.render.completeness import completeness, completeness_rows
from reformkg.render.counts import counts
from reformkg.render.findings import Grouping, grouped, report_rows, report_text, summary
from reformkg.render.report_files import report_json, report_workbook
from reformkg.render.rows import rows_csv
from reformkg.render.subjects import Subjects, subjects_of
from reformkg.render.workbook import Head, Sheet, workbook
from reformkg.validate import default_shapes, validate_document

DOCUMENTS = (facts.bare(), facts.document())
NAMES = {shape.id: shape.name for shape in default_shapes().shapes}


def report_of(*documents: DocumentFacts) -> Report:
    findings = tuple(finding for each in documents for finding in validate_document(each))
    return Report(findings, tuple(NAMES), len(documents), sum(len(each.items) for each in documents))


REPORT = report_of(*DOCUMENTS)
SUBJECTS = subjects_of(DOCUMENTS, REPORT)


def test_text_by_shape_puts_the_gravest_first_and_the_remedy_once() -> None:
    text = report_text(REPORT, NAMES, "zh", Grouping.SHAPE, SUBJECTS)
    headings = [line.split()[0] for line in text.splitlines() if line.startswith("RK")]
    assert headings[0] == "RK001"
    assert len(headings) == len(set(headings)) == len({finding.shape for finding in REPORT.findings})
    lines = text.splitlines()
    place = lines.index("    一/3「加强宣传」没有责任单位")
    assert lines[place - 3 : place] == [
        "RK001  任务没有责任单位  (违规 1)",
        "  → 请发文机关明确责任单位，并写入任务末尾的责任条款。",
        "  关于深化医改重点任务的通知",
    ]
    line = facts.TEXT.splitlines().index("3.加强宣传。由有关方面负责。") + 1
    assert lines[place + 1] == f"      第{line}行  3.加强宣传。由有关方面负责。"


def test_text_by_document_names_title_and_key() -> None:
    groups = grouped(REPORT, NAMES, Grouping.DOCUMENT, SUBJECTS)
    assert [group.heading.zh for group in groups] == [
        "示例.txt  [无题]",
        "关于深化医改重点任务的通知  [示医改办-2018-5]",
    ]
    assert sum(len(group.findings) for group in groups) == len(REPORT.findings)
    assert "    警告 RK002  一/2「完善药品供应」" in report_text(REPORT, NAMES, "zh", Grouping.DOCUMENT, SUBJECTS)


def test_text_by_organisation_names_who_should_act() -> None:
    groups = {
        group.heading.zh: {(each.item, each.shape) for each in group.findings}
        for group in grouped(REPORT, NAMES, Grouping.ORGANISATION, SUBJECTS)
    }
    assert groups["示例市卫生和计划生育委员会"] == {("一/1", "RK040"), ("一/2", "RK002"), ("一/2", "RK051")}
    assert groups["各县（区）人民政府"] == {("一/2", "RK002"), ("一/2", "RK051")}
    assert ("一/3", "RK001") in groups["示例市深化医药卫生体制改革领导小组办公室"]
    assert {shape for _, shape in groups["（不知由谁处理）"]} >= {"RK007", "RK009"}


@pytest.mark.parametrize("by", Grouping)
def test_every_finding_stands_in_the_text_in_both_languages(by: Grouping) -> None:
    for language in ("zh", "en"):
        text = report_text(REPORT, NAMES, language, by, SUBJECTS)  # type: ignore[arg-type]
        for finding in REPORT.findings:
            assert getattr(finding.message, language) in text
            assert getattr(finding.remedy, language) in text


def test_rows_hold_one_finding_each_with_the_passage_and_who_should_act() -> None:
    rows = report_rows(REPORT, NAMES, SUBJECTS)
    assert len(rows.rows) == len(REPORT.findings)
    read = list(csv.DictReader(io.StringIO(rows_csv(rows, "zh"))))
    owner = next(row for row in read if row["shape"] == "RK001")
    assert owner["item"] == "一/3"
    assert owner["message"] == "一/3「加强宣传」没有责任单位"
    assert owner["passage"] == facts.TEXT[int(owner["start"]) : int(owner["end"])]
    assert owner["acting"] == "示例市深化医药卫生体制改革领导小组办公室"


def test_counts_by_shape_say_how_many_things_each_looked_at() -> None:
    report = replace(REPORT, targets={"RK001": 3, "RK002": 3})
    table = counts(report, NAMES, Grouping.SHAPE)
    lines = {str(row[0]): row[3:] for row in table.rows}
    assert (lines["RK001"], lines["RK003"]) == ((3, 1), (None, 1))
    assert sum(row[-1] for row in table.rows if isinstance(row[-1], int)) == len(REPORT.findings)
    assert table.notes[0].en == f"{len(NAMES) - len(table.rows)} other shapes found nothing"


def test_counts_by_document_have_those_without_findings_and_how_complete_each_is() -> None:
    only = replace(REPORT, findings=tuple(each for each in REPORT.findings if each.document == DOCUMENTS[1].key))
    empty, notice = counts(only, NAMES, Grouping.DOCUMENT, SUBJECTS).rows
    assert empty == ("无题", "示例.txt", 0, 0, 0, Decimal("0.0"))
    assert (notice[0], notice[2], notice[-1]) == ("示医改办-2018-5", 1, Decimal("66.7"))
    assert sum(cell for cell in notice[2:5] if isinstance(cell, int)) == len(only.findings)


def test_counts_by_organisation_are_those_of_who_should_act() -> None:
    rows = counts(REPORT, NAMES, Grouping.ORGANISATION, SUBJECTS).rows
    by_body = {getattr(row[0], "zh", ""): row[1:] for row in rows}
    assert by_body["各县（区）人民政府"] == (0, 1, 1)
    assert "（不知由谁处理）" in by_body


def test_json_says_what_was_checked_before_the_findings() -> None:
    whole = replace(REPORT, targets={"RK001": 3, "RK900": 1})
    form = json.loads(report_json(replace(whole, findings=()), NAMES, SUBJECTS, whole))
    assert form["targets"] == {"RK001": 3}
    assert (form["conforms"], form["findings"]) == (False, [])
    assert sum(form["severities"].values()) == len(REPORT.findings)
    assert form["completeness"][1]["score"] == 66.7
    assert form["organisations"][0].keys() == {"acting", "violation", "warning", "info"}


def test_the_workbook_has_findings_shapes_and_completeness() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(REPORT, NAMES, SUBJECTS, "zh")))
    assert book.sheetnames == ["问题", "规则", "单位", "完整度"]
    assert book["问题"].max_row == len(REPORT.findings) + 1
    assert book["规则"].max_row == len(NAMES) + 1
    assert [cell.value for cell in book["完整度"][3]][:3] == ["示医改办-2018-5", "关于深化医改重点任务的通知", 3]


def test_a_workbook_keeps_values_and_runs_nothing() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "http://a.b", "1e3", "\x01", "字" * 40_000]
    columns = tuple(Column(str(place), Bilingual(str(place), str(place))) for place in range(5))
    table = [(text, 1, Decimal("1.5"), date(2020, 2, 29), None) for text in hostile]
    rows = Rows(columns, (*table, ("早", True, Bilingual("甲", "a"), date(1899, 1, 1), None)))
    made = workbook([Sheet(Head(Bilingual("表", "t"), rows.columns), rows.rows)], "zh")
    page = openpyxl.load_workbook(io.BytesIO(made))["表"]
    for line, text in enumerate(hostile[:7], 2):
        assert (page.cell(line, 1).value, page.cell(line, 1).data_type) == (text, "s")
        assert page.cell(line, 1).hyperlink is None
    assert page.cell(10, 1).value == "字" * 32_766 + "…"
    assert [page.cell(2, place).value for place in (2, 3, 5)] == [1, 1.5, None]
    assert page.cell(2, 4).value.date() == date(2020, 2, 29)
    assert [page.cell(11, place).value for place in (2, 3, 4)] == ["是", "甲", "1899-01-01"]
    assert made == workbook([Sheet(Head(Bilingual("表", "t"), rows.columns), rows.rows)], "zh")


def test_a_table_that_no_sheet_holds_is_refused() -> None:
    rows = Rows((Column("a", Bilingual("甲", "a")),), ((1,),) * 1_048_576)
    with pytest.raises(RenderError, match="1048575 rows"):
        workbook([Sheet(Head(Bilingual("表", "t"), rows.columns), rows.rows)], "zh")


def test_junit_has_a_suite_a_document_and_fails_where_asked() -> None:
    root = ElementTree.fromstring(report_junit(REPORT, NAMES, SUBJECTS, "zh", {Severity.VIOLATION}))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["示例.txt", "关于深化医改重点任务的通知"]
    assert [suite.get("tests") for suite in suites] == [str(len(NAMES))] * 2
    assert [suite.get("failures") for suite in suites] == ["0", "1"]
    assert root.get("failures") == "1"
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "1: 一/3「加强宣传」没有责任单位"
    strict = ElementTree.fromstring(report_junit(REPORT, NAMES, SUBJECTS, "en", set(Severity)))
    assert strict.findall(".//system-out") == []
    assert len(strict.findall(".//failure")) == len({(each.document, each.shape) for each in REPORT.findings})


def test_junit_survives_characters_that_xml_cannot_hold() -> None:
    odd = facts.document(with_items=[facts.item(title="推进医联体建设", quote="1.推进医联体建设。")])
    odd = replace(odd, items=(replace(odd.items[0], title="a\x00\x08<b>&\ud800".encode("utf-8", "replace").decode()),))
    root = ElementTree.fromstring(
        report_junit(report_of(odd), NAMES, subjects_of([odd], report_of(odd)), "zh", set(Severity))
    )
    assert "<b>&" in "".join(failure.text or "" for failure in root.iter("failure"))


def test_sarif_leads_to_line_and_column() -> None:
    log = json.loads(report_sarif(REPORT, NAMES, SUBJECTS, "zh"))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(NAMES)
    assert len(run["results"]) == len(REPORT.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    owner = next(result for result in run["results"] if result["ruleId"] == "RK001")
    place = owner["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E7%A4%BA%E4%BE%8B.txt"
    region = place["region"]
    line = facts.TEXT.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
    assert owner["locations"][0]["logicalLocations"][0]["name"] == "加强宣传"


def test_readers_of_the_formats_read_them() -> None:
    """The JUnit parser and the SARIF model that others use, neither of them ours."""
    suites = JUnitXml.fromstring(report_junit(REPORT, NAMES, SUBJECTS, "zh", {Severity.VIOLATION}).encode())
    assert (suites.tests, suites.failures, len(suites)) == (2 * len(NAMES), 1, 2)
    failed = [case for suite in suites for case in suite if case.result and isinstance(case.result[0], Failure)]
    assert [case.name for case in failed] == ["RK001 任务没有责任单位"]
    log = Sarif.model_validate_json(report_sarif(REPORT, NAMES, SUBJECTS, "en"))
    results = log.runs[0].results or []
    assert [result.rule_id for result in results] == [finding.shape for finding in REPORT.findings]


def test_an_empty_report_has_every_form() -> None:
    empty = Report((), tuple(NAMES), 0, 0)
    assert report_text(empty, NAMES, "zh") == ""
    assert summary(empty, "zh").startswith("0 份文件")
    assert report_rows(empty, NAMES, Subjects()).rows == ()
    assert json.loads(report_sarif(empty, NAMES, Subjects(), "en"))["runs"][0]["results"] == []
    assert ElementTree.fromstring(report_junit(empty, NAMES, Subjects(), "en", set())).get("tests") == "0"
    assert report_workbook(empty, NAMES, Subjects(), "en")


def test_completeness_is_the_mean_of_what_can_be_told() -> None:
    nothing, notice = map(completeness, DOCUMENTS)
    assert (nothing.tasks, nothing.metadata, nothing.owner, nothing.score) == (
        3 * 0,
        Decimal("0.0"),
        None,
        Decimal("0.0"),
    )
    assert notice.tasks == 3
    assert notice.metadata == Decimal("100.0")
    assert (notice.owner, notice.lead) == (Decimal("66.7"), Decimal("33.3"))
    assert (notice.deadline, notice.indicator) == (Decimal("66.7"), Decimal("66.7"))
    assert notice.score == Decimal("66.7")
    assert len(completeness_rows(map(completeness, DOCUMENTS)).rows) == 2


def test_a_sole_owner_leads() -> None:
    alone = facts.document(with_items=[facts.item(responsibilities=[facts.responsibility()])])
    assert completeness(alone).lead == Decimal("100.0")
