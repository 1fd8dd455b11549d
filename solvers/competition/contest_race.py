"""Is a contest an arms race? What the cities keep against what they could,
and who gets the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.contest import Contest
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.bid_direction import (
    Direction,
    Overall,
    contest_directions,
    overall,
)
from solvers.competition.contest_equilibrium import (
    ContestEquilibrium,
    ContestEquilibriumCertificate,
)
from solvers.competition.contest_optimum import (
    ContestOptimum,
    ContestOptimumCertificate,
    contest_optimum,
)
from solvers.competition.race_verdict import ADVICE, RaceVerdict, price_of_anarchy, race_verdict
from solvers.competition.solve_contest import contest_equilibrium

__all__ = [
    "ContestRace",
    "ContestRaceCertificate",
    "ContestWelfare",
    "contest_race",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class ContestWelfare:
    """The cities' total plus ``firm_weight`` times what the firm pockets, at three profiles.

    ``bids``: by city whether it bids too much or too little at the equilibrium that is shown;
    ``direction``: what holds of all.

    See ``ContestRace`` for the concept, an example and its source.
    """

    firm_weight: Fraction
    equilibrium: Fraction
    joint_optimum: Fraction
    no_subsidy: Fraction
    bids: Mapping[str, Direction]

    @property
    def direction(self) -> Overall:
        """Whether the cities bid too much, too little, neither, or some this and some that."""
        return overall(self.bids.values())


@dataclass(frozen=True, slots=True, repr=False)
class ContestRace(Answer):
    """Is a contest an arms race? What the cities keep against what they could,
    and who gets the rest.

    Jointly they would not bid, and let the firm go where it is worth most to all of them, which is
    worth  max_j V_j (1 + sum_i theta_ij). At a weight w for what the firm pockets
    ``bid_direction.py`` says for each city whether it bids too much or too little for all together.
    Mostly bids that are spent are a race, and bids that are paid are a transfer; but where the firm
    pockets part of them, the city to which it is worth most may bid too little: its bids draw the
    firm where it should be.

    The verdict on a contest, and its figures, on the equilibrium that is shown.

    ``treasuries``, ``region``: the comparison with the firm at weight 0 and at weight 1.
    ``outlay``: what all spend. ``firms_gain``: what of it the firm pockets. ``windfall``: what of
    that each city spends, times the chance that the firm would have gone there without bids.
    ``dissipation``: the outlay as a share of what the firm is worth where it is worth most.

    >>> from games import Contest
    >>> from dataclasses import replace
    >>> hq2 = Contest(["Quzhou", "Lishui", "Jinhua"], [6, 6, 6])
    >>> for technology in ("tullock", "all-pay", "bertrand"):
    ...     race = contest_race(replace(hq2, technology=technology))
    ...     print(technology, race.outlay, race.firms_gain, race.price_of_anarchy, race.verdict)
    tullock 4 0 3 race
    all-pay 6 0 None race
    bertrand 6 6 None race for the treasuries, transfer for the region
    >>> race.treasuries.equilibrium, race.region.equilibrium
    (Fraction(0, 1), Fraction(6, 1))

    Source: Hillman and Riley (1989) on what is dissipated; the comparison at both weights is that
    of ``arms_race.py``.
    """

    verdict: RaceVerdict
    equilibrium: ContestEquilibrium
    joint: ContestOptimum
    treasuries: ContestWelfare
    region: ContestWelfare
    outlay: Fraction
    firms_gain: Fraction
    windfall: Fraction
    dissipation: Fraction | None
    status: str
    method: str
    proof: Proof
    certificate: ContestRaceCertificate

    @property
    def price_of_anarchy(self) -> Fraction | None:
        """What the cities could keep, over what they keep at the worst equilibrium found.

        ``None`` if that is nothing or less. See ``equilibrium.totals``.
        """
        return price_of_anarchy(self.joint.welfare, self.equilibrium.totals)


@dataclass(frozen=True, slots=True)
class ContestRaceCertificate(Certificate, kind="race in a contest", of="arms_race", searches=True):
    """The equilibrium and the joint optimum."""

    equilibrium: ContestEquilibriumCertificate
    joint: ContestOptimumCertificate

    def violations(self, game: Contest) -> Iterator[str]:
        yield from self.equilibrium.violations(game)
        yield from self.joint.violations(game)

    def answer(self, game: Contest) -> ContestRace:
        found = self.equilibrium.answer(game)
        joint = self.joint.answer(game)
        treasuries, region = (_welfare(found, joint, w) for w in (0, 1))
        verdict = race_verdict(treasuries.direction, region.direction)
        windfall = game.pocketed * sum(
            (
                share * paid
                for share, paid in zip(game.idle_shares, found.outlays.values(), strict=True)
            ),
            ZERO,
        )
        status = ADVICE[verdict]
        return ContestRace(
            verdict=verdict,
            equilibrium=found,
            joint=joint,
            treasuries=treasuries,
            region=region,
            outlay=found.outlay,
            firms_gain=found.rent,
            windfall=windfall,
            dissipation=found.dissipation,
            status=status if found.unique else f"{status} {found.status}",
            method="equilibrium, joint optimum and no bids compared",
            proof=found.proof,
            certificate=self,
        )


def contest_race(game: Contest) -> ContestRace:
    """Whether a contest is an arms race.

    With several equilibria the verdict is on the one that ``contest_equilibrium`` shows.
    """
    return ContestRaceCertificate(
        contest_equilibrium(game).certificate, contest_optimum(game).certificate
    ).answer(game)


def _welfare(found: ContestEquilibrium, joint: ContestOptimum, weight: int) -> ContestWelfare:
    game = found.game
    without = sum(
        (share * worth for share, worth in zip(game.idle_shares, game.regional_value, strict=True)),
        ZERO,
    )
    return ContestWelfare(
        firm_weight=Fraction(weight),
        equilibrium=found.total() + weight * found.rent,
        joint_optimum=joint.welfare,
        no_subsidy=without,
        bids=dict(zip(game.cities, contest_directions(found, weight), strict=True)),
    )
