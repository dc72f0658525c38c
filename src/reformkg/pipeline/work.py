"""All that is done to one document by itself: functions of values, for any process on any machine; touches no disk.

    file → read → outline → extract → resolve → graph → `Made`
    the graph, and those of the documents that it cites → validate → `Checked`

What comes in and what goes out can be pickled. A document that cites no other is validated as soon as it is made; one
that does, when it is known which of them are there.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from reformkg.errors import ReadError, ReformkgError
from reformkg.extract import extract
from reformkg.graph import as_graph, document_iri, from_graph, triples
from reformkg.model import Document, DocumentFacts, Finding, Severity
from reformkg.outline import outline
from reformkg.read import Limits, read_bytes
from reformkg.resolve import resolve
from reformkg.store import triples_of, triples_text
from reformkg.validate import basis, cited_keys, findings_text, validate_facts


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read.

    Attributes:
        where: its path as the user knows it, for what is said of it.
        name: its own name, which its ending is part of.
        data: its bytes.
        limits: what reading it may cost.
    """

    where: str
    name: str
    data: bytes
    limits: Limits

    @property
    def digest(self) -> str:
        """The SHA-256 of its name and its bytes: all that what is made of it depends on, but for the program."""
        return hashlib.sha256(self.name.encode(errors="surrogatepass") + b"\0" + self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """What a build keeps in mind of a document.

    Attributes:
        key: its stable name.
        text: the SHA-256 of its text.
        graph: the SHA-256 of its graph's text.
        cited: the keys of the documents that it cites by number.
        owners: the keys of the organisations that own an item, once each.
        items: how many there are, and so on.
    """

    key: str
    text: str
    graph: str
    cited: tuple[str, ...]
    owners: tuple[str, ...]
    items: int
    responsibilities: int
    deadlines: int
    indicators: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What validation found in one document.

    Attributes:
        basis: what the findings depend on, as `validate.basis` says.
        findings: as `validate.findings_text` writes them.
        severities: how many there are of each, in the order of `Severity`.
    """

    basis: str
    findings: str
    severities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one file.

    Attributes:
        graph: the text of its graph.
        checked: what validation found in it; None where that hangs on the documents that it cites.
    """

    head: Head
    graph: bytes
    checked: Checked | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A document to be validated among those that it cites: the texts of their graphs by key, its own included."""

    key: str
    graphs: Mapping[str, bytes]
    cited: tuple[str, ...]

    @property
    def where(self) -> str:
        """What it is called in what is said of it."""
        return self.key


Job: TypeAlias = File | Neighbours
Result: TypeAlias = Made | Checked | ReformkgError


def do(job: Job) -> Result:
    """Do one job, whatever becomes of it.

    Returns:
        What was made, or the error that says why nothing was. An error that nobody foresaw costs this document and no
        other, and says which it was.
    """
    try:
        return make(job) if isinstance(job, File) else check(job)
    except ReformkgError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a defect in a rule must not cost the other documents
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        what = f"a defect kept it from being read ({detail})"
        return ReadError(what, where=job.where, remedy="Report it with the file")


def make(file: File) -> Made:
    """Return what one file comes to by itself.

    Raises:
        ReformkgError: it cannot be read, or contradicts itself.
    """
    facts = facts_of(read_bytes(file.data, file.name, file.limits, file.where))
    stated = tuple(triples(facts))
    text = triples_text(stated, document_iri(facts.key))
    digest = hashlib.sha256(text).hexdigest()
    head = _head(facts, digest)
    if set(head.cited) - {head.key}:
        return Made(head, text, None)
    found = validate_facts(facts, as_graph(stated, facts.key), lambda key: facts if key == facts.key else None)
    return Made(head, text, _checked(basis(digest, dict.fromkeys(head.cited, digest)), found))


def check(job: Neighbours) -> Checked:
    """Return what validation finds in a document among those that it cites, as far as they are there.

    Raises:
        ValidationError: it cannot be validated.
    """
    graph = as_graph(triples_of(job.graphs[job.key]), job.key)
    known = {key: _facts(key, text) for key, text in job.graphs.items()}
    digests = {key: hashlib.sha256(text).hexdigest() for key, text in job.graphs.items()}
    found = validate_facts(known[job.key], graph, known.get)
    return _checked(basis(digests[job.key], {key: digests.get(key) for key in job.cited}), found)


def facts_of(document: Document) -> DocumentFacts:
    """Return all facts of a document: outline, extract, resolve."""
    sections = outline(document)
    return resolve(document, sections, extract(document, sections))


@lru_cache(maxsize=32)
def _facts(key: str, text: bytes) -> DocumentFacts:
    """Return the facts of a graph's text; few documents are cited by most others."""
    return from_graph(triples_of(text), key)


def _head(facts: DocumentFacts, digest: str) -> Head:
    owners = [each.organisation.key for item in facts.items for each in item.responsibilities]
    return Head(
        key=facts.key,
        text=hashlib.sha256(facts.text.encode(errors="surrogatepass")).hexdigest(),
        graph=digest,
        cited=cited_keys(facts),
        owners=tuple(dict.fromkeys(owners)),
        items=len(facts.items),
        responsibilities=len(owners),
        deadlines=sum(len(item.deadlines) for item in facts.items),
        indicators=sum(len(item.indicators) for item in facts.items),
        gaps=len(facts.gaps),
    )


def _checked(name: str, findings: tuple[Finding, ...]) -> Checked:
    counts = Counter(finding.severity for finding in findings)
    return Checked(name, findings_text(findings), tuple(counts[severity] for severity in Severity))
