"""What is read, and how it is laid out: documents, passages, and the outline; pure values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text for people, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, in code points, half open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that a fact was read from: `document.text[start:end] == quote`, found by `rule`.

    Attributes:
        place: the page, paragraph or cell of the source where it begins; None where the source is plain text.
    """

    start: int
    end: int
    quote: str
    rule: str
    place: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came.

    Attributes:
        name: the file's name without its folder, for people.
        format: `text`, `html`, `docx`, `pdf` …
        sha256: hex digest of the file's bytes.
        encoding: the encoding that its bytes were decoded with, for formats that have one.
    """

    name: str
    format: str
    sha256: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `text_offset` on, document and source text run in step, starting at `source_offset`."""

    text_offset: int
    source_offset: int


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """From `text_offset` on, the text stands at `place` of the source, as 第3页 / page 3."""

    text_offset: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class Document:
    """A source's text, normalised once.

    Attributes:
        text: what people are shown and what every span counts in: layout mended, wording untouched.
        folded: the same length as `text`, with width, brackets and traditional characters folded: what rules match on.
        anchors: the way back to offsets in the decoded source text, ascending in both fields.
        places: the way back to page, paragraph, line or cell as people name them, ascending.
    """

    source: Source
    text: str
    folded: str
    anchors: tuple[Anchor, ...]
    places: tuple[PlaceMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered unit of the outline.

    Attributes:
        ref: the path of marker labels from the top, as `二/三/2/1`; unique in its document.
        number: the last label of the path, as `1`.
        title: the heading as it stands, without marker and final punctuation.
        span: the whole unit from its marker to the end of its last sub-unit.
        body: its own text, from behind the marker to its first sub-unit.
    """

    ref: str
    number: str
    title: str
    title_span: Span
    span: Span
    body: Span
    children: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of a document's sections, and what stands before and after it."""

    sections: tuple[Section, ...]
    head: Span
    tail: Span
