"""Which files paths name: folders and archives are searched through; touches the disk, reads archives' directories."""

from __future__ import annotations

import fnmatch
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reformkg.errors import ReadError
from reformkg.read import archive
from reformkg.read.detect import SUFFIXES
from reformkg.read.limits import Limits
from reformkg.read.package import Package, open_package

STANDARD_INPUT = Path("-")
"""The path that stands for what is piped in."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files that paths name, in sorted order within each path, once each, and what was left out and why."""

    files: tuple[Path, ...]
    refused: tuple[ReadError, ...]


def survey(paths: Iterable[Path], include: Sequence[str], exclude: Sequence[str], limits: Limits) -> Found:
    """Return the files that `paths` name.

    A document in an archive has the path `archive.zip/name`. Files that are named one by one are taken whatever their
    ending; folders and archives are searched for the endings of the formats that are read.

    Args:
        paths: files, folders, archives, members of archives, and `-` for standard input.
        include: patterns such as `*通知*` or `2018/*.docx`, against a file's name and its path in the folder; without
            any, all files.
        exclude: patterns of files to leave out, likewise.
        limits: what an archive may cost.
    """
    found: dict[str, Path] = {}  # by its real place, as text: a second path for each of very many files takes room
    refused: list[ReadError] = []
    for path in paths:
        try:
            for file in _files(path, limits, refused):
                inside = file.relative_to(path).as_posix() if file != path else ""
                if inside and not _wanted(inside, include, exclude):
                    continue
                found.setdefault(str(file) if file == STANDARD_INPUT else os.path.realpath(file), file)
        except ReadError as error:
            refused.append(error)
    return Found(tuple(found.values()), tuple(refused))


def source_bytes(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a file, of a document in an archive, or of standard input.

    Raises:
        ReadError: it does not exist, is no plain file, cannot be read, or is larger than the limit.
    """
    if path == STANDARD_INPUT:
        return _within(sys.stdin.buffer.read(limits.bytes + 1), path, limits)
    try:
        if not path.exists() and (member := archive.split(path)) is not None:
            return _placed(path, lambda: _member(*member, limits))
        if not stat.S_ISREG(path.stat().st_mode):
            what = "it is a folder" if path.is_dir() else "it is no plain file but a device or a pipe"
            raise ReadError(what, where=str(path), remedy="Name a file, or use - for standard input")
        with path.open("rb") as file:
            return _within(file.read(limits.bytes + 1), path, limits)
    except FileNotFoundError:
        raise ReadError("there is no such file", where=str(path), remedy="Check the path") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise ReadError(
            f"the file cannot be read ({reason})", where=str(path), remedy="Check its permissions"
        ) from problem


def _member(place: Path, name: str, limits: Limits) -> bytes:
    found = place.stat()
    return archive.member(_opened(place, (found.st_ino, found.st_mtime_ns, found.st_size), limits), name, limits)


@lru_cache(maxsize=1)
def _opened(place: Path, _state: tuple[int, int, int], limits: Limits) -> Package:
    """Return an archive that is in this state; its members are asked for one after the other, so the last is kept."""
    return open_package(source_bytes(place, limits), limits)


def _within(data: bytes, path: Path, limits: Limits) -> bytes:
    if len(data) > limits.bytes:
        raise ReadError(
            f"the file has more than {limits.bytes:,} bytes",
            where=str(path),
            remedy="Split it into its documents, or raise REFORMKG_READ_BYTES",
        )
    return data


def _placed(path: Path, read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except ReadError as error:
        raise error if error.where else ReadError(error.what, where=str(path), remedy=error.remedy) from error


def _files(path: Path, limits: Limits, refused: list[ReadError]) -> Iterator[Path]:
    if path == STANDARD_INPUT:
        yield path
    elif path.is_dir():
        yield from _in_folder(path, limits, refused)
    elif path.exists():
        yield from _unpacked(path, limits)
    elif archive.split(path) is not None:
        yield path
    else:
        raise ReadError("there is no such file or folder", where=str(path), remedy="Check the path")


def _in_folder(folder: Path, limits: Limits, refused: list[ReadError]) -> Iterator[Path]:
    """Yield the documents below a folder; links that lead out of it are refused, hidden files left out."""
    home = folder.resolve()
    count = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith((".", "~$")) or path.suffix.lower() not in SUFFIXES:
                continue
            count += 1
            if path.is_symlink() and not path.resolve().is_relative_to(home):
                refused.append(
                    ReadError(
                        "the link leads out of the folder", where=str(path), remedy="Name its target, or copy it here"
                    )
                )
                continue
            try:
                yield from _unpacked(path, limits)
            except ReadError as error:
                refused.append(error)
    if not count:
        raise ReadError(
            "the folder holds no documents",
            where=str(folder),
            remedy="Put documents (.docx, .pdf, .html, .txt …) there, or name files one by one",
        )


def _unpacked(path: Path, limits: Limits) -> Iterator[Path]:
    """Yield the file, or where it is an archive of documents, the documents in it."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        yield path
        return
    data = source_bytes(path, limits)
    names = _named(path, data, limits)
    if not names:
        raise ReadError("the archive holds no documents", where=str(path), remedy="Put documents into it")
    for name in names:
        yield path / name


def _named(path: Path, data: bytes, limits: Limits) -> tuple[str, ...]:
    try:
        return archive.documents_in(data, limits)
    except ReadError as error:
        raise ReadError(error.what, where=str(path), remedy=error.remedy) from error


def _wanted(inside: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    return (not include or _matches(inside, include)) and not _matches(inside, exclude)


def _matches(inside: str, patterns: Sequence[str]) -> bool:
    name = inside.rsplit("/", 1)[-1]
    return any(fnmatch.fnmatchcase(inside, pattern) or fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
