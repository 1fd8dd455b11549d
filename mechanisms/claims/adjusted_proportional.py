"""The adjusted proportional rule: first what nobody contests,
then proportion to what can be had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["AdjustedProportionalCertificate", "adjusted_proportional"]


@claims_rule
def adjusted_proportional(problem: BankruptcyProblem) -> Allocation:
    """The adjusted proportional rule: first what nobody contests,
    then proportion to what can be had.

        m_i = max(0, E - claims of the others),    E' = E - sum of m,
        x_i = m_i + E' c'_i / (sum of c'),         c'_i = min(c_i - m_i, E').

    A claim beyond the estate counts no more than the estate. It is the tau-value of O'Neill's game,
    the compromise between what a city is sure of and the most that the others could leave it.

    Minimal rights, and the rest in proportion to what is then left of claims and estate.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> adjusted_proportional(quota)
    Allocation(Quzhou=40, Jinhua=80, Lishui=80)

    Source: Curiel, Maschler and Tijs (1987), Bankruptcy games; Tijs (1981) for the tau-value.
    """
    rights = problem.minimal_rights
    rest = problem.estate - sum(rights.values(), Fraction(0))
    claims = {city: min(claim - rights[city], rest) for city, claim in problem.claims.items()}
    rate = rest / (sum(claims.values(), Fraction(0)) or Fraction(1))
    awards = {city: rights[city] + claim * rate for city, claim in claims.items()}
    return AdjustedProportionalCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class AdjustedProportionalCertificate(Certificate, kind="claims: adjusted proportional"):
    """The awards: the efficient point between what each is sure of and the most it could be left.

    That is the tau-value: with the least a_i = v({i}) and the utopia M_i = v(N) - v(N - i), all get
    the same share of the way, (x_i - a_i)(M_j - a_j) = (x_j - a_j)(M_i - a_i).
    """

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        zero, estate, claimed = Fraction(0), subject.estate, sum(subject.claims.values())
        done = way = zero
        walked = {}
        for city, claim in subject.claims.items():
            least = max(zero, estate - (claimed - claim))
            utopia = estate - max(zero, estate - claim)
            walked[city] = self.awards[city] - least, utopia - least
            done, way = done + walked[city][0], way + walked[city][1]
        for city, (mine, my_way) in walked.items():
            if mine * way != done * my_way or not 0 <= mine <= my_way:
                yield f"{city} is not as far on its way from least to most as all are together."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="minimal rights, then proportion to claims cut off at what is left",
            status="All get what nobody contests, and the same share of what they contest.",
            certificate=self,
        )
