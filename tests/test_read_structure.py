"""What a format says by other means than its text is kept: numbers of lists, tables; what is no text is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.open_document import odt, open_table
from formats.open_document import package as odt_package
from formats.pages import ofd, pdf
from formats.parts import Merged, TableRows
from formats.sheets import delimited, xlsx
from formats.tables import GROUPED, INDICATORS, TASKS
from formats.web import html, html_table
from formats.word import W, docx, package, word_table
from reformkg.read import Limits, place_of, read_bytes
from reformkg.read.blocks import Content, Paragraph, Table, flow
from reformkg.read.content import compose
from reformkg.read.grid import cell_text
from reformkg.read.markers import chinese, open_document_number, word_number
from reformkg.read.page_layout import Box, Glyph, Page, blocks

LIMITS = Limits()


def _lines(data: bytes, name: str = "a.bin") -> list[str]:
    return read_bytes(data, name).text.split("\n")


NUMBERS = [
    ("chineseCounting", 12, "十二"),
    ("chineseCountingThousand", 20, "二十"),
    ("chineseCountingThousand", 105, "一百〇五"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("japaneseCounting", 3, "三"),
    ("taiwaneseCountingThousand", 10, "十"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("ideographTraditional", 3, "丙"),
    ("ideographZodiac", 13, "子"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircleChinese", 21, "㉑"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("decimalEnclosedFullstop", 2, "⒉"),
    ("decimalFullWidth", 12, "１２"),
    ("decimalZero", 3, "03"),
    ("upperRoman", 14, "XIV"),
    ("lowerRoman", 4, "iv"),
    ("upperLetter", 28, "BB"),
    ("lowerLetter", 3, "c"),
    ("ideographDigital", 10, "一〇"),
    ("none", 3, ""),
    ("bullet", 3, ""),
    ("somethingNew", 3, "3"),
]


@pytest.mark.parametrize(("number_format", "number", "shown"), NUMBERS)
def test_word_numbers(number_format: str, number: int, shown: str) -> None:
    assert word_number(number_format, number) == shown


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [
        ("一, 二, 三, ...", 11, "十一"),
        ("①, ②, ③, ...", 2, "②"),
        ("1", 7, "7"),
        ("a", 2, "b"),
        ("", 7, ""),
        ("?", 7, "7"),
    ],
)
def test_open_document_numbers(number_format: str, number: int, shown: str) -> None:
    assert open_document_number(number_format, number) == shown


@given(st.integers(1, 9999))
def test_chinese_numerals_count_up(number: int) -> None:
    value = {"千": 1000, "百": 100, "十": 10}
    total, digit = 0, 0
    for sign in chinese(number):
        if sign in value:
            total, digit = total + (digit or 1) * value[sign], 0
        else:
            digit = "〇一二三四五六七八九".index(sign)
    assert total + digit == number


def _numbered(levels: str, paragraphs: list[tuple[int, int, str]], nums: str = "") -> list[str]:
    """Return the lines of a Word document with one abstract list; paragraphs are (list, level, text)."""
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for number, level, text in paragraphs
    )
    return _lines(package(f"<w:document {W}><w:body>{body}</w:body></w:document>", numbering))


def _level(index: int, number_format: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


THREE = _level(0, "chineseCounting", "%1、") + _level(1, "chineseCounting", "（%2）") + _level(2, "decimal", "%3.")


def test_word_list_levels_restart_below_a_higher_one() -> None:
    lines = _numbered(
        THREE,
        [
            (1, 0, "甲"),
            (1, 1, "乙"),
            (1, 2, "丙"),
            (1, 2, "丁"),
            (1, 1, "戊"),
            (1, 2, "己"),
            (1, 0, "庚"),
            (1, 1, "辛"),
        ],
    )
    assert lines == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"]


def test_word_list_level_that_never_restarts() -> None:
    levels = _level(0, "chineseCounting", "%1、") + _level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    lines = _numbered(levels, [(1, 0, "甲"), (1, 1, "乙"), (1, 0, "丙"), (1, 1, "丁")])
    assert lines == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_word_list_marker_of_several_levels() -> None:
    levels = _level(0, "chineseCounting", "%1、") + _level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert _numbered(levels, [(1, 0, "甲"), (1, 1, "乙"), (1, 1, "丙")]) == ["一、甲", "1.1乙", "1.2丙"]


def test_word_lists_share_their_count_unless_they_start_anew() -> None:
    nums = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>' + (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    lines = _numbered(THREE, [(1, 0, "甲"), (2, 0, "乙"), (3, 0, "丙"), (3, 0, "丁"), (0, 0, "无")], nums)
    assert lines == ["一、甲", "二、乙", "一、丙", "二、丁", "无"]


def test_digits_stay_apart_from_a_marker_in_digits() -> None:
    assert _numbered(_level(0, "decimal", "%1."), [(1, 0, "2018年底前完成。")]) == ["1. 2018年底前完成。"]


def test_word_heading_style_brings_its_numbers() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2">'
        '<w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="own"/><w:basedOn w:val="1"/></w:style></w:styles>'
    )
    levels = _level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>') + _level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in (("1", "甲"), ("2", "乙"), ("2", "丙"), ("3", "丁"))
    )
    data = package(f"<w:document {W}><w:body>{body}</w:body></w:document>", numbering, styles)
    assert _lines(data) == ["一、甲", "（一）乙", "（二）丙", "二、丁"]


INSIDE = [
    ("line break", "<w:r><w:t>关于推进改革</w:t><w:br/><w:t>工作的通知</w:t></w:r>", ["关于推进改革", "工作的通知"]),
    ("page break", '<w:r><w:t>上文</w:t><w:br w:type="page"/><w:t>下文</w:t></w:r>', ["上文下文"]),
    ("deleted", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>留</w:t></w:r></w:ins>", ["留"]),
    ("moved away", "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", ["新"]),
    ("hidden", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", ["显"]),
    ("field", "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>文</w:t></w:r>", ["文"]),
    ("link", "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", ["链接"]),
    ("tab", "<w:r><w:t>一、</w:t><w:tab/><w:t>总体要求</w:t></w:r>", ["一、总体要求"]),
    ("ruby", "<w:r><w:ruby><w:rt><w:r><w:t>yī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r>", ["一"]),
    ("soft hyphen", "<w:r><w:t>改</w:t><w:softHyphen/><w:t>革</w:t></w:r>", ["改革"]),
    ("private sign", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>选项</w:t></w:r>', ["选项"]),
    ("text box", "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文件头</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", ["文件头"]),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "lines"), [case[1:] for case in INSIDE], ids=[case[0] for case in INSIDE])
def test_inside_a_word_paragraph(xml: str, lines: list[str]) -> None:
    assert _lines(package(f"<w:document {W}><w:body><w:p>{xml}</w:p></w:body></w:document>")) == lines


def test_word_contents_list_is_left_out() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>一、总体要求 1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert _lines(package(f"<w:document {W}><w:body>{contents}</w:body></w:document>")) == ["正文"]


def test_open_document_numbered_headings_and_continued_lists() -> None:
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-suffix="、"/></text:outline-style><text:list-style style:name="L"><text:list-level-style-number '
        'text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" '
        'style:num-format="1" style:num-prefix="（" style:num-suffix="）"/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    spaced = '己<text:s text:c="3"/>庚'
    inner = f"<text:list>{item.format('丙', '')}{item.format('丁', '')}</text:list>"
    body = (
        '<text:h text:outline-level="1">甲</text:h>'
        f'<text:list xml:id="x" text:style-name="L">{item.format("乙", inner)}</text:list>'
        '<text:h text:outline-level="1">戊</text:h>'
        f'<text:list text:continue-list="x" text:style-name="L">{item.format(spaced, "")}</text:list>'
        f'<text:list text:style-name="L">{item.format("辛", "")}</text:list>'
    )
    assert _lines(odt_package(body, styles)) == ["一、甲", "1.乙", "（1）丙", "（2）丁", "二、戊", "2.己 庚", "1.辛"]


PAGES = [
    ("ordered list", "<ol><li>甲</li><li>乙</li></ol><ol start=5 type=a><li>丙</li></ol>", ["1.甲", "2.乙", "e.丙"]),
    ("Chinese list", '<ol style="list-style-type:cjk-ideographic"><li>甲</li><li value=4>乙</li></ol>', ["一、甲", "四、乙"]),
    ("no numbers", '<ol style="list-style:none"><li>一、甲</li></ol><ul><li>乙</li></ul>', ["一、甲", "乙"]),
    ("breaks", "<p>第一句。<br>第二句。</p>", ["第一句。", "第二句。"]),
    ("source line ends", "<p>推进改\n      革工作</p>", ["推进改革工作"]),
    ("hidden", '<p style="display: none">隐</p><div hidden>藏</div><p>显</p>', ["显"]),
    ("frames", '<nav>导航</nav><div class="top_nav">菜单</div><p>正文</p><footer>页脚</footer>', ["正文"]),
    ("frame round a document", f'<div class="header"><p>{"正文写得很长。" * 80}</p></div>', ["正文写得很长。" * 80]),
    ("title in a header", "<header><h1>关于改革的通知</h1></header><p>正文</p>", ["关于改革的通知", "正文"]),
    ("common class names", '<div class="position-relative d-print-block"><p>正文</p></div>', ["正文"]),
    ("imprint", "<p>正文</p><div><p>主办单位：某局</p><p>京ICP备1号</p></div>", ["正文"]),
    ("controls", "<p>【字体：大 中 小】</p><p>正文</p><p>[打印] [关闭]</p>", ["正文"]),
    ("layout table", f"<table><tr><td>栏</td><td>{'<p>段落。</p>' * 20}</td></tr></table>", ["栏", *["段落。"] * 20]),
    ("nested", "<table><tr><td><table><tr><td>牵头单位</td><td>甲局</td></tr></table></td></tr></table>", ["牵头单位 | 甲局"]),
    ("entities", "<p>&#x4E00;、&ldquo;改革&rdquo;&nbsp;</p>", ["一、“改革”"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_web_page(body: str, lines: list[str]) -> None:
    assert _lines(f"<!DOCTYPE html><html><body>{body}</body></html>".encode()) == lines


ENCODINGS = [
    ("meta", '<meta charset="gb2312">', "gbk"),
    ("meta in single quotes", "<meta charset='GBK'>", "gb18030"),
    ("http-equiv", '<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
    ("byte order mark against meta", '<meta charset="gb2312">', "utf-8-sig"),
    ("UTF-16", "", "utf-16"),
    ("none", "", "gb18030"),
    ("wrong meta", '<meta charset="utf-8">', "gb18030"),
    ("unknown meta", '<meta charset="x-none">', "utf-8"),
]


@pytest.mark.parametrize(("meta", "encoding"), [case[1:] for case in ENCODINGS], ids=[case[0] for case in ENCODINGS])
def test_web_page_encoding(meta: str, encoding: str) -> None:
    page = f"<html><head>{meta}</head><body><p>關於推進改革工作的通知</p></body></html>"
    assert _lines(page.encode(encoding)) == ["關於推進改革工作的通知"]


def test_private_code_points_of_old_encodings() -> None:
    raw = b"\xa3\xa0\xa3\xa0" + "推进改革".encode("gb18030") + b"\xa6\xd9" + "抓好落实".encode("gb18030") + b"\xa6\xda"
    document = read_bytes(raw, "a.txt")
    assert (document.text, document.source.encoding) == ("推进改革，抓好落实。", "gb18030")


TABLES = [("tasks", TASKS, 0), ("grouped", GROUPED, 1), ("indicators", INDICATORS, 0)]
TABLE_WRITERS = {
    "docx": lambda table: docx(["附表"], [table]),
    "odt": lambda table: odt(["附表"], [table]),
    "html": lambda table: html(["附表"], [table]),
    "pdf": lambda table: pdf(["附表"], [table]),
    "ofd": lambda table: ofd(["附表"], [table]),
    "xlsx": lambda table: xlsx([[["附表"]], table]),
}
EXPECTED = {
    "tasks": [
        "序号 | 重点任务 | 工作内容 | 牵头单位 | 配合单位 | 完成时限",
        "1 | 完善签约服务 | 签约服务覆盖率达到75%以上。 | 市卫生健康委 | 市财政局、市医保局 | 2025年6月底前",
        "2 | 推进信息共享 | 建成全市统一的检查检验结果共享平台。 | 市大数据局 | 市卫生健康委、市财政局 | 2025年12月底前",
        "3 | 加强人才培养 | 培训全科医生300名。 | 市卫生健康委 | | 2026年底前",
        "4 | 改革医保支付 | 按病种付费的医疗机构达到90%。 | 市医保局 | 市卫生健康委 | 长期坚持",
        "5 | 健全药品供应 | 基层医疗机构常用药品不少于200种。 | 市卫生健康委 | 市市场监管局、市医保局 | 2025年底前",
        "6 | 强化督导考核 | 每半年开展一次督导。 | 市政府督查室 | 市卫生健康委 | 持续推进",
        "7 | 开展宣传引导 | 广泛宣传改革政策。 | 市委宣传部 | 各县（市、区）人民政府 | 2025年3月底前",
    ],
    "grouped": [
        "2025年深化改革重点任务分解表",
        "序号 | 改革领域 | 具体任务 | 责任分工牵头单位 | 责任分工配合单位 | 完成时限",
        "1 | 营商环境 | 推行证照联办。 | 市行政审批局 | 市市场监管局 | 2025年6月底前",
        "2 | 营商环境 | 压缩审批时限。 | 市发展改革委 | 市财政局 | 2025年9月底前",
        "3 | 科技创新 | 新建成2个省级实验室。 | 市发展改革委 | 市科技局 | 2025年底前",
        "4 | 科技创新 | 引进人才500名。 | 市人力资源社会保障局 | 市委组织部 | 2025年底前",
    ],
    "indicators": [
        "序号 | 指标名称 | 目标值2024年 | 目标值2025年 | 责任单位",
        "1 | 家庭医生签约率 | 70% | 75% | 市卫生健康委",
        "2 | 县域内就诊率 | 88% | 90% | 市卫生健康委、市医保局",
        "3 | 每千人口床位数 | 6.2张 | 6.5张 | 市卫生健康委",
    ],
}


@pytest.mark.parametrize("kind", TABLE_WRITERS)
@pytest.mark.parametrize("name", EXPECTED)
def test_same_table_from_each_format(name: str, kind: str) -> None:
    table = next(table for label, table, _ in TABLES if label == name)
    document = read_bytes(TABLE_WRITERS[kind](table), "a.bin")
    lines = [line.strip() for line in document.text.split("\n")]
    assert lines[0] == "附表"
    assert lines[1:] == EXPECTED[name]
    place = place_of(document, document.text.index("市卫生健康委" if name != "grouped" else "市科技局"))
    assert place is not None
    assert "row" in place.en


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "gb18030"), (",", "utf-16")]
)
def test_delimited_table(delimiter: str, encoding: str) -> None:
    lines = _lines(delimited(TASKS, delimiter, encoding), "任务.csv")
    assert [line.strip() for line in lines] == EXPECTED["tasks"]


def test_markdown() -> None:
    text = "# 关于改革的通知\n\n## 一、总体要求\n\n- **第一**点\n\n| 任务 | 牵头单位 |\n|---|---|\n| 甲 | 市财政局 |\n"
    assert _lines(text.encode(), "a.md") == [
        "关于改革的通知",
        "一、总体要求",
        "第一点",
        "任务 | 牵头单位",
        "甲 | 市财政局",
    ]


def test_table_cut_by_a_page_end_is_one_table() -> None:
    heading = [("序号", 1, 1), ("任务", 1, 1), ("牵头单位", 1, 1)]
    first = [heading, [("1", 1, 1), ("推进改革，", 1, 1), ("市财政局、", 1, 1)]]
    rest = [
        heading,
        [("", 1, 1), ("完善制度。", 1, 1), ("市教育局", 1, 1)],
        [("2", 1, 1), ("抓好落实。", 1, 1), ("市民政局", 1, 1)],
    ]
    content = Content((Table(flow(first, LIMITS), page=1), Table(flow(rest, LIMITS), page=2)))
    assert compose(content, LIMITS).text.split("\n")[1:] == [
        "序号 | 任务 | 牵头单位",
        "1 | 推进改革，完善制度。 | 市财政局、市教育局",
        "2 | 抓好落实。 | 市民政局",
    ]
    assert compose(content, LIMITS).marks[-1].place.zh == "第2页表1第3行第3列"


def test_tables_of_one_page_stay_apart() -> None:
    rows = [[("甲", 1, 1), ("乙", 1, 1)]]
    content = Content((Table(flow(rows, LIMITS), page=1), Table(flow([[("丙", 1, 1), ("丁", 1, 1)]], LIMITS), page=1)))
    assert compose(content, LIMITS).text == "\n甲 | 乙\n丙 | 丁"
    assert [mark.place.en for mark in compose(content, LIMITS).marks][-1] == "page 1, table 2, row 1, column 2"


CELLS = [
    ("市财政局\n市教育局", "市财政局、市教育局"),
    ("市发展改革\n委", "市发展改革委"),
    ("市财政局、\n市教育局", "市财政局、市教育局"),
    ("家庭医生\n签约率", "家庭医生签约率"),
    ("WHO\nguide", "WHO guide"),
    ("甲|乙", "甲∣乙"),
    ("  ", ""),
]


@pytest.mark.parametrize(("text", "line"), CELLS)
def test_line_ends_in_cells(text: str, line: str) -> None:
    assert cell_text(text) == line


def test_table_of_one_column_is_a_box_of_paragraphs() -> None:
    rows: TableRows = [["专栏"], ["推进改革。"]]
    assert _lines(docx([], [rows])) == ["专栏", "推进改革。"]


def _glyphs(text: str, x: float, top: float, size: float = 16) -> list[Glyph]:
    return [
        Glyph(sign, x + index * size, top, x + (index + 1) * size, top + size, size)
        for index, sign in enumerate(text)
        if sign.strip()
    ]


def _page(
    number: int, lines: list[tuple[str, float, float]], notes: list[tuple[str, float, float]] | None = None
) -> Page:
    glyphs = [glyph for text, x, top in lines for glyph in _glyphs(text, x, top)]
    glyphs += [glyph for text, x, top in notes or [] for glyph in _glyphs(text, x, top, 9)]
    return Page(number, 595, 842, tuple(glyphs), ())


def test_pages_become_paragraphs() -> None:
    full = "改" * 24
    pages = [
        _page(1, [("公报", 80, 40), ("　　" + full, 80, 100), ("革" * 26, 80, 130), ("完。", 80, 160), ("　　" + "新" * 24, 80, 190), ("— 1 —", 280, 800)]),
        _page(2, [("公报", 80, 40), ("续" * 26, 80, 100), ("尾。", 80, 130), ("— 2 —", 280, 800)], [("1注释文字", 80, 770)]),
        _page(3, [("公报", 80, 40), ("　　又一段。", 80, 100), ("— 3 —", 280, 800)]),
    ]  # fmt: skip
    found = [block for block in blocks(pages) if isinstance(block, Paragraph)]
    assert [block.text for block in found] == [full + "革" * 26 + "完。", "新" * 24 + "续" * 26 + "尾。", "又一段。"]
    assert [(block.page, block.turns) for block in found] == [(1, ()), (1, ((24, 2),)), (3, ())]


def test_note_marks_are_left_out() -> None:
    raised = Glyph("1", 80 + 4 * 16, 96, 80 + 4 * 16 + 5, 104, 8)
    page = Page(1, 595, 842, (*_glyphs("推进改革", 80, 100), raised, *_glyphs("。", 80 + 4 * 16 + 6, 100)), ())
    assert [block.text for block in blocks([page]) if isinstance(block, Paragraph)] == ["推进改革。"]


def test_ruled_cells_become_a_grid() -> None:
    cells = (
        Box(50, 50, 150, 70),
        Box(150, 50, 250, 70),
        Box(50, 70, 150, 110),
        Box(150, 70, 250, 90),
        Box(150, 90, 250, 110),
    )
    glyphs = (*_glyphs("任务", 52, 52, 10), *_glyphs("单位", 152, 52, 10), *_glyphs("甲", 52, 72, 10), *_glyphs("乙局", 152, 72, 10), *_glyphs("丙局", 152, 92, 10))  # fmt: skip
    table = next(block for block in blocks([Page(1, 595, 842, glyphs, (cells,))]) if isinstance(block, Table))
    assert compose(Content((table,)), LIMITS).text.split("\n")[1:] == ["任务 | 单位", "甲 | 乙局", "甲 | 丙局"]


def test_merged_cells_in_marked_up_tables() -> None:
    table: TableRows = [
        ["任务", "牵头单位", "时限"],
        [Merged("甲", rows=2), "乙局", "6月"],
        ["丙局", Merged("", rows=1)],
    ]
    expected = ["任务 | 牵头单位 | 时限", "甲 | 乙局 | 6月", "| 甲 | 丙局 | |"]
    word = package(f"<w:document {W}><w:body>{word_table(table)}</w:body></w:document>")
    for data in (word, odt_package(open_table(table)), f"<html>{html_table(table)}</html>".encode()):
        assert [line.strip() for line in _lines(data)] == expected


SHOWN = [
    (0.905, "0.0%", "90.5%"),
    (0.9, "0%", "90%"),
    (12.0, "General", "12"),
    (1234.5, "#,##0.00", "1234.50"),
    (3.14159, "General", "3.14159"),
    (5, '0"万人"', "5万人"),
    (-2, "0", "-2"),
    (True, "General", "是"),
]


@pytest.mark.parametrize(("value", "number_format", "shown"), SHOWN)
def test_numbers_as_the_sheet_shows_them(value: float, number_format: str, shown: str) -> None:
    from openpyxl import Workbook

    from reformkg.read import xlsx as reader

    sheet = Workbook().create_sheet()
    cell = sheet.cell(1, 1, value)
    cell.number_format = number_format
    assert reader.shown(cell) == shown


def test_workbook_leaves_out_what_is_hidden() -> None:
    import io
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任务"
    sheet["C3"], sheet["D3"], sheet["C4"], sheet["D4"], sheet["C5"] = "任务", "时限", "甲", date(2025, 6, 30), "隐"
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book.worksheets[1]["A1"] = "藏"
    buffer = io.BytesIO()
    book.save(buffer)
    document = read_bytes(buffer.getvalue(), "a.xlsx")
    assert document.text == "任务 | 时限\n甲 | 2025年6月30日"
    place = place_of(document, len(document.text) - 1)
    assert place is not None
    assert place.zh == "工作表“任务”第4行第4列"


def test_another_table_on_the_next_page_is_another_table() -> None:
    first = Table(flow([[("序号", 1, 1), ("任务", 1, 1)], [("1", 1, 1), ("甲", 1, 1)]], LIMITS), page=1)
    titled = Table(flow([[("任务表", 1, 2)], [("部门", 1, 1), ("任务", 1, 1)]], LIMITS), page=2)
    headed = Table(flow([[("序 号", 1, 1), ("指标", 1, 1)], [("1", 1, 1), ("乙", 1, 1)]], LIMITS), page=3)
    lines = compose(Content((first, titled, headed)), LIMITS).text.split("\n")
    assert [line.strip() for line in lines[1:]] == [
        "序号 | 任务",
        "1 | 甲",
        "任务表",
        "部门 | 任务",
        "序 号 | 指标",
        "1 | 乙",
    ]


def test_a_merged_cell_goes_on_behind_a_page_end() -> None:
    heading = [("序号", 1, 1), ("领域", 1, 1), ("任务", 1, 1)]
    first = [heading, [("1", 1, 1), ("科技", 2, 1), ("甲", 1, 1)], [("2", 1, 1), ("新建", 1, 1)]]
    whole = Table(flow([[("3", 1, 1), ("", 2, 1), ("丙", 1, 1)], [("4", 1, 1), ("丁", 1, 1)]], LIMITS), page=2)
    cut = Table(flow([[("", 1, 1), ("", 2, 1), ("实验室", 1, 1)], [("3", 1, 1), ("丁", 1, 1)]], LIMITS), page=2)
    start = Table(flow(first, LIMITS), page=1)
    expected = ["序号 | 领域 | 任务", "1 | 科技 | 甲", "2 | 科技 | 新建", "3 | 科技 | 丙", "4 | 科技 | 丁"]
    assert compose(Content((start, whole)), LIMITS).text.split("\n")[1:] == expected
    expected = ["序号 | 领域 | 任务", "1 | 科技 | 甲", "2 | 科技 | 新建实验室", "3 | 科技 | 丁"]
    assert compose(Content((start, cut)), LIMITS).text.split("\n")[1:] == expected
