"""Every public value shows itself in a notebook: closed tags, and no tag of a user's own."""

from __future__ import annotations

import doctest
import inspect
from fractions import Fraction
from html.parser import HTMLParser

import pytest

import intercity as ic
from games.errors import IntercityError

CLASSES = {
    name: kind
    for name in ic.__all__
    if inspect.isclass(kind := getattr(ic, name)) and not issubclass(kind, BaseException)
}
SHOWS = ("_repr_html_", "_repr_svg_", "_repr_png_", "_repr_latex_")
EMPTY = {"br", "line", "rect", "circle", "polyline", "polygon", "path", "meta", "link", "img"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open.pop() == tag


def well_formed(page):
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags.seen


def test_every_public_value_has_a_view():
    without = [name for name, kind in CLASSES.items() if not any(hasattr(kind, s) for s in SHOWS)]
    assert without == []


def values():
    """Values of public classes that are made in the docstrings of games."""
    parser = doctest.DocTestParser()
    found = {}
    for name, kind in CLASSES.items():
        if not kind.__module__.startswith("games"):
            continue
        names = {"__name__": "docstring", **vars(inspect.getmodule(kind))}
        before = set(names)
        for example in parser.get_examples(inspect.getdoc(kind) or ""):
            try:
                exec(compile(example.source, name, "single"), names)
            except IntercityError:
                continue
        for key in set(names) - before:
            made = names[key]
            if type(made) in CLASSES.values() and type(made).__module__.startswith("games"):
                found[type(made).__name__] = made
    return found


@pytest.fixture(scope="module")
def made(request):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):
        return values()


def test_the_values_of_docstrings_are_shown(made):
    assert len(made) > 60
    for name, value in made.items():
        seen = well_formed(value._repr_html_())
        assert seen & {"table", "p"}, name
        assert not seen - {"b", "p", "table", "tr", "td", "th", "div", "code", "pre", "span"}, name


def test_a_bargaining_problem_shows_its_numbers_and_escapes_names():
    names = ["<script>", "B"]
    problem = ic.BargainingProblem.from_vertices(names, [(0, Fraction(7, 2)), (2, 0)], (0, 0))
    page = problem._repr_html_()
    assert "script" not in well_formed(page)
    assert "&lt;script&gt;" in page
    assert "3.5" in page


def test_a_long_list_is_cut():
    names = [f"c{k:02}" for k in range(40)]
    page = ic.Corridor(names, [1] * 40, [1] * 39, kept=0.5)._repr_html_()
    assert "and 28 more" in page
    assert "c39" not in page


def test_programs_and_formulas_are_set_in_latex():
    row = ic.Row("land_use", {"swap": Fraction(3, 2), "keep": Fraction(-1)}, "<=", Fraction(5))
    bounds = {"swap": (Fraction(0), None), "keep": (None, Fraction(1, 3))}
    lp = ic.LinearProgram("max", {"swap": Fraction(1)}, (row,), bounds)
    latex = lp._repr_latex_()
    assert r"\tfrac{3}{2}\,\text{swap} - \text{keep} \le 5" in latex
    assert r"\text{land\_use:}" in latex
    assert r"\text{keep} \le \tfrac{1}{3}" in latex
    assert latex.count("\\begin") == latex.count("\\end")
    game = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 * (len(s) > 1))
    formula = ic.explain(ic.core(game), game).lines[0].formulas[0]
    assert formula._repr_latex_() == f"${formula.latex}$"


def test_a_picture_is_shown_without_pyplot():
    pytest.importorskip("matplotlib")
    game = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 * (len(s) > 1))
    assert ic.core_triangle(game)._repr_png_()[:4] == b"\x89PNG"
