"""The gallery: each example, with what it prints."""

from __future__ import annotations

import ast
import io
import posixpath
import re
import runpy
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

from site_pages.links import ROOT, site_links
from site_pages.reports import SLOW, reports, screen

EXAMPLES = ROOT / "examples"
NOTEBOOK = "marimo.App("


def gallery_pages() -> dict[str, str]:
    """By name, the text of each page: one for all, one a folder, one an example."""
    pages = {"gallery/index": _front()}
    for folder in _folders():
        pages[f"gallery/{folder.name}/index"] = _folder(folder)
        for file in _examples(folder):
            pages[f"gallery/{folder.name}/{file.stem}"] = WRITERS[file.suffix](file)
    return pages


@cache
def users(name: str) -> tuple[Path, ...]:
    """The scripts that call a public name, the shortest first."""
    found = [
        file
        for file in sorted(EXAMPLES.glob("*/*.py"))
        if re.search(rf"\bic\.{name}\b", file.read_text(encoding="utf-8"))
    ]
    return tuple(sorted(found, key=lambda file: len(file.read_bytes())))


def example_title(file: Path) -> str:
    """``rules/claims_talmud`` for a script, the title that a scenario has itself."""
    if file.suffix == ".toml":
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["title"])
    return f"{file.parent.name}/{file.stem}"


def example_page(file: Path) -> str:
    """The page of an example, to be linked to."""
    return f"/generated/gallery/{file.parent.name}/{file.stem}.md"


def _folders() -> list[Path]:
    return sorted(folder for folder in EXAMPLES.iterdir() if any(_examples(folder)))


def _examples(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        found = (file for file in folder.iterdir() if file.suffix in WRITERS)
        yield from sorted(file for file in found if file.name != "README.md")


def _front() -> str:
    text = (
        (EXAMPLES / "README.md").read_text(encoding="utf-8").replace("# Examples", "# Gallery", 1)
    )
    listed = "\n".join(f"{folder.name}/index" for folder in _folders())
    return site_links("examples/README.md", text) + _toctree(listed)


def _toctree(listed: str) -> str:
    return f"\n```{{toctree}}\n:hidden:\n:titlesonly:\n\n{listed}\n```\n"


def _folder(folder: Path) -> str:
    """Its own page with the examples listed, or the list alone."""
    readme = folder / "README.md"
    if readme.exists():
        place = posixpath.join("examples", folder.name, "README.md")
        text = site_links(place, readme.read_text(encoding="utf-8"))
    else:
        text = f"# {folder.name.replace('_', ' ').capitalize()}\n"
    listed = "".join(
        f"- [{example_title(file)}]({file.stem}.md)\n"
        for file in _examples(folder)
        if f"({example_page(file)})" not in text
    )
    return f"{text}\n{listed}" + _toctree("\n".join(file.stem for file in _examples(folder)))


def _script(file: Path) -> str:
    """What it shows, its lines, what it prints."""
    text = file.read_text(encoding="utf-8")
    about = ast.get_docstring(ast.parse(text)) or ""
    first, _, rest = about.partition("\n\n")
    body = (text.split('"""', 2)[2] if about else text).strip("\n")
    place = file.relative_to(ROOT).as_posix()
    head = f"# {file.stem}\n\n{_plain(first)}\n\n{_plain(rest)}\n\n"
    code = f"```python\n{body}\n```\n\n"
    if NOTEBOOK in text:
        return f"{head}A notebook: open it with `marimo edit {place}`.\n\n{code}"
    return (
        f"{head}{code}It prints\n\n```text\n{printed(file).rstrip()}\n```\n\n"
        f"Run it with `python {place}`. All of [this folder](index.md).\n"
    )


def _text(file: Path) -> str:
    """A page that stands beside the examples."""
    return site_links(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    """Text of a docstring: nothing in it is markup but double backticks."""
    from site_pages.docstring import markdown

    return markdown(text)


@cache
def printed(file: Path) -> str:
    """What a script prints, run as by Python itself; an error ends the build."""
    output, here = io.StringIO(), list(sys.path)
    with redirect_stdout(output):
        runpy.run_path(str(file), run_name="__main__")
    sys.path[:] = here
    return output.getvalue()


def _scenario(file: Path) -> str:
    """Its title, what it answers, its first screen, the file."""
    place = file.relative_to(ROOT).as_posix()
    text = file.read_text(encoding="utf-8")
    about = re.match(r"(# .*\n)*", text)  # its first paragraph; the file itself has the rest
    asks = re.sub(r"^# ", "", about[0] if about else "", flags=re.MULTILINE)
    if place in SLOW:
        shown = f"The check-up takes {SLOW[place]}; it is left out here.\n"
    else:
        shown = f"```text\n{screen(reports()[place])}\n```\n"
    return (
        f"# {example_title(file)}\n\n{_plain(asks)}\n\n"
        f"```console\n$ intercity check {place} --no-ranges\n```\n\n{shown}\n"
        f"## The file\n\n`{place}`\n\n```toml\n{text.rstrip()}\n```\n"
    )


WRITERS = {".py": _script, ".toml": _scenario, ".md": _text}
"""How the page of an example is written, by the kind of its file."""
