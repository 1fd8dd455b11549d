"""A real browser for pages: Debian's Chromium, driven by Playwright.

Where either is missing a test is skipped, and on the build server, which has both, it fails.
"""

import contextlib
import os
import shutil

import pytest


class Tab:
    """One tab of a browser, in which page after page is opened: a new tab costs half a second."""

    def __init__(self, browser):
        self._tab = browser.new_page()
        self._tab.on("console", lambda message: self._said.append(message.text))
        self._tab.on("pageerror", lambda error: self._said.append(str(error)))
        self._tab.on("request", lambda request: self._asked.append(request.url))
        self._said, self._asked = [], []

    def opened(self, file, *, width=1280, height=720, scheme="light"):
        """The page as it first is on a screen, what its console says, and what it asks for."""
        self._tab.goto("about:blank")
        self._tab.set_viewport_size({"width": width, "height": height})
        self._tab.emulate_media(media="screen", color_scheme=scheme)
        self._said, self._asked = [], []
        self._tab.goto(file.as_uri())
        return self._tab, self._said, self._asked


@contextlib.contextmanager
def chromium():
    """A browser that is closed in the end."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright's Python package is not installed.")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _missing("There is no chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def _missing(why):
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
