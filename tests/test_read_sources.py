"""Which files are read: folders, patterns, archives, standard input; what a file is told by; old formats."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from formats.facts import facts_of
from formats.open_document import odt
from formats.pages import ofd, pdf
from formats.sheets import xlsx
from formats.tables import TASKS
from formats.web import html, mhtml
from formats.word import docx
from reformkg.errors import ReadError
from reformkg.read import find_sources, read_bytes, read_source, sources, survey
from reformkg.read.detect import Format, detect
from reformkg.read.office import find_program

HERE = Path(__file__).parent / "formats"


def _archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def _tree(folder: Path) -> None:
    for name in (
        "b.txt",
        "a.docx",
        "2018/c.html",
        "2018/d.txt",
        "2018/草稿.txt",
        ".git/e.txt",
        "~$a.docx",
        "f.exe",
        "g",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("正文。".encode())


PATTERNS = [
    ((), (), ["2018/c.html", "2018/d.txt", "2018/草稿.txt", "a.docx", "b.txt"]),
    (("*.txt",), (), ["2018/d.txt", "2018/草稿.txt", "b.txt"]),
    (("2018/*",), (), ["2018/c.html", "2018/d.txt", "2018/草稿.txt"]),
    ((), ("*草稿*", "a.*"), ["2018/c.html", "2018/d.txt", "b.txt"]),
    (("*.txt", "*.html"), ("2018/d*",), ["2018/c.html", "2018/草稿.txt", "b.txt"]),
    (("*.pdf",), (), []),
]


@pytest.mark.parametrize(("include", "exclude", "names"), PATTERNS)
def test_folders_and_patterns(
    include: tuple[str, ...], exclude: tuple[str, ...], names: list[str], tmp_path: Path
) -> None:
    _tree(tmp_path)
    found = survey([tmp_path], include, exclude)
    assert sorted(file.relative_to(tmp_path).as_posix() for file in found.files) == names
    assert found.refused == ()


def test_a_file_comes_once_and_named_files_always(tmp_path: Path) -> None:
    _tree(tmp_path)
    named = tmp_path / "g"
    assert find_sources([named, tmp_path / "b.txt", tmp_path / "2018", tmp_path / "2018"])[:2] == (
        named,
        tmp_path / "b.txt",
    )
    assert len(find_sources([tmp_path, tmp_path])) == 5
    assert survey([named], ["*.pdf"]).files == (named,)


def test_paths_that_name_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, what in ((tmp_path / "x", "no such file or folder"), (tmp_path / "empty", "holds no documents")):
        with pytest.raises(ReadError, match=what):
            find_sources([path])
    found = survey([tmp_path / "x", tmp_path / "empty"])
    assert (found.files, len(found.refused)) == ((), 2)


def test_archives_are_folders_of_documents(tmp_path: Path) -> None:
    archive = _archive(
        tmp_path / "通知.zip",
        {
            "b/二.docx": docx(["第二份。"]),
            "一.txt": "第一份。".encode("gb18030"),
            "图.png": b"\x89PNG",
            "b/三.pdf": pdf(["第三份。"]),
        },
    )
    files = find_sources([tmp_path])
    assert files == tuple(archive / name for name in ("b/三.pdf", "b/二.docx", "一.txt"))
    assert [read_source(file).text.split("\n")[-1] for file in files] == ["第三份。", "第二份。", "第一份。"]
    document = read_source(archive / "b/二.docx")
    assert (document.source.name, document.source.format) == ("二.docx", "docx")
    assert survey([archive], ["b/*"], ["*.pdf"]).files == (archive / "b/二.docx",)
    with pytest.raises(ReadError, match=r"holds no 'x\.txt'"):
        read_source(archive / "x.txt")


def test_an_archive_is_opened_once_for_all_its_members_and_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    real = sources.open_package
    monkeypatch.setattr(sources, "open_package", lambda data, limits: opened.append(len(data)) or real(data, limits))
    archive = _archive(tmp_path / "通知.zip", {f"{number}.txt": f"第{number}份。".encode() for number in range(9)})
    assert [read_source(archive / f"{number}.txt").text for number in range(9)] == [f"第{n}份。" for n in range(9)]
    assert len(opened) == 1
    _archive(archive, {"0.txt": "改过的第0份。".encode()})
    assert read_source(archive / "0.txt").text == "改过的第0份。"
    assert len(opened) == 2


def test_a_broken_archive_costs_itself_only(tmp_path: Path) -> None:
    _tree(tmp_path)
    (tmp_path / "z.zip").write_bytes(b"PK\x03\x04")
    found = survey([tmp_path])
    assert len(found.files) == 5
    assert [error.where for error in found.refused] == [str(tmp_path / "z.zip")]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(docx(["一、推进改革。（责任单位：市财政局）"]))

    monkeypatch.setattr(sys, "stdin", Piped)
    (path,) = find_sources([Path("-")])
    document = read_source(path)
    assert document.source.format == "docx"
    assert facts_of(document).items[0].responsibilities[0].name == "市财政局"


CONTENT = [
    (docx(["正文"]), "docx"),
    (odt(["正文"]), "odt"),
    (xlsx([TASKS]), "xlsx"),
    (html(["正文"]), "html"),
    (mhtml(["正文"]), "mhtml"),
    (pdf(["正文"]), "pdf"),
    (ofd(["正文"]), "ofd"),
    (b"  \n<!-- saved --><HTML><p>x", "html"),
    ("\ufeff<table><tr><td>x".encode("utf-16-le"), "html"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "html"),
    (b"{\\rtf1 x}", "rtf"),
    (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "doc"),
    ((HERE / "old.doc").read_bytes(), "doc"),
    ((HERE / "old.xls").read_bytes(), "xls"),
    ("一、推进<改革>".encode(), "text"),
    ("BM公司".encode("gb18030"), "text"),
    ("MZ乡镇".encode(), "text"),
    (b"\xef\xbb\xbf" + "正文".encode(), "text"),
    (b"", "text"),
]


@pytest.mark.parametrize(("data", "kind"), CONTENT, ids=[f"{index}-{kind}" for index, (_, kind) in enumerate(CONTENT)])
@pytest.mark.parametrize("name", ["a.bin", "a.pdf", "a"])
def test_a_file_is_told_by_its_content(data: bytes, kind: str, name: str) -> None:
    assert detect(data, name) == Format(kind)


def test_names_tell_kinds_of_plain_text_apart() -> None:
    kinds = [detect(b"a,b", name) for name in ("a.csv", "A.TSV", "a.md", "a.markdown", "a.txt", "a.docx")]
    assert kinds == ["csv", "csv", "markdown", "markdown", "text", "text"]


OLD = [
    ("old.doc", ["关于推进改革的通知", "一、总体要求", "（一）完善制度。（责任单位：市财政局）"]),
    ("old.xls", ["序号 | 重点任务 | 工作内容 | 牵头单位 | 配合单位 | 完成时限"]),
]


@pytest.mark.parametrize(("name", "lines"), OLD)
def test_old_formats_by_the_office_program_or_a_word_about_it(name: str, lines: list[str]) -> None:
    if find_program() is None:
        with pytest.raises(ReadError, match="needs LibreOffice, which is not installed"):
            read_source(HERE / name)
        return
    document = read_source(HERE / name)
    assert document.source.format == name[-3:]
    assert document.text.split("\n")[: len(lines)] == lines
    assert "1 | 完善签约服务 |" in document.text


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the office program")
@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("exit 1", "LibreOffice cannot read the doc file"),
        ("sleep 60", "LibreOffice takes more than 1 seconds"),
        (
            "while [ $# -gt 1 ]; do shift; done; mkdir -p ../out out; echo x > out/source.docx",
            "its encoding|damaged|cut off",
        ),
    ],
)
def test_an_office_program_that_fails(script: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("REFORMKG_READ_SECONDS", "1")
    with pytest.raises(ReadError, match=what):
        read_bytes((HERE / "old.doc").read_bytes(), "old.doc")


def test_without_an_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("reformkg.read.office._PLACES", ())
    with pytest.raises(ReadError, match="needs LibreOffice, which is not installed") as caught:
        read_source(HERE / "old.doc")
    assert caught.value.remedy == "Install LibreOffice, or save the file as .docx, .xlsx or .pdf"


def test_libraries_of_formats_are_loaded_only_in_the_worker(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text("正文。", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(docx(["正文。"]))
    _archive(tmp_path / "c.zip", {"d.pdf": pdf(["正文。"])})
    program = (
        "import sys; from pathlib import Path; from reformkg.read import read_source, survey\n"
        "for file in survey([Path(sys.argv[1])]).files: print(read_source(file).source.format)\n"
        "print(sorted({'lxml', 'pdfplumber', 'openpyxl', 'markdown_it', 'PIL'} & set(sys.modules)))\n"
    )
    result = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert result.stdout.split("\n")[:4] == ["text", "docx", "pdf", "[]"]
