"""From a file to a `Document`: one module a format, detected by content; the only room that opens sources.

Plain text is read here. All other formats are taken apart in a process of its own with limits (`sandbox`, `worker`), so
that a broken or hostile file costs one file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from reformkg.errors import ReadError, ScanError
from reformkg.model import Document, Source
from reformkg.read.blocks import too_long
from reformkg.read.content import RawText
from reformkg.read.decode import decode, without_private
from reformkg.read.detect import OFFICE, Format, detect
from reformkg.read.fold import fold
from reformkg.read.layout import mend
from reformkg.read.limits import Limits, limits_from
from reformkg.read.places import line_marks, place_marks, place_of, source_offset
from reformkg.read.sandbox import read_apart
from reformkg.read.sources import Found, source_bytes
from reformkg.read.sources import survey as _survey

__all__ = [
    "Found", "Limits", "find_sources", "from_text", "limits_from", "place_of", "read_bytes", "read_source",
    "source_bytes", "source_offset", "survey",
]  # fmt: skip


def read_source(path: Path, limits: Limits | None = None) -> Document:
    """Read one file, one document in an archive (`archive.zip/name`), or standard input (`-`).

    Args:
        path: the file.
        limits: what it may cost; without them the defaults, or what the environment sets (REFORMKG_READ_…).

    Raises:
        ReadError: it is missing, empty, damaged, locked, of a format that is not read, or larger than the limits.
    """
    limits = limits or limits_from(os.environ)
    return _read(source_bytes(path, limits), _readable(path.name), str(path), limits)


def read_bytes(data: bytes, name: str, limits: Limits | None = None, where: str | None = None) -> Document:
    """Read a file whose bytes are held in memory.

    Args:
        data: its bytes.
        name: its name, which its ending is part of.
        limits: as for `read_source`.
        where: what it is called in errors; its name without one.

    Raises:
        ReadError: as `read_source`.
    """
    limits = limits or limits_from(os.environ)
    if len(data) > limits.bytes:
        raise ReadError(
            f"the file has more than {limits.bytes:,} bytes",
            where=where or name,
            remedy="Split it into its documents, or raise REFORMKG_READ_BYTES",
        )
    return _read(data, _readable(name), where or name, limits)


def _readable(name: str) -> str:
    """Return a file's name as text, whatever bytes the file system holds it in: UTF-8, or else GB18030."""
    data = os.fsencode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def from_text(raw: str, source: Source) -> Document:
    """Normalise decoded text; the anchors of the result lead back to offsets in `raw`, its places to lines."""
    return _document(RawText(raw, tuple(line_marks(raw))), source)


def survey(paths: Iterable[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Found:
    """Return the files that `paths` name, and what was left out and why; see `sources.survey`."""
    return _survey(paths, include, exclude, limits_from(os.environ))


def find_sources(paths: Iterable[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> tuple[Path, ...]:
    """Return the files that `paths` name: files as they are, folders and archives searched through, once each.

    Raises:
        ReadError: a path does not exist, a folder or an archive holds no document, or a link leads out of its folder.
    """
    found = survey(paths, include, exclude)
    if found.refused:
        raise found.refused[0]
    return found.files


def _read(data: bytes, name: str, where: str, limits: Limits) -> Document:
    try:
        kind = detect(data, name)
        try:
            raw = _plain(data, where, limits) if kind is Format.TEXT else _structured(kind, data, limits)
        except ScanError:
            if not limits.ocr_pages:
                raise
            kind, raw = Format.SCAN, _scanned(data, limits)
    except ReadError as error:
        raise error if error.where else type(error)(error.what, where=where, remedy=error.remedy) from error
    source = Source(name, kind.value, hashlib.sha256(data).hexdigest(), raw.encoding)
    document = _document(raw, source)
    if not document.text.strip():
        raise ReadError("the file has no text", where=where, remedy="Give a document with text in it")
    return document


def _plain(data: bytes, where: str, limits: Limits) -> RawText:
    text, encoding = decode(data, where=where)
    if len(text) > limits.characters:
        raise too_long(limits)
    return RawText(text, tuple(line_marks(text)), encoding)


def _structured(kind: Format, data: bytes, limits: Limits) -> RawText:
    if kind is Format.ARCHIVE:
        from reformkg.read.archive import documents_in  # noqa: PLC0415 - only where an archive is met

        names = documents_in(data, limits)
        remedy = f"Name one in it by its path behind the archive's: …/{names[0]}" if names else "Put documents into it"
        raise ReadError("it is an archive, not a document", remedy=remedy)
    if kind in OFFICE:
        from reformkg.read.office import convert  # noqa: PLC0415 - rare

        kind, data = OFFICE[kind], convert(kind, data, limits)
    return read_apart(kind, data, limits)


def _scanned(data: bytes, limits: Limits) -> RawText:
    from reformkg.read.tesseract import is_installed, missing  # noqa: PLC0415 - rare

    if not is_installed():
        raise missing()
    return read_apart(Format.SCAN, data, limits)


def _document(raw: RawText, source: Source) -> Document:
    text, anchors = mend(without_private(raw.text))
    return Document(source, text, fold(text), anchors, place_marks(raw.marks, anchors, len(text)))
