"""Other documents that a text names: in 《》, or by a document number; touches the standard library only."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reformkg.extract.numerals import DOCUMENT_NUMBER

_TITLE = re.compile(
    r"《(?P<title>[^《》\n]{2,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,60})?)》(?:[^，。；《》（）\n]{0,3}（(?:以下简称[^）]{0,20}，?)?(?P<number>"
    + DOCUMENT_NUMBER
    + r")[^）]{0,12}）)?"
)
_ALONE = re.compile(rf"(?P<number>{DOCUMENT_NUMBER})")
_ALIAS = re.compile(r"称(?:为|：)?[“\"]?《(?P<title>[^《》\n]{1,30})》")
_WORDS = "根据|按照|依据|依照|贯彻|落实|执行|参照|遵照|印发|转发|下发|关于|文件|通知|意见|精神|以及|同时|废止|政府"
_SIGNS = "和及与即原见在将对以据按"
"""Words of one character, which end names of places too (太原, 太和) or stand for one (和县, 即墨)."""
_NOT_ORGAN = re.compile(rf"^.*(?:{_WORDS}|[{_SIGNS}](?![政府办]))(?=[\u4e00-\u9fff]{{2}})")
_LEADS_IN = re.compile(rf".*(?:{_WORDS}|[{_SIGNS}])$")
_SENT_OUT = re.compile(r"印发(.+?)的?通知$")
"""The plan that a notice sends out is the document itself."""
_NO_DOCUMENT = re.compile(r"(?:证|通行证|许可证|日报|晚报|证书)$")


@dataclass(frozen=True, slots=True)
class Cited:
    """Another document as the text names it: by title, by number, or both; where it stands, and the rule."""

    title: str | None
    number: str | None
    start: int
    end: int
    rule: str


def find_citations(shown: str, text: str, own_title: str | None, own_number: str | None) -> list[Cited]:
    """Return the documents that `text` (folded; `shown` is the same as written) names, once each, in order.

    The document itself, by `own_title` or `own_number`, and short names that it defines (以下简称《…》) are left out.
    """
    aliases = {_key(match.group("title")) for match in _ALIAS.finditer(text)}
    own = {_key(own_title), *(_key(sent) for sent in _SENT_OUT.findall(own_title))} if own_title else set()
    found: dict[str, Cited] = {}
    covered: list[tuple[int, int]] = []
    for match in _TITLE.finditer(text):
        covered.append(match.span())
        title = shown[match.start("title") : match.end("title")]
        key = _key(title)
        if key in own or key in aliases or _is_own_plan(key, own) or _NO_DOCUMENT.search(title):
            continue
        if text.startswith("（见附", match.end()) or f"\n{title}\n" in shown:
            # An annex, or a plan that the same notice brings, is part of the document.
            continue
        number = shown[match.start("number") : match.end("number")] if match.group("number") else None
        earlier = found.get(key)
        if earlier is None or (earlier.number is None and number is not None):
            found[key] = Cited(title, number, match.start(), match.end(), "citation.title")
    numbered = {_key(cited.number) for cited in found.values() if cited.number} | (
        {_key(own_number)} if own_number else set()
    )
    for match in _ALONE.finditer(text):
        if any(a <= match.start() < b for a, b in covered) or _is_own_number(_key(match.group()), _key(own_number)):
            continue
        start = match.start() + (
            lead.end() if (lead := _NOT_ORGAN.match(match.group()[: match.group().index("（")])) else 0
        )
        number = shown[start : match.end()]
        if _key(number) not in numbered and number.index(number[0]) == 0 and match.end() - start >= 9:
            numbered.add(_key(number))
            found[_key(number)] = Cited(None, number, start, match.end(), "citation.number")
    return sorted(found.values(), key=lambda cited: cited.start)


def _is_own_number(key: str, own: str) -> bool:
    """Tell whether a number, with words before it that no sign parts, is the document's own."""
    return bool(own) and key.endswith(own) and _LEADS_IN.match(key.removesuffix(own)) is not None


def _is_own_plan(key: str, own: set[str]) -> bool:
    """Tell whether a title is the document's own under another wrapping (关于印发〈X〉的通知 and X)."""
    return any(len(key) >= 8 and (key in title or title in key) and ("印发" in title or "印发" in key) for title in own)


def _key(text: str | None) -> str:
    return re.sub(r"[\s《》〈〉“”\"'‘’（）()〔〕\[\]【】﹝﹞、，,。:：]", "", unicodedata.normalize("NFKC", text or ""))


RULES = ("citation.title", "citation.number")
"""By title in 《》, by number alone."""
