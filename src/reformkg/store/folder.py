"""The layout of a kg folder, its locks and its commit point; touches the disk, never the store's own files.

    kg.json               {"format": 1, "generation": id}: what is in force; replacing it is the commit of a build
    kg.lock               held by the build that is running
    kg.cache              what builds have made of each file (`cache`); may be removed at any time
    kg.trig, report.md …  the files of the generation in force, moved here after the commit
    generations/<id>/     store/ (oxigraph), files/ (not yet moved), manifest.json (`manifest`), in-use (readers' lock)

A build writes `generations/building/` and its cache, and touches nothing else before its commit, so that one that
fails or is killed leaves the graph before it whole. A reader holds its generation until it closes; a generation that is
out of force is removed as soon as nobody holds it.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import IO, Final

import portalocker

from reformkg.errors import StoreError

FORMAT: Final = 2
"""The version of the folder's layout and of the graph's shape that this program reads and writes."""

POINTER: Final = "kg.json"
LOCK: Final = "kg.lock"
CACHE: Final = "kg.cache"
_ASIDE: Final = ".new"
"""What the name of a file ends in while it is written."""
OWN: Final = (LOCK, CACHE, f"{CACHE}-journal", f"{POINTER}{_ASIDE}")
"""What lies in a folder before the first build in it has ended, beside `generations/`."""
GENERATIONS: Final = "generations"
BUILDING: Final = "building"
MANIFEST: Final = "manifest.json"
IN_USE: Final = "in-use"
FILES: Final = "files"
STORE: Final = "store"


def in_force(folder: Path) -> str:
    """Return the id of the generation that `kg.json` names."""
    if not folder.is_dir():
        raise StoreError(
            "there is no graph here", where=str(folder), remedy="Make one with reformkg build PATH --kg DIR"
        )
    try:
        pointer = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        version, generation = pointer["format"], pointer["generation"]
    except FileNotFoundError as error:
        raise StoreError(
            "this is not a kg folder", where=str(folder), remedy="Give a folder that reformkg build made"
        ) from error
    except OSError as error:
        raise StoreError(
            f"the graph cannot be read: {error.strerror}", where=str(folder), remedy="Ask for the right to read it"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder) from error
    if version != FORMAT:
        raise StoreError(
            f"the graph has format {version}; this program reads format {FORMAT}",
            where=str(folder),
            remedy="Build it again into a new folder, or use the version of reformkg that made it",
        )
    if (
        not isinstance(generation, str)
        or not generation
        or "/" in generation
        or "\\" in generation
        or "." in generation
    ):
        raise damaged(folder)
    return generation


def refuse_foreign(folder: Path) -> None:
    """Refuse to write where something stands that no build put there."""
    if folder.exists() and not folder.is_dir():
        raise StoreError("this is a file, not a folder", where=str(folder), remedy="Give a folder with --kg")
    if not folder.is_dir():
        return
    if (folder / POINTER).exists():
        in_force(folder)
        return
    if any(path.name not in (*OWN, GENERATIONS) for path in folder.iterdir()):
        raise StoreError(
            "the folder holds other files and is not a kg folder",
            where=str(folder),
            remedy="Give an empty or a new folder with --kg",
        )


def tidy(folder: Path) -> None:
    """Finish what a killed build left; a reader without the right to write leaves it to the next one that has it."""
    generation = in_force(folder)
    aside = folder / f"{POINTER}{_ASIDE}"
    leftovers = aside.exists() or any((folder / GENERATIONS / generation / FILES).glob("*"))
    others = [path for path in (folder / GENERATIONS).glob("*") if path.name != generation]
    if not (leftovers or others) or not os.access(folder, os.W_OK):
        return
    try:
        with (folder / LOCK).open("ab") as lock:
            if locked(lock, portalocker.LockFlags.EXCLUSIVE) and in_force(folder) == generation:
                aside.unlink(missing_ok=True)
                install(folder, generation)
                remove_dead(folder, generation)
    except OSError:
        # The files belong to somebody else or the disk is full: the graph is whole, and the next one tidies.
        return


def install(folder: Path, generation: str) -> None:
    """Move the files of the generation in force to the top of the folder."""
    for path in sorted((folder / GENERATIONS / generation / FILES).glob("*")):
        path.replace(folder / path.name)


def remove_dead(folder: Path, generation: str) -> None:
    """Remove every generation but the one in force that no reader holds, and the files that only it had."""
    kept = _files(folder / GENERATIONS / generation)
    for place in sorted((folder / GENERATIONS).iterdir()):
        if place.name == generation:
            continue
        for name in _files(place) - kept:
            if not (place / FILES / name).exists():
                (folder / name).unlink(missing_ok=True)
        try:
            held = (place / IN_USE).open("ab")
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            continue
        with held:
            if locked(held, portalocker.LockFlags.EXCLUSIVE):
                shutil.rmtree(place, ignore_errors=True)


def _files(place: Path) -> frozenset[str]:
    """Return the names of a generation's files; none where it was killed before it had them all."""
    manifest = place / MANIFEST
    if not manifest.exists():
        return frozenset()
    return frozenset(Path(name).name for name in json.loads(manifest.read_text(encoding="utf-8"))["files"])


def locked(file: IO[bytes], flags: portalocker.LockFlags) -> bool:
    """Take a lock without waiting, and return whether it was free; it goes with the file's closing, or its process.

    Raises:
        StoreError: the file system knows no locks.
    """
    try:
        portalocker.lock(file, flags | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return False
    except portalocker.LockException as error:
        raise StoreError(
            f"the folder cannot be locked: {error.strerror or error}",
            where=file.name,
            remedy="Keep the graph on a disk of this machine",
        ) from error
    return True


def write_json(path: Path, value: dict[str, object]) -> None:
    """Write aside, force to disk, then rename."""
    aside = path.with_name(f"{path.name}{_ASIDE}")
    with aside.open("w", encoding="utf-8", newline="\n") as output:
        output.write(json.dumps(value, ensure_ascii=False) + "\n")
        output.flush()
        os.fsync(output.fileno())
    aside.replace(path)


def unwritable(folder: Path, error: OSError) -> StoreError:
    """Return the error for a disk that is full or may not be written."""
    return StoreError(
        f"the graph cannot be written: {error.strerror or error}",
        where=str(folder),
        remedy="Make room or get the right to write there, or give another --kg folder",
    )


def damaged(folder: Path) -> StoreError:
    """Return the error for a kg folder whose files are not as a build leaves them."""
    return StoreError("the graph is damaged", where=str(folder), remedy="Remove the folder and build it again")
