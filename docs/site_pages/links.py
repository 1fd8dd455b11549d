"""Links between files of the repository, as links between pages of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from site_pages.names import NAME, pages_by_name

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(!?\[[^\]\n]*\])\(([^)\s]+)\)")
PUBLIC = re.compile(r"(?<![\[`])`(?:ic\.)?([A-Za-z]\w*)(?:\([^`]*\))?`(?![\]`])")

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
    lines = []
    for line in _fenced(rooted_links(place, text).splitlines()):
        if place == "docs/reference.md" and line.startswith("| `"):
            lines.append(_linked(line))
        elif line.startswith(("    ", ">>>", "...")):
            lines.append(line)
        else:
            lines.append(PUBLIC.sub(lambda name: _public(name[0], name[1]), line))
    return "\n".join(lines) + "\n"


def rooted_links(place: str, text: str) -> str:
    """The text of a file at ``place``, its links told from the root of the site."""
    folder = posixpath.dirname(place)
    return LINK.sub(lambda found: f"{found[1]}({_turned(folder, found[2])})", text)


def _fenced(lines: list[str]) -> Iterator[str]:
    """Examples, from ``>>>`` to the next blank line, as blocks: else they would be quotations."""
    inside = fence = False
    for line in lines:
        if line.startswith("```"):
            fence = not fence
        if not inside and not fence and line.startswith(">>>"):
            inside = True
            yield "```pycon"
        if inside and not line:
            inside = False
            yield "```"
        yield line
    if inside:
        yield "```"


def _public(shown: str, name: str) -> str:
    """A public name in a sentence, with a link; a word that only looks like one stays."""
    page = pages_by_name().get(name)
    telling = "ic." in shown or "_" in name or not name.islower()
    return f"[{shown}](/{page}.md)" if page and telling else shown


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
    page = page_of(place) or (place.removeprefix("docs") if _in_docs(place) else f"/../{place}")
    return page + (f"#{anchor}" if anchor else "")


def _in_docs(place: str) -> bool:
    return place.startswith("docs/")


def page_of(place: str) -> str | None:
    """The page of a file or folder of the repository; ``None`` where it has none."""
    if place == "README.md":
        return "/index.md"
    if place in REPOSITORY:
        return f"/generated/repository/{REPOSITORY[place]}.md"
    if place.startswith("docs/") and place.endswith(".md"):
        return "/" + place.removeprefix("docs/")
    if place == "intercity/topics":
        return "/generated/checks/index.md"
    topic = re.fullmatch(r"intercity/topics/(\w+)", place)
    if topic:
        return f"/generated/checks/{check_page(topic[1])}.md"
    if place == "examples" or place.startswith("examples/"):
        return f"/{gallery_page(place)}.md"
    return None


def check_page(folder: str) -> str:
    """The page of the check that a folder of intercity/topics has."""
    topic = import_module(f"intercity.topics.{folder}").TOPIC
    return slug(topic.name)


def slug(name: str) -> str:
    """The page of a check by its name."""
    return re.sub(r"\W+", "-", name)


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
