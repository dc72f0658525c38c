"""A build of the graph: a new generation beside the one in force, committed whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import portalocker
import pyoxigraph as ox
from rdflib import Graph

from reformkg.errors import StoreError
from reformkg.store.folder import (
    BUILDING,
    FILES,
    FORMAT,
    GENERATIONS,
    IN_USE,
    LOCK,
    MANIFEST,
    POINTER,
    STORE,
    install,
    locked,
    refuse_foreign,
    remove_dead,
    unwritable,
    write_json,
)
from reformkg.store.kg import Kg
from reformkg.store.terms import quads

_TRIG: Final = "kg.trig"
_PATIENCE: Final = 1.0
"""Seconds to wait for the lock of builds."""


class Generation:
    """A graph in the making: load it, read it back as `kg`, put files beside it, and commit; else all of it goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / GENERATIONS / BUILDING
        shutil.rmtree(self._place, ignore_errors=True)
        (self._place / FILES).mkdir(parents=True)
        (self._place / IN_USE).touch()
        self.kg = Kg(ox.Store(str(self._place / STORE)), folder)
        self._vocabularies = hashlib.sha256()

    def load(self, graphs: Iterable[Graph]) -> None:
        """Load documents' graphs, each under its identifier; takes them one by one and keeps none.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            self.kg.engine.bulk_extend(quad for graph in graphs for quad in quads(graph))
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def load_vocabularies(self, files: Iterable[Path]) -> None:
        """Load vocabularies in Turtle beside the documents, so that questions know their labels and names.

        They are in the default graph: no document, and not in `kg.trig`.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            for path in files:
                data = path.read_bytes()
                self._vocabularies.update(data)
                self.kg.engine.bulk_load(data, ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def file(self, name: str) -> Path:
        """Return where to write a file of this generation; it appears in the kg folder under its name at the commit."""
        return self._place / FILES / name

    def commit(self) -> str:
        """Put this generation in force: write `kg.trig`, close the store, and point `kg.json` at it.

        Returns:
            The id of the generation: a digest of its files and vocabularies; the same content has the same id.

        Raises:
            StoreError: the disk is full or cannot be written; the graph before stays in force.
        """
        try:
            self.kg.write_trig(self.file(_TRIG))
            self._count = len(self.kg.engine)
            self.kg.engine.flush()
            self.kg.close()
            names = sorted(path.name for path in (self._place / FILES).iterdir())
            write_json(self._place / MANIFEST, {"files": names})
            generation = self._settle(_digest(self._place / FILES, names, self._vocabularies.digest()))
            write_json(self._folder / POINTER, {"format": FORMAT, "generation": generation})
            install(self._folder, generation)
            remove_dead(self._folder, generation)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        return generation

    def _settle(self, digest: str) -> str:
        """Move the generation to its place by its id, or its files to the one that is there with the same content."""
        place = self._folder / GENERATIONS / digest
        if place.exists() and not self._is_whole(place):
            return self._settle(f"{digest}-{os.urandom(4).hex()}")
        if place.exists():
            (place / FILES).mkdir(exist_ok=True)
            for path in (self._place / FILES).iterdir():
                path.replace(place / FILES / path.name)
            shutil.rmtree(self._place)
        else:
            self._place.rename(place)
        return digest

    def _is_whole(self, place: Path) -> bool:
        try:
            return len(ox.Store.read_only(str(place / STORE))) == self._count
        except OSError:
            return False

    def _discard(self) -> None:
        self.kg.close()
        shutil.rmtree(self._place, ignore_errors=True)


@contextmanager
def new_generation(folder: Path) -> Iterator[Generation]:
    """Begin a build in a kg folder, which is made where it is missing; what is not committed is removed at the end.

    Args:
        folder: a kg folder, an empty folder, or a path that does not exist yet.

    Raises:
        StoreError: the folder holds other things, or a graph of another version; another build is running in it; or it
            cannot be written.
    """
    refuse_foreign(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("ab")
    except OSError as error:
        raise unwritable(folder, error) from error
    with lock:
        if not _is_free(lock):
            raise StoreError(
                "another build is writing this graph",
                where=str(folder),
                remedy="Wait for it, or give another --kg folder",
            )
        try:
            generation = Generation(folder)
        except OSError as error:
            raise unwritable(folder, error) from error
        try:
            yield generation
        finally:
            generation._discard()


def _is_free(lock: IO[bytes]) -> bool:
    """Take the lock of builds; a reader may hold it for a moment to tidy, another build holds it for long."""
    until = time.monotonic() + _PATIENCE
    while not locked(lock, portalocker.LockFlags.EXCLUSIVE):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _digest(files: Path, names: list[str], vocabularies: bytes) -> str:
    """Return sixteen hexadecimal digits of the SHA-256 of the files' names and contents and of the vocabularies."""
    whole = hashlib.sha256(vocabularies)
    for name in names:
        with (files / name).open("rb") as content:
            whole.update(f"{name}\0{hashlib.file_digest(content, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()[:16]
