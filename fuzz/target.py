"""Feeds one reader, or the way from text to facts, with inputs that libFuzzer grows by coverage: `make fuzz`.

    python fuzz/target.py NAME CORPUS [libFuzzer's options]

Readers run in this process and not in the sandbox, so that a crash or a wait of theirs is a finding. A `ReadError` is a
fair answer, and so is any error out of a format's library, which the worker turns into one line; an error that this
project's own code raises by itself is a finding, and so is one in anything that comes after reading.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import sys
import traceback
import zipfile
from pathlib import Path

import atheris

WORDS = Path(__file__).with_name("words.txt")
"""What the grammar of notices turns on, a word a line, for libFuzzer to put together."""
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["reformkg"]):
    from formats.facts import facts_of
    from formats.parts import zipped
    from hostile.case import SMALL
    from reformkg.errors import ReadError
    from reformkg.model import Document, Source
    from reformkg.read import _document, from_text
    from reformkg.read.content import compose
    from reformkg.read.detect import Format
    from reformkg.read.worker import READERS, content

    for module, _ in READERS.values():
        importlib.import_module(f"reformkg.read.{module}")

from test_read_fuzz import MAKERS  # noqa: E402 - tests/ is on the path now

PARTS = {
    Format.DOCX: "word/document.xml",
    Format.ODT: "content.xml",
    Format.OFD: "Doc_0/Pages/Page_0/Content.xml",
    Format.XLSX: "xl/worksheets/sheet1.xml",
}
"""Of packed formats the part that is fed; the archive around it would only break."""
NAMES = {
    "docx": Format.DOCX, "odt": Format.ODT, "ofd": Format.OFD, "xlsx": Format.XLSX, "pdf": Format.PDF,
    "html": Format.HTML, "mhtml": Format.MHTML, "md": Format.MARKDOWN, "csv": Format.CSV, "txt": Format.TEXT,
}  # fmt: skip
SOURCE = Source("a", "text", "0" * 64, None)


def main() -> None:
    """Run one target until libFuzzer's limits are reached."""
    kind, corpus = NAMES[sys.argv[1]], Path(sys.argv[2])
    sample = MAKERS[f"a.{sys.argv[1]}"]()
    members = _members(sample) if kind in PARTS else {}
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "sample").write_bytes(members[PARTS[kind]] if members else sample)

    found = corpus.parent / "found"
    found.mkdir(exist_ok=True)

    def feed(data: bytes) -> None:
        file = {**members, PARTS[kind]: data} if members else data
        try:
            document = _text(data) if kind is Format.TEXT else _file(kind, file)
            if document is not None:
                _holds(document)
        except Exception:
            (found / f"error-{hashlib.sha1(data).hexdigest()}").write_bytes(data)
            raise

    words = corpus.parent / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS.read_text(encoding="utf-8").splitlines()))
    atheris.Setup([sys.argv[0], *sys.argv[2:], f"-dict={words}"], feed)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def _members(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _text(data: bytes) -> Document:
    return from_text(data.decode("utf-8", errors="ignore"), SOURCE)


def _file(kind: Format, data: bytes | dict[str, str | bytes]) -> Document | None:
    file = data if isinstance(data, bytes) else zipped(data, stored="mimetype")
    try:
        raw = compose(content(kind, file, SMALL), SMALL)
    except (ReadError, RecursionError, MemoryError):
        return None
    except Exception as problem:
        last = traceback.extract_tb(problem.__traceback__)[-1]
        if "reformkg" in Path(last.filename).parts:
            raise
        return None
    return _document(raw, SOURCE)


def _holds(document: Document) -> None:
    """Take a document as all later steps do: facts, each with the words that it stands on."""
    for item in facts_of(document).items:
        if document.text[item.span.start : item.span.end] != item.text:
            raise AssertionError(f"{item.ref} is not its passage")
        for fact in (*item.responsibilities, *item.deadlines, *item.indicators):
            evidence = fact.evidence
            if document.text[evidence.start : evidence.end] != evidence.quote:
                raise AssertionError(f"{item.ref}: {evidence.rule} is not its passage")


if __name__ == "__main__":
    main()
