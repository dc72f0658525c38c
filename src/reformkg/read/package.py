"""Zip archives held in memory, unpacked within limits; touches no disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from reformkg.errors import ReadError
from reformkg.read.limits import Limits

_END = b"PK\x05\x06"
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
_LARGEST_DIRECTORY = 4_000_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Package:
    """A zip archive whose members are read within limits, all together no more than `limits.unpacked` bytes."""

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    limits: Limits
    _unpacked: int = field(default=0)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises:
            ReadError: it is missing, locked with a password, damaged, or the archive unpacks to more than the limit.
        """
        info = self.names.get(name)
        if info is None:
            raise ReadError(f"its part {name!r} is missing: the file is damaged", remedy="Get the file again")
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("it is locked with a password", remedy="Save it without the password")
        try:
            with self.archive.open(info) as member:
                data = member.read(self.limits.unpacked - self._unpacked + 1)
        except _DAMAGE as problem:
            raise ReadError(
                f"its part {name!r} is damaged ({problem})", remedy="Get the file again, or save it anew"
            ) from problem
        self._unpacked += len(data)
        if self._unpacked > self.limits.unpacked:
            raise ReadError(
                f"it unpacks to more than {self.limits.unpacked:,} bytes",
                remedy="Take pictures out of it, or raise REFORMKG_READ_UNPACKED",
            )
        return data


def open_package(data: bytes, limits: Limits) -> Package:
    """Open a zip archive that is held in memory.

    Raises:
        ReadError: it is damaged, or has more members than the limit.
    """
    _check_directory(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as problem:
        raise ReadError(f"the file is damaged ({problem})", remedy="Get the file again, or save it anew") from problem
    members = [info for info in archive.infolist() if not info.is_dir()]
    return Package(archive, {_name(info): info for info in members}, limits)


def names_in(data: bytes) -> frozenset[str]:
    """Return the names in an archive, or where it is damaged or its directory too large, those of the known parts."""
    stated = _directory(data)
    if stated is not None and stated[1] <= _LARGEST_DIRECTORY:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return frozenset(archive.namelist())
        except _DAMAGE:
            return _known_parts(data)
    return _known_parts(data)


def _known_parts(data: bytes) -> frozenset[str]:
    return frozenset(name for name in ("word/", "xl/", "OFD.xml") if name.encode() in data[:100_000])


def _check_directory(data: bytes, limits: Limits) -> None:
    """Refuse an archive with a huge directory before the directory is read."""
    stated = _directory(data)
    if stated is None:
        raise ReadError("the file is cut off: the end of its zip archive is missing", remedy="Get the file again")
    count, size = stated
    if count > limits.members or size > _LARGEST_DIRECTORY:
        raise ReadError(
            f"it holds more than {limits.members:,} files",
            remedy="Split it, or raise REFORMKG_READ_MEMBERS",
        )


def _directory(data: bytes) -> tuple[int, int] | None:
    """Return how many members and how many bytes of directory an archive's end states; None where it is cut off."""
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        return None
    count, size = struct.unpack_from("<HI", data, at + 10)
    return count, size


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; programs in China write it in GBK where the archive does not say UTF-8."""
    name = info.filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
