"""A running system, and a browser that opens its pages as a person would."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "tests/screenshots"
UP_WITHIN = 240.0  # seconds; on a busy machine of two cores
DOWN_WITHIN = 60.0  # seconds
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


@dataclass(frozen=True, slots=True)
class System:
    """The whole system, as `make up` runs it."""

    up: dict[str, Any]

    @property
    def origin(self) -> str:
        address = urlsplit(self.up["graphql"])
        return f"{address.scheme}://{address.netloc}"

    def token(self, role: str) -> str:
        token: str = self.up["tokens"][role]
        return token


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """The system on free ports, with data of its own that nobody needs afterwards."""
    subprocess.run([sys.executable, ROOT / "web/build.py"], check=True)
    # Not pytest's own folder, which is closed to the database's user.
    data = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    data.chmod(0o755)
    command = [sys.executable, "-m", "infra_cfn.local.up", "--size", "S", "--data", str(data)]
    environment = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "MAKELEVEL")}
    with (data / "up.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield System(await_up(process, data))
    finally:
        process.terminate()
        process.wait(timeout=DOWN_WITHIN)
        shutil.rmtree(data, ignore_errors=True)


def await_up(process: "subprocess.Popen[bytes]", data: Path) -> dict[str, Any]:
    """Return what runs, once it says so."""
    give_up = time.monotonic() + UP_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        if (data / "up.json").is_file():
            up: dict[str, Any] = json.loads((data / "up.json").read_text())
            return up
        time.sleep(0.2)
    # Only what it tells; the tokens come after.
    raise AssertionError(f"The system did not start: {(data / 'up.log').read_text()[:2000]}")


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

    system: System
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
def visitor(system: System, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
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
