"""Whatever is answered can be printed: a sentence, figures in lines, and the proof last."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import intercity as ic
from games import CoalitionalGame
from solvers.answer import Allocation, Answer, Proof
from tests.solvers.test_certificates_tampered import CERTIFIED, certified

LINE = 300
"""No line is longer, but for a sentence of the answer's own."""


# Of each concept, which the first word names, and each kind of subject.
ONE_OF_EACH = {
    (name.split()[0], type(subject)): name for name, (subject, _) in reversed(CERTIFIED.items())
}


@pytest.mark.parametrize("name", ONE_OF_EACH.values())
def test_every_answer_can_be_read(name):
    answer = certified(name)
    kind = type(answer).__name__
    assert isinstance(answer, Answer)
    assert len(repr(answer)) < LINE
    assert "\n" not in repr(answer)
    assert repr(answer).startswith(f"{kind}(") or isinstance(answer, Allocation)
    lines = str(answer).removeprefix(answer.status).splitlines()
    assert all(len(line) < LINE for line in lines)
    told = str(answer) + repr(answer)
    assert not re.search(r"Fraction\(|mappingproxy|object at 0x", told), told


def test_every_public_answer_prints_as_one():
    """An answer is known by its four fields."""
    fields = ("status", "method", "proof", "certificate")
    for name in ic.__all__:
        kind = getattr(ic, name)
        if isinstance(kind, type) and all(
            hasattr(kind, field) or field in getattr(kind, "__dataclass_fields__", ())
            for field in fields
        ):
            assert issubclass(kind, Answer), name


def test_a_print_has_the_sentence_the_figures_and_the_proof():
    pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda who: 60 if len(who) > 1 else 0)
    assert str(ic.least_core(pairs)).splitlines() == [
        "The core is empty: epsilon is the smallest fine for leaving that keeps all in.",
        "  epsilon  20",
        "  point    A=20, B=20, C=20",
        "Proof: exact (the simplex method on all coalitions, in whole numbers).",
    ]
    assert repr(ic.cost_of_stability(pairs)) == (
        "CostOfStability(The core is empty; this much outside money, split so, keeps everybody in.)"
    )


def test_figures_have_names_and_nested_ones_brackets():
    chicken = ic.StrategicGame.from_payoffs(
        ["A", "B"], [[0, 7], [2, 6]], [[0, 2], [7, 6]], actions=["dare", "yield"]
    )
    printed = str(ic.nash_equilibria(chicken)).splitlines()
    assert printed[0] == "3 equilibria, and no others."
    assert sorted(printed[1:4]) == [
        "  A: dare (1/3), yield (2/3); B: dare (1/3), yield (2/3)  (payoffs A=4.66667, B=4.66667)",
        "  A: dare; B: yield  (payoffs A=7, B=2)",
        "  A: yield; B: dare  (payoffs A=2, B=7)",
    ]
    mixed = ic.zero_sum_value(ic.StrategicGame.from_payoffs(["A", "B"], [[1, 0]], [[-1, 0]]))
    assert "  strategies  A: 1=1; B: 2=1" in str(mixed).splitlines()


def test_of_what_is_long_the_first_are_told():
    many = CoalitionalGame.from_function([f"C{i}" for i in range(14)], len)
    (point,) = [line for line in str(ic.core(many)).splitlines() if line.startswith("  point")]
    assert point.endswith("C11=1, and 2 more")


def test_what_was_asked_for_is_there():
    """The groups, the splits, the corners: also where the answer holds a game or an inf."""
    apart = ic.CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 0, 3, 3, 8, 4])
    assert "  structure  {A}, {B, C}" in str(ic.optimal_coalition_structure(apart)).splitlines()
    together = ic.CoalitionalGame.from_array(["A", "B"], [0, 1, 2, 5])
    scheme = ic.population_monotonic_scheme(together)
    assert str(scheme).splitlines()[1:3] == ["  order         A, B", "  all together  A=1, B=4"]
    assert "<td>all together</td><td>A=1, B=4</td>" in scheme._repr_html_()
    assert "(A=1, B=4), (A=3, B=2)" in str(ic.core_vertices(together))
    glove = ic.CoalitionalGame.from_function(
        ["L", "M", "R"], lambda who: int("R" in who and len(who) > 1)
    )
    assert "no bound" in str(ic.shapley_estimate(glove, orders=8, seed=1))
    assert "1 for {L, R}" in ic.harsanyi_dividends(glove)._repr_html_()
    guess = Allocation({"A": Fraction(1)}, method="a guess", proof=Proof("unproven"))
    assert str(guess) == "Allocation(A=1; unproven)"


def test_nothing_is_enclosed_within_nothing():
    assert str(Proof("enclosed", Fraction(0))) == "exact"


def test_a_notebook_shows_the_same():
    page = ic.least_core(CoalitionalGame.from_function(["A", "<B>"], len))._repr_html_()
    assert "<td>epsilon</td>" in page
    assert "&lt;B&gt;=1" in page
    assert "<B>" not in page
    radii = Proof.enclosed({"<A>": Fraction(1), "B": Fraction(1, 1000)})
    unsure = Allocation({"<A>": Fraction(1)}, method="balls", proof=radii)
    assert "<A>" not in unsure._repr_html_()
