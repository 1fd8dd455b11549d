"""Docstrings as Markdown: paragraphs, formulas, examples, errors, source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_pages.names import pages_by_name

HEADS = {"Errors": "errors", "Source": "source", "Sources": "source"}
CODE = re.compile(r"``(.+?)``")


@dataclass(frozen=True)
class Part:
    """A part of a docstring: its kind (text, formula, example, errors, source), and its text."""

    kind: str
    text: str


def parts(docstring: str) -> Iterator[Part]:
    """What it has, in order; lines that are indented are formulas."""
    for block in re.split(r"\n[ \t]*\n", docstring.strip("\n")):
        lines = block.splitlines()
        while lines:
            if lines[0].startswith(">>>"):
                yield Part("example", "\n".join(lines))
                break
            indented = lines[0].startswith("    ")
            end = next(
                (k for k, line in enumerate(lines) if line.startswith("    ") != indented),
                len(lines),
            )
            chunk, lines = lines[:end], lines[end:]
            if indented:
                yield Part("formula", "\n".join(line[4:] for line in chunk))
                continue
            if re.match(r"[-*] ", chunk[0]):
                yield Part("text", "\n".join(chunk))
                continue
            text = " ".join(line.strip() for line in chunk)
            kind = "text"
            for piece in re.split(r"(?:^|(?<=[.;)] ))(Errors|Sources?): ", text):
                if piece in HEADS:
                    kind = HEADS[piece]
                elif piece.strip():
                    yield Part(kind, piece.strip())


def markdown(docstring: str) -> str:
    """The whole docstring, formulas and examples as blocks, public names as links."""
    written = []
    for part in parts(docstring):
        if part.kind == "example":
            written.append(f"```pycon\n{part.text}\n```")
        elif part.kind == "formula":
            plain = part.text.replace("``", "")  # a block has no markup in it
            written.append(f"```text\n{plain}\n```")
        elif part.kind == "text":
            written.append(prose(part.text))
        else:
            name = {"errors": "Errors", "source": "Source"}[part.kind]
            written.append(f"**{name}.** {prose(part.text)}")
    return _joined(written)


def _joined(written: list[str]) -> str:
    """Formulas that follow each other are one block."""
    return re.sub(r"\n```\n\n```text\n", "\n\n", "\n\n".join(written))


def prose(text: str) -> str:
    """Text with double backticks as Markdown: nothing in it is markup but code and emphasis."""
    found = []
    for k, piece in enumerate(CODE.split(text)):
        if k % 2:
            found.append(code(piece))
            continue
        escaped = re.sub(r"([\\`\[\]<|~#$])", r"\\\1", piece)
        # Stars are emphasis only around words, as in *imputation*; else they multiply.
        escaped = re.sub(r"\*(?!\w[^*\n]*[\w)]\*)(?<!\w\*)", r"\\*", escaped)
        found.append(escaped.replace("_", r"\_"))
    return "".join(found)


def code(name: str) -> str:
    """A name as code, with a link if it has a page."""
    bare = name.partition("(")[0].removeprefix("ic.")
    page = pages_by_name().get(bare)
    return f"[`{name}`](/{page}.md)" if page else f"`{name}`"
