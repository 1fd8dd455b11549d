"""Moulin mechanisms: who is served, and at what price, if only the cities know what it is worth."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity, figures, numbers
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, called, of_kind
from games.exact import exact
from games.players import Coalition, coalition_name
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.verdict import Fails, Holds
from solvers.coalitional.shapley import shapley_value

__all__ = ["MoulinMechanism", "MoulinOutcome"]

ZERO = Fraction(0)
Method = Callable[[CoalitionalGame], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, repr=False)
class MoulinOutcome:
    """Who is served, what each pays, and the cities asked in each round.

    ``unpaid``: what the shares leave of the cost of serving them, 0 where the method covers it;
    below 0, what is paid beyond the cost.

    See ``MoulinMechanism`` for the concept, an example and its source.
    """

    served: Coalition
    shares: Mapping[str, Fraction]
    rounds: tuple[Coalition, ...]
    unpaid: Fraction

    def __repr__(self) -> str:
        pays = figures({city: self.shares[city] for city in self.served}) or "nobody served"
        unpaid = f"; unpaid {approximately(self.unpaid)}" if self.unpaid else ""
        return f"MoulinOutcome({pays}{unpaid})"


@dataclass(frozen=True, slots=True)
class MoulinMechanism:
    """Moulin mechanisms: who is served, and at what price,
    if only the cities know what it is worth.

    A method says what each member of a coalition S would pay, xi(S, i). All cities are offered
    their shares; who will not pay leaves, the rest are offered theirs, and so on until all who are
    left accept. Each city is asked only whether it will pay its share.

    If nobody's share rises when another city joins (*cross-monotonic*), no city and no group gains
    by a misreport, whatever the values; and where the method covers the cost, so does the
    mechanism. The Shapley value of a submodular cost is cross-monotonic, and of all such methods
    loses the least in the worst case.

    The mechanism for a game of costs and a way to share them.

    ``game``: what it costs to serve each coalition. ``method``: from the cost game of a coalition
    (a ``CoalitionalGame`` of its members) to what each of them pays, by name; any point-valued
    solution of the library, or a function of your own. Shares need not cover the cost, as methods
    that cover a part of it are in use; what an outcome leaves unpaid stands in it.

    Errors: ``InvalidInput`` where the game is one of gains, or the method skips a city.

    >>> line = CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 2, 3, 3, 3, 3], "cost")
    >>> metro = MoulinMechanism(line)
    >>> metro.outcome({"A": 1, "B": 2, "C": 1})
    MoulinOutcome(A=0.5, B=1.5)
    >>> print(metro.group_strategyproof())
    holds (no share rises when another city joins, all 12 cases; Moulin (1999))

    Source: Moulin (1999), Incremental cost sharing: characterization by coalition
    strategy-proofness; Moulin and Shenker (2001), Strategyproof sharing of submodular costs.
    """

    game: CoalitionalGame
    method: Method = shapley_value
    _known: dict[Coalition, dict[str, Fraction]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        of_kind(self.game, CoalitionalGame, place="game of a Moulin mechanism")
        if self.game.sense != "cost":
            raise InvalidInput("sense of the game", self.game.sense, '"cost"')
        if not callable(self.method):
            raise InvalidInput("the method", self.method, "a function, as shapley_value")

    def shares(self, coalition: Coalition) -> dict[str, Fraction]:
        """xi(S, i): what each member would pay if just this coalition were served."""
        members = self.game.members(self.game.mask(coalition))
        if not members:
            return {}
        if members not in self._known:
            part = CoalitionalGame.from_function(members, self.game.worth, "cost")
            place = f"what the method returns for {coalition_name(members)}"
            expected = "what each member pays, by name"
            found = called(place, expected, self.method, part)
            if not isinstance(found, Mapping) or set(found) != set(members):
                raise InvalidInput(place, found, expected)
            self._known[members] = {
                city: exact(found[city], f"share of {city} in {coalition_name(members)}")
                for city in members
            }
        return self._known[members]

    def outcome(self, values: ByCity) -> MoulinOutcome:
        """Who is served if the cities report these values; who is indifferent is served."""
        cities = self.game.players
        worth = dict(zip(cities, numbers(values, cities, "value"), strict=True))
        rounds = [cities]
        while True:
            shares = self.shares(rounds[-1])
            served = tuple(city for city in shares if worth[city] >= shares[city])
            if served == rounds[-1] or not rounds[-1]:
                unpaid = self._unpaid(served)
                return MoulinOutcome(served, dict(shares), tuple(rounds), unpaid)
            rounds.append(served)

    def deficits(self) -> dict[Coalition, Fraction]:
        """Each coalition whose shares do not add up to its cost, with what is missing."""
        found = {}
        for coalition in self.game:
            missing = self._unpaid(coalition)
            if missing:
                found[coalition] = missing
        return found

    def _unpaid(self, coalition: Coalition) -> Fraction:
        cost = self.game.worth(coalition) if coalition else ZERO
        return cost - sum(self.shares(coalition).values(), ZERO)

    def group_strategyproof(self) -> Holds | Fails:
        """Whether a city or a group can ever gain by a misreport, at any values.

        It cannot if no share rises when another city joins, which is checked for all coalitions.
        Else the verdict shows a misreport of one city, or of two of which one gains and the other
        has as much as before, with a value for each city: ``outcome`` replays it.
        """
        cases = 0
        for coalition, newcomer, city in self._joinings():
            cases += 1
            before, joined = self.shares(coalition), self.shares((*coalition, newcomer))
            if joined[city] > before[city]:
                return self._misreport(coalition, newcomer, city)
        return Holds(
            "group strategy-proofness",
            f"no share rises when another city joins, all {cases} cases; Moulin (1999)",
        )

    def _joinings(self) -> Iterator[tuple[Coalition, str, str]]:
        """The largest coalitions first: where a share rises, none rises in what contains it."""
        for size in reversed(range(1, len(self.game.players))):
            for coalition in itertools.combinations(self.game.players, size):
                for newcomer in self.game.players:
                    if newcomer not in coalition:
                        yield from ((coalition, newcomer, city) for city in coalition)

    def _misreport(self, coalition: Coalition, newcomer: str, city: str) -> Fails:
        """A misreport that pays where ``city``'s share rises as ``newcomer`` joins ``coalition``.

        Who is in neither leaves at once, the rest of the coalition accepts anything, and the city
        is worth more than it pays without the newcomer, and less than with it. So it is out in
        truth, unless the newcomer leaves by itself; how to make that leave depends on what both are
        offered at first, which is no more than what ``joined`` offers them.
        """
        first, joined = self.shares(self.game.players), self.shares((*coalition, newcomer))
        price, dearer = self.shares(coalition)[city], joined[city]
        rest = tuple(each for each in coalition if each != city)
        alone = self.shares((*rest, newcomer))[newcomer]
        asked = (first, joined, *map(self.shares, (coalition, rest, (*rest, newcomer))))
        high = 1 + max(abs(share) for shares in asked for share in shares.values())
        low = {each: share / 2 if share > 0 else share - 1 for each, share in first.items()}
        truth = {each: high if each in coalition else low[each] for each in self.game.players}
        truth[city] = (price + dearer) / 2
        who: tuple[str, ...] = (city,)
        reports = {city: high}
        if first[city] > price:  # it leaves at once, with the newcomer
            truth[city] = (price + min(dearer, first[city])) / 2
        elif first[newcomer] < joined[newcomer]:  # both accept, then neither
            truth[newcomer] = (first[newcomer] + joined[newcomer]) / 2
        else:
            offered = joined[newcomer]
            if alone < offered:  # by staying, the newcomer drives the city away, and then pays less
                truth[newcomer] = (alone + offered) / 2
                who, reports = (newcomer,), {newcomer: high}
            else:  # it gets nothing out of being served, and leaves for the city
                truth[newcomer] = offered
                who, reports = (city, newcomer), {newcomer: low[newcomer]}
        return self._shown(who, truth, reports)

    def _shown(
        self, who: tuple[str, ...], truth: dict[str, Fraction], reports: dict[str, Fraction]
    ) -> Fails:
        """The verdict of a misreport by which the first of these cities is served and gains."""
        (liar, report), *_ = reports.items()
        price = self.outcome({**truth, **reports}).shares[who[0]]
        gain = truth[who[0]] - price
        values = ", ".join(approximately(value, ".4g") for value in truth.values())
        gains = "is served" if liar == who[0] else f"loses nothing, {who[0]} is served"
        return Fails(
            "group strategy-proofness",
            who,
            truth,
            reports,
            gain,
            f"if {', '.join(truth)} value it at {values}, {who[0]} is not served; if {liar} says "
            f"{approximately(report, '.4g')}, it {gains} for {approximately(price, '.4g')}, and "
            f"gains {approximately(gain, '.4g')}",
        )

    def direct_mechanism(self, types: Mapping[str, Any]) -> DirectMechanism:
        """The mechanism over finitely many values of each city, for audits.

        ``types``: by city its possible values with their probabilities, or a list of equally likely
        ones. The alternatives are the coalitions that may be served, each with its cost.
        """
        served = [(), *self.game]
        problem = BayesianProblem(
            self.game.players,
            types,
            served,
            lambda city, coalition, value: value if city in coalition else 0,
            costs={coalition: self.game.worth(coalition) for coalition in served},
        )

        def rule(reports: dict[str, Any]) -> tuple[Coalition, Mapping[str, Fraction]]:
            outcome = self.outcome(reports)
            return outcome.served, outcome.shares

        return DirectMechanism.from_rule(problem, rule)
