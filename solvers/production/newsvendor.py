"""The critical fractile: hold so much that demand is below it with the right chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.newsvendor import Newsvendor
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["NewsvendorAnswer", "NewsvendorCertificate", "newsvendor"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class NewsvendorAnswer(Answer):
    """How much to hold ready, what it brings, and what is regretted by scenario.

    ``fractile``: how likely demand should be met. ``expected``: what the amount brings on average.
    ``regrets``: by scenario, what who had known it would have more.

    See ``newsvendor`` for the concept, an example and its source.
    """

    amount: Fraction
    fractile: Fraction
    expected: Fraction
    regrets: Mapping[str, Fraction]
    certificate: NewsvendorCertificate
    method: str = "critical fractile"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.amount:
            return "Hold nothing ready."
        return (
            f"Hold {approximately(self.amount)} ready: demand is to be met with a chance of "
            f"{approximately(self.fractile)}."
        )


@dataclass(frozen=True, slots=True)
class NewsvendorCertificate(Certificate, kind="newsvendor", of="newsvendor"):
    """An amount of which neither the last unit nor the next one is a mistake."""

    amount: Fraction

    def violations(self, subject: Newsvendor) -> Iterator[str]:
        if self.amount not in (ZERO, *subject.demand.values()):
            yield "The amount is no demand."
        fractile = _fractile(subject)
        above = sum((p for s, p in subject.chance.items() if subject.demand[s] > self.amount), ZERO)
        least = sum((p for s, p in subject.chance.items() if subject.demand[s] < self.amount), ZERO)
        if 1 - above < fractile:
            yield "A unit more brings more than it costs."
        if self.amount and least >= fractile:
            yield "The last unit brings no more than it costs."

    def answer(self, subject: Newsvendor) -> NewsvendorAnswer:
        pays = subject.worth > subject.cost
        wanted = {s: x if pays else ZERO for s, x in subject.demand.items()}
        return NewsvendorAnswer(
            amount=self.amount,
            fractile=max(ZERO, _fractile(subject)),
            expected=subject.expected(self.amount),
            regrets={
                s: subject.value(x, s) - subject.value(self.amount, s) for s, x in wanted.items()
            },
            certificate=self,
        )


def newsvendor(problem: Newsvendor) -> NewsvendorAnswer:
    """The critical fractile: hold so much that demand is below it with the right chance.

    One unit too few loses worth - cost, one too many cost - salvage. So the best amount is the
    smallest demand x with

        P(D <= x)  >=  (worth - cost) / (worth - salvage),

    and 0 if worth is not above cost. The smallest of several that are as good.

    Errors: ``InvalidInput`` for what is no ``Newsvendor``.

    >>> from games import Newsvendor
    >>> land = Newsvendor({"slump": 0, "normal": 20, "boom": 50}, worth=10, cost=4)
    >>> found = newsvendor(land)
    >>> found.amount, found.fractile, found.expected, found.regrets["slump"]
    (Fraction(20, 1), Fraction(3, 5), Fraction(160, 3), Fraction(80, 1))

    Source: Edgeworth (1888), The mathematical theory of banking; Arrow, Harris and Marschak (1951),
    Optimal inventory policy.
    """
    of_kind(problem, Newsvendor, place="subject of newsvendor")
    fractile, amount, met = _fractile(problem), ZERO, ZERO
    for scenario in sorted(problem.demand, key=lambda s: problem.demand[s]):
        if met >= fractile:
            break
        amount, met = problem.demand[scenario], met + problem.chance[scenario]
    return NewsvendorCertificate(amount).answer(problem)


def _fractile(problem: Newsvendor) -> Fraction:
    return (problem.worth - problem.cost) / (problem.worth - problem.salvage)
