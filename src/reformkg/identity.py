"""Makes the stable name of a document from what it says of itself; pure, touches the standard library only.

A numbered document is named by its number alone, so that a citation of the number meets the document itself. The name
stands in IRIs, file names and command lines: letters, digits and hyphens, nothing else.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SLUG_LENGTH = 32
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile("[一二][〇○零一二三四五六七八九]{3}")


def number_key(number: str) -> str:
    """Return the key of the document that bears `number`, or an empty string where nothing of it can stand in a key.

    Brackets of any kind, spaces, 第, 年 and 号 are only the dress of a number; its words, year and serial name it.

    >>> number_key("大医改办〔2018〕5号")
    '大医改办-2018-5'
    >>> number_key("大医改办 [２０１８] 05 号")
    '大医改办-2018-5'
    >>> number_key("国务院令第739号")
    '国务院令-739'
    """
    folded = unicodedata.normalize("NFKC", number).casefold()
    folded = _CHINESE_YEAR.sub(lambda year: year[0].translate(_CHINESE_DIGITS), folded)
    folded = re.sub(r"(?<=\d)\s*年|第(?=\s*\d)|(?<=\d)\s*号", "-", folded)
    words = re.findall(r"\d+|[^\W\d_]+", _plain(folded))
    return "-".join(_without_leading_zeros(word) for word in words)


def document_key(number: str | None, title: str | None, issuer: str | None, issued: str | None, text: str) -> str:
    """Return the stable key of a document, the same whatever its file's name and layout.

    Args:
        number: the document's number as written.
        title: its title as written.
        issuer: its issuer as written.
        issued: its day of issue in ISO 8601.
        text: its whole text, which names it where it has neither number nor title.

    Returns:
        The number's key; without a number the title, shortened, and eight hexadecimal digits that tell apart documents
        of one title by issuer and day; without a title sixteen hexadecimal digits of the text's hash.

    >>> document_key(None, "关于做好培训工作的通知", "示例市教育局", "2020-05-01", "…")
    '关于做好培训工作的通知-242d9476'
    """
    if number and (key := number_key(number)):
        return key
    slug = "-".join(re.findall(r"[^\W_]+", _fold(title or "")))
    if not slug:
        return hashlib.sha256(text.encode()).hexdigest()[:16]
    told_apart_by = "|".join(re.sub(r"[\W_]+", "", _fold(part or "")) for part in (title, issuer, issued))
    digest = hashlib.sha256(told_apart_by.encode()).hexdigest()
    return f"{slug[:_SLUG_LENGTH].strip('-')}-{digest[:8]}"


def _fold(text: str) -> str:
    return _plain(unicodedata.normalize("NFKC", text).casefold())


def _plain(text: str) -> str:
    """Drop what no IRI should hold although it may stand in a word: halves of surrogate pairs, combining marks."""
    return "".join(character for character in text if unicodedata.category(character)[0] in "LNPZS")


def _without_leading_zeros(word: str) -> str:
    return word.lstrip("0") or "0"
