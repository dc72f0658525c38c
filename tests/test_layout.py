"""What page layout did to a text is mended, and every character leads back to where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.model import Source
from reformkg.read import from_text, source_offset
from reformkg.read.fold import fold
from reformkg.read.layout import mend

SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")

MENDED = [
    # Words broken by line ends and page ends are joined.
    ("1. 推进医联体。加快形成县域医共体网络\n\n化布局。", "1.推进医联体。加快形成县域医共体网络化布局。"),
    ("为群众提供连续、节约、高效\n的医疗服务，提升能力。", "为群众提供连续、节约、高效\n的医疗服务，提升能力。"),
    ("坚持政府主导，完善运行机制，推动优质医疗资源下沉，逐步建\n立分级诊疗制度。", "坚持政府主导，完善运行机制，推动优质医疗资源下沉，逐步建立分级诊疗制度。"),
    ("二、强化保障\n（一）加强领导。各地要，\n\n压实责任。", "二、强化保障\n（一）加强领导。各地要，压实责任。"),
    ("（责任单位：市财政局、\n市教育局）", "（责任单位：市财政局、市教育局）"),
    ("关于印发《示例市实施\n方案》的通知", "关于印发《示例市实施方案》的通知"),
    # Headings, paragraphs, markers, signatures and dates keep their lines.
    ("一、总体要求\n坚持以人为本，统筹推进。", "一、总体要求\n坚持以人为本，统筹推进。"),
    ("一、因地制宜，加强管理\n各地要做好研判。", "一、因地制宜，加强管理\n各地要做好研判。"),
    ("确保落实质量\n示例市人民政府办公室\n2020年1月2日", "确保落实质量\n示例市人民政府办公室\n2020年1月2日"),
    ("各部门要配合，形成合力\n（二）强化督查。", "各部门要配合，形成合力\n（二）强化督查。"),
    # Stray spaces go; spaces that separate paragraphs become line ends.
    ("到 2020 年，覆盖率达到 30% 以上。", "到2020年，覆盖率达到30%以上。"),
    ("贯彻落实会议精 神，提高 结算效率。", "贯彻落实会议精神，提高结算效率。"),
    ("国家卫生健康委 最高人民法院", "国家卫生健康委 最高人民法院"),
    ("通过手机 APP 预约，方便群众。", "通过手机APP预约，方便群众。"),
    ("满足需求。（责任单位：市财政局） 2.稳定供给。保障到位。", "满足需求。（责任单位：市财政局）\n2.稳定供给。保障到位。"),
    ("现印发给你们。　　2021年11月4日　　（此件公开发布）", "现印发给你们。\n2021年11月4日\n（此件公开发布）"),
    ("关于做好工作的通知 示办发〔2020〕1号 各县人民政府，市直各部门：", "关于做好工作的通知\n示办发〔2020〕1号\n各县人民政府，市直各部门："),
    # Page numbers on lines of their own go.
    ("完善机制，推动工\n— 3 —\n作落实，加强考核。", "完善机制，推动工\n作落实，加强考核。"),
    # Cells keep their bars and tabs.
    ("部门 | 职责\n市教育局 | 提高素质，改善环境", "部门 | 职责\n市教育局 | 提高素质，改善环境"),
    ("任务\t牵头单位\n推广 \t 市教育局", "任务\t牵头单位\n推广\t市教育局"),
    # Remains of formula markup around comparisons become signs.
    ("诊疗量占比 $\\geq 65\\%$ 。", "诊疗量占比≥65%。"),
    ("药占比$\\leq 30\\%$，", "药占比≤30%，"),
    # A byte order mark and other marks that nobody sees are dropped.
    ("\ufeff一、总体\u200b要求", "一、总体要求"),
    ("", ""),
    (" \n ", ""),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "mended"), MENDED)
def test_layout_is_mended(raw: str, mended: str) -> None:
    assert mend(raw)[0] == mended


FOLDED = [
    ("(责任单位:市财政局,市教育局)", "（责任单位：市财政局，市教育局）"),
    ("〔2018〕[2018]【2018】﹝2018﹞<2018>", "（2018）（2018）（2018）（2018）（2018）"),
    ("２０２０年６５％", "2020年65%"),
    ("責任單位：衛生局牽頭", "责任单位：卫生局牵头"),
    ("提髙、釆取、増加", "提高、采取、增加"),
    ("“十四五”「十四五」", "“十四五”“十四五”"),
    ("5～12个、5–12个、5－12个", "5~12个、5-12个、5-12个"),
    ("《〈办法〉》不变", "《〈办法〉》不变"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_variants_are_folded_one_for_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


_TEXTS = st.text(
    alphabet=st.sampled_from(
        "一二三、（）()。，；：《》 \n　\t|0123456789.%年月日市县局委责任单位：$\\\u200b\ufeffA-—"
    ),
    max_size=200,
)


@given(_TEXTS)
def test_every_character_leads_back_to_its_source(raw: str) -> None:
    document = from_text(raw, SOURCE)
    assert len(document.folded) == len(document.text)
    for offset, character in enumerate(document.text):
        origin = source_offset(document, offset)
        assert 0 <= origin < len(raw)
        if not character.isspace() and "$" not in raw:
            assert raw[origin] == character


@given(_TEXTS)
def test_nothing_but_white_space_is_lost(raw: str) -> None:
    seen = "".join(character for character in raw if not character.isspace() and character not in "\u200b\ufeff")
    if "$" not in raw and "—" not in raw and "-" not in raw:
        assert "".join(mend(raw)[0].split()) == seen
