"""From bytes to text: the encodings that Chinese offices use, told apart by content; touches nothing else."""

from __future__ import annotations

import codecs
import re

from reformkg.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in order: UTF-8 is strict enough to fail on the others, GB18030 takes in GBK and GB2312.
_CANDIDATES = ("utf-8", "gb18030", "big5")

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
# Characters that a text in a wrong encoding is full of: private use, rare extension blocks, Latin letters with marks.
_UNLIKELY = re.compile("[\ue000-\uf8ff\u0080-\u00a0\u0100-\u02ff\u0370-\u1fff\u2e80-\u2fff\uac00-\ud7ff\uff61-\uff9f]")
_USUAL = re.compile(r"[的一是在有和为以及市县区年月政府工作负责单位発發於與實國為]|[ -~]")


# Private code points that GB 18030 used before Unicode had the signs (vertical punctuation, now FE10 to FE19), and
# U+E5E5, which decoders make of the blank A3A0 of old pages.
_PRIVATE = str.maketrans(
    {0xE5E5: "\u3000", **{0xE78D + index: sign for index, sign in enumerate("，。、：；！？〖〗…")}}
)


def without_private(text: str) -> str:
    """Return `text` with private code points replaced one for one by the public ones of the same sign, where known."""
    return text.translate(_PRIVATE)


def decode(data: bytes, *, where: str) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding.

    Raises:
        ReadError: the bytes are no text, or in no encoding that is known here.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, name, where), where), name
    candidates = [(text, name) for name in _CANDIDATES if (text := _attempt(data, name)) is not None]
    if not candidates:
        raise _undecodable(where)
    if candidates[0][1] == "utf-8":
        text, name = candidates[0]
    else:
        text, name = max(candidates, key=lambda candidate: _likeness(candidate[0]))
    return _checked(text, where), name


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, where: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise _undecodable(where)
    return text


def _likeness(text: str) -> float:
    """Return how much a decoded text looks like official Chinese; higher is likelier."""
    sample = text[:20_000]
    return (len(_USUAL.findall(sample)) - 5 * len(_UNLIKELY.findall(sample))) / max(len(sample), 1)


def _checked(text: str, where: str) -> str:
    if _BINARY.search(text):
        raise ReadError(
            "the file is not text", where=where, remedy="Give a plain text file in UTF-8, UTF-16, GB18030 or Big5"
        )
    return text


def _undecodable(where: str) -> ReadError:
    return ReadError(
        "the file's encoding is not known", where=where, remedy="Save it as UTF-8 (or UTF-16, GB18030, Big5)"
    )
