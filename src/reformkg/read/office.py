"""Old formats (.doc, .wps, .xls, .rtf, .ods) turned into new ones by LibreOffice, where it is installed.

Touches the disk in a temporary folder only. LibreOffice runs with a profile of its own in that folder, without macros,
and without following links in the document.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from reformkg.errors import ReadError
from reformkg.read.detect import OFFICE, Format
from reformkg.read.limits import Limits

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_FILTERS = {Format.DOCX: "docx:MS Word 2007 XML", Format.XLSX: "xlsx:Calc MS Excel 2007 XML"}
_KIND = {Format.DOC: "doc", Format.RTF: "rtf", Format.XLS: "xls", Format.ODS: "ods"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
</oor:items>
"""


def convert(kind: Format, data: bytes, limits: Limits) -> bytes:
    """Return a file of an old format in the new one that `detect.OFFICE` names for it.

    Raises:
        ReadError: LibreOffice is not installed, cannot read the file, or takes more time than the limit.
    """
    program = find_program()
    if program is None:
        raise ReadError(
            f"a file of the old {kind} format needs LibreOffice, which is not installed",
            remedy="Install LibreOffice, or save the file as .docx, .xlsx or .pdf",
        )
    target = OFFICE[kind]
    with tempfile.TemporaryDirectory(prefix="reformkg-") as folder:
        place = Path(folder)
        source = place / f"source.{_KIND[kind]}"
        source.write_bytes(data)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        _run(program, place, source, target, limits)
        result = place / "out" / f"source.{target}"
        if not result.is_file():
            raise ReadError(
                f"LibreOffice cannot read the {kind} file", remedy="Open it in its program and save it anew"
            )
        if result.stat().st_size > limits.unpacked:
            raise ReadError(
                f"it unpacks to more than {limits.unpacked:,} bytes", remedy="Split it, or raise REFORMKG_READ_UNPACKED"
            )
        return result.read_bytes()


def find_program() -> str | None:
    """Return the path of LibreOffice's program, or None."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((path for path in _PLACES if Path(path).is_file()), None)


def _run(program: str, place: Path, source: Path, target: Format, limits: Limits) -> None:
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--convert-to", _FILTERS[target], "--outdir", str(place / "out"), str(source),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(place), "TMPDIR": str(place), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603 - the file's name is ours
        command,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment, cwd=place, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise ReadError(
                f"LibreOffice takes more than {limits.seconds} seconds to read it",
                remedy="Save it as .docx, .xlsx or .pdf, or raise REFORMKG_READ_SECONDS",
            ) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it has started, none of which may outlive the temporary folder."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
