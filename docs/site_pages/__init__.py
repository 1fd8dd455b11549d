"""Pages of the documentation site that are made when it is built, from what the library says.

A page for each entry of docs/reference.md (formula, example, picture, source: from the docstrings),
one for each check of the check-up, and one for each example, with what it prints. They are written
into docs/generated, which is no part of the repository; what stands in docs/ is read as it is, with
its links to the repository's files turned into links to pages.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_pages.checks import check_pages
from site_pages.concepts import concept_pages
from site_pages.gallery import gallery_pages
from site_pages.links import site_links
from site_pages.repository import repository_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parents[1]
GENERATED = DOCS / "generated"


def write_pages(_: Sphinx) -> None:
    """Write all made pages that differ from what is there, and remove others."""
    pages = concept_pages(pictures=True) | check_pages() | gallery_pages() | repository_pages()
    for name, text in pages.items():
        file = GENERATED / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    for file in GENERATED.rglob("*.md"):
        if file.relative_to(GENERATED).with_suffix("").as_posix() not in pages:
            file.unlink()


def read_page(_: Sphinx, docname: str, source: list[str]) -> None:
    """A page of docs/ with links that lead to pages of the site."""
    if docname.startswith("generated/"):
        return
    source[0] = site_links(f"docs/{docname}.md", source[0])
    if docname == "how_to":
        listed = "".join(f"{page}\n" for page in unlisted())
        source[0] += f"\n```{{toctree}}\n:hidden:\n\n{listed}```\n"


def unlisted() -> list[str]:
    """Pages of docs/ that no toctree names: a new one is found without further work."""
    pages = {file.stem: file.read_text(encoding="utf-8") for file in DOCS.glob("*.md")}
    named = re.findall(r"^(?:.* <)?(\w+)>?$", "\n".join(pages.values()), re.MULTILINE)
    return sorted(set(pages) - set(named) - {"index"})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", read_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
