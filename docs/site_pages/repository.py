"""Pages of the repository that readers of the site look for: changes, contributing, figures."""

from __future__ import annotations

import re

from site_pages.links import REPOSITORY, ROOT, site_links


def repository_pages() -> dict[str, str]:
    """By name, the text of each page."""
    pages = {}
    for place, name in REPOSITORY.items():
        text = site_links(place, (ROOT / place).read_text(encoding="utf-8"))
        folder = f"/../{place.rpartition('/')[0]}"
        pages[f"repository/{name}"] = re.sub(r"(!\[.*?\]\()(?=[\w.]+\))", rf"\1{folder}/", text)
    return pages
