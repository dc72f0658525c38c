"""One Chromium for the pages' tests, driven through playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from crowd_facts import crowd, crowd_report
from gold_facts import findings, gold_documents
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from reformkg.model import DocumentFacts, Report
from reformkg.render.site import site_pages

CHROMIUM = os.environ.get("REFORMKG_CHROMIUM") or "/usr/bin/chromium"
TODAY = "2019-06-30"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark everything here as driving a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a loud failure: only REFORMKG_NO_BROWSER=1 turns it into a skip."""
    if not shutil.which(CHROMIUM):
        if os.environ.get("REFORMKG_NO_BROWSER") == "1":
            pytest.skip(f"THE PAGES ARE NOT TESTED: no Chromium at {CHROMIUM}")
        pytest.fail(
            f"No Chromium at {CHROMIUM}. Install it (apt-get install chromium), name another in REFORMKG_CHROMIUM, "
            "or set REFORMKG_NO_BROWSER=1 to leave the pages untested."
        )
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


class Visit:
    """One page in a browser of its own language and size, with what it said and asked for."""

    def __init__(self, context: BrowserContext, file: Path, fragment: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        self.page.wait_for_selector("html[data-ready]")

    def foreign(self) -> list[str]:
        """Return the addresses asked for beside the page itself."""
        return [url for url in self.requests[1:] if not url.startswith(("blob:", "data:", "file:"))]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all pages of the annotated documents."""
    return _written(tmp_path_factory.mktemp("site"), gold_documents(), findings(gold_documents()))


@pytest.fixture(scope="session")
def crowded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all pages of the invented documents."""
    return _written(tmp_path_factory.mktemp("crowd"), crowd(), crowd_report())


def _written(folder: Path, documents: Sequence[DocumentFacts], report: Report) -> Path:
    for page in site_pages(documents, report):
        (folder / page.file).write_text(page.html, encoding="utf-8")
    return folder


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open a page: `visit(html, fragment, language=…, size=…)`."""
    contexts: list[BrowserContext] = []

    def opened(
        html: str | Path,
        fragment: str = f"asof={TODAY}",
        *,
        language: str = "zh-CN",
        size: tuple[int, int] = (1280, 800),
        scheme: str = "light",
    ) -> Visit:
        context = browser.new_context(
            locale=language,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        contexts.append(context)
        file = html if isinstance(html, Path) else tmp_path / "page.html"
        if isinstance(html, str):
            file.write_text(html, encoding="utf-8")
        return Visit(context, file, fragment)

    yield opened
    for context in contexts:
        context.close()
