"""The route from files to answers, in one readable function; may touch every room but the command line.

    read → outline → extract → resolve → graph → validate → store → render

Documents stay independent of one another up to the store: `work.make` is all that is done to one, in whatever process.
`intake` says which of them are in, `workers` are the processes, `cluster` are those of other machines, `pages` is what
people see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from reformkg.errors import ReformkgError
from reformkg.model import DocumentFacts, Severity
from reformkg.pipeline.intake import COUNTED, Duplicate, Intake, Step, judge, made_by, take_in
from reformkg.pipeline.pages import write_pages
from reformkg.pipeline.sources import EVERYTHING, Selection, Sources, find
from reformkg.pipeline.work import facts_of
from reformkg.pipeline.workers import DoAll, cores, do_all
from reformkg.read import read_source
from reformkg.render import NEWEST
from reformkg.resources import vocabularies
from reformkg.store import Cache, Generation, digest_of_files, new_generation
from reformkg.validate import FINDINGS, save_known

__all__ = [
    "EVERYTHING",
    "BuildResult",
    "Duplicate",
    "Options",
    "Progress",
    "Selection",
    "Sources",
    "Stage",
    "build",
    "cores",
    "find",
    "read_facts",
]


class Stage(StrEnum):
    """What a build is doing."""

    READ = "reading"
    VALIDATE = "validating"
    STORE = "storing"
    RENDER = "writing pages"


Progress = Callable[[Stage, int, int], None]
"""Told how many of how many steps of a stage are done."""

_MUCH = 4
"""Where one in so many documents has changed, loading all of them anew takes less time than changing the store."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a build is done.

    Attributes:
        jobs: how many processes read and validate; None for one a core.
        cluster: the address of a Dask scheduler (`tcp://host:8786`), all of whose workers then read and validate; None
            for this machine.
        newest: how many documents the pages show at most, the newest.
    """

    jobs: int | None = None
    cluster: str | None = None
    newest: int = NEWEST


USUAL = Options()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        documents: how many documents the graph holds; 0 where no file could be read, and then nothing was written.
        items: tasks, objectives and measures.
        owners: different organisations that own an item.
        responsibilities: item and owner pairs.
        findings: how many findings of each severity validation has.
        shown: how many of the documents the pages show.
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
    shown: int
    failures: tuple[ReformkgError, ...]
    duplicates: tuple[Duplicate, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return dict(self.findings).get(severity, 0)


def build(
    paths: Iterable[Path],
    kg: Path,
    progress: Progress = lambda *_: None,
    only: Selection = EVERYTHING,
    options: Options = USUAL,
) -> BuildResult:
    """Read documents into the graph in the folder `kg`, validate it, and write its pages.

    A file that cannot be read is listed in the result and the others go on. Until the whole build has succeeded, the
    graph stays as it was. What was made of each file is kept by its content: a build reads again only what has changed,
    and one that was interrupted goes on where it was. The result is the same, byte for byte, as if all had been read
    anew, in any order and by any number of processes.

    Args:
        paths: files, and folders to search for documents.
        kg: the folder of the graph.
        progress: told after each step.
        only: which files of folders and archives are read.
        options: how it is done; no part of what the graph is.

    Raises:
        StoreError: the folder cannot be written, or is not a kg folder, or another build is running in it.
        ValidationError: validation could not run.
        RenderError: a page could not be made.
        ClusterError: the cluster cannot be reached, is lost, or runs another program than this one.
    """
    sources = find(paths, only)
    with _workers(options) as do_each, new_generation(kg) as generation, generation.cache(made_by()) as cache:
        intake = take_in(sources.files, cache, do_each, partial(progress, Stage.READ))
        intake.failures[:0] = sources.failures
        if not intake.taken:
            return _result(intake, cache, 0)
        judge(intake, cache, do_each, partial(progress, Stage.VALIDATE))
        made = f"{made_by()} {options.newest}"
        if not _is_in_force(generation, intake, made):
            texts = partial(_text, intake, cache)
            _store(generation, intake, texts, partial(progress, Stage.STORE))
            save_known(_known(intake, cache), generation.file(FINDINGS))
            write_pages(generation, partial(_findings, intake, cache), options.newest, partial(progress, Stage.RENDER))
            generation.commit(made, texts)
        cache.keep_only(intake.sources)
        return _result(intake, cache, min(options.newest, len(intake.taken)))


def read_facts(path: Path) -> DocumentFacts:
    """Return all facts of one file: read, outline, extract, resolve.

    Raises:
        ReadError: the file cannot be read.
    """
    return facts_of(read_source(path))


@contextmanager
def _workers(options: Options) -> Iterator[DoAll]:
    """Give what reads and validates: processes of this machine, or a cluster."""
    if options.cluster is None:
        yield partial(do_all, workers=cores() if options.jobs is None else options.jobs)
        return
    from reformkg.pipeline.cluster import connected  # noqa: PLC0415 - its library is an extra, and slow to load

    with connected(options.cluster) as do_there:
        yield do_there


def _is_in_force(generation: Generation, intake: Intake, made: str) -> bool:
    """Whether the graph in force is already what this build comes to."""
    before = generation.before
    same = before.documents == _digests(intake) and before.vocabularies == digest_of_files(vocabularies())
    return same and before.made_by == made and generation.is_complete()


def _store(generation: Generation, intake: Intake, text: Callable[[str], bytes], step: Step) -> None:
    """Load all documents, or where few have changed, change the store in force."""
    before, after = generation.before.documents, _digests(intake)
    gone = sorted(before.keys() - after.keys())
    changed = [key for key in after if before.get(key) != after[key]]
    known = generation.before.vocabularies == digest_of_files(vocabularies())
    if not known or (len(gone) + len(changed)) * _MUCH > len(after):
        generation.load_vocabularies(vocabularies())
        generation.load_texts(_told(after, text, step))
        return
    generation.take_over()
    for key in gone:
        generation.remove(key)
    for key, graph in _told(changed, text, step):
        generation.replace(key, graph)


def _told(keys: Collection[str], text: Callable[[str], bytes], step: Step) -> Iterator[tuple[str, bytes]]:
    for done, key in enumerate(keys, 1):
        yield key, text(key)
        step(done, len(keys))


def _digests(intake: Intake) -> dict[str, str]:
    return {key: taken.graph for key, taken in intake.taken.items()}


def _text(intake: Intake, cache: Cache, key: str) -> bytes:
    return cache.graph(intake.taken[key].source)


def _findings(intake: Intake, cache: Cache, key: str) -> str:
    return cache.findings(intake.taken[key].source).text


def _known(intake: Intake, cache: Cache) -> Iterator[tuple[str, str, str]]:
    for key, taken in intake.taken.items():
        found = cache.findings(taken.source)
        yield key, found.basis, found.text


def _result(intake: Intake, cache: Cache, shown: int) -> BuildResult:
    counts = [0 for _ in Severity]
    for taken in intake.taken.values():
        counts = [count + int(more) for count, more in zip(counts, cache.counts(taken.source).split(), strict=True)]
    return BuildResult(
        documents=len(intake.taken),
        owners=len(intake.owners),
        **{name: intake.counts[name] for name in COUNTED},
        findings=tuple(zip(Severity, counts, strict=True)),
        shown=shown,
        failures=tuple(intake.failures),
        duplicates=tuple(intake.duplicates),
    )
