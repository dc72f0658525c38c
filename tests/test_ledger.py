"""The ledger is a workbook that an office can keep: dates are dates, nothing runs, and every sheet prints on A4."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from queries.fixture import documents
from reformkg.model import (
    Bilingual,
    Column,
    Deadline,
    Evidence,
    Finding,
    Item,
    Recurrence,
    Report,
    Rows,
    Severity,
)
from reformkg.render.ledger import Ledger, ledger_csv, ledger_markdown, ledger_xlsx
from reformkg.render.report_files import report_workbook
from reformkg.render.status import AsOf, Standing, Status, standing
from reformkg.render.subjects import subjects_of
from reformkg.render.workbook import Head, Sheet, display_width, rows_xlsx, workbook

DOCUMENTS = documents()
REPORT = Report(
    (
        Finding(
            "RK001",
            Severity.VIOLATION,
            "江政办-2019-10",
            "一/3",
            "urn:x",
            Bilingual("没有责任单位", "No owner is named"),
            Bilingual("请补充责任单位", "Name an owner"),
            Evidence(146, 162, "3.完善双向转诊。畅通转诊渠道。", "item.test"),
        ),
    ),
    ("RK001",),
    len(DOCUMENTS),
    12,
)
LEDGER = Ledger(DOCUMENTS, REPORT, AsOf(date(2020, 12, 10)))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def table(page: Worksheet) -> list[dict[str, object]]:
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(ledger_xlsx(LEDGER, "zh"))


class TestWorkbook:
    def test_it_has_the_sheets_that_an_office_keeps(self, book: Workbook) -> None:
        assert book.sheetnames == ["任务", "按部门", "指标", "问题", "来源"]

    def test_its_words_are_also_english(self) -> None:
        english = opened(ledger_xlsx(LEDGER, "en"))
        assert english.sheetnames == ["Tasks", "By department", "Indicators", "Findings", "Sources"]
        assert english["Tasks"]["C1"].value == "Status"

    @pytest.mark.parametrize("name", ["任务", "按部门", "指标", "问题", "来源"])
    def test_every_sheet_can_be_read_filtered_and_printed(self, book: Workbook, name: str) -> None:
        page = book[name]
        assert page.freeze_panes is not None
        assert page.auto_filter.ref == page.dimensions
        assert page.page_setup.orientation == "landscape"
        assert int(page.page_setup.paperSize) == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$1:$1"
        assert all(cell.alignment.wrap_text for row in page.iter_rows() for cell in row)
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[1]]
        assert all(6 <= width <= 121 for width in widths)
        assert sum(widths) <= 200 + len(widths)

    def test_a_task_with_all_that_is_known_of_it(self, book: Workbook) -> None:
        (row,) = (row for row in table(book["任务"]) if row["文号"] == "江政办〔2019〕10号" and row["序号"] == "一/1")
        assert row == {
            "序号": "一/1",
            "任务": "推进家庭医生签约服务",
            "状态": "即将到期",
            "时限": datetime(2020, 12, 31),
            "牵头单位": "江海省卫生健康委员会",
            "配合单位": "江海省财政厅、江海省医疗保障局",
            "责任单位": None,
            "时限原文": "到2020年底",
            "指标": "家庭医生签约率 ≥ 60 % (2020-12-31)",
            "类别": "任务",
            "文件": "江海省人民政府办公厅关于推进分级诊疗的通知",
            "文号": "江政办〔2019〕10号",
            "原文": "1.推进家庭医生签约服务。到2020年底，签约率达到60%以上。（省卫生健康委牵头，省财政厅、省医保局配合）",
            "存在问题": None,
        }

    def test_findings_stand_beside_the_task_and_on_their_own_sheet(self, book: Workbook) -> None:
        (row,) = (row for row in table(book["任务"]) if row["任务"] == "完善双向转诊")
        assert row["存在问题"] == "RK001 没有责任单位"
        (finding,) = table(book["问题"])
        assert (finding["级别"], finding["处理建议"], finding["任务"]) == ("违规", "请补充责任单位", "完善双向转诊")

    def test_numbers_and_days_are_numbers_and_days(self, book: Workbook) -> None:
        (row,) = (row for row in table(book["指标"]) if row["指标"] == "远程医疗平台")
        assert (row["要求"], row["数值"], row["上限"], row["时限"]) == ("区间", 5, 8, datetime(2020, 6, 30))
        (source,) = (row for row in table(book["来源"]) if row["来源文件"] == "city.txt")
        assert (source["发文日期"], source["任务数"]) == (datetime(2020, 1, 20), 4)

    def test_departments_find_their_items_together_and_what_they_lead_first(self, book: Workbook) -> None:
        rows = [row for row in table(book["按部门"]) if row["部门"] == "江海省卫生健康委员会"]
        assert [(row["职责"], row["序号"]) for row in rows] == [("牵头", "一/1"), ("负责", "一/2")]

    def test_status_is_coloured(self, book: Workbook) -> None:
        fills = {row[2].value: row[2].fill.fgColor.rgb for row in book["任务"].iter_rows(min_row=2)}
        assert set(fills) == {"已逾期", "即将到期", "未到期", "周期性", "无时限"}
        assert len(set(fills.values())) == len(fills)

    def test_the_same_ledger_gives_the_same_bytes(self) -> None:
        assert ledger_xlsx(LEDGER, "zh") == ledger_xlsx(LEDGER, "zh")

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    @pytest.mark.parametrize(
        ("made", "first"),
        [
            (lambda: ledger_xlsx(LEDGER, "zh"), "序号,任务,状态,时限,牵头单位"),
            (
                lambda: report_workbook(
                    REPORT,
                    {"RK001": Bilingual("没有责任单位", "no owner")},
                    subjects_of(DOCUMENTS, REPORT),
                    "zh",
                ),
                "规则,级别,内容,文件标识",
            ),
        ],
        ids=["ledger", "report"],
    )
    def test_libreoffice_opens_it(self, made: Callable[[], bytes], first: str, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        path.write_bytes(made())
        home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", str(path)]
        subprocess.run([*command, "--outdir", str(tmp_path)], check=True, capture_output=True, timeout=180)
        assert (tmp_path / "book.csv").read_text(encoding="utf-8").startswith(first)


HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "http://x.example/",
    "{=1}",
    "\x01\x1f",
    "x" * 40_000,
)


class TestHostileText:
    def test_no_text_becomes_a_formula_or_a_link(self) -> None:
        rows = Rows((Column("x", Bilingual("=1+1", "=1+1")),), tuple((text,) for text in HOSTILE))
        page = opened(rows_xlsx(rows, "zh", "&A [x]*?")).worksheets[0]
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "inlineStr"}
        assert [page.cell(line, 1).value for line in range(2, 8)] == list(HOSTILE[:6])
        assert all(cell.hyperlink is None for row in page.iter_rows() for cell in row)
        assert len(str(page.cell(10, 1).value)) == 32_767

    def test_csv_for_spreadsheets_runs_nothing(self) -> None:
        facts = replace(DOCUMENTS[0], items=(replace(DOCUMENTS[0].items[0], title="=cmd|' /C calc'!A0"),))
        text = "".join(ledger_csv(Ledger((facts,), Report((), (), 1, 1), LEDGER.as_of), "zh"))
        assert text.startswith("\ufeff序号,任务,状态")
        assert "\r\n1,'=cmd|' /C calc'!A0," in text

    def test_names_of_sheets_are_what_excel_allows(self) -> None:
        rows = Rows((Column("x", Bilingual("甲", "a")),), ())
        long = Bilingual("一/二:三*四?" + "五" * 40, "long")
        heads = (Head(name, rows.columns) for name in (long, long, Bilingual("'", "'")))
        names = opened(workbook([Sheet(head, rows.rows) for head in heads], "zh")).sheetnames
        assert names == ["一 二 三 四 " + "五" * 23, "一 二 三 四 " + "五" * 21 + " 2", "1"]


class TestMarkdown:
    def test_it_has_every_sheet(self) -> None:
        text = ledger_markdown(LEDGER, "en")
        assert text.startswith("# Task ledger as of 2020-12-10\n\n## Tasks\n\n| No. | Task | Status |")
        assert [line for line in text.splitlines() if line.startswith("## ")] == [
            "## Tasks",
            "## By department",
            "## Indicators",
            "## Findings",
            "## Sources",
        ]


def item_with(*days: date, recurrence: Recurrence | None = None) -> Item:
    passage = Evidence(0, 1, "x", "x")
    deadlines = [Deadline("x", day, None, None, False, passage) for day in days]
    if recurrence:
        deadlines.append(Deadline("x", None, None, recurrence, False, passage))
    return replace(DOCUMENTS[0].items[0], deadlines=tuple(deadlines))


A, B = date(2020, 6, 30), date(2020, 12, 31)
STANDINGS = [
    (item_with(A), date(2020, 7, 1), Standing(Status.OVERDUE, A)),
    (item_with(A), A, Standing(Status.SOON, A)),
    (item_with(A), date(2020, 5, 31), Standing(Status.SOON, A)),
    (item_with(A), date(2020, 5, 30), Standing(Status.LATER, A)),
    (item_with(A, B), date(2020, 7, 1), Standing(Status.LATER, B)),
    (item_with(B, A), date(2021, 1, 1), Standing(Status.OVERDUE, B)),
    (item_with(recurrence=Recurrence.YEARLY), A, Standing(Status.RECURRING, None)),
    (item_with(A, recurrence=Recurrence.YEARLY), B, Standing(Status.OVERDUE, A)),
    (item_with(), A, Standing(Status.NO_DATE, None)),
]


@pytest.mark.parametrize(("item", "day", "expected"), STANDINGS)
def test_how_an_item_stands_on_a_day(item: Item, day: date, expected: Standing) -> None:
    assert standing(item, AsOf(day)) == expected


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("任务", 4), ("任务\nabcdef", 6), ("≥60%", 4), ("（）", 4)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width
