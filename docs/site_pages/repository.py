"""Pages of the repository that readers of the site look for: changes, contributing, figures."""

from __future__ import annotations

from site_pages.links import REPOSITORY, ROOT, site_links


def repository_pages() -> dict[str, str]:
    """By name, the text of each page."""
    return {
        f"repository/{name}": site_links(place, (ROOT / place).read_text(encoding="utf-8"))
        for place, name in REPOSITORY.items()
    }
