"""A build of the graph: a new generation beside the one in force, committed whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import portalocker
import pyoxigraph as ox
from rdflib import Graph

from reformkg.errors import StoreError
from reformkg.graph import document_iri, key_of_document
from reformkg.store.cache import Cache
from reformkg.store.folder import (
    BUILDING,
    CACHE,
    FILES,
    FORMAT,
    GENERATIONS,
    IN_USE,
    LOCK,
    MANIFEST,
    OWN,
    POINTER,
    STORE,
    in_force,
    install,
    locked,
    refuse_foreign,
    remove_dead,
    unwritable,
    write_json,
)
from reformkg.store.kg import Kg
from reformkg.store.manifest import NONE, Manifest, load_manifest, save_manifest
from reformkg.store.terms import TRIG_HEAD, graph_text, quads_of

_TRIG: Final = "kg.trig"
_AT_ONCE: Final = 8_000_000
"""Bytes of graphs that are loaded at once. The engine keeps them all in memory, some 20 times as large, until they are
sorted: with three times as many it is a tenth faster and takes twice the memory."""

_PATIENCE: Final = 1.0
"""Seconds to wait for the lock of builds."""


class Generation:
    """A graph in the making: load it or change the one in force, read it back as `kg`, put files beside it, and commit.

    What is not committed goes. Its store is empty until it is loaded, or until `take_over` is called.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / GENERATIONS / BUILDING
        shutil.rmtree(self._place, ignore_errors=True)
        (self._place / FILES).mkdir(parents=True)
        (self._place / IN_USE).touch()
        self._before = _place_in_force(folder)
        self.before = load_manifest(self._before) if self._before else NONE
        self._kg: Kg | None = None
        self._documents: dict[str, str] = {}
        self._vocabularies = ""

    @property
    def kg(self) -> Kg:
        """The graph as it is so far."""
        if self._kg is None:
            self._kg = Kg(ox.Store(str(self._place / STORE)), self._folder)
        return self._kg

    def cache(self, made_by: str) -> Cache:
        """Return the cache of this folder, for the build that holds its lock; close it.

        Raises:
            StoreError: it cannot be written.
        """
        return Cache(self._folder / CACHE, made_by)

    def is_complete(self) -> bool:
        """Whether all files of the graph in force are where they belong, as long as they were written."""
        files = ((self._folder / name, size) for name, size in self.before.files.items())
        return all(path.is_file() and path.stat().st_size == size for path, size in files)

    def take_over(self) -> None:
        """Begin with the store in force: a copy by hard links, which costs neither time nor room.

        Raises:
            StoreError: it is damaged, or the disk cannot be written.
        """
        if self._before is None or self._kg is not None:
            raise StoreError("there is no graph to begin with", where=str(self._folder), remedy="Load it as a whole")
        try:
            ox.Store.read_only(str(self._before / STORE)).backup(str(self._place / STORE))
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._documents = dict(self.before.documents)
        self._vocabularies = self.before.vocabularies

    def load(self, graphs: Iterable[Graph]) -> None:
        """Load documents' graphs, each under its identifier; takes them one by one and keeps none.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        self.load_texts((key_of_document(str(graph.identifier)), graph_text(graph)) for graph in graphs)

    def load_texts(self, texts: Iterable[tuple[str, bytes]]) -> None:
        """Load documents' graphs from their keys and texts; takes them one by one and keeps none.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            for several in _several(self._noted(texts)):
                self.kg.engine.bulk_load(TRIG_HEAD + several, ox.RdfFormat.TRIG)
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def replace(self, key: str, text: bytes) -> None:
        """Put a document's graph in the place of the one that the store has under this key, if any.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        self.remove(key)
        try:
            self.kg.engine.extend(quads_of(text))
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._documents[key] = hashlib.sha256(text).hexdigest()

    def remove(self, key: str) -> None:
        """Remove a document's graph, where there is one.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            self.kg.engine.remove_graph(ox.NamedNode(document_iri(key)))
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._documents.pop(key, None)

    def load_vocabularies(self, files: Iterable[Path]) -> None:
        """Load vocabularies in Turtle beside the documents, so that questions know their labels and names.

        They are in the default graph: no document, and not in `kg.trig`.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        known = tuple(files)
        try:
            for path in known:
                self.kg.engine.bulk_load(path.read_bytes(), ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._vocabularies = digest_of_files(known)

    def file(self, name: str) -> Path:
        """Return where to write a file of this generation; it appears in the kg folder under its name at the commit."""
        return self._place / FILES / name

    def commit(self, made_by: str = "", text: Callable[[str], bytes] | None = None) -> str:
        """Put this generation in force: write `kg.trig`, close the store, and point `kg.json` at it.

        Args:
            made_by: what made the files beside the graph, for `is_complete` of a later build.
            text: gives the text of a document's graph by its key where that is at hand, so that the store need not be
                asked.

        Returns:
            The id of the generation: a digest of its files and vocabularies; the same content has the same id.

        Raises:
            StoreError: the disk is full or cannot be written; the graph before stays in force.
        """
        try:
            self.kg.write_trig(self.file(_TRIG), text)
            self._count = len(self.kg.engine)
            self.kg.engine.flush()
            self.kg.close()
            sizes = {path.name: path.stat().st_size for path in sorted((self._place / FILES).iterdir())}
            manifest = Manifest(sizes, dict(sorted(self._documents.items())), self._vocabularies, made_by)
            save_manifest(self._place, manifest)
            generation = self._settle(_digest(self._place / FILES, manifest))
            write_json(self._folder / POINTER, {"format": FORMAT, "generation": generation})
            install(self._folder, generation)
            remove_dead(self._folder, generation)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        return generation

    def _noted(self, texts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
        """Yield the texts, and note their digests."""
        for key, text in texts:
            self._documents[key] = hashlib.sha256(text).hexdigest()
            yield text

    def _settle(self, digest: str) -> str:
        """Move the generation to its place by its id, or its files to the one that is there with the same content."""
        place = self._folder / GENERATIONS / digest
        if place.exists() and not self._is_whole(place):
            return self._settle(f"{digest}-{os.urandom(4).hex()}")
        if place.exists():
            (place / FILES).mkdir(exist_ok=True)
            for path in (self._place / FILES).iterdir():
                path.replace(place / FILES / path.name)
            (self._place / MANIFEST).replace(place / MANIFEST)
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
        if self._kg is not None:
            self._kg.close()
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
    is_new = not folder.exists()
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
    if not (folder / POINTER).exists():
        _remove_traces(folder, is_new=is_new)


def _several(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Put texts together to what is loaded at once."""
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= _AT_ONCE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def digest_of_files(files: Iterable[Path]) -> str:
    """Return the SHA-256 of the contents of files, one behind the other, in hexadecimal digits."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _place_in_force(folder: Path) -> Path | None:
    """Return the folder of the generation in force, or None where there is none yet."""
    return folder / GENERATIONS / in_force(folder) if (folder / POINTER).exists() else None


def _remove_traces(folder: Path, *, is_new: bool) -> None:
    """Remove what was made for a first build of which nothing came."""
    shutil.rmtree(folder / GENERATIONS, ignore_errors=True)
    for name in OWN:
        (folder / name).unlink(missing_ok=True)
    if is_new and not any(folder.iterdir()):
        folder.rmdir()


def _is_free(lock: IO[bytes]) -> bool:
    """Take the lock of builds; a reader may hold it for a moment to tidy, another build holds it for long."""
    until = time.monotonic() + _PATIENCE
    while not locked(lock, portalocker.LockFlags.EXCLUSIVE):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _digest(files: Path, manifest: Manifest) -> str:
    """Return sixteen hexadecimal digits of the SHA-256 of documents, vocabularies, and files by name and content."""
    whole = hashlib.sha256(manifest.vocabularies.encode())
    documents: Mapping[str, str] = manifest.documents
    for key, digest in documents.items():
        whole.update(f"{key}\0{digest}\n".encode())
    for name in manifest.files:
        if name == _TRIG:  # the documents say what is in it
            continue
        with (files / name).open("rb") as content:
            whole.update(f"{name}\0{hashlib.file_digest(content, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()[:16]
