"""Direct mechanisms: each city reports its type,
and the rule says what is done and who pays what.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.bayesian_problem import BayesianProblem
from games.by_city import one_of
from games.continuous_problem import ContinuousProblem
from games.errors import MISSING, InvalidInput, Told, called, of_kind
from games.exact import exact, over_one_denominator
from games.known_number import handed
from games.private_types import profile_name, shown
from solvers.tidy_rows import Tidy

__all__ = [
    "DirectMechanism",
    "InterimPayoff",
    "MechanismOutcome",
    "asked",
    "outcome_of",
    "packed",
    "read_lottery",
    "read_payments",
    "weighted",
]

ZERO = Fraction(0)
_RANGES = "while ContinuousMechanism takes one on ranges of types"
_INT64_SAFE = 1 << 62


@dataclass(frozen=True, slots=True)
class MechanismOutcome:
    """What is done, with which probability, and what each city pays (receives, if negative).

    See ``DirectMechanism`` for the concept, an example and its source.
    """

    lottery: Mapping[Hashable, Fraction]
    payments: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class InterimPayoff:
    """What a city of one type expects if all tell the truth, before it knows the others' types.

    ``lottery``: probability of each alternative; ``value``: what these are worth to it;
    ``payment``: what it pays; ``payoff``: value less payment; ``outside``: what it has without the
    rule.

    See ``DirectMechanism`` for the concept and its source.

    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
    >>> posted = DirectMechanism.from_rule(
    ...     swap, lambda reports: ("trade", {"Hangzhou": 2, "Quzhou": -2})
    ...     if reports["Hangzhou"] >= 2 >= reports["Quzhou"] else ("no trade", None))
    >>> keen = posted.interim("Hangzhou")[3]
    >>> keen.value, keen.payment, keen.payoff
    (Fraction(3, 1), Fraction(2, 1), Fraction(1, 1))
    """

    lottery: Mapping[Hashable, Fraction]
    value: Fraction
    payment: Fraction
    outside: Fraction

    @property
    def payoff(self) -> Fraction:
        return self.value - self.payment


class DirectMechanism(Tidy):
    """Direct mechanisms: each city reports its type,
    and the rule says what is done and who pays what.

    A direct mechanism is an allocation rule, from profiles of reports to an alternative or a
    lottery over alternatives, and a payment rule: what each city pays into the common fund (what it
    receives is negative). By the revelation principle whatever cities can bring about in an
    equilibrium of any rule, they can bring about by one of these in which each tells the truth.

    An allocation rule and a payment rule over all profiles of reported types; frozen.

    ``problem``: the cities, their types, the alternatives.
    ``allocation``: for each profile (a tuple of types, in the order of the cities) an alternative,
    or a lottery: a mapping from alternatives to probabilities.
    ``payments``: for each profile what each city pays, by name (0 who is not named) or in order.

    Kept as whole numbers: ``chances[profile][alternative]`` out of ``certainty``, and
    ``fees[city][profile]`` times ``unit``, where a profile is one position for each city.

    Errors: ``InvalidInput`` names the profile at which the rule chooses what is no alternative, at
    which probabilities do not add up to 1, or at which payments have a wrong shape.

    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
    >>> posted = DirectMechanism.from_rule(
    ...     swap, lambda reports: ("trade", {"Hangzhou": 2, "Quzhou": -2})
    ...     if reports["Hangzhou"] >= 2 >= reports["Quzhou"] else ("no trade", None))
    >>> posted.outcome({"Hangzhou": 3, "Quzhou": 0})
    MechanismOutcome(lottery={'trade': Fraction(1, 1)}, payments={'Hangzhou': Fraction(2, 1),
                                                         'Quzhou': Fraction(-2, 1)})
    >>> posted.payoffs()
    {'Hangzhou': Fraction(1, 2), 'Quzhou': Fraction(1, 2)}

    Source: Gibbard (1973); Myerson (1979); Börgers (2015), chapters 2 to 4.
    """

    __slots__ = ("certainty", "chances", "fees", "problem", "unit")

    problem: BayesianProblem
    chances: npt.NDArray[Any]
    certainty: int
    fees: npt.NDArray[Any]
    unit: Fraction

    def __init__(
        self,
        problem: BayesianProblem,
        allocation: Mapping[Any, Any],
        payments: Mapping[Any, Any] | None = None,
    ) -> None:
        of_kind(problem, BayesianProblem, place="problem of a mechanism", hint=_RANGES)
        tables = []
        paid = {} if payments is None else payments
        for name, table in (("allocation", allocation), ("payments", paid)):
            of_kind(table, Mapping, place=f"table of the {name}")
            by_profile = {}
            for profile, entry in table.items():
                given = profile if isinstance(profile, tuple) else (profile,)
                by_profile[problem.profile_index(given)] = entry
            if len(by_profile) < len(table):
                raise InvalidInput(
                    f"the {name}", Told("missing: one profile stands twice"), "each once"
                )
            tables.append(by_profile)
        self._fill_from(problem, lambda at: (tables[0].get(at), tables[1].get(at)))

    @classmethod
    def from_rule(
        cls, problem: BayesianProblem, rule: Callable[[dict[str, Any]], Any]
    ) -> DirectMechanism:
        """A mechanism from a plain function of the reports.

        ``rule`` is called with a mapping from cities to reported types and returns a pair: the
        alternative (or a lottery, a mapping to probabilities), and what each city pays, by name (0
        who is not named), in the order of the cities, or ``None``. Beside a report, as everywhere,
        a float is the decimal that it prints as: ``reports["Hangzhou"] >= 0.2`` holds of 1/5.

        >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1]}, {"Quzhou": [0]})
        >>> DirectMechanism.from_rule(swap, lambda reports: ("rent", None))
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: what the rule chooses at (Hangzhou: 1, Quzhou: 0) is 'rent'; it
        should be one of no trade, trade, or a lottery over them.
        """
        of_kind(problem, BayesianProblem, place="problem of a mechanism", hint=_RANGES)
        of_kind(rule, Callable, place="rule")  # type: ignore[arg-type]

        mechanism = cls.__new__(cls)
        mechanism._fill_from(problem, lambda at: asked(rule, problem.profile_at(at)))
        return mechanism

    @classmethod
    def from_arrays(
        cls,
        problem: BayesianProblem,
        chances: npt.NDArray[Any],
        certainty: int,
        fees: npt.NDArray[Any],
        unit: Fraction,
    ) -> DirectMechanism:
        """A mechanism from whole numbers, as they are kept; for rules that are found in bulk."""
        shape = problem.shape
        for name, array, expected in (
            ("chances", chances, (*shape, len(problem.alternatives))),
            ("fees", fees, (len(problem.cities), *shape)),
        ):
            if array.shape != expected:
                raise InvalidInput(f"the shape of {name}", array.shape, str(expected))
        wrong = np.argwhere((chances.sum(axis=-1) != certainty) | (chances < 0).any(axis=-1))
        if len(wrong):
            where = profile_name(problem.profile_at(tuple(map(int, wrong[0]))))
            raise InvalidInput(f"the lottery at {where}", MISSING, "probabilities that add up to 1")
        mechanism = cls.__new__(cls)
        mechanism._fill(problem, chances.copy(), certainty, fees.copy(), unit)
        return mechanism

    def _fill_from(
        self, problem: BayesianProblem, outcome: Callable[[tuple[int, ...]], tuple[Any, Any]]
    ) -> None:
        profiles = list(itertools.product(*map(range, problem.shape)))
        lotteries: list[Fraction] = []
        fees: list[list[Fraction]] = []
        for profile in profiles:
            decision, payments = outcome(profile)
            where = f"at {profile_name(problem.profile_at(profile))}"
            lotteries += read_lottery(problem, decision, where)
            fees.append(read_payments(problem, payments, where))
        chances, certainty = packed(lotteries)
        paid, unit = packed([fee for by_city in zip(*fees, strict=True) for fee in by_city])
        self._fill(
            problem,
            chances.reshape(*problem.shape, len(problem.alternatives)),
            certainty.denominator,
            paid.reshape(len(problem.cities), *problem.shape),
            unit,
        )

    def _fill(
        self,
        problem: BayesianProblem,
        chances: npt.NDArray[Any],
        certainty: int,
        fees: npt.NDArray[Any],
        unit: Fraction,
    ) -> None:
        chances.flags.writeable = fees.flags.writeable = False
        for field, value in (
            ("problem", problem),
            ("chances", chances),
            ("certainty", certainty),
            ("fees", fees),
            ("unit", unit),
        ):
            object.__setattr__(self, field, value)

    def outcome(self, reports: Mapping[str, Any] | Sequence[Any]) -> MechanismOutcome:
        """What the rule does when the cities report these types."""
        at = self.problem.profile_index(reports)
        lottery = zip(self.problem.alternatives, self.chances[at].tolist(), strict=True)
        return MechanismOutcome(
            {each: Fraction(chance, self.certainty) for each, chance in lottery if chance},
            {
                city: int(fees[at]) * self.unit
                for city, fees in zip(self.problem.cities, self.fees, strict=True)
            },
        )

    def outcomes(self) -> Iterator[tuple[dict[str, Hashable], MechanismOutcome]]:
        """What the rule does at each profile of reports, which come by city.

        >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1]}, {"Quzhou": [0]})
        >>> gift = DirectMechanism.from_rule(swap, lambda reports: ("trade", None))
        >>> [(reports, outcome.lottery) for reports, outcome in gift.outcomes()]
        [({'Hangzhou': Fraction(1, 1), 'Quzhou': Fraction(0, 1)}, {'trade': Fraction(1, 1)})]
        """
        for at in itertools.product(*map(range, self.problem.shape)):
            reports = self.problem.profile_at(at)
            yield reports, self.outcome(reports)

    def _facts(self) -> Iterator[tuple[str, object]]:
        """The chance of each alternative, and what each city pays, by what cities report."""
        outcomes = [(_exactly(reports), outcome) for reports, outcome in self.outcomes()]
        yield "chance", {reports: outcome.lottery for reports, outcome in outcomes}
        yield "payment", {reports: outcome.payments for reports, outcome in outcomes}

    def interim(self, city: str) -> dict[Hashable, InterimPayoff]:
        """What each type of a city expects if all tell the truth, by type.

        >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
        >>> gift = DirectMechanism.from_rule(swap, lambda reports: ("trade", None))
        >>> gift.interim("Hangzhou")[3].payoff
        Fraction(3, 1)
        """
        problem = self.problem
        i = problem.cities.index(city) if city in problem.cities else -1
        if i < 0:
            raise InvalidInput("a city", city, problem.cities)
        chances, paid, scale = self.expected_tables(i)
        found: dict[Hashable, InterimPayoff] = {}
        for k, kind in enumerate(problem.types[i]):
            lottery = [Fraction(int(c), scale * self.certainty) for c in chances[k].tolist()]
            found[kind] = InterimPayoff(
                {a: p for a, p in zip(problem.alternatives, lottery, strict=True) if p},
                sum((p * v for p, v in zip(lottery, problem.values[i][k], strict=True)), ZERO),
                int(paid[k]) * self.unit / scale,
                problem.outside[i][k],
            )
        return found

    def expected_tables(self, i: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any], int]:
        """By report of city i: chances of the alternatives, its fee, and what both are out of."""
        chances, fees, scale = self.chances, self.fees[i], 1
        for j in reversed(range(len(self.problem.cities))):
            if j == i:
                continue
            weights, unit = packed(self.problem.priors[j])
            scale *= unit.denominator
            chances, fees = (weighted(table, weights, j) for table in (chances, fees))
        return chances, fees, scale

    def payoffs(self) -> dict[str, Fraction]:
        """What each city expects before it learns its type, if all tell the truth."""
        found: dict[str, Fraction] = {}
        for city in self.problem.cities:
            interim, prior = self.interim(city), self.problem.prior(city)
            found[city] = sum((p * interim[kind].payoff for kind, p in prior.items()), ZERO)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a DirectMechanism is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            type(self).from_arrays,
            (self.problem, self.chances, self.certainty, self.fees, self.unit),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DirectMechanism):
            return NotImplemented
        mine, theirs = (
            (
                m.chances.astype(object) * Fraction(1, m.certainty),
                m.fees.astype(object) * m.unit,
            )
            for m in (self, other)
        )
        return self.problem == other.problem and all(
            bool((a == b).all()) for a, b in zip(mine, theirs, strict=True)
        )

    def __hash__(self) -> int:
        return hash((self.problem, self.certainty))

    def __repr__(self) -> str:
        random = "lotteries" if (self.chances % self.certainty).any() else "sure outcomes"
        profiles = math.prod(self.problem.shape)
        return (
            f"DirectMechanism({', '.join(self.problem.cities)}; {random} at {profiles} profile"
            f"{'s' if profiles > 1 else ''})"
        )


def _exactly(reports: Mapping[str, Hashable]) -> str:
    """A profile of reports in a table, its numbers as fractions."""
    return ", ".join(
        f"{city} {shown(kind) if isinstance(kind, tuple) else kind}"
        for city, kind in reports.items()
    )


def weighted(table: npt.NDArray[Any], weights: npt.NDArray[Any], axis: int) -> npt.NDArray[Any]:
    """The sum over one axis with integer weights, exact: Python integers where int64 might not do.

    >>> weighted(np.array([[1, 2], [3, 4]]), np.array([1, 10]), 0)
    array([31, 42])
    """
    largest = max((abs(int(table.max())), abs(int(table.min()))), default=0)
    if object in (table.dtype, weights.dtype) or largest * int(weights.sum()) >= _INT64_SAFE:
        table, weights = table.astype(object), weights.astype(object)
    found: npt.NDArray[Any] = np.tensordot(weights, table, axes=(0, axis))
    return found


def packed(numbers: Iterable[Fraction]) -> tuple[npt.NDArray[Any], Fraction]:
    """Fractions as whole numbers over one unit: int64 where they fit, Python integers beyond.

    >>> packed([Fraction(1, 2), Fraction(2, 3)])
    (array([3, 4]), Fraction(1, 6))
    """
    whole, denominator = over_one_denominator(numbers)
    fits = max(map(abs, whole), default=0) < _INT64_SAFE
    return np.array(whole, dtype=np.int64 if fits else object), Fraction(1, denominator)


def asked(
    rule: Callable[[dict[str, Any]], Any], reports: Mapping[str, Hashable], where: str = ""
) -> Any:
    """What a rule returns, a pair; ``where``: in which case, if not at the reports' names."""
    place = f"what the rule returns {where or f'at {profile_name(reports)}'}"
    expected = "a pair: what is chosen, and what each city pays"
    told = {city: handed(kind) for city, kind in reports.items()}
    found = called(place, expected, rule, told)
    if not isinstance(found, tuple | list) or len(found) != 2:
        raise InvalidInput(place, found, expected)
    return found


def outcome_of(
    problem: BayesianProblem, rule: Callable[[dict[str, Any]], Any], reports: Mapping[str, Hashable]
) -> MechanismOutcome:
    """What a rule does at one profile of reports; errors as in ``from_rule``."""
    problem.profile_index(reports)
    decision, payments = asked(rule, reports)
    where = f"at {profile_name(reports)}"
    lottery = zip(problem.alternatives, read_lottery(problem, decision, where), strict=True)
    fees = read_payments(problem, payments, where)
    return MechanismOutcome(
        {each: chance for each, chance in lottery if chance},
        dict(zip(problem.cities, fees, strict=True)),
    )


def read_lottery(
    problem: BayesianProblem | ContinuousProblem, decision: Any, where: str
) -> list[Fraction]:
    """The probability of each alternative; ``where`` says in errors at which reports."""
    lottery = [ZERO] * len(problem.alternatives)
    chosen = decision.items() if isinstance(decision, Mapping) else [(decision, Fraction(1))]
    for each, chance in chosen:
        try:
            at = problem.alternative_index(each)
        except InvalidInput:
            known = ", ".join(map(shown, problem.alternatives[:12]))
            raise InvalidInput(
                f"what the rule chooses {where}",
                MISSING if each is None else each,
                f"one of {known}, or a lottery over them",
            ) from None
        lottery[at] += exact(chance, f"probability of {shown(problem.alternatives[at])} {where}")
    if min(lottery) < 0 or sum(lottery) != 1:
        raise InvalidInput(
            f"the sum of the probabilities {where}",
            sum(lottery),
            "1, and none below 0",
        )
    return lottery


def read_payments(
    problem: BayesianProblem | ContinuousProblem, given: Any, where: str
) -> list[Fraction]:
    """What each city pays; ``where`` says in errors at which reports."""
    cities = problem.cities
    if given is None:
        return [ZERO] * len(cities)
    if isinstance(given, Mapping):
        for name in given:
            one_of(name, cities, f"a city that pays {where}")
        return [exact(given.get(city, 0), f"payment of {city} {where}") for city in cities]
    listed = [] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    if len(listed) != len(cities):
        expected = f"one number for each of {', '.join(cities)}, by name or in order"
        raise InvalidInput(f"what the cities pay {where}", given, expected)
    return [
        exact(fee, f"payment of {city} {where}") for city, fee in zip(cities, listed, strict=True)
    ]
