"""Lines: what a proof says, numbered, with the formulas that show it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import wrap

from games.latex import escaped
from intercity.explanation.formula import Formula

__all__ = ["Explanation", "Formula", "Line"]

WIDTH = 96
"""Columns of a line of text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a proof: what is said, and the formulas that show it."""

    says: str
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """The proof of an answer in numbered lines. ``print`` it, or write its ``latex``.

    See ``explain`` for the concept, an example and its source.
    """

    claim: str
    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        return f"Explanation({self.claim!r}, {len(self.lines)} lines)"

    def __str__(self) -> str:
        rows = wrap(self.claim, WIDTH)
        for number, line in enumerate(self.lines, start=1):
            lead = f"{number}. "
            rows += wrap(line.says, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))
            inset = " " * (len(lead) + 2)
            for formula in line.formulas:
                rows += [f"{inset}{row}" for row in formula.rows(WIDTH - len(inset))]
        return "\n".join(rows)

    def first(self, lines: int) -> Explanation:
        """The claim and the first lines only, to go through a proof step by step.

        >>> proof = Explanation("2 > 0.", (Line("2 > 1."), Line("1 > 0.")))
        >>> print(proof.first(1))
        2 > 0.
        1. 2 > 1.
        """
        return replace(self, lines=self.lines[: max(lines, 0)])

    @property
    def markdown(self) -> str:
        """The claim and a numbered list in Markdown, with its formulas between dollar signs."""
        rows = [f"**{_marked(self.claim)}**", ""]
        for number, line in enumerate(self.lines, start=1):
            rows += [f"{number}. {_marked(line.says)}", ""]
            for formula in line.formulas:
                rows += [f"    $${formula.latex}$$", ""]
        return "\n".join(rows)

    @property
    def latex(self) -> str:
        """The claim and a numbered list, for a document that loads amsmath."""

        def item(line: Line) -> Iterator[str]:
            yield rf"\item {escaped(line.says)}"
            if line.formulas:
                rows = (formula.latex for formula in line.formulas)
                yield "\\begin{gather*}\n" + " \\\\\n".join(rows) + "\n\\end{gather*}"

        told = [row for line in self.lines for row in item(line)]
        enumerated = ["\\begin{enumerate}", *told, "\\end{enumerate}"]
        return "\n".join([f"{escaped(self.claim)}", *enumerated])

    def _repr_html_(self) -> str:
        """The explanation in a notebook, which sets the formulas."""

        def item(line: Line) -> str:
            rows = "".join(
                f"<div>\\({html.escape(formula.latex)}\\)</div>" for formula in line.formulas
            )
            return f"<li>{html.escape(line.says)}{rows}</li>"

        return f"<p>{html.escape(self.claim)}</p><ol>{''.join(map(item, self.lines))}</ol>"


def _marked(text: str) -> str:
    """A text in Markdown, none of its letters taken for a mark."""
    return re.sub(r"([\\`*_{}$|~#])", r"\\\1", html.escape(text, quote=False))
