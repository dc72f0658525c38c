"""From a file to a `Document`: one module a format, detected by content; the only room that opens sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from reformkg.errors import ReadError
from reformkg.model import Document, Source
from reformkg.read.decode import decode
from reformkg.read.fold import fold
from reformkg.read.layout import mend

SUFFIXES = (".txt", ".md")
"""The endings that a folder is searched for; a file that is named is read whatever its ending."""

MAX_BYTES = 50_000_000
"""Larger files are refused: no policy document is near this size."""


def read_source(path: Path) -> Document:
    """Read one file.

    Raises:
        ReadError: the file is missing, unreadable, empty, too large, binary or not decodable.
    """
    data = _bytes(path)
    raw, encoding = decode(data, where=str(path))
    if not raw.strip():
        raise ReadError("the file has no text", where=str(path), remedy="Give a document with text in it")
    source = Source(name=path.name, format="text", sha256=hashlib.sha256(data).hexdigest(), encoding=encoding)
    return from_text(raw, source)


def from_text(raw: str, source: Source) -> Document:
    """Normalise decoded text; the anchors of the result lead back to offsets in `raw`."""
    text, anchors = mend(raw)
    return Document(source=source, text=text, folded=fold(text), anchors=anchors)


def find_sources(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that `paths` name: files as they are, folders searched through, in sorted order, once each.

    Raises:
        ReadError: a path does not exist, or a folder holds no document.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                raise ReadError(
                    "the folder holds no documents",
                    where=str(path),
                    remedy=f"Put files ending in {', '.join(SUFFIXES)} there, or name files one by one",
                )
            for file in inside:
                found.setdefault(file.resolve(), file)
        elif path.exists():
            found.setdefault(path.resolve(), path)
        else:
            raise ReadError("there is no such file or folder", where=str(path), remedy="Check the path")
    return tuple(found.values())


def source_offset(document: Document, offset: int) -> int:
    """Return where in the decoded source text the code point at `offset` of the document's text came from."""
    low, high = 0, len(document.anchors)
    while high - low > 1:
        middle = (low + high) // 2
        if document.anchors[middle].text_offset <= offset:
            low = middle
        else:
            high = middle
    anchor = document.anchors[low]
    return anchor.source_offset + offset - anchor.text_offset


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                f"the file has {size:,} bytes, more than the limit of {MAX_BYTES:,}",
                where=str(path),
                remedy="Split it into its documents",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("there is no such file", where=str(path), remedy="Check the path") from None
    except OSError as problem:
        raise ReadError(
            f"the file cannot be read ({problem.strerror or problem})", where=str(path), remedy="Check its permissions"
        ) from problem
