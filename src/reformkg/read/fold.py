"""One character for another: the view of a text that rules match on, of the same length as the text itself."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_BRACKETS = {**dict.fromkeys("(〔[【﹝［<＜﹤｛{", "（"), **dict.fromkeys(")〕]】﹞］>＞﹥｝}", "）")}
_PUNCTUATION = dict(
    pair.split()
    for pair in (
        ", ，", "﹐ ，", "､ 、", "; ；", "﹔ ；", ": ：", "﹕ ：", "∶ ：", "! ！", "? ？", "｡ 。",
        "． .", "﹒ .", "％ %", "﹪ %",
        "｢ “", "「 “", "『 “", "〝 “", "｣ ”", "」 ”", "』 ”", "〞 ”", '＂ "',
        "－ -", "– -", "− -", "‐ -", "‑ -", "﹣ -",
        "― —", "─ —", "━ —", "～ ~", "〜 ~", "∼ ~", "≧ ≥", "≦ ≤", "⩾ ≥", "⩽ ≤", "／ /", "｜ |", "│ |",
    )
)  # fmt: skip
_LETTERS = {chr(0xFF10 + i): chr(0x30 + i) for i in range(10)} | {
    chr(0xFF21 + i): chr(0x41 + i) for i in range(26)
} | {chr(0xFF41 + i): chr(0x61 + i) for i in range(26)}  # fmt: skip
# Variants that scanning and old input methods leave in simplified texts.
_VARIANTS = {"髙": "高", "釆": "采", "ロ": "口", "カ": "力", "オ": "才", "増": "增", "級": "级"}


@cache
def _pairs() -> dict[str, str]:
    lines = files("reformkg.read").joinpath("traditional.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = (line for line in lines if not line.startswith("#"))
    return {**dict(zip(traditional, simplified, strict=True)), **_BRACKETS, **_PUNCTUATION, **_LETTERS, **_VARIANTS}


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_pairs()))}]")


def fold(text: str) -> str:
    """Return `text` with width, brackets, quotes, dashes and traditional characters folded, code point by code point.

    Round, square, tortoise-shell and angle brackets become （）; commas, colons and semicolons become full width;
    digits, letters, percent and full stops inside numbers become ASCII; 《》 and 〈〉 stay, since they mark titles.
    """
    pairs = _pairs()
    return _foldable().sub(lambda match: pairs[match.group()], text)
