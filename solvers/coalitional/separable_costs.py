"""Separable costs: each city pays what it adds to the cost of all others; the rest is shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.approximately import approximately
from games.by_city import ByCity, numbers
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Told, Undefined
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = [
    "AlternativeCostsCertificate",
    "NonseparableCertificate",
    "RemainingBenefitsCertificate",
    "alternative_costs_avoided",
    "egalitarian_nonseparable",
    "separable",
    "separable_costs_remaining_benefits",
]


def separable(game: CoalitionalGame) -> list[Fraction]:
    """s_i = v(N) - v(N - i), what each city adds to all others."""
    return [game.grand_worth - game.worth(game.grand ^ 1 << i) for i in range(len(game.players))]


def egalitarian_nonseparable(game: CoalitionalGame) -> Allocation:
    """Separable costs, and the rest in equal parts (ENSC); defined for every game.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``separable_costs_remaining_benefits`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> river = CoalitionalGame(["A", "B", "C"], {"A": 10, "B": 12, "C": 8, ("A", "B"): 18,
    ...                         ("A", "C"): 15, ("B", "C"): 16, ("A", "B", "C"): 21}, "cost")
    >>> egalitarian_nonseparable(river)
    Allocation(A=7.33333, B=8.33333, C=5.33333)
    """
    refuse_untabulated(game)
    own = separable(game)
    share = (game.grand_worth - sum(own)) / len(own)
    split = {city: s + share for city, s in zip(game.players, own, strict=True)}
    return NonseparableCertificate(split).answer(game)


def alternative_costs_avoided(game: CoalitionalGame) -> Allocation:
    """Separable costs, and the rest in proportion to what each saves by not building alone (ACA).

    If there is no rest to be shared, each pays its separable cost.
    Errors: ``Undefined`` when there is one and savings add up to 0; its witness are the savings.

    See ``separable_costs_remaining_benefits`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> river = CoalitionalGame(["A", "B", "C"], {"A": 10, "B": 12, "C": 8, ("A", "B"): 18,
    ...                         ("A", "C"): 15, ("B", "C"): 16, ("A", "B", "C"): 21}, "cost")
    >>> split = alternative_costs_avoided(river)
    >>> split, split.certificate.verify(river)
    (Allocation(A=7.1875, B=8.625, C=5.1875), True)
    """
    refuse_untabulated(game)
    split = _by_remainder(game, "alternative costs avoided method", _worths_alone(game))
    return AlternativeCostsCertificate(split).answer(game)


def separable_costs_remaining_benefits(game: CoalitionalGame, benefits: ByCity) -> Allocation:
    """Separable costs: each city pays what it adds to the cost of all others; the rest is shared.

        s_i = c(N) - c(N - i),        x_i = s_i + share_i (c(N) - sum over j of s_j)

    Water projects are paid for so since the 1950s. The rules differ in how the joint (nonseparable)
    cost is shared:

    - egalitarian nonseparable costs (ENSC): equally;
    - alternative costs avoided (ACA): in proportion to c(i) - s_i, what a city saves by not
      building alone;
    - separable costs, remaining benefits (SCRB): the same, but nobody would build alone for more
      than it is worth, so in proportion to min(benefit, c(i)) - s_i.

    Separable costs, and the rest in proportion to remaining benefits (SCRB), of costs.

    ``benefits``: what being served is worth to each city. A city whose benefit is less than its
    separable cost gets a rebate: it should not be served.
    Errors: ``InvalidInput`` for a game of gains; ``Undefined`` when there is a rest and remaining
    benefits add up to 0; its witness are these.

    >>> from games import CoalitionalGame
    >>> river = CoalitionalGame(["A", "B", "C"], {"A": 10, "B": 12, "C": 8, ("A", "B"): 18,
    ...                         ("A", "C"): 15, ("B", "C"): 16, ("A", "B", "C"): 21}, "cost")
    >>> egalitarian_nonseparable(river)
    Allocation(A=7.33333, B=8.33333, C=5.33333)
    >>> split = alternative_costs_avoided(river)
    >>> split, split.certificate.verify(river)
    (Allocation(A=7.1875, B=8.625, C=5.1875), True)
    >>> separable_costs_remaining_benefits(river, {"A": 7, "B": 20, "C": 8})
    Allocation(A=6.07692, B=9.23077, C=5.69231)

    The formulas make sense of gains, too: s_i is what a city adds to all others. ENSC is then the
    egalitarian nonseparable contribution, and ACA the Gately point, where that is defined and there
    is something to gain together.

    Source: Ransmeier (1942); Federal Inter-Agency River Basin Committee (1950); Straffin and Heaney
    (1981); Young, Okada and Hashimoto (1982); Driessen and Funaki (1991) for ENSC of gains.
    """
    refuse_untabulated(game)
    if game.sense != "cost":
        raise InvalidInput(
            "the game",
            Told("one of gains"),
            "one of costs; alternative_costs_avoided() is for both",
        )
    worth = dict(zip(game.players, numbers(benefits, game.players, "benefit"), strict=True))
    justified = {city: min(game.worth([city]), worth[city]) for city in game.players}
    split = _by_remainder(game, _SCRB, list(justified.values()))
    return RemainingBenefitsCertificate(split, justified).answer(game)


_SCRB = "separable costs, remaining benefits method"
_METHOD = "the cost of all with and without each city"


@dataclass(frozen=True, slots=True)
class NonseparableCertificate(SplitCertificate, kind="egalitarian nonseparable"):
    """The split itself: what a city gets beyond another is what it adds beyond it."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "What each adds to all others, and an equal part of the rest."
    second: ClassVar[str] = "the mean difference of the others' worths, from an equal share,"

    def recomputed(self, subject: CoalitionalGame) -> Iterator[Fraction]:
        n = len(subject.players)
        without = [subject.worth(subject.grand ^ 1 << i) for i in range(n)]
        mean = (subject.grand_worth + sum(without, Fraction(0))) / n
        return (mean - own for own in without)


@dataclass(frozen=True, slots=True)
class AlternativeCostsCertificate(
    SplitCertificate, kind="alternative costs avoided", of="alternative_costs_avoided"
):
    """The split itself: it must lie between separable and stand-alone costs, as far for all."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "What each adds, and a part of the rest as its savings are of all."
    second: ClassVar[str] = "the way from stand-alone to separable costs"

    def recomputed(self, subject: CoalitionalGame) -> Iterable[Fraction]:
        return _on_the_way(subject, _worths_alone(subject))


@dataclass(frozen=True, slots=True)
class RemainingBenefitsCertificate(SplitCertificate, kind="separable costs, remaining benefits"):
    """The split, and what each city can be asked for: its benefit, if not more than alone."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "What each adds, and a part of the rest as its benefits are of all."
    second: ClassVar[str] = "the way from justified to separable costs"

    justified: Mapping[str, Fraction]

    def chosen(self) -> str:
        listed = ", ".join(f"{city} {most}" for city, most in self.justified.items())
        return f"At most asked for: {listed}."

    def recomputed(self, subject: CoalitionalGame) -> Iterable[Fraction]:
        if tuple(self.justified) != subject.players or subject.sense != "cost":
            raise InvalidInput("what can be asked for", self.justified, "a cost of each player")
        for city, most in self.justified.items():
            if most > subject.worth([city]):
                raise InvalidInput(f"what {city} can be asked for", most, "no more than alone")
        return _on_the_way(subject, list(self.justified.values()))


def _worths_alone(game: CoalitionalGame) -> list[Fraction]:
    return [game.worth([city]) for city in game.players]


def _by_remainder(
    game: CoalitionalGame, rule: str, justified: Sequence[Fraction]
) -> dict[str, Fraction]:
    own = separable(game)
    joint = game.grand_worth - sum(own)
    remainders = [j - s for j, s in zip(justified, own, strict=True)]
    total = sum(remainders)
    if joint and not total:
        raise Undefined(
            rule,
            "what remains of each city's stand-alone cost or benefit adds up to 0, so the joint "
            f"cost of {approximately(joint)} has no key; egalitarian_nonseparable() is defined",
            dict(zip(game.players, remainders, strict=True)),
        )
    part = joint / total if joint else Fraction(0)
    return {city: s + part * r for city, s, r in zip(game.players, own, remainders, strict=True)}


def _on_the_way(game: CoalitionalGame, start: Sequence[Fraction]) -> list[Fraction]:
    """Where the way from ``start`` to the separable costs adds up to v(N)."""
    own = separable(game)
    if sum(own) == game.grand_worth:
        return own
    step = (game.grand_worth - sum(start)) / (sum(own) - sum(start))
    return [a + step * (s - a) for a, s in zip(start, own, strict=True)]
