"""What certificates of inequalities prove, as a statement, the cases it is about, and a predicate.

A conjecture that is called proved has to be the claim of its certificates, to the letter: so a
statement cannot say more than is proved.

>>> from intercity.conjectures.linear_inequality import prove_inequality
>>> proof = prove_inequality("gain of all", "largest contribution to all", "superadditive", 2)
>>> claim = claim_of([proof.certificate])
>>> print(claim.statement)
In a superadditive game of two cities the gain of all is at most 1 times the largest contribution to
all.
>>> claim.over
"superadditive_games(senses=['gain'], min_players=2, max_players=2)"

Source: the classes and invariants are those of ``linear_inequality``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.by_city import one_of
from games.errors import InvalidInput
from intercity.conjectures.linear_inequality import LinearInequalityCertificate

__all__ = ["EXPRESSIONS", "Claim", "claim_of"]

_GAIN = "sum(case.worth([city]) for city in {})"
_OVER_SHAPLEY = "shapley_value(case)[city] - case.worth([city]) for city in case.players"

EXPRESSIONS = {
    "gain of all": f"(case.grand_worth - {_GAIN.format('case.players')})",
    "largest gain of a smaller group": (
        f"max(case.worth(group) - {_GAIN.format('group')} for group in case "
        "if len(group) < len(case.players))"
    ),
    "largest contribution to all": (
        "max(case.grand_worth - case.worth([other for other in case.players if other != city]) "
        "- case.worth([city]) for city in case.players)"
    ),
    "largest Shapley gain": f"max({_OVER_SHAPLEY})",
    "spread of Shapley gains": f"(max({_OVER_SHAPLEY}) - min({_OVER_SHAPLEY}))",
    "least core value": "least_core(case).epsilon",
    "cost of stability": "cost_of_stability(case).value",
    "greatest excess of the Shapley value": "greatest_excess(case, shapley_value(case)).gain",
    "greatest excess of equal surplus division": (
        "greatest_excess(case, equal_surplus_division(case)).gain"
    ),
    "greatest excess of equal nonseparable division": (
        "greatest_excess(case, egalitarian_nonseparable(case)).gain"
    ),
}
"""Each invariant of ``INVARIANTS`` as an expression in ``case``."""

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
_CLASSES = {  # what a game of it is called, what draws some, and what drawn ones may be besides
    "superadditive": ("a superadditive game{}", "superadditive_games", ""),
    "balanced superadditive": (
        "a superadditive game{} with a core",
        "superadditive_games",
        "core(case).empty or ",
    ),
    "convex": ("a convex game{}", "convex_games", ""),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, the strategy that draws its cases, and the predicate of a case, as text."""

    statement: str
    over: str
    predicate: str


def claim_of(proofs: Sequence[LinearInequalityCertificate]) -> Claim:
    """The claim that certificates of one inequality prove, each for its number of cities.

    Errors: ``InvalidInput`` where they are of different inequalities, or the numbers have gaps.
    """
    first = proofs[0] if proofs else None
    sizes = [proof.players for proof in proofs]
    if first is None or sizes != list(range(sizes[0], sizes[0] + len(sizes))):
        raise InvalidInput("numbers of cities that are proved", sizes, "one after the other")
    for proof in proofs:
        if (proof.left, proof.right, proof.cone) != (first.left, first.right, first.cone):
            expected = f"on the {first.left} and the {first.right} in {first.cone} games"
            raise InvalidInput("a further proof", f"on the {proof.left}", expected)
    one_of(first.cone, _CLASSES, "the class of a proof")
    one_of(first.left, EXPRESSIONS, "the invariant of a proof")
    one_of(first.right, EXPRESSIONS, "the other invariant of a proof")
    if not set(sizes) <= _NUMBERS.keys():
        raise InvalidInput("numbers of cities that are proved", sizes, list(_NUMBERS))
    called, drawn, outside = _CLASSES[first.cone]
    cities = _one_of([_NUMBERS[n] for n in sizes]) + " cities"
    factors = [proof.factor for proof in proofs]
    alike = len(set(factors)) == 1
    at = "" if alike else f"[len(case.players) - {sizes[0]}]"
    numerators, denominators = [q.numerator for q in factors], [q.denominator for q in factors]
    more, less = (str(x[0] if alike else x) + at for x in (numerators, denominators))
    factor = str(factors[0]) if alike else _one_of([str(q) for q in factors])
    return Claim(
        f"In {called.format(f' of {cities}')} the {first.left} is at most {factor} "
        f"times the {first.right}{'' if alike else ', in turn'}.",
        f"{drawn}(senses=['gain'], min_players={sizes[0]}, max_players={sizes[-1]})",
        f"{outside}{less} * {EXPRESSIONS[first.left]} <= {more} * {EXPRESSIONS[first.right]}",
    )


def _one_of(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
