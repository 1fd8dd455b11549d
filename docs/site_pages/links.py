"""Links between files of the repository, as links between pages of the site."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from site_pages.names import NAME, pages_by_name

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\(([^)\s]+)\)")

REPOSITORY = {
    "CHANGELOG.md": "changelog",
    "CONTRIBUTING.md": "contributing",
    "benchmarks/README.md": "benchmarks",
}
"""Pages of the repository that are pages of the site, too."""


def site_links(place: str, text: str) -> str:
    """The text of a file at ``place`` in the repository, with links to the pages of the site.

    Files without a page (tests, data) are links to a copy of the file.
    """
    folder = posixpath.dirname(place)
    text = LINK.sub(lambda found: f"[{found[1]}]({_turned(folder, found[2])})", text)
    if place == "docs/reference.md":
        lines = [_linked(line) if line.startswith("| `") else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    return text


def _linked(line: str) -> str:
    """A row of the reference, the names of its first cell linked to their page."""
    first, bar, rest = line.partition(" | ")
    pages = pages_by_name()
    return NAME.sub(lambda name: f"[{name[0]}](/{pages[name[1]]}.md)", first) + bar + rest


def _turned(folder: str, target: str) -> str:
    path, _, anchor = target.partition("#")
    if re.match(r"\w+:", target) or not path or path.startswith("/"):
        return target
    place = posixpath.normpath(posixpath.join(folder, path))
    if not (ROOT / place).exists():
        raise ValueError(f"there is no {place}, to which a page of {folder or 'the root'} links")
    page = page_of(place)
    return (page or f"/../{place}") + (f"#{anchor}" if anchor else "")


def page_of(place: str) -> str | None:
    """The page of a file or folder of the repository; ``None`` where it has none."""
    if place == "README.md":
        return "/index.md"
    if place in REPOSITORY:
        return f"/generated/repository/{REPOSITORY[place]}.md"
    if place.startswith("docs/") and place.endswith(".md"):
        return "/" + place.removeprefix("docs/")
    if place == "examples" or place.startswith("examples/"):
        return f"/{gallery_page(place)}.md"
    return None


def gallery_page(place: str) -> str:
    """The page of an example, or of a folder of them.

    ``examples/rules/claims_talmud.py`` has generated/gallery/rules/claims_talmud.
    """
    inner = posixpath.relpath(place, "examples")
    if inner.endswith("README.md"):
        inner = posixpath.dirname(inner) or "."
    return "generated/gallery/" + (
        posixpath.normpath(f"{inner}/index")
        if (ROOT / "examples" / inner).is_dir()
        else posixpath.splitext(inner)[0]
    )
