"""What builds have made of each file, by its content, so that the next does only what has changed; one SQLite file.

The file is a cache: a build that finds none, or a damaged one, does everything again. It holds what a build has done as
soon as a second after, so that one that is interrupted or killed goes on from there. Only the build that holds the lock
of its kg folder opens it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from reformkg.errors import StoreError

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS made_by (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    source TEXT PRIMARY KEY, head TEXT NOT NULL, graph BLOB NOT NULL,
    basis TEXT NOT NULL, counts TEXT NOT NULL, findings BLOB NOT NULL
);
"""
_SECONDS: Final = 1.0
"""What has been done is committed so often; more would cost more than it saves."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one document.

    Attributes:
        basis: what the findings depend on.
        counts: how many there are of each kind, in the build's own words.
        text: the findings, in the build's own words.
    """

    basis: str
    counts: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made of one file.

    Attributes:
        head: what a build keeps in mind of the document, in the build's own words.
        graph: the text of its graph.
        findings: what was found in it.
    """

    head: str
    graph: bytes
    findings: Findings


class Cache:
    """Entries by the digest of their file; see the module."""

    def __init__(self, path: Path, made_by: str) -> None:
        """Open the cache, and empty it where another program or other rules have filled it.

        Args:
            path: the file; made where it is missing, made anew where it is damaged.
            made_by: what entries depend on beside their files.

        Raises:
            StoreError: the file cannot be written.
        """
        self._path = path
        try:
            self._database = _opened(path)
            if self._database.execute("SELECT name FROM made_by").fetchall() != [(made_by,)]:
                self._database.executescript("DELETE FROM made_by; DELETE FROM documents;")
                self._database.execute("INSERT INTO made_by VALUES (?)", (made_by,))
                self._database.commit()
        except sqlite3.Error as error:
            raise self._unwritable(error) from error
        self._saved = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Keep what was put in, and let the file go."""
        with contextlib.suppress(sqlite3.Error):  # a cache that cannot be kept costs time and nothing else
            self._database.commit()
        self._database.close()

    def head(self, source: str) -> str | None:
        """Return the head of a file's entry, or None where there is no entry."""
        found = self._row("SELECT head FROM documents WHERE source = ?", source)
        return str(found[0]) if found else None

    def graph(self, source: str) -> bytes:
        """Return the text of the graph of a file that has an entry."""
        (text,) = self._entry("SELECT graph FROM documents WHERE source = ?", source)
        return zlib.decompress(text)

    def findings(self, source: str) -> Findings:
        """Return what was found in the document of a file that has an entry."""
        basis, counts, text = self._entry("SELECT basis, counts, findings FROM documents WHERE source = ?", source)
        return Findings(basis, counts, zlib.decompress(text).decode(errors="surrogatepass"))

    def basis(self, source: str) -> str:
        """Return what the findings of a file that has an entry depend on."""
        (basis,) = self._entry("SELECT basis FROM documents WHERE source = ?", source)
        return str(basis)

    def counts(self, source: str) -> str:
        """Return how many findings of each kind a file has that has an entry."""
        (counts,) = self._entry("SELECT counts FROM documents WHERE source = ?", source)
        return str(counts)

    def put(self, source: str, entry: Entry) -> None:
        """Keep what was made of a file.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        made = (source, entry.head, zlib.compress(entry.graph))
        self._write("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)", (*made, *_packed(entry.findings)))

    def put_findings(self, source: str, findings: Findings) -> None:
        """Keep new findings of a file that has an entry.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        statement = "UPDATE documents SET basis = ?, counts = ?, findings = ? WHERE source = ?"
        self._write(statement, (*_packed(findings), source))

    def keep_only(self, sources: Iterable[str]) -> None:
        """Drop all other entries, and give back their room on the disk where they were many.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            kept = set(sources)
            known = [source for (source,) in self._database.execute("SELECT source FROM documents")]
            dead = [(source,) for source in known if source not in kept]
            self._database.executemany("DELETE FROM documents WHERE source = ?", dead)
            self._database.commit()
            if len(dead) > len(kept):
                self._database.execute("VACUUM")
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def _entry(self, statement: str, source: str) -> tuple[Any, ...]:
        """Return the row of an entry that is there."""
        found = self._row(statement, source)
        if found is None:
            raise StoreError("what was read is kept no more", where=str(self._path), remedy="Build again")
        return found

    def _row(self, statement: str, source: str) -> tuple[Any, ...] | None:
        try:
            found: tuple[Any, ...] | None = self._database.execute(statement, (source,)).fetchone()
        except sqlite3.Error as error:
            raise StoreError(
                f"what earlier builds have read is damaged: {error}",
                where=str(self._path),
                remedy="Remove this file, which costs time and nothing else, and build again",
            ) from error
        return found

    def _write(self, statement: str, row: tuple[object, ...]) -> None:
        try:
            self._database.execute(statement, row)
            if time.monotonic() - self._saved > _SECONDS:
                self._database.commit()
                self._saved = time.monotonic()
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"what is read cannot be kept: {error}",
            where=str(self._path),
            remedy="Make room or get the right to write there, or give another --kg folder",
        )


def _packed(findings: Findings) -> tuple[object, ...]:
    return findings.basis, findings.counts, zlib.compress(findings.text.encode(errors="surrogatepass"))


def _opened(path: Path) -> sqlite3.Connection:
    """Return the database with its tables, empty where it was no database or a damaged one."""
    database = sqlite3.connect(path)
    try:
        database.executescript(_TABLES)
    except sqlite3.OperationalError:  # no room, no right: that is no damage
        database.close()
        raise
    except sqlite3.DatabaseError:
        database.close()
        path.unlink()
        database = sqlite3.connect(path)
        database.executescript(_TABLES)
    return database
