"""Whether regions that are alike stay alike: the eigenvalue there, and where it changes sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.errors import Undefined, of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.flow.flow_curves import curves_in_balls

__all__ = ["SymmetryBreaking", "SymmetryBreakingCertificate", "symmetry_breaking"]

PLACES = 9
UNIT = Fraction(10) ** -PLACES


@dataclass(frozen=True, slots=True, repr=False)
class SymmetryBreaking(Answer):
    """The eigenvalue at the even spread, and the value of each number at which it is 0.

    ``eigenvalue``: of the replicator dynamics; above 0 a small lead grows.
    ``congestion``, ``productivity``, ``transport``, ``mass``: the value at which the eigenvalue is
    0, all else as it is; ``None`` where there is none (for transport: none from 1 on).
    ``elasticities``: the same of beta: none, one or two.

    See ``symmetry_breaking`` for the concept, an example and its source.
    """

    game: FactorFlow
    eigenvalue: Fraction
    congestion: Fraction
    productivity: Fraction | None
    transport: Fraction | None
    mass: Fraction | None
    elasticities: tuple[Fraction, ...]
    certificate: SymmetryBreakingCertificate
    proof: Proof
    method: str = "closed forms, in balls"

    @property
    def breaks(self) -> bool:
        """Whether a small lead grows."""
        return self.eigenvalue > 0

    @property
    def status(self) -> str:
        at = approximately(self.congestion, ".4g")
        if abs(self.eigenvalue) <= UNIT:
            return (
                "Whether a small lead grows is too close to say: it would if congestion were below "
                f"{at}, and would die out above."
            )
        if self.breaks:
            return f"A small lead grows; it would not if congestion were above {at}."
        return f"A small lead dies out; it would grow if congestion were below {at}."


@dataclass(frozen=True, slots=True)
class SymmetryBreakingCertificate(
    Certificate, kind="symmetry of a factor flow", of="symmetry_breaking"
):
    """The eigenvalue and the values at which it is 0: the closed forms are taken anew."""

    eigenvalue: Fraction
    congestion: Fraction
    productivity: Fraction | None
    transport: Fraction | None
    mass: Fraction | None
    elasticities: tuple[Fraction, ...]

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        if self != _found(subject):
            yield "The closed forms give other numbers."

    def answer(self, subject: FactorFlow) -> SymmetryBreaking:
        return SymmetryBreaking(
            subject,
            self.eigenvalue,
            self.congestion,
            self.productivity,
            self.transport,
            self.mass,
            self.elasticities,
            self,
            Proof("enclosed", UNIT),
        )


def symmetry_breaking(game: FactorFlow) -> SymmetryBreaking:
    """Whether regions that are alike stay alike, and what would change it.

    With m = M/N in each of N regions a unit more in one of them changes what is earned there by

        r' = (beta - 1) A m^(beta - 2) - gamma - theta/T,

    and a small lead grows at the rate k m r', the eigenvalue (N - 1 times over) of the replicator
    dynamics at the even spread. It is 0 where returns that rise just outweigh congestion and the
    spillover to those behind, (beta - 1) A m^(beta - 2) = gamma + theta/T. That is linear in gamma,
    A and theta/T; in m it is a power, in beta - 1 = x it is x e^(x ln m) = m (gamma + theta/T) / A,
    which Lambert's W solves.

    The bifurcation of a factor flow between regions that are alike, enclosed.

    Errors: ``Undefined`` where regions are not alike (where they start may differ).

    >>> from games import FactorFlow
    >>> two = FactorFlow(["A", "B"], 1, 2, mass=2, congestion=0.5, spillovers=[1, 1], speed=1)
    >>> found = symmetry_breaking(two)      # r' = 1 - 0.5 - 1/T
    >>> float(found.eigenvalue), float(found.congestion), float(found.transport)
    (-0.5, 0.0, 2.0)

    Source: Krugman (1991); Fujita, Krugman and Venables (1999), The Spatial Economy; Corless and
    others (1996), On the Lambert W function.
    """
    of_kind(game, FactorFlow, place="subject of symmetry_breaking")
    return _found(game).answer(game)


def _found(game: FactorFlow) -> SymmetryBreakingCertificate:
    for what in ("productivity", "elasticity", "congestion", "spillovers", "subsidies"):
        if len(set(getattr(game, what))) > 1:
            why = f"the regions are not alike, as they differ in {what}"
            raise Undefined("even spread", why, what)
    share = game.mass / len(game.regions)
    a, beta = game.productivity[0], game.elasticity[0]
    drag = game.congestion[0] + game.arriving[0]
    with curves_in_balls(256):
        m = ball(share)
        pull = ball(beta - 1) * m ** ball(beta - 2)  # per unit of A
        net = ball(a) * pull - ball(drag)
        congestion = ball(a) * pull - ball(game.arriving[0])
        productivity = None if beta == 1 else ball(drag) / pull
        if productivity is not None and not productivity > 0:
            productivity = None
        return SymmetryBreakingCertificate(
            shown(ball(game.speed) * m * net, PLACES),
            shown(congestion, PLACES),
            None if productivity is None else shown(productivity, PLACES),
            _transport(game, ball(a) * pull),
            _mass(game, drag),
            tuple(shown(x + 1, PLACES) for x in _exponents(share, drag / a)),
        )


def _transport(game: FactorFlow, pull: Any) -> Fraction | None:
    """T with theta/T = A (beta - 1) m^(beta - 2) - gamma."""
    theta, rest = game.spillovers[0], pull - ball(game.congestion[0])
    if not theta or rest.contains(0):
        return None
    cost = ball(theta) / rest
    return shown(cost, PLACES) if cost > 1 else None


def _mass(game: FactorFlow, drag: Fraction) -> Fraction | None:
    """N m with m^(beta - 2) = (gamma + theta/T) / (A (beta - 1))."""
    a, beta = game.productivity[0], game.elasticity[0]
    if beta in (1, 2) or drag / (beta - 1) <= 0:
        return None
    m = ball(drag / (a * (beta - 1))) ** (1 / ball(beta - 2))
    return shown(m * ball(Fraction(len(game.regions))), PLACES)


def _exponents(share: Fraction, ratio: Fraction) -> Iterator[Any]:
    """Each x > -1 with x m^(x - 1) = ratio, the smaller first."""
    from flint import arb

    right = ball(share * ratio)
    if share == 1 or ratio == 0:
        if right > -1:
            yield right
        return
    log = ball(share).log()
    z, least = right * log, -1 / arb(1).exp()
    if not z > least:
        return
    branches = [z.lambertw()] + ([z.lambertw(-1)] if z < 0 else [])
    found = [w / log for w in branches]
    for x in sorted(found, key=lambda x: float(x.mid())):
        if x > -1:
            yield x
