"""Which files are taken into the graph: each is read where no build has read it before; the first of a key stays.

Holds of each document what `Taken` says and no more, so that memory hardly grows with their number.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from reformkg import fingerprint
from reformkg.errors import IdentityError, ReformkgError, StoreError
from reformkg.pipeline.work import Checked, File, Head, Made, Neighbours
from reformkg.pipeline.workers import DoAll, Named
from reformkg.read import limits_from, source_bytes
from reformkg.store import Cache, Entry, Findings
from reformkg.validate import basis

Step = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file that says, word for word, what another file says already."""

    path: Path
    of: Path


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that is in the graph.

    Attributes:
        path: its file.
        source: the digest of its file, which its entry in the cache has for a name.
        text: the SHA-256 of its text.
        graph: the SHA-256 of its graph's text.
        cited: the keys of the documents that it cites.
    """

    path: Path
    source: str
    text: str
    graph: str
    cited: tuple[str, ...]


@dataclass(slots=True)
class Intake:
    """What was taken into the graph, by key, and what kept the other files out, in the order of the files.

    Attributes:
        taken: sorted by key once all files are through.
        sources: the digests of all files that could be read.
        counts: items, responsibilities, deadlines, indicators and gaps of what was taken.
        owners: the keys of the organisations that own an item.
    """

    taken: dict[str, Taken] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    failures: list[ReformkgError] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    owners: set[str] = field(default_factory=set)

    def admit(self, path: Path, source: str, head: Head) -> None:
        """Take a document in, or note why not: another file with the same text, or with another text under its key."""
        first = self.taken.get(head.key)
        if first is None:
            self.taken[head.key] = Taken(path, source, head.text, head.graph, head.cited)
            self.counts.update({name: getattr(head, name) for name in COUNTED})
            self.owners.update(head.owners)
        elif first.text == head.text:
            self.duplicates.append(Duplicate(path, first.path))
        else:
            self.failures.append(
                IdentityError(
                    f"another text is already known as {head.key}, from {first.path}",
                    where=str(path),
                    remedy="Keep one of the two files, or mend the document number that they share",
                )
            )


COUNTED = ("items", "responsibilities", "deadlines", "indicators", "gaps")


def made_by() -> str:
    """Return what results depend on beside the files: the program, and the limits of reading that are in force."""
    return f"{fingerprint.program()} {limits_from(os.environ)}"


def take_in(files: tuple[Path, ...], cache: Cache, do_all: DoAll, step: Step) -> Intake:
    """Read the files that no build has read before, and say which are taken in.

    Args:
        files: sorted; of two with one key the first is taken.
        cache: what was made of files before, and where all is put that is made now.
        do_all: what does the work, wherever that is.
        step: told after each file.
    """
    reading = _Reading(files, cache, step)
    for name, result in do_all(reading.unread()):
        place = int(name)
        if isinstance(result, Made):
            cache.put(reading.sources[place], _entry(result))
        elif isinstance(result, ReformkgError):
            reading.failures[place] = result
        reading.tick()
    intake = Intake()
    for place, path in enumerate(files):
        if place in reading.failures:
            intake.failures.append(reading.failures[place])
            continue
        source = reading.sources[place]
        head = cache.head(source)
        if head is None:
            raise StoreError("what was read was not kept", where=str(path), remedy="Build again")
        intake.sources.add(source)
        intake.admit(path, source, _head(head))
    intake.taken = dict(sorted(intake.taken.items()))
    return intake


def judge(intake: Intake, cache: Cache, do_all: DoAll, step: Step) -> None:
    """See that all documents that were taken in are validated, each among those that it cites.

    One is validated again where it has changed itself, or where one that it cites has changed, come or gone.
    """
    stale = [key for key, taken in intake.taken.items() if cache.basis(taken.source) != _basis(taken, intake)]

    def tasks() -> Iterator[Named]:
        for key in stale:
            taken = intake.taken[key]
            near = sorted({key, *taken.cited} & intake.taken.keys())
            yield Named(
                key, Neighbours(key, {each: cache.graph(intake.taken[each].source) for each in near}, taken.cited)
            )

    for done, (key, result) in enumerate(do_all(tasks()), 1):
        if isinstance(result, ReformkgError):
            raise result
        if isinstance(result, Checked):
            cache.put_findings(intake.taken[key].source, _findings(result))
        step(done, len(stale))


def _basis(taken: Taken, intake: Intake) -> str:
    there = {key: intake.taken.get(key) for key in taken.cited}
    return basis(taken.graph, {key: each.graph if each else None for key, each in there.items()})


class _Reading:
    """The files on their way: their digests, which of them failed, and how many are done."""

    def __init__(self, files: tuple[Path, ...], cache: Cache, step: Step) -> None:
        self.sources = [""] * len(files)
        self.failures: dict[int, ReformkgError] = {}
        self._files = files
        self._cache = cache
        self._step = step
        self._done = 0

    def tick(self) -> None:
        self._done += 1
        self._step(self._done, len(self._files))

    def unread(self) -> Iterator[Named]:
        """Yield the files that no build has read before, each under its place."""
        limits = limits_from(os.environ)
        for place, path in enumerate(self._files):
            try:
                file = File(str(path), path.name, source_bytes(path, limits), limits)
            except ReformkgError as error:
                self.failures[place] = error
                self.tick()
                continue
            self.sources[place] = file.digest
            if self._cache.head(file.digest) is None:
                yield Named(str(place), file)
            else:
                self.tick()


UNCHECKED = Checked("", "[]", (0, 0, 0))
"""What is known of a document that is to be validated among others."""


def _entry(made: Made) -> Entry:
    head = json.dumps(asdict(made.head), ensure_ascii=False, separators=(",", ":"))
    return Entry(head, made.graph, _findings(made.checked or UNCHECKED))


def _findings(checked: Checked) -> Findings:
    return Findings(checked.basis, " ".join(map(str, checked.severities)), checked.findings)


def _head(text: str) -> Head:
    stored = json.loads(text)
    return Head(**{**stored, "cited": tuple(stored["cited"]), "owners": tuple(stored["owners"])})
