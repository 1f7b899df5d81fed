"""A running system, and a browser that opens its pages as a person would."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.local_system import LocalSystem

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "tests/screenshots"
PATIENCE = 30_000  # milliseconds, for whatever a page is to show
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page of ours needs nothing from outside, and neither does the browser for itself.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def system(local_system: LocalSystem) -> LocalSystem:
    """The running system, with the GraphiQL page as its sources are."""
    subprocess.run([sys.executable, ROOT / "web/build.py"], check=True)
    return local_system


# Not for the whole run: while it lives, its event loop runs in this thread, and no other may.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        absent = "No Chromium on this machine (apt-get install chromium)."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser, and all that went wrong before their eyes."""

    system: LocalSystem
    context: BrowserContext
    page: Page
    name: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.system.origin + path)

    def keep_screenshot(self, moment: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self.name}-{moment}.png")

    def heed_request(self, request: Request) -> None:
        known = (self.system.origin, self.system.up["aws_endpoint"], "blob:", "data:")
        if not request.url.startswith(known):
            self.troubles.append(f"A request left for {request.url}")


@pytest.fixture
def visitor(
    system: LocalSystem, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Visitor]:
    """Somebody whose browser must have had nothing to complain of in the end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    visitor = Visitor(
        system,
        context,
        context.new_page(),
        re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-"),
    )
    context.on("request", visitor.heed_request)
    visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
    visitor.page.on(
        "console",
        lambda said: visitor.troubles.append(said.text) if said.type == "error" else None,
    )
    yield visitor
    visitor.keep_screenshot("end")
    context.close()
    assert visitor.troubles == []
