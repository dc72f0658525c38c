"""What is served at a time: the generation in force, and the ones before it as long as they still answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reformkg.errors import ReformkgError
from reformkg.serve.engine import Engine
from reformkg.store import Held, hold, in_force

_PAUSE: Final = 1.0
"""Seconds between two looks whether a build has put another generation in force."""

TYPES: Final[Mapping[str, str]] = {".html": "text/html; charset=utf-8", ".md": "text/markdown; charset=utf-8"}
"""The files of a generation that are served, by suffix, and their media types."""


@dataclass(slots=True)
class Generation:
    """One generation: its pages, which are held in memory, and the engine that answers from its store."""

    held: Held
    pages: Mapping[str, bytes]
    engine: Engine
    users: int = field(default=0)

    def close(self) -> None:
        """End the engine and let the generation go."""
        self.engine.close()
        self.held.close()


class Generations:
    """Hands out the generation in force; a newer one is taken up when it is asked for, without a break."""

    def __init__(self, folder: Path, seconds: int, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._seconds = seconds
        self._say = say
        self._guard = threading.Lock()
        self._retired: list[Generation] = []
        self._current = self._open()
        self._looked_for = self._current.held.id
        self._looked = time.monotonic()

    @contextmanager
    def use(self) -> Iterator[Generation]:
        """Give the generation in force; it stays whole until the block ends, whatever is built meanwhile."""
        generation = self.take()
        try:
            yield generation
        finally:
            self.release(generation)

    def take(self) -> Generation:
        """Return the generation in force; to be given back with `release`."""
        with self._guard:
            self._look()
            self._current.users += 1
            return self._current

    def release(self, generation: Generation) -> None:
        """Give a generation back."""
        with self._guard:
            generation.users -= 1
            self._sweep()

    def close(self) -> None:
        """End all engines."""
        with self._guard:
            for generation in (self._current, *self._retired):
                generation.close()
            self._retired.clear()

    def _look(self) -> None:
        if time.monotonic() < self._looked + _PAUSE:
            return
        self._looked = time.monotonic()
        try:
            newest = in_force(self._folder)
            if newest == self._looked_for:
                return
            self._looked_for = newest
            opened = self._open()
        except ReformkgError as error:
            self._say(f"the newest build cannot be served, and the one before it still is: {error}")
            return
        self._retired.append(self._current)
        self._current = opened
        self._sweep()
        self._say("a newer build is served from now on")

    def _sweep(self) -> None:
        for generation in [each for each in self._retired if not each.users]:
            self._retired.remove(generation)
            generation.close()

    def _open(self) -> Generation:
        while True:
            held = hold(self._folder)
            try:
                pages = held.files(TYPES)
                if pages is not None:
                    return Generation(held, pages, Engine(held.store, self._seconds))
            except BaseException:
                held.close()
                raise
            held.close()
