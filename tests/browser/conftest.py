"""A real browser on a real server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_SCRIPT = Path(__file__).parents[1] / "web" / "small_assistant.py"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What Gradio reports of its open stream when a page is left or loaded again.
_LEAVING = ("AbortError", "Connection errored out")

# What the browser itself notes of an answer whose words the page shows to its reader.
_TOLD = ("status of 422",)

Serve = Callable[..., str]
Open = Callable[..., Page]


# Not for the whole session: while it is open, Playwright's event loop keeps tests of other
# modules from running one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        message = "没有找到 Chromium：请安装它（例如 apt-get install chromium）再运行浏览器测试"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def start_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a server with the given options; returns its address."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str, data_dir: Path | None = None) -> str:
        folder = data_dir or tmp_path_factory.mktemp("data")
        process = subprocess.Popen(
            [sys.executable, str(_SCRIPT), "--data-dir", str(folder), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://" in line, "the server did not start"
        return line[line.index("http://") :].strip()

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def site_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(start_site: Serve, site_data: Path) -> str:
    return start_site(data_dir=site_data)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open an address in a fresh profile; afterwards nothing foreign was asked for."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    errors: list[str] = []

    def open_(address: str, *, width: int = 1280, height: int = 860, **options: str) -> Page:
        options.setdefault("locale", "zh-CN")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()

        def asked(url: str) -> None:
            if not url.startswith((f"{address}/", "data:", "blob:")):
                foreign.append(url)

        page.on("request", lambda request: asked(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        page.goto(address)
        page.wait_for_selector("#pb-question textarea")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert foreign == []
    assert [
        error for error in errors if not any(known in error for known in (*_LEAVING, *_TOLD))
    ] == []
