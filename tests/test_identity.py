"""The names of documents: one for one number however it is dressed, always fit for IRIs, files and command lines."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg import identity
from reformkg.identity import document_key, number_key

SAFE = re.compile(r"[^\W_]+(-[^\W_]+)*")
WRITTEN = st.none() | st.text(max_size=30)


def test_the_examples_of_the_module_hold():
    assert doctest.testmod(identity).failed == 0


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("大医改办〔2018〕5号", "大医改办-2018-5"),
        ("大医改办﹝2018﹞5号", "大医改办-2018-5"),
        ("大医改办[2018]5 号", "大医改办-2018-5"),
        ("大医改办（２０１８）第０５号", "大医改办-2018-5"),
        ("大医改办【二〇一八】5号", "大医改办-2018-5"),
        ("国卫医发〔2019〕10号", "国卫医发-2019-10"),
        ("国务院令第739号", "国务院令-739"),
        ("国家卫生健康委公告2020年第15号", "国家卫生健康委公告-2020-15"),
        ("沪府办规〔2021〕7号", "沪府办规-2021-7"),
        ("（）", ""),
        ("", ""),
    ],
)
def test_a_number_has_one_key_however_it_is_written(written: str, key: str):
    assert number_key(written) == key


def test_other_numbers_have_other_keys():
    written = ["国发〔2018〕1号", "国发〔2018〕11号", "国发〔2011〕8号", "国发〔20181〕1号", "国办发〔2018〕1号"]
    assert len({number_key(each) for each in written}) == len(written)


@given(st.text(max_size=40))
def test_a_number_key_is_safe_and_its_own_key(written: str):
    key = number_key(written)
    assert key == "" or SAFE.fullmatch(key)
    assert number_key(key) == key


@given(WRITTEN, WRITTEN, WRITTEN, st.none() | st.dates().map(str), st.text(max_size=30))
def test_every_document_has_a_safe_key(
    number: str | None, title: str | None, issuer: str | None, issued: str | None, text: str
):
    key = document_key(number, title, issuer, issued, text)
    assert SAFE.fullmatch(key)
    assert len(key.encode()) <= 255 or number


def test_the_number_alone_names_a_numbered_document():
    assert document_key("国发〔2018〕1号", "甲", "乙", "2018-01-01", "丙") == number_key("国发〔2018〕1号")


def test_without_a_number_issuer_and_day_tell_documents_of_one_title_apart():
    title = "关于做好家庭医生签约服务工作的通知"
    keys = {
        document_key(None, title, "甲市卫生健康委", "2020-01-01", "…"),
        document_key(None, title, "乙市卫生健康委", "2020-01-01", "…"),
        document_key(None, title, "甲市卫生健康委", "2021-01-01", "…"),
        document_key(None, title, None, None, "…"),
    }
    assert len(keys) == 4
    assert all(key.startswith(title) for key in keys)


def test_layout_does_not_rename_a_document():
    plain = document_key(None, "关于加强“互联网+医疗”的通知", "甲市政府", "2020-01-01", "…")
    spaced = document_key(None, " 关于加强“互联网＋医疗”的通知", "甲市 政府", "2020-01-01", "… …")
    assert spaced.rsplit("-", 1)[1] == plain.rsplit("-", 1)[1]


def test_without_a_title_the_text_names_the_document():
    first, second = (document_key(None, None, "甲市政府", None, text) for text in ("一", "二"))
    assert first != second
    assert re.fullmatch("[0-9a-f]{16}", first)
