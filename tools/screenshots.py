"""Makes docs/images/*.png: every page of the seeds' graph, in both languages, by day and by night, and on a phone.

    python tools/screenshots.py [--kg kg] [--chromium /usr/bin/chromium]

Builds the graph of seeds/ into a temporary folder unless --kg names one. Pictures are taken as of a fixed day, so that
they change only when the pages do.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from reformkg.pipeline import build
from reformkg.render.site import site_pages
from reformkg.store import open_kg
from reformkg.validate import validate

ROOT = Path(__file__).resolve().parent.parent
DAY = "asof=2019-06-30"
DESK = (1280, 800)
PHONE = (390, 844)
COLOURS = 256
DISTRICT = "place=郑州市上街区"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the page, its state, and how it is looked at."""

    name: str
    file: str
    state: str = ""
    size: tuple[int, int] = DESK
    language: str = "zh-CN"
    scheme: str = "light"
    press: str = ""


SHOTS = (
    Shot("overview-zh", "index.html"),
    Shot("overview-en", "index.html", language="en-US"),
    Shot("answers-zh", "index.html", "q=上街区家庭医生签约谁牵头", press=".opening summary >> nth=0"),
    Shot(
        "answers-en",
        "index.html",
        "q=上街区 家庭医生",
        language="en-US",
        scheme="dark",
        press=".opening summary >> nth=0",
    ),
    Shot("graph-zh", "graph.html"),
    Shot("graph-en", "graph.html", language="en-US"),
    Shot("graph-tasks-zh", "graph.html", f"view=tasks&{DISTRICT}&role=lead", press="#list .row >> nth=4"),
    Shot("graph-tasks-en", "graph.html", f"view=tasks&{DISTRICT}", language="en-US", scheme="dark"),
    Shot("graph-matrix-zh", "graph.html", "view=matrix&rows=function"),
    Shot("graph-map-zh", "graph.html", "view=map"),
    Shot("ledger-zh", "ledger.html", "sort=deadlines", press=".words >> nth=1"),
    Shot("ledger-en", "ledger.html", "group=org", language="en-US", scheme="dark"),
    Shot("timeline-zh", "timeline.html"),
    Shot("timeline-en", "timeline.html", "by=org", language="en-US"),
    Shot("report-zh", "report.html"),
    Shot("report-en", "report.html", "by=document", language="en-US"),
    Shot("reader-zh", "reader.html", press=".unit-ref >> nth=3"),
    Shot("reader-en", "reader.html", language="en-US", scheme="dark"),
    Shot("phone-overview-zh", "index.html", size=PHONE),
    Shot("phone-graph-zh", "graph.html", f"view=tasks&{DISTRICT}", size=PHONE),
    Shot("phone-ledger-zh", "ledger.html", size=PHONE),
    Shot("phone-report-en", "report.html", size=PHONE, language="en-US", scheme="dark"),
)


def take(browser: Browser, shot: Shot, folder: Path, images: Path) -> None:
    """Write one picture."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=shot.language,
        color_scheme="dark" if shot.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{(folder / shot.file).as_uri()}#{'&'.join(part for part in (shot.state, DAY) if part)}")
    page.wait_for_selector("html[data-ready]")
    if shot.press:
        page.locator(shot.press).click()
    page.wait_for_timeout(300)
    write_small(page.screenshot(), images / f"{shot.name}.png")
    context.close()


def write_small(picture: bytes, path: Path) -> None:
    """Write a PNG of few colours, a third of its size: pages are flat, and pictures lie in the repository."""
    with Image.open(io.BytesIO(picture)) as opened:
        # Without the means (kmeans) large surfaces take on the colour of what is near them.
        few = opened.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def main() -> None:
    """Write the site of the graph aside and take its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kg", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    images = ROOT / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside, sync_playwright() as driver:
        folder = Path(aside)
        kg = arguments.kg or folder / "kg"
        if not arguments.kg:
            build(tuple(sorted((ROOT / "seeds").iterdir())), kg)
        with open_kg(kg) as opened:
            documents, report = tuple(opened.documents()), validate(opened)
        for page in site_pages(documents, report):
            (folder / page.file).write_text(page.html, encoding="utf-8", newline="\n")
        browser = driver.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            take(browser, shot, folder, images)
        browser.close()


if __name__ == "__main__":
    main()
