"""Hub plans: which hubs a budget should open, whom they serve, and whether a planned hub pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.errors import of_kind
from games.point_hubs import PointHubs
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.program_game import ProgramGame
from solvers.families.proven_plan import ProvenWorth, proven_worth
from solvers.linear_program import LinearProgram, Row

__all__ = ["HubPlan", "HubPlans", "HubPlansCertificate", "hub_plans"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class HubPlan:
    """Hubs opened together, and what comes of it.

    See ``hub_plans`` for the concept, an example and its source.
    """

    game: PointHubs
    opened: tuple[str, ...]

    @property
    def cost(self) -> Fraction:
        return self.game.cost(self.opened)

    @property
    def net(self) -> Fraction:
        """What the hubs are worth to all cities, less what they cost."""
        return self.game.net(self.opened)

    @property
    def served(self) -> tuple[str, ...]:
        return self.game.served(self.opened)

    @property
    def share(self) -> Fraction:
        """The cities that are served."""
        return Fraction(len(self.served), len(self.game.cities))

    @property
    def serves_enough(self) -> bool:
        """Whether at least the share of cities is served that should be."""
        return self.share >= self.game.coverage

    @property
    def pays(self) -> bool:
        """Whether the hubs are worth what they cost."""
        return self.net >= 0

    @property
    def affordable(self) -> bool:
        """Whether the budget is enough."""
        return self.cost <= self.game.budget

    @property
    def fails(self) -> bool:
        """Whether it does not pay, serves too few cities, or costs more than the budget."""
        return not (self.pays and self.serves_enough and self.affordable)


@dataclass(frozen=True, slots=True, repr=False)
class HubPlans(Answer):
    """The hubs that somebody planned, those that are worth most, and those that serve most cities.

    ``planned``: as the game has it. ``best``: within the budget, worth most. ``widest``: within the
    budget and worth what they cost, serving most cities. ``enough``: of those that serve the share
    of cities that should be, or as many as the widest, the one that is worth most.

    See ``hub_plans`` for the concept, an example and its source.
    """

    game: PointHubs
    planned: HubPlan
    best: HubPlan
    widest: HubPlan
    enough: HubPlan
    certificate: HubPlansCertificate
    method: str = "three integer programs, each by branch and bound"
    proof: Proof = EXACT

    @property
    def attainable(self) -> bool:
        """Whether any hubs within the budget pay and serve enough cities."""
        return self.widest.serves_enough

    @property
    def status(self) -> str:
        plan = self.planned
        if not plan.opened:
            what = listed(self.best.opened) if self.best.opened else "no hub"
            text = f"Best is to open {what}, for {approximately(self.best.net)} net"
        else:
            text = f"{listed(plan.opened)} would bring {approximately(plan.net)} net"
            if not plan.affordable:
                text += f", for {approximately(plan.cost)} of a budget of "
                text += approximately(self.game.budget)
        n = len(self.game.cities)
        shown = plan if plan.opened else self.best
        return (
            f"{text}, and serve {len(shown.served)} of {n} cities; of hubs that pay the widest "
            f"serve {len(self.widest.served)}."
        )


@dataclass(frozen=True, slots=True)
class HubPlansCertificate(Certificate, kind="hub plans", of="hub_plans"):
    """All plans, each with cases that bound what any other could do.

    So each is worth what its hubs are: more cities served, from hubs worth more to them, would be a
    better plan.
    """

    best: ProvenWorth
    widest: ProvenWorth
    enough: ProvenWorth

    def violations(self, subject: PointHubs) -> Iterator[str]:
        for plan, model in (
            (self.best, _best(subject)),
            (self.widest, _widest(subject)),
            (self.enough, _enough(subject, self.widest)),
        ):
            yield from plan.violations(model, subject.cities)

    def answer(self, subject: PointHubs) -> HubPlans:
        return HubPlans(
            subject,
            HubPlan(subject, subject.planned),
            HubPlan(subject, _opened(subject, self.best)),
            HubPlan(subject, _opened(subject, self.widest)),
            HubPlan(subject, _opened(subject, self.enough)),
            self,
        )


def hub_plans(game: PointHubs) -> HubPlans:
    """Hub plans: which hubs a budget should open, whom they serve, and whether a planned hub pays.

    With y_j = 1 for a hub that is opened, and x_ij = 1 for a city i served by it, integer programs
    are solved over the same rows,

        max  sum worth_ij x_ij - sum opening_j y_j     and     max  sum x_ij  (where that is >= 0),
        x_ij <= y_j,     sum_j x_ij <= 1,     sum_j opening_j y_j <= B.

    The first says what is best for all cities together; the second, how many could be served by
    hubs that are worth what they cost. The first is then solved again where the share of cities
    that should be served is, or as many as can be. A hub that is planned beside them *fails* if it
    does not pay, serves too few cities, or costs too much.

    The planned, the best and the widest plan, and the best that serves enough, exact, for dozens of
    cities and hubs.

    A city counts as served in the catchment of an open hub. Of plans that are as good one is told.

    Errors: ``InvalidInput`` for what is not ``PointHubs``; ``NotProven`` where the search does not
    end.

    >>> found = hub_plans(PointHubs(
    ...     ["A", "B", "C"], ["big", "small", "other"], opening=[9, 2, 2], budget=10,
    ...     worth=[[7, 3, None], [None, 2, 2], [None, None, 3]], planned=["big"]))
    >>> print(found.status)
    big would bring -2 net, and serve 1 of 3 cities; of hubs that pay the widest serve 3.
    >>> found.best.opened, found.best.net, found.best.share
    (('small', 'other'), Fraction(4, 1), Fraction(1, 1))

    Source: Church and ReVelle (1974); Cornuejols, Fisher and Nemhauser (1977); Land and Doig (1960)
    for the cases.
    """
    of_kind(game, PointHubs, place="subject of hub_plans")
    best, widest = (proven_worth(model, game.cities) for model in (_best(game), _widest(game)))
    enough = proven_worth(_enough(game, widest), game.cities)
    return HubPlansCertificate(best, widest, enough).answer(game)


def _best(game: PointHubs) -> ProgramGame:
    return _program(game, _money(game), ())


def _widest(game: PointHubs) -> ProgramGame:
    return _program(game, _count(game), (Row("pays", _money(game), ">=", ZERO),))


def _enough(game: PointHubs, widest: ProvenWorth) -> ProgramGame:
    """As the best, but that enough cities are served, or as many as can be."""
    most = min(game.coverage * len(game.cities), widest.worth)
    return _program(game, _money(game), (Row("serves enough", _count(game), ">=", most),))


def _count(game: PointHubs) -> dict[str, Fraction]:
    return {name: ONE for name in _money(game) if name.startswith("serve ")}


def _money(game: PointHubs) -> dict[str, Fraction]:
    """What each variable is worth: a hub that is opened, and a city served from one."""
    found = {f"open {hub}": -cost for hub, cost in zip(game.hubs, game.opening, strict=True)}
    for city, row in zip(game.cities, game.worth, strict=True):
        for hub, worth in zip(game.hubs, row, strict=True):
            if worth is not None:
                found[f"serve {city} from {hub}"] = worth
    return found


def _program(game: PointHubs, objective: dict[str, Fraction], more: tuple[Row, ...]) -> ProgramGame:
    bounds = dict.fromkeys([*game.cities, *_money(game)], (ZERO, ONE))
    rows = []
    for city, row in zip(game.cities, game.worth, strict=True):
        serves = [hub for hub, worth in zip(game.hubs, row, strict=True) if worth is not None]
        for hub in serves:
            serve = f"serve {city} from {hub}"
            rows.append(Row(serve, {serve: ONE, f"open {hub}": -ONE}, "<=", ZERO))
        once = dict.fromkeys((f"serve {city} from {hub}" for hub in serves), ONE)
        rows.append(Row(f"serve {city}", {**once, city: -ONE}, "<=", ZERO))
    costs = {f"open {hub}": cost for hub, cost in zip(game.hubs, game.opening, strict=True)}
    rows.append(Row("budget", costs, "<=", game.budget))
    whole = [name for name in bounds if name not in game.cities]
    return ProgramGame(game.cities, LinearProgram("max", objective, (*rows, *more), bounds), whole)


def _opened(game: PointHubs, plan: ProvenWorth) -> tuple[str, ...]:
    return tuple(hub for hub in game.hubs if plan.plan.get(f"open {hub}") == 1)
