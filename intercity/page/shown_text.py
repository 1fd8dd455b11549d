"""The text that a page shows, and what it and its data are recognised by."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser

__all__ = ["digest_of", "fingerprint", "text_of"]


class _Text(HTMLParser):
    """The text of a page, but for its scripts, its fingerprint and its own verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = "data-fingerprint" in given or given.get("id") == "verdict-of-verify"
        if not self.skipped and (tag in ("script", "style", "title") or apart):
            self.skipped = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = ""

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)


def text_of(page: str, between: str = "") -> str:
    r"""The words and numbers that a page shows, each blank once; ``between``: its elements.

    >>> text_of("<h1>Who  gets\n what</h1><script>x</script><p>12</p>")
    'Who gets what12'
    """
    parser = _Text()
    parser.feed(page)
    parser.close()
    return re.sub("[ \t\r\n]+", " ", between.join(parser.parts)).strip()


def fingerprint(data: str) -> str:
    """By which a page is cited: SHA-256 of the facts, proofs, scenario and version that it carries.

    >>> fingerprint("{}")[:8]
    '44136fa3'
    """
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


def digest_of(page: str) -> str:
    """SHA-256 of how a page looks, and of its words and numbers."""
    rules = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)
    style = " ".join([*rules, *re.findall(' style="([^"]*)"', page)])
    text = re.sub("[ \t\r\n]+", " ", f"{style} {text_of(page)}").strip()
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
