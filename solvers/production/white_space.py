"""What land left white is worth: the regret of a fixed plan against the cost of waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import truth
from games.errors import of_kind
from games.white_space import WhiteSpace
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import OptimalityCertificate, bounded_optimum

__all__ = ["WhiteSpaceCertificate", "WhiteSpacePlan", "white_space", "white_space_program"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class WhiteSpacePlan(Answer):
    """The best plan with white land, beside the best fixed one and perfect foresight.

    ``white``: by city the land that is best left white. ``committed``: by city and use the rest, as
    far as it is committed. ``value``, ``fixed_value``, ``foresight``: on average, of the best plan,
    of the best one without white land, and of who knows the scenario. ``regrets``: by scenario,
    what the fixed plan has less than who had known it. ``option_cost``: what holding and being late
    cost, on average. ``avoided``: what the best plan has more than the fixed one before that cost.

    See ``white_space`` for the concept, an example and its source.
    """

    game: WhiteSpace
    white: Mapping[str, Fraction]
    committed: Mapping[tuple[str, str], Fraction]
    fixed: Mapping[tuple[str, str], Fraction]
    value: Fraction
    fixed_value: Fraction
    foresight: Fraction
    regrets: Mapping[str, Fraction]
    option_cost: Fraction
    certificate: WhiteSpaceCertificate
    method: str = "two-stage stochastic program, each optimum with its prices"
    proof: Proof = EXACT

    @property
    def regret(self) -> Fraction:
        """What the fixed plan regrets on average."""
        return self.foresight - self.fixed_value

    @property
    def gain(self) -> Fraction:
        """What white land brings, its cost paid."""
        return self.value - self.fixed_value

    @property
    def avoided(self) -> Fraction:
        """How much of the fixed plan's regret white land avoids, before what it costs."""
        return self.gain + self.option_cost

    @property
    def fixed_fails(self) -> bool:
        """Whether the regret that white land avoids is more than it costs."""
        return self.avoided > self.option_cost

    @property
    def break_even(self) -> Fraction | None:
        """How much more holding could cost per unit until this white land no longer pays."""
        land = sum(self.white.values(), ZERO)
        return self.gain / land if land else None

    @property
    def status(self) -> str:
        regret = approximately(self.regret)
        if not self.fixed_fails:
            return f"No land is worth leaving white; the best fixed plan regrets {regret}."
        areas = ", ".join(f"{c} {approximately(x)}" for c, x in self.white.items() if x)
        return (
            f"Leave white: {areas}. That avoids {approximately(self.avoided)} of the {regret} that "
            f"the best fixed plan regrets, and costs {approximately(self.option_cost)}."
        )


@dataclass(frozen=True, slots=True)
class WhiteSpaceCertificate(Certificate, kind="white space", of="white_space"):
    """The optimum with white land, without, and of each scenario if it is known."""

    flexible: OptimalityCertificate
    fixed: OptimalityCertificate
    foresight: Mapping[str, OptimalityCertificate]

    def violations(self, subject: WhiteSpace) -> Iterator[str]:
        flexible, fixed, known = proven_programs(subject)
        yield from self.flexible.violations(flexible)
        yield from self.fixed.violations(fixed)
        if tuple(self.foresight) != subject.scenarios:
            yield "There is an optimum for each scenario."
        for scenario, optimum in self.foresight.items():
            yield from optimum.violations(known[scenario])

    def answer(self, subject: WhiteSpace) -> WhiteSpacePlan:
        at, fixed = self.flexible.point, self.fixed.point
        held = (x * at[_white(c)] for c, x in zip(subject.cities, subject.holding, strict=True))
        lost = (
            subject.chance[s] * x * at[_name(s, "late", c, use)]
            for s in subject.scenarios
            for c, x in zip(subject.cities, subject.late, strict=True)
            for use in subject.uses
        )
        return WhiteSpacePlan(
            game=subject,
            white={c: at[_white(c)] for c in subject.cities},
            committed=_committed(subject, at),
            fixed=_committed(subject, fixed),
            value=self.flexible.value,
            fixed_value=self.fixed.value,
            foresight=sum((subject.chance[s] * w.value for s, w in self.foresight.items()), ZERO),
            regrets={
                s: known.value
                - sum(
                    (
                        subject.returns.get((s, c, use), ZERO) * fixed[_name(s, "early", c, use)]
                        for c in subject.cities
                        for use in subject.uses
                    ),
                    ZERO,
                )
                for s, known in self.foresight.items()
            },
            option_cost=sum(held, ZERO) + sum(lost, ZERO),
            certificate=self,
        )


def white_space(game: WhiteSpace) -> WhiteSpacePlan:
    """What land left white is worth: the regret of a fixed plan against the cost of waiting.

    With y committed and x white, in scenario s land w of what is committed and z of what is white
    come into use:

        max  sum_s p_s sum_iu ( r_siu w_siu + (r_siu - late_i) z_siu )  -  sum_i holding_i x_i
        sum_u y_iu + x_i <= land_i,   w_siu <= y_iu,   sum_u z_siu <= x_i,   w_siu + z_siu <= d_siu.

    The fixed plan is the best one with x = 0. Its regret in s is what who knows s has more. White
    land pays, and the fixed plan fails, if what it avoids of that regret is more than the *option
    cost*, what holding and being late cost. Of several best plans one is shown.

    Errors: ``InvalidInput`` for what is no ``WhiteSpace``.

    >>> from games import WhiteSpace
    >>> plan = WhiteSpace({"Quzhou": 10}, {"boom": {"Quzhou": {"labs": 9, "homes": 4}},
    ...                                    "slump": {"Quzhou": {"labs": 1, "homes": 4}}},
    ...                   holding=[1])
    >>> found = white_space(plan)
    >>> found.white["Quzhou"], found.value, found.fixed_value, found.regret, found.option_cost
    (Fraction(10, 1), Fraction(55, 1), Fraction(50, 1), Fraction(15, 1), Fraction(10, 1))

    Source: Dantzig (1955), Linear programming under uncertainty; Arrow and Fisher (1974),
    Environmental preservation, uncertainty, and irreversibility.
    """
    of_kind(game, WhiteSpace, place="subject of white_space")
    flexible, fixed, known = proven_programs(game)
    return WhiteSpaceCertificate(
        _optimum(flexible), _optimum(fixed), {s: _optimum(lp) for s, lp in known.items()}
    ).answer(game)


def white_space_program(game: WhiteSpace, *, white: bool = True) -> LinearProgram:
    """The stochastic program, to read or to export; without ``white`` land: the fixed plan's.

    Errors: ``InvalidInput`` for what is no ``WhiteSpace``.

    See ``white_space`` for the concept and its source.

    >>> game = WhiteSpace({"Quzhou": 10}, {"boom": {"Quzhou": {"labs": 9}}})
    >>> [row.name for row in white_space_program(game).rows]
    ['land of Quzhou', 'boom: labs in Quzhou', 'boom: white land in Quzhou']
    """
    of_kind(game, WhiteSpace, place="subject of white_space_program")
    white = truth(white, "white")
    objective: dict[str, Fraction] = {}
    rows = []
    for k, city in enumerate(game.cities):
        used = {_commit(city, use): ONE for use in game.uses}
        objective |= dict.fromkeys(used, ZERO)
        if white:
            objective[_white(city)] = -game.holding[k]
            used[_white(city)] = ONE
        rows.append(Row(f"land of {city}", used, "<=", game.land[city]))
    for s in game.scenarios:
        for k, city in enumerate(game.cities):
            pool = {_white(city): -ONE}
            for use in game.uses:
                place, worth = f"{s}: {use} in {city}", game.returns.get((s, city, use), ZERO)
                early, late = _name(s, "early", city, use), _name(s, "late", city, use)
                objective[early], built = game.chance[s] * worth, {early: ONE}
                rows.append(Row(place, {early: ONE, _commit(city, use): -ONE}, "<=", ZERO))
                if white:
                    objective[late] = game.chance[s] * (worth - game.late[k])
                    built[late] = pool[late] = ONE
                limit = game.demand.get((s, city, use))
                if limit is not None:
                    rows.append(Row(f"{place}, demand", built, "<=", limit))
            if white:
                rows.append(Row(f"{s}: white land in {city}", pool, "<=", ZERO))
    bounds: dict[str, tuple[Fraction | None, Fraction | None]]
    bounds = dict.fromkeys(objective, (ZERO, None))
    return LinearProgram("max", objective, tuple(rows), bounds)


def proven_programs(
    game: WhiteSpace,
) -> tuple[LinearProgram, LinearProgram, dict[str, LinearProgram]]:
    """The programs with white land, without, and of each scenario if it is known."""
    known = {s: white_space_program(_known(game, s), white=False) for s in game.scenarios}
    return white_space_program(game), white_space_program(game, white=False), known


def _optimum(lp: LinearProgram) -> OptimalityCertificate:
    found = bounded_optimum(lp)
    assert isinstance(found, OptimalityCertificate)  # noqa: S101 - to use no land is feasible
    return found


def _known(game: WhiteSpace, scenario: str) -> WhiteSpace:
    """The game in which one scenario is certain."""
    table: dict[str, dict[str, dict[str, Fraction]]] = {scenario: {}}
    limits: dict[str, dict[str, dict[str, Fraction]]] = {scenario: {}}
    for found, target in ((game.returns, table), (game.demand, limits)):
        for (s, city, use), number in found.items():
            if s == scenario:
                target[scenario].setdefault(city, {})[use] = number
    uses = {city: dict.fromkeys(game.uses, ZERO) for city in game.cities}
    full = {city: uses[city] | table[scenario].get(city, {}) for city in game.cities}
    return WhiteSpace(
        game.land, {scenario: full}, demand=limits, holding=game.holding, late=game.late
    )


def _committed(game: WhiteSpace, at: Mapping[str, Fraction]) -> dict[tuple[str, str], Fraction]:
    return {
        (city, use): at[_commit(city, use)]
        for city in game.cities
        for use in game.uses
        if at[_commit(city, use)]
    }


def _white(city: str) -> str:
    return f"white land of {city}"


def _commit(city: str, use: str) -> str:
    return f"{use} in {city}"


def _name(scenario: str, when: str, city: str, use: str) -> str:
    return f"{scenario}: {when} {use} in {city}"
