"""What the writers share: paragraphs with their list markers split off, small archives, tables."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

_DIGITS = "一二三四五六七八九十"
_SHAPES = (
    ("chineseCounting", "一", re.compile(rf"^(?P<before>)(?P<label>[{_DIGITS}]{{1,3}})(?P<behind>、)")),
    ("chineseCounting", "一", re.compile(rf"^(?P<before>[（(])(?P<label>[{_DIGITS}]{{1,3}})(?P<behind>[）)])")),
    ("decimal", "1", re.compile(r"^(?P<before>[（(])(?P<label>[1-9]\d?)(?P<behind>[）)])")),
    ("decimal", "1", re.compile(r"^(?P<before>)(?P<label>[1-9]\d?)(?P<behind>[.、．])(?!\d)")),
    ("decimalEnclosedCircle", "①", re.compile(r"^(?P<before>)(?P<label>[①-⑳])(?P<behind>)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: its formats by name (Word) and by sign (OpenDocument), what stands around it, its number."""

    word_format: str
    sign: str
    before: str
    behind: str
    number: int


def split_marker(paragraph: str) -> tuple[Marker | None, str]:
    """Return the list marker that a paragraph begins with, and the rest of it."""
    for word_format, sign, shape in _SHAPES:
        if match := shape.match(paragraph):
            number = ordinal(match["label"])
            return Marker(word_format, sign, match["before"], match["behind"], number), paragraph[
                match.end() :
            ].lstrip()
    return None, paragraph


def ordinal(label: str) -> int:
    """Return the number of a label up to 99: 12, 十二, ⑫."""
    if label.isdecimal():
        return int(label)
    if "①" <= label <= "⑳":
        return ord(label) - ord("①") + 1
    tens, ten, ones = label.rpartition("十")
    return (10 * (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0) + (_DIGITS.index(ones) + 1 if ones else 0)


def zipped(members: dict[str, str | bytes], *, stored: str | None = None) -> bytes:
    """Return an archive of the members; the one named `stored` comes first and is not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that reaches over several rows or columns."""

    text: str
    rows: int = 1
    columns: int = 1


Cell = str | Merged
TableRows = list[list[Cell]]


def merged(cell: Cell) -> Merged:
    """Return a cell with its reach."""
    return cell if isinstance(cell, Merged) else Merged(cell)
