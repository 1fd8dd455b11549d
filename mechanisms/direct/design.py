"""The best mechanism for an objective, among all that keep the properties asked for; or the proof
that none does.
"""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from games.bayesian_problem import BayesianProblem
from games.by_city import listed
from games.errors import Undefined, called, of_kind
from games.exact import over_one_denominator
from games.private_types import shown
from mechanisms.direct.design_program import DesignProgram
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.design_rows import BUDGETS
from mechanisms.direct.design_variables import DesignVariables
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.properties import property_names
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_basis, proven_optimum, proven_vertex, solve

__all__ = [
    "Allowance",
    "Design",
    "DesignCertificate",
    "ImpossibilityCertificate",
    "PriorPoint",
    "design",
    "design_program",
    "prior_sweep",
]

ZERO, ONE = Fraction(0), Fraction(1)

Allowance = Literal["on average", "at every profile", "at most at a profile"]
"""What money for the fund is counted in: on average over all types; the same sum at every profile
of types; or up to so much at each profile, where on average less may do.
"""
_NEEDS: dict[Allowance, str] = {
    "on average": "so much the fund would need from outside on average",
    "at every profile": "so much the fund would need from outside at every profile of types, no "
    "more and no less",
    "at most at a profile": "up to so much the fund would need from outside at a profile of types; "
    'on average it may be less (the objective "subsidy" says how much)',
}
_ON_AVERAGE = {
    "Bayesian incentive compatibility",
    "interim individual rationality",
    "weak budget balance ex ante",
    "exact budget balance ex ante",
}
"""The properties that are about expectations, so that they depend on the prior."""


@dataclass(frozen=True, slots=True, repr=False)
class Design(Answer):
    """The best mechanism, or the reasons why there is none.

    ``question``: what was asked, the subject of the certificate. ``value``: the objective;
    ``mechanism``: one that reaches it (others may); both ``None`` where none exists. ``reasons``:
    then the constraints that cannot all hold, by name, with the weights that add them up to a
    contradiction. ``missing``: by how much, counted in the fund's money where money for the fund
    would mend it: what the fund needs from outside at least, and ``allowance`` says whether on
    average or at profiles. Elsewhere only the ratios of the weights count, and they are whole
    numbers.
    ``binding``: where there is a best mechanism, the constraints that keep it from being better,
    and what the objective would gain if each gave way by one (a unit of money).

    See ``design`` for the concept, an example and its source.
    """

    question: DesignQuestion
    value: Fraction | None
    mechanism: DirectMechanism | None
    reasons: Mapping[str, Fraction]
    missing: Fraction
    certificate: Certificate
    binding: Mapping[str, Fraction] = field(default_factory=dict)
    method: str = "linear program over all types: HiGHS basis, solved again in rational arithmetic"
    proof: Proof = EXACT

    @property
    def allowance(self) -> Allowance | None:
        """What ``missing`` is counted in; ``None`` where money for the fund mends nothing.

        Where a property is about single payments, the fund has a budget at each profile, and all
        budgets are given way to by one and the same amount.
        """
        if abs(_of_the_fund(self.reasons)) != 1:
            return None
        asked = set(self.question.properties) & BUDGETS
        if DesignVariables(self.question).interim or all("ex ante" in name for name in asked):
            return "on average"
        exact = "exact budget balance ex post" in asked
        return "at every profile" if exact else "at most at a profile"

    @property
    def assumes_independence(self) -> bool:
        """Whether an impossibility rests on types that are independent of each other.

        It does where a property is about expectations: with correlated types, however little, a
        rule can have bets on what the others report, and then often keeps them all (Crémer and
        McLean 1985, 1988).
        """
        return self.value is None and bool(_ON_AVERAGE & set(self.question.properties))

    @property
    def status(self) -> str:
        if self.value is not None:
            what = {
                "welfare": "what it is worth to all",
                "revenue": "what the fund keeps",
                "subsidy": "the money that the fund needs from outside",
            }.get(self.question.objective, f"the payoff of {self.question.objective}")
            value = self.value
            if self.question.objective == "subsidy" and value < 0:
                what, value = "what the fund keeps", -value
            return f"A best mechanism: {what} is {shown(value)} in expectation."
        condition = ", if types are independent" if self.assumes_independence else ""
        return f"No mechanism keeps {listed(self.question.properties) or 'these'}{condition}."

    def _facts(self) -> Iterator[tuple[str, object]]:
        """The value and its rule, by what cities report; or why there is none."""
        yield "objective", self.question.objective
        yield "properties", self.question.properties
        yield "value", self.value
        if self.mechanism is not None:
            yield "rule", self.mechanism
            yield "binding", self.binding
        else:
            yield "reasons", self.reasons
            yield "missing", self.missing
            yield "allowance", self.allowance
        yield "proof", self.proof

    def __str__(self) -> str:
        if self.mechanism is not None:
            parts = _ranked(self.binding, 6, "worth {}")
            return "\n".join(
                [
                    self.status,
                    *_rule(self.mechanism),
                    *(["What keeps it from being better:"] if parts else []),
                    *parts,
                ]
            )
        lines = [self.status, "These cannot all hold:", *_ranked(self.reasons, 12, "weight {}")]
        more = f"they ask for {shown(self.missing)} more than there is"
        allowance = self.allowance
        lines.append(
            f"Added up with these weights, {more}: {_NEEDS[allowance]}."
            if allowance
            else f"Added up with these weights, of which only the ratios count, {more}."
        )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


MOST_PROFILES = 16
"""So many profiles of reports are printed."""


def _rule(mechanism: DirectMechanism) -> Iterator[str]:
    """What is done and who pays what, a line for each profile of reports."""
    yield "Its rule, by what cities report:"
    for reports, outcome in itertools.islice(mechanism.outcomes(), MOST_PROFILES):
        reported = ", ".join(f"{city} {shown(kind)}" for city, kind in reports.items())
        done = ", ".join(
            shown(what) if chance == 1 else f"{shown(what)} with chance {shown(chance)}"
            for what, chance in outcome.lottery.items()
        )
        paid = [
            f"{city} {'pays' if fee > 0 else 'receives'} {shown(abs(fee))}"
            for city, fee in outcome.payments.items()
            if fee
        ]
        yield f"  {reported}: {done}; {', '.join(paid) or 'nobody pays'}"
    more = math.prod(mechanism.problem.shape) - MOST_PROFILES
    if more > 0:
        yield f"  and {more} more: .mechanism.to_frame() has all"


def _of_the_fund(weights: Mapping[str, Fraction]) -> Fraction:
    return sum((w for name, w in weights.items() if name.startswith("the fund ")), ZERO)


def _ranked(weights: Mapping[str, Fraction], most: int, text: str) -> list[str]:
    """The constraints by weight, the greatest first."""
    ranked = sorted(weights.items(), key=lambda each: -abs(each[1]))
    lines = [f"  {name} ({text.format(shown(abs(weight)))})" for name, weight in ranked[:most]]
    return [*lines, f"  and {len(ranked) - most} more."] if len(ranked) > most else lines


def design(
    problem: BayesianProblem, objective: str = "welfare", subject_to: str | Iterable[str] = ()
) -> Design:
    """The best mechanism for an objective, among all that keep the properties asked for;
    or the proof that none does.

    The mechanisms that keep the properties are the points of a linear program (``DesignProgram``).
    HiGHS finds an optimum, rational arithmetic proves it. Where there is no mechanism, multipliers
    of the constraints add them up to a contradiction: each is a sentence about certain types, so
    that one can read *whose* honesty and participation cannot be paid for.

    The answer is exact.

    ``objective``: "welfare", a city's name, "revenue" or "subsidy" (see ``DesignQuestion``).
    ``subject_to``: one or several names from ``PROPERTIES``, or short ones such as "BIC".

    Errors: ``InvalidInput`` for other names; ``Undefined`` where the objective has no limit, since
    no property asked for keeps cities from paying, or the fund from giving, ever more.

    >>> from games import BayesianProblem, midpoint_types
    >>> def swap(k):
    ...     types = midpoint_types(0, 1, k)
    ...     return BayesianProblem.bilateral_trade({"Hangzhou": types}, {"Quzhou": types})
    >>> wishes = ["Bayesian incentive compatibility", "interim individual rationality",
    ...           "exact budget balance ex post"]
    >>> best = design(swap(2), subject_to=wishes)
    >>> best.value, best.mechanism.outcome([Fraction(3, 4), Fraction(1, 4)]).lottery
    (Fraction(1, 8), {'trade': Fraction(1, 1)})
    >>> never = design(swap(6), subject_to=[*wishes, "allocative efficiency"])
    >>> never.mechanism is None, never.missing
    (True, Fraction(5, 216))

    On midpoints with up to five types of each city the first best *can* be had, from six on it
    cannot: a verdict on a grid is about that prior, and not about the interval. It is about
    independent types, too: where they are correlated, however little, more can be had (Crémer and
    McLean 1985, 1988).

    Source: Myerson and Satterthwaite (1983); Conitzer and Sandholm (2002), Complexity of mechanism
    design; Vohra (2011), Mechanism Design: A Linear Programming Approach; Crémer and McLean (1988),
    Full extraction of the surplus in Bayesian and dominant strategy auctions.
    """
    question = DesignQuestion(problem, objective, property_names(subject_to, "subject_to"))
    program = DesignProgram(question)
    basis = optimal_basis(program.lp) if _within_reach(program.lp) else None
    if basis is None:
        reasons = _contradiction(program.lp, program.budget)
        if reasons:
            return ImpossibilityCertificate(*reasons).answer(question)
        basis = optimal_basis(program.lp)
    if basis is None:
        raise Undefined(
            "best mechanism",
            f"{objective} has no limit with these properties alone; ask for individual rationality "
            "or a balanced budget too",
            objective,
        )
    return DesignCertificate(basis).read(program)


def design_program(
    problem: BayesianProblem, objective: str = "welfare", subject_to: str | Iterable[str] = ()
) -> LinearProgram:
    """The linear program of a design, to read, to export (``to_pulp``), to solve elsewhere.

    ``objective``, ``subject_to``: as of ``design``.

    Errors: as of ``design``, but for what only its solution shows.

    See ``design`` for the concept and its source.

    >>> from games import BayesianProblem
    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1]}, {"Quzhou": [0]})
    >>> lp = design_program(swap, "Hangzhou", ["interim IR", "budget balance"])
    >>> print(", ".join(row.name for row in lp.rows))
    Hangzhou 1 does not expect to lose, Quzhou 0 does not expect to lose, the fund breaks even
    >>> print(*lp.bounds, sep=", ")
    chance of trade if Hangzhou 1, Quzhou 0, payment of Hangzhou 1 on average,
    payment of Quzhou 0 on average
    """
    return DesignProgram(
        DesignQuestion(problem, objective, property_names(subject_to, "subject_to"))
    ).lp


def _within_reach(lp: LinearProgram) -> bool:
    """Whether HiGHS thinks that there is an optimum; if not, the exact search starts elsewhere."""
    from solvers.simplex import RationalProgram

    return RationalProgram(lp).floating_basis() is not None


def _contradiction(
    lp: LinearProgram, budget: list[str]
) -> tuple[dict[str, Fraction], Fraction] | None:
    """Multipliers that add up the rows to a contradiction, and by how much; None: there are none.

    First all but the fund's rows are kept, and as little money as possible is given to the fund:
    the multipliers then tell what it needs. If that is no help, all rows are given way to, and the
    multipliers are scaled to whole numbers.
    """
    rows = [row.name for row in lp.rows]
    for soft in filter(None, ([*budget], rows)):
        relaxed = _relaxed(lp, set(soft))
        if not _within_reach(relaxed):
            continue
        end = solve(relaxed)
        if end.optimum <= 0:
            return None
        weights = {name: -end.prices[name] for name in rows if end.prices[name]}
        scale = _scale(weights) if soft is rows else ONE
        return {name: weight * scale for name, weight in weights.items()}, end.optimum * scale
    return None


def _scale(weights: Mapping[str, Fraction]) -> Fraction:
    """What makes them the smallest whole numbers; those that add up to the fund's money are told by
    a total of 1 for its rows, so here that is avoided.
    """
    whole, denominator = over_one_denominator(weights.values())
    scale = Fraction(denominator, math.gcd(*whole))
    return 2 * scale if abs(_of_the_fund(weights)) * scale == 1 else scale


def _relaxed(lp: LinearProgram, soft: set[str]) -> LinearProgram:
    """The least amount by which the soft rows must give way."""
    more, less = "given", "taken"
    rows = []
    for row in lp.rows:
        give: dict[str, Fraction] = {}
        if row.name in soft:
            if row.relation != "<=":
                give[more] = ONE
            if row.relation != ">=":
                give[less] = -ONE
        rows.append(Row(row.name, {**row.coefficients, **give}, row.relation, row.bound))
    return LinearProgram(
        "min",
        {more: ONE, less: ONE},
        tuple(rows),
        {**lp.bounds, more: (ZERO, None), less: (ZERO, None)},
    )


@dataclass(frozen=True, slots=True)
class DesignCertificate(Certificate, kind="mechanism design: optimum"):
    """An optimal basis of the program: one elimination gives the mechanism, one the prices."""

    basis: Basis

    def violations(self, subject: DesignQuestion) -> Iterator[str]:
        proven_optimum(DesignProgram(subject).lp, self.basis)  # raises where it is none
        yield from ()

    def answer(self, subject: DesignQuestion) -> Design:
        return self.read(DesignProgram(subject))

    def read(self, program: DesignProgram) -> Design:
        """The answer, from the program of the question."""
        lp = program.lp
        value, point, prices = proven_vertex(lp, self.basis)
        # The dual price of a row: the change of the value per unit of its bound.
        sign = -1 if lp.sense == "max" else 1
        lotteries = {row.name for row in lp.rows if row.name.startswith("chances if ")}
        binding = {n: sign * y for n, y in prices.items() if y and n not in lotteries}
        mechanism = program.mechanism(point)
        return Design(program.question, value, mechanism, {}, ZERO, self, binding)


@dataclass(frozen=True, slots=True)
class ImpossibilityCertificate(Certificate, kind="mechanism design: impossible"):
    """Farkas: weights with which constraints add up to one that no mechanism keeps."""

    reasons: Mapping[str, Fraction]
    missing: Fraction

    def violations(self, subject: DesignQuestion) -> Iterator[str]:
        lp = DesignProgram(subject).lp
        rows = [row.name for row in lp.rows]
        if list(self.reasons) != [name for name in rows if self.reasons.get(name)]:
            yield "The reasons are no rows of the program, or out of order."
        weights = {name: self.reasons.get(name, ZERO) for name in rows}
        bound = lp.bound_from(weights, {})
        if bound is None or bound >= 0:
            yield "The reasons do not add up to a contradiction."
        elif bound != -self.missing:
            yield f"The reasons ask for {-bound} too much, not {self.missing}."

    def answer(self, subject: DesignQuestion) -> Design:
        return Design(subject, None, None, self.reasons, self.missing, self)


@dataclass(frozen=True, slots=True)
class PriorPoint:
    """The design for one prior: ``value`` (``None``: impossible), and what is ``missing`` then.

    See ``design`` for the concept and its source.

    >>> from games import BayesianProblem
    >>> def swap(high):
    ...     return BayesianProblem.bilateral_trade({"B": {1: 1 - high, 4: high}},
    ...                                            {"S": {0: high, 3: 1 - high}})
    >>> wishes = ["BIC", "interim IR", "budget balance", "efficiency"]
    >>> [point] = prior_sweep(swap, [Fraction(3, 4)], "welfare", wishes)
    >>> point.value, point.missing
    (None, Fraction(3, 4))
    """

    parameter: Any
    value: Fraction | None
    missing: Fraction
    design: Design


def prior_sweep(
    family: Callable[[Any], BayesianProblem],
    parameters: Iterable[Any],
    objective: str = "welfare",
    subject_to: str | Iterable[str] = (),
) -> tuple[PriorPoint, ...]:
    """How the best mechanism changes with the prior: one design for each parameter.

    ``family``: a function from a parameter to the problem.
    ``objective``, ``subject_to``: as of ``design``.

    Errors: as of ``design``, and where the function stops.

    See ``design`` for the concept and its source.

    >>> from games import BayesianProblem
    >>> def swap(high):
    ...     return BayesianProblem.bilateral_trade({"B": {1: 1 - high, 4: high}},
    ...                                            {"S": {0: high, 3: 1 - high}})
    >>> wishes = ["BIC", "interim IR", "budget balance", "efficiency"]
    >>> for at in prior_sweep(swap, [Fraction(1, 4), Fraction(3, 4)], "welfare", wishes):
    ...     print(at.parameter, at.value, at.missing)
    1/4 5/8 0
    3/4 None 3/4
    """
    of_kind(family, Callable, place="family of problems")  # type: ignore[arg-type]
    of_kind(parameters, Iterable, place="list of parameters")
    wishes = property_names(subject_to, "subject_to")
    points = []
    for parameter in parameters:
        place = f"the problem for the parameter {parameter}"
        problem = called(place, "a BayesianProblem", family, parameter)
        found = design(problem, objective, wishes)
        points.append(PriorPoint(parameter, found.value, found.missing, found))
    return tuple(points)
