"""Factor flow: talent and capital move between regions, to where they earn more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, one_of, whole, within
from games.errors import InvalidInput, Told
from games.players import validated_players

__all__ = ["FactorFlow", "FlowPolicy"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class FactorFlow:
    """Factor flow: talent and capital move between regions, to where they earn more.

    Where n_i of a total mass M are in region i, each unit of it earns there

        r_i(n_i) = A_i n_i^(beta_i - 1) - gamma_i n_i + theta_i (M - n_i) / T + s_i,

    with returns that fall as more come (beta < 1) or rise (beta > 1), congestion gamma (negative: a
    crowd helps), and a spillover theta of what is elsewhere, of which 1/T arrives. Each period

        n_i(t + 1)  is in proportion to  n_i(t) e^(k r_i(t)),

    the replicator dynamics in discrete time; what arrives in period t left ``delay`` periods before
    (at first, as it was at the start).

    A mass of factors too small to count one by one, and where it is at the start.

    Every figure by region is a mapping from names, or a sequence in the order of the regions.

    ``productivity``: A > 0. ``elasticity``: beta > 0. ``mass``: M > 0. ``congestion``: gamma.
    ``spillovers``: theta. ``transport``: T >= 1. ``delay``: periods, at most the horizon.
    ``speed``: k > 0. ``start``: where the mass is at first; spread evenly if left out.
    ``subsidies``: s, per unit of mass and period; a charge if negative. ``horizon``: periods that
    are looked at. ``tolerance``: returns that differ by less are as good as equal.
    ``stakes``: what residents have, who do not move, for each 1 of A n^beta: taxes, rents, wages.
    ``nuisance``: what each unit of mass costs them. ``bonus``: paid once per unit, on top of s, to
    what is in a region in the first period.

    The value is frozen, hashable, and changed by ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> flow = FactorFlow(["Hub", "Edge"], 10, 2, mass=4, congestion=1, spillovers={"Edge": 3},
    ...                   transport=2)
    >>> flow.earned({"Hub": 3, "Edge": 1})
    {'Hub': Fraction(27, 1), 'Edge': Fraction(27, 2)}

    Source: Krugman (1991), Increasing returns and economic geography, for the forces; Weibull
    (1995), Evolutionary Game Theory, for the dynamics.
    """

    regions: tuple[str, ...]
    productivity: tuple[Fraction, ...]
    elasticity: tuple[Fraction, ...]
    mass: Fraction
    congestion: tuple[Fraction, ...]
    spillovers: tuple[Fraction, ...]
    transport: Fraction
    delay: int
    speed: Fraction
    start: tuple[Fraction, ...]
    subsidies: tuple[Fraction, ...]
    horizon: int
    tolerance: Fraction
    stakes: tuple[Fraction, ...]
    nuisance: tuple[Fraction, ...]
    bonus: tuple[Fraction, ...]

    def __init__(
        self,
        regions: Iterable[str],
        productivity: Any,
        elasticity: Any,
        mass: Any,
        *,
        congestion: Any = 0,
        spillovers: ByCity | None = None,
        transport: Any = 1,
        delay: int = 0,
        speed: Any = Fraction(1, 10),
        start: ByCity | None = None,
        subsidies: ByCity | None = None,
        horizon: int = 30,
        tolerance: Any = Fraction(1, 100),
        stakes: ByCity | None = None,
        nuisance: ByCity | None = None,
        bonus: ByCity | None = None,
    ) -> None:
        names = validated_players(regions, "region")
        if len(names) < 2:
            raise InvalidInput("the number of regions", len(names), "2 or more")

        def each(given: Any, what: str, expected: str = "", default: Any = None) -> Any:
            """A figure for each region, or one number for all."""
            if not isinstance(given, Mapping | list | tuple | None):
                given = dict.fromkeys(names, given)
            found = numbers(given, names, what, default, "region")
            for name, number in zip(names, found, strict=True):
                if expected:
                    within(number, f"{what} of {name}", expected)
            return found

        total = within(mass, "the mass", "more than 0")
        periods = whole(horizon, "the horizon", 1)
        late = whole(delay, "the delay", 0)
        if late > periods:
            raise InvalidInput("the delay", late, f"at most the horizon of {periods} periods")
        iceberg = within(transport, "the transport cost", "more than 0")
        if iceberg < 1:
            raise InvalidInput("the transport cost", iceberg, "1 or more: units sent for one")
        exponents = each(elasticity, "elasticity", "more than 0")
        first = each(start, "start", "0 or more", total / len(names) if start is None else ZERO)
        if sum(first, ZERO) != total:
            raise InvalidInput("the mass at the start", sum(first, ZERO), f"{total}, all of it")
        for name, n, beta in zip(names, first, exponents, strict=True):
            if not n and beta < 1:
                expected = "more than 0: with an elasticity below 1 the first ones earn any amount"
                raise InvalidInput(f"start of {name}", n, expected)
        for field, found in {
            "regions": names,
            "productivity": each(productivity, "productivity", "more than 0"),
            "elasticity": exponents,
            "mass": total,
            "congestion": each(congestion, "congestion"),
            "spillovers": each(spillovers, "spillover", default=ZERO),
            "transport": iceberg,
            "delay": late,
            "speed": within(speed, "the speed", "more than 0"),
            "start": first,
            "subsidies": each(subsidies, "subsidy", default=ZERO),
            "horizon": periods,
            "tolerance": within(tolerance, "the tolerance", "more than 0"),
            "stakes": each(stakes, "stake", "between 0 and 1", default=ZERO),
            "nuisance": each(nuisance, "nuisance", default=ZERO),
            "bonus": each(bonus, "bonus", default=ZERO),
        }.items():
            object.__setattr__(self, field, found)

    @property
    def arriving(self) -> tuple[Fraction, ...]:
        """theta_i / T: what each unit elsewhere adds to the return in a region."""
        return tuple(theta / self.transport for theta in self.spillovers)

    def spread(self, masses: ByCity) -> tuple[Fraction, ...]:
        """Masses in the order of the regions; ``InvalidInput`` where they are not all of it."""
        found = numbers(masses, self.regions, "mass", ZERO, "region")
        for region, n in zip(self.regions, found, strict=True):
            within(n, f"mass of {region}", "0 or more")
        if sum(found, ZERO) != self.mass:
            raise InvalidInput("the mass in all regions", sum(found, ZERO), f"{self.mass}")
        return found

    def earned(self, masses: ByCity) -> dict[str, Fraction]:
        """What each unit earns, by region: exact, where elasticities are whole numbers.

        Other powers are no fractions: there ``flow_path`` and ``flow_equilibria`` enclose them.
        """
        found = {}
        for i, (region, n) in enumerate(zip(self.regions, self.spread(masses), strict=True)):
            beta = self.elasticity[i]
            if beta.denominator != 1:
                raise InvalidInput(f"elasticity of {region}", beta, "a whole number here")
            rest = self.arriving[i] * (self.mass - n) - self.congestion[i] * n
            found[region] = self.productivity[i] * n ** int(beta - 1) + rest + self.subsidies[i]
        return found

    def subsidised(self, more: Mapping[str, Any]) -> FactorFlow:
        """This flow with so much more subsidy per unit of mass, by region; negative: a charge.

        >>> flow = FactorFlow(["Hub", "Edge"], 10, 1, mass=4, congestion=1)
        >>> flow.subsidised({"Edge": 2}).subsidies
        (Fraction(0, 1), Fraction(2, 1))
        """
        added = numbers(more, self.regions, "subsidy", ZERO, "region")
        return replace(
            self, subsidies=tuple(a + b for a, b in zip(self.subsidies, added, strict=True))
        )

    def __repr__(self) -> str:
        shown = self.regions if len(self.regions) <= 6 else (*self.regions[:5], "...")
        return f"FactorFlow({', '.join(shown)}; mass {approximately(self.mass)})"


@dataclass(frozen=True, init=False, slots=True)
class FlowPolicy:
    """A temporary subsidy in a factor flow: who stays in one region is paid more for a while.

    ``flow``: where it goes without. ``region``: who is paid for. ``subsidy``: per unit of mass and
    period, above 0. ``target``: the mass that the region should have at the horizon, some periods
    after the last payment; what it has at the start if left out.

    See ``FactorFlow`` for the dynamics.

    >>> flow = FactorFlow(["Hub", "Edge"], 1, 2, mass=4, start={"Hub": 3, "Edge": 1})
    >>> FlowPolicy(flow, "Edge", subsidy=3).target
    Fraction(1, 1)

    Errors: ``InvalidInput`` names what cannot be right.

    Source: Krugman (1991), History versus expectations.
    """

    flow: FactorFlow
    region: str
    subsidy: Fraction
    target: Fraction

    def __init__(self, flow: FactorFlow, region: str, subsidy: Any, target: Any = None) -> None:
        if not isinstance(flow, FactorFlow):
            raise InvalidInput("the flow of a policy", type(flow), "a FactorFlow")
        one_of(region, flow.regions, "the region of a policy")
        if target is None:
            target = flow.start[flow.regions.index(region)]
        goal = within(target, "the target", "more than 0")
        if goal > flow.mass:
            raise InvalidInput("the target", goal, f"at most the mass of {flow.mass}")
        if not flow.start[flow.regions.index(region)]:
            raise InvalidInput(
                f"start of {region}", Told("0"), "more than 0: nobody is there to be paid"
            )
        object.__setattr__(self, "flow", flow)
        object.__setattr__(self, "region", region)
        object.__setattr__(self, "subsidy", within(subsidy, "the subsidy", "more than 0"))
        object.__setattr__(self, "target", goal)
