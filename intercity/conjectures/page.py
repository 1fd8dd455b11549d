"""The catalogue as a page of documentation: what is proved, cited, refuted and open."""

from __future__ import annotations

from collections.abc import Iterable

from intercity.conjectures.conjecture import Conjecture, Status

__all__ = ["conjectures_page"]

_PARTS: dict[Status, tuple[str, str]] = {
    "proved": (
        "Proved here",
        "For games of the size that is named, by exact linear programs; multipliers in the file.",
    ),
    "theorem": (
        "Theorems",
        (
            "Cited. Drawn cases agree. Beyond what a theorem supposes its predicate is false of "
            "the case that is shown; where none is, the predicate names all that is supposed, or "
            "cannot be asked beyond it."
        ),
    ),
    "refuted": (
        "Refuted",
        "By the case that is shown: the smallest that was found. Its certificates are in the file.",
    ),
    "open": (
        "Open",
        "Not refuted in so many cases, which proves nothing. Nobody says that they are new.",
    ),
}

_HEAD = """# Conjectures

What is believed of games between cities, and what is known of it. Each has a small file in
`{folder}`; this page is made of them by `intercity explore page`.
[Exploring](exploring.md) says how to run one, and how to add one.
"""


def conjectures_page(
    catalogue: Iterable[Conjecture], folder: str = "intercity/conjectures/catalogue"
) -> str:
    """The page, in Markdown. ``folder``: where the files are.

    >>> from intercity.conjectures.catalogue import read_catalogue
    >>> conjectures_page(read_catalogue()).splitlines()[0]
    '# Conjectures'
    """
    entries = list(catalogue)
    parts = [_HEAD.format(folder=folder)]
    counts = ", ".join(
        f"{sum(each.status == status for each in entries)} {title[0].lower() + title[1:]}"
        for status, (title, _) in _PARTS.items()
    )
    parts.append(f"There are {len(entries)}: {counts}.\n")
    for status, (title, says) in _PARTS.items():
        chosen = [each for each in entries if each.status == status]
        if chosen:
            parts.append(f"## {title}\n\n{says}\n")
            parts += map(_entry, chosen)
    return "\n".join(parts)


def _entry(each: Conjecture) -> str:
    lines = [f"### {each.name}", "", each.statement, ""]
    lines.append(f"- Source: {each.source}")
    lines.append(f"- Drawn from `{each.over}`, asked: `{each.predicate.text}`")
    if each.refutation is not None:
        lines.append(f"- Refuted by `{each.refutation.case}`")
    if each.fails_at:
        lines.append(f"- False outside: `{each.fails_at}`")
    lines += [f"- Proved: {proof.answer(None).status}" for proof in each.proofs]
    if each.status == "open":
        lines.append(f"- Not refuted in {each.tried}")
    if each.remark:
        lines.append(f"- {each.remark}")
    return "\n".join([*lines, ""])
