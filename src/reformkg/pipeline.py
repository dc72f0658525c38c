"""The route from files to answers, in one readable function; may touch every room but the command line.

    read → outline → extract → resolve → graph → store → validate → render

Documents stay independent of one another up to the store: `read_facts` is all that is done to one, whoever calls it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path

from rdflib import Graph

from reformkg.errors import IdentityError, ReformkgError
from reformkg.extract import extract
from reformkg.graph import to_graph
from reformkg.model import DocumentFacts, Report, Severity
from reformkg.outline import outline
from reformkg.read import read_source, survey
from reformkg.render.page import FILES
from reformkg.render.report import report_markdown
from reformkg.render.site import site_pages
from reformkg.resolve import resolve
from reformkg.resources import vocabularies
from reformkg.store import Generation, new_generation
from reformkg.validate import load_known, save_known, validate_changed


class Stage(StrEnum):
    """What a build is doing."""

    READ = "reading"
    VALIDATE = "validating"
    RENDER = "writing pages"


_FINDINGS = "findings.json"
"""The findings of a build by the content that they are about, for the next build to take over."""

Progress = Callable[[Stage, int, int], None]
"""Told how many of how many steps of a stage are done."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read, sorted, once each, and what was wrong with paths that name none."""

    files: tuple[Path, ...]
    failures: tuple[ReformkgError, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files of folders and archives are meant, by patterns such as `*通知*` or `2018/*.docx`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file that says, word for word, what another file says already."""

    path: Path
    of: Path


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        documents: how many documents the graph holds; 0 where no file could be read, and then nothing was written.
        items: tasks, objectives and measures.
        owners: different organisations that own an item.
        responsibilities: item and owner pairs.
        findings: how many findings of each severity validation has.
        failures: what kept files out of the graph, in the order of the files.
        duplicates: files left out because another has the same text.
    """

    documents: int
    items: int
    owners: int
    responsibilities: int
    deadlines: int
    indicators: int
    gaps: int
    findings: tuple[tuple[Severity, int], ...]
    failures: tuple[ReformkgError, ...]
    duplicates: tuple[Duplicate, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return dict(self.findings).get(severity, 0)


def build(
    paths: Iterable[Path], kg: Path, progress: Progress = lambda *_: None, only: Selection = EVERYTHING
) -> BuildResult:
    """Read documents into the graph in the folder `kg`, validate it, and write its pages.

    A file that cannot be read is listed in the result and the others go on. Until the whole build has succeeded, the
    folder stays as it was.

    Args:
        paths: files, and folders to search for documents.
        kg: the folder of the graph; replaced as a whole.
        progress: told after each step.
        only: which files of folders and archives are read.

    Raises:
        StoreError: the folder cannot be written, or is not a kg folder.
        ValidationError: validation could not run.
        RenderError: a page could not be made.
    """
    sources = find(paths, only)
    intake = _Intake(failures=list(sources.failures))
    graphs = _graphs(sources.files, intake, progress)
    first = next(graphs, None)
    if first is None:
        return _result((), Report((), (), 0, 0), intake)
    with new_generation(kg) as generation:
        generation.load_vocabularies(vocabularies())
        generation.load(chain((first,), graphs))
        documents = tuple(generation.kg.documents())
        progress(Stage.VALIDATE, 0, 1)
        validation = validate_changed(generation.kg, load_known(kg / _FINDINGS))
        report = validation.report
        save_known(validation.known, generation.file(_FINDINGS))
        progress(Stage.VALIDATE, 1, 1)
        _write_pages(generation, documents, report, progress)
        generation.commit()
    return _result(documents, report, intake)


def find(paths: Iterable[Path], only: Selection = EVERYTHING) -> Sources:
    """Return the files that `paths` name, and what is wrong with the paths that name none."""
    found = survey(paths, only.include, only.exclude)
    return Sources(tuple(sorted(found.files)), found.refused)


def read_facts(path: Path) -> DocumentFacts:
    """Return all facts of one file: read, outline, extract, resolve.

    Raises:
        ReadError: the file cannot be read.
    """
    document = read_source(path)
    sections = outline(document)
    return resolve(document, sections, extract(document, sections))


@dataclass(slots=True)
class _Intake:
    """Which files were taken into the graph, by their document's key, and what kept the others out."""

    accepted: dict[str, tuple[Path, bytes]] = field(default_factory=dict)
    failures: list[ReformkgError] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    def admits(self, path: Path, facts: DocumentFacts) -> bool:
        """Take a document in, or note why not.

        Raises:
            IdentityError: another file with another text has the same number, or the same title, issuer and day.
        """
        digest = hashlib.sha256(facts.text.encode(errors="surrogatepass")).digest()
        first, known = self.accepted.setdefault(facts.key, (path, digest))
        if first == path:
            return True
        if digest != known:
            raise IdentityError(
                f"another text is already known as {facts.key}, from {first}",
                where=str(path),
                remedy="Keep one of the two files, or mend the document number that they share",
            )
        self.duplicates.append(Duplicate(path, first))
        return False


def _graphs(sources: tuple[Path, ...], intake: _Intake, progress: Progress) -> Iterator[Graph]:
    """Yield the graph of each document that is taken in, one at a time."""
    for done, path in enumerate(sources, 1):
        try:
            facts = read_facts(path)
            graph = to_graph(facts)
            if intake.admits(path, facts):
                yield graph
        except ReformkgError as error:
            intake.failures.append(error)
        progress(Stage.READ, done, len(sources))


def _write_pages(
    generation: Generation, documents: tuple[DocumentFacts, ...], report: Report, progress: Progress
) -> None:
    generation.file("report.md").write_text(report_markdown(documents, report), encoding="utf-8", newline="\n")
    for done, page in enumerate(site_pages(documents, report), 1):
        generation.file(page.file).write_text(page.html, encoding="utf-8", newline="\n")
        progress(Stage.RENDER, done, len(FILES))


def _result(documents: tuple[DocumentFacts, ...], report: Report, intake: _Intake) -> BuildResult:
    items = [item for facts in documents for item in facts.items]
    responsibilities = [each for item in items for each in item.responsibilities]
    severities = Counter(finding.severity for finding in report.findings)
    return BuildResult(
        documents=len(documents),
        items=len(items),
        owners=len({each.organisation.key for each in responsibilities}),
        responsibilities=len(responsibilities),
        deadlines=sum(len(item.deadlines) for item in items),
        indicators=sum(len(item.indicators) for item in items),
        gaps=sum(len(facts.gaps) for facts in documents),
        findings=tuple((severity, severities[severity]) for severity in Severity),
        failures=tuple(intake.failures),
        duplicates=tuple(intake.duplicates),
    )
