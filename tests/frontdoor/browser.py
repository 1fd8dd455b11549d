"""A real browser for pages: Debian's Chromium, driven by Playwright.

Where either is missing a test is skipped, and on the build server, which has both, it fails.
"""

import contextlib
import os
import shutil

import pytest


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
