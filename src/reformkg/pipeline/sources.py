"""Which files are read: what paths name, by patterns; touches the disk through `read`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reformkg.errors import ReformkgError
from reformkg.read import survey


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


def find(paths: Iterable[Path], only: Selection = EVERYTHING) -> Sources:
    """Return the files that `paths` name, and what is wrong with the paths that name none."""
    found = survey(paths, only.include, only.exclude)
    return Sources(tuple(sorted(found.files)), found.refused)
