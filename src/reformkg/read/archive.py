"""Zip archives of documents: their members, named as files in a folder of the archive's name; touches `package`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from reformkg.errors import ReadError
from reformkg.read.detect import SUFFIXES
from reformkg.read.limits import Limits
from reformkg.read.package import Package, open_package

_MARKS_OF_SYSTEMS = ("__MACOSX/", ".")


def documents_in(data: bytes, limits: Limits) -> tuple[str, ...]:
    """Return the names of the documents in an archive, sorted.

    Raises:
        ReadError: it is damaged, has more members than the limit, or a member's name leads out of the archive.
    """
    return tuple(sorted(_documents(open_package(data, limits))))


def member(archive: Package, name: str, limits: Limits) -> bytes:
    """Return the bytes of one document in an open archive; each may unpack to as much as an archive alone.

    Raises:
        ReadError: there is no such member, it is locked or damaged, or it is larger than the limit for files.
    """
    package = Package(archive.archive, archive.names, limits)
    if name not in package:
        raise ReadError(f"the archive holds no {name!r}", remedy="Name a file that is in it")
    if package.names[name].file_size > limits.bytes:
        raise ReadError(
            f"it unpacks to more than {limits.bytes:,} bytes", remedy="Split it, or raise REFORMKG_READ_BYTES"
        )
    return package.read(name)


def split(path: Path) -> tuple[Path, str] | None:
    """Return the archive and the member that a path such as `notices.zip/2018/5.docx` names, None for other paths."""
    for parent in path.parents:
        if parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def _documents(package: Package) -> list[str]:
    found: list[str] = []
    for name in package.names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or "\x00" in name or ":" in parts[0]:
            raise ReadError(
                f"its member {name!r} leads out of the archive", remedy="Do not trust it; if it is yours, pack it anew"
            )
        if any(part.startswith(_MARKS_OF_SYSTEMS) for part in parts) or parts[0] == "__MACOSX":
            continue
        if PurePosixPath(name).suffix.lower() in SUFFIXES:
            found.append(name)
    return found
