"""A generation that is kept from removal while somebody reads it; touches the kg folder and its locks."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import portalocker

from reformkg.store.folder import (
    FILES,
    GENERATIONS,
    IN_USE,
    MANIFEST,
    STORE,
    damaged,
    in_force,
    locked,
    tidy,
)


@dataclass(frozen=True, slots=True)
class Held:
    """The generation that was in force when it was taken hold of; builds leave it alone until it is closed.

    Attributes:
        folder: the kg folder.
        id: the generation's name.
    """

    folder: Path
    id: str
    _lock: IO[bytes]

    @property
    def store(self) -> Path:
        """The folder of the embedded store, to be opened for reading only."""
        return self._place / STORE

    def close(self) -> None:
        """Let the generation go."""
        self._lock.close()

    def files(self, suffixes: Collection[str]) -> dict[str, bytes] | None:
        """Return the contents of the generation's files with these suffixes, by name.

        None where another generation has come into force meanwhile, and with it other files: hold that one instead.

        Raises:
            StoreError: a file is missing.
        """
        try:
            names = json.loads((self._place / MANIFEST).read_text(encoding="utf-8"))["files"]
            wanted = [name for name in names if Path(name).suffix in suffixes and Path(name).name == name]
            contents = {name: self._file(name).read_bytes() for name in wanted}
        except (OSError, ValueError, KeyError, TypeError) as error:
            if in_force(self.folder) != self.id:
                return None
            raise damaged(self.folder) from error
        return contents if in_force(self.folder) == self.id else None

    @property
    def _place(self) -> Path:
        return self.folder / GENERATIONS / self.id

    def _file(self, name: str) -> Path:
        """Return where a file is: at the top of the folder, or still in its generation."""
        waiting = self._place / FILES / name
        return waiting if waiting.exists() else self.folder / name


def hold(folder: Path) -> Held:
    """Take hold of the generation in force.

    Finishes the moving of files that a killed build left half done, and removes dead generations, where this process
    may write and no build is running.

    Raises:
        StoreError: the folder is missing, no kg folder, of another version, or damaged.
    """
    tidy(folder)
    while True:
        generation = in_force(folder)
        try:
            lock = (folder / GENERATIONS / generation / IN_USE).open("rb")
        except OSError as error:
            if in_force(folder) != generation:
                continue
            raise damaged(folder) from error
        # Between reading the pointer and taking the lock a build may have committed and removed what we are to hold.
        if locked(lock, portalocker.LockFlags.SHARED) and in_force(folder) == generation:
            return Held(folder, generation, lock)
        lock.close()
