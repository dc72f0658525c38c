"""Writes what the documentation takes from the program itself, so that it cannot say what the program does not do.

`docs/cli.md` is made from the commands' help. In the READMEs each `console` block is a session: lines behind `$ ` are
run, on the documents of `seeds/`, and what they print is put below them. Run by `make docs`; a test holds that what is
committed is what this writes.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import typer

from reformkg.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs" / "cli.md"
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PROGRAM = Path(sys.executable).with_name("reformkg")
SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
INTRODUCTION = """# The command line

Made by `make docs` from what `reformkg --help` and `reformkg COMMAND --help` print.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | done, and something is amiss: findings, or files that could not be read |
| 2 | could not be done; one line on standard error says what, where and what to do |
| 3 | no row came, where `query --exit-empty` asked to be told |
| 130 | interrupted |

Data go to standard output, progress and errors to standard error; both are UTF-8 whatever the locale. Colours appear
on terminals only, and not where `NO_COLOR` is set. `REFORMKG_KG` names the folder of the graph, `REFORMKG_LANG` (`zh`
or `en`) the language of headings and messages; without it the locale's language counts. `COLUMNS` sets the width of
tables in a pipe.
"""


def cli_page() -> str:
    """Return docs/cli.md: the help of the program and of each command, in the order of the program's own list."""
    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="reformkg", **_settings(group))
    parts = [INTRODUCTION, _section("reformkg", group.get_help(context))]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        own = typer.Context(command, info_name=name, parent=context, **_settings(command))
        parts.append(_section(f"reformkg {name}", command.get_help(own)))
    return "\n".join(parts)


def readme(path: Path) -> str:
    """Return a README with its sessions run anew, one after the other, in a folder that holds nothing but the seeds."""
    language = "zh" if path.name.endswith(".zh.md") else "en"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
        return SESSION.sub(lambda session: _run(session[0], Path(folder), language), path.read_text(encoding="utf-8"))


def _settings(command) -> dict[str, object]:
    return {**command.context_settings, "terminal_width": 100}


def _section(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


def _run(session: str, folder: Path, language: str) -> str:
    """Return the session with each command's output as it is now; whatever stood below the commands goes."""
    foreign = ("REFORMKG_", "LC_", "FORCE_", "NO_COLOR")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment |= {"REFORMKG_LANG": language, "COLUMNS": "100"}
    shown = []
    for line in session.splitlines():
        if line.startswith("$ "):
            program, *words = shlex.split(line[2:])
            if program != "reformkg":
                raise SystemExit(f"a README's session runs {program}, which is not this program")
            done = subprocess.run(
                [PROGRAM, *words],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            shown += [line, *done.stdout.decode("utf-8").splitlines()]
    return "".join(f"{line}\n" for line in shown)


if __name__ == "__main__":
    CLI.write_text(cli_page(), encoding="utf-8", newline="\n")
    for page in READMES:
        page.write_text(readme(page), encoding="utf-8", newline="\n")
