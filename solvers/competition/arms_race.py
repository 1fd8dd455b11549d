"""Is subsidy competition an arms race? The equilibrium against what cities could do instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, overload

from games.contest import Contest
from games.errors import of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.bid_direction import Direction, Overall, logit_directions, overall
from solvers.competition.contest_race import ContestRace, contest_race
from solvers.competition.joint_optimum import JointOptimum, JointOptimumCertificate, optimum_of
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    Outcome,
    ball,
    between,
    logit_choice,
    money_decimals,
    rate_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.race_verdict import ADVICE, RaceVerdict, price_of_anarchy, race_verdict
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibrium,
    SubsidyEquilibriumCertificate,
    equilibria_of,
)
from solvers.competition.windfall import own_losses, windfall
from solvers.once_per_object import once_per_object

__all__ = [
    "ArmsRace",
    "ArmsRaceCertificate",
    "ComparedBids",
    "RaceWelfare",
    "arms_race",
    "compared_bids",
]

MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class RaceWelfare:
    """The cities' total plus ``firm_weight`` times the firms' gain, at three profiles.

    ``bids``: by city whether it bids too much or too little at the equilibrium; ``direction``: what
    holds of all. Proven wherever the true equilibrium may be: within the radius of the one that is
    shown, if it is unique. If not, at the profile as shown, from which no city gains by more than
    its regret.
    ``joint``: the joint optimum at this weight, whose total is ``joint_optimum``.

    See ``arms_race`` for the concept, an example and its source.
    """

    firm_weight: Fraction
    equilibrium: Fraction
    joint_optimum: Fraction
    no_subsidy: Fraction
    bids: Mapping[str, Direction]
    joint: JointOptimum

    @property
    def direction(self) -> Overall:
        """Whether the cities bid too much, too little, neither, or some this and some that."""
        return overall(self.bids.values())


@dataclass(frozen=True, slots=True)
class ComparedBids:
    """What bids lead to, against the joint optima and no bids; the fields are those of a race.

    ``payoffs``: of each city. ``status``: what is to be done about it.

    See ``compared_bids`` for an example, and ``arms_race`` for the concept and its source.
    """

    verdict: RaceVerdict
    payoffs: Mapping[str, Fraction]
    treasuries: RaceWelfare
    region: RaceWelfare
    kept: tuple[Fraction, ...]
    outlay: Fraction
    firms_gain: Fraction
    windfall: Fraction
    own_loss: Mapping[str, Fraction]
    status: str


@dataclass(frozen=True, slots=True, repr=False)
class ArmsRace(Answer):
    """The verdict on a race, and its figures; each within ``proof.radius`` of the true number.

    ``verdict``: holds at every equilibrium that was found, or is "undecided".
    ``treasuries``, ``region``: the comparison with firms' gain at weight 0 and at weight 1.
    ``kept``: what all cities keep at each equilibrium found, the one that is shown first.
    ``outlay``, ``firms_gain``, ``windfall``: R >= G >= W at the equilibrium.
    ``own_loss``: the share of its firms that each city would lose if it alone paid nothing.
    ``first_replies``: what each city would pay if no other paid anything.
    ``rounds``: how often all must reply to each other, starting from no subsidies, until each is
    within mu/100 of the equilibrium; ``None`` if 100 rounds do not do.
    ``game``: the certificate's subject, with firms at weight 0, as their weight plays no part.

    See ``arms_race`` for the concept, an example and its source.
    """

    game: SubsidyCompetition
    verdict: RaceVerdict
    equilibrium: SubsidyEquilibrium
    treasuries: RaceWelfare
    region: RaceWelfare
    kept: tuple[Fraction, ...]
    outlay: Fraction
    firms_gain: Fraction
    windfall: Fraction
    own_loss: Mapping[str, Fraction]
    first_replies: Mapping[str, Fraction]
    rounds: int | None
    status: str
    method: str
    proof: Proof
    certificate: ArmsRaceCertificate

    @property
    def escalates(self) -> bool:
        """Some city pays more in the equilibrium than in reply to no subsidies."""
        return any(
            paid > self.first_replies[city] for city, paid in self.equilibrium.subsidies.items()
        )

    @property
    def price_of_anarchy(self) -> Fraction | None:
        """What the cities could keep, over what they keep at the worst equilibrium found.

        ``None`` if that is nothing or less. See ``kept``; others, not found, may be worse.
        """
        return price_of_anarchy(self.treasuries.joint_optimum, self.kept)


@dataclass(frozen=True, slots=True)
class ArmsRaceCertificate(Certificate, kind="arms race", of="arms_race", searches=True):
    """The equilibrium, and the joint optima with firms at weight 0 and at weight 1."""

    equilibrium: SubsidyEquilibriumCertificate
    treasuries: JointOptimumCertificate
    region: JointOptimumCertificate

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.equilibrium.violations(game)
        for_treasuries, for_region = _at_weights(game)
        yield from self.treasuries.violations(for_treasuries)
        yield from self.region.violations(for_region)

    def answer(self, game: SubsidyCompetition) -> ArmsRace:
        equilibrium = self.equilibrium.answer(game)
        for_treasuries, for_region = _at_weights(game)
        found = compared_bids(
            game,
            (equilibrium.subsidies, *equilibrium.others),
            self.treasuries.answer(for_treasuries),
            self.region.answer(for_region),
            (equilibrium.proof.radius or Fraction(0)) if equilibrium.unique else Fraction(0),
        )
        with logit_choice(game) as choice:
            idle = choice.at([Fraction(0)] * choice.n)
            first = [
                near if near is not None else shown(idle.peak(i), rate_decimals(game))
                for i, near in enumerate(
                    idle.rounded_reply(i, rate_decimals(game)) for i in range(choice.n)
                )
            ]
            rounds = _rounds(choice.at([equilibrium.subsidies[city] for city in game.cities]))
        return ArmsRace(
            game=for_treasuries,
            verdict=found.verdict,
            equilibrium=equilibrium,
            treasuries=found.treasuries,
            region=found.region,
            kept=found.kept,
            outlay=found.outlay,
            firms_gain=found.firms_gain,
            windfall=found.windfall,
            own_loss=found.own_loss,
            first_replies=dict(zip(game.cities, first, strict=True)),
            rounds=rounds,
            status=found.status + ("" if equilibrium.unique else f" {equilibrium.status}"),
            method="equilibrium, joint optimum and no subsidies compared, in balls",
            proof=Proof("enclosed", Fraction(10) ** -money_decimals(game)),
            certificate=self,
        )


@overload
def arms_race(game: SubsidyCompetition) -> ArmsRace: ...
@overload
def arms_race(game: Contest) -> ContestRace: ...
def arms_race(game: SubsidyCompetition | Contest) -> ArmsRace | ContestRace:
    """Is subsidy competition an arms race? The equilibrium against what cities could do instead.

    Three profiles are compared: the equilibrium, the joint optimum and no subsidies at all; twice,
    with what firms gain counting for nothing (the treasuries) and as much as money (the region). At
    each weight ``bid_direction.py`` says for each city whether its bid is too high or too low for
    all together. The verdict is

    - ``race``: bids are too high at both weights;
    - ``race for the treasuries, ...``: too high at weight 0 only; at weight 1 they are neither too
      high nor too low (``transfer``), too low (``too little``), or too high here and too low there;
    - ``bids too low``, ``mixed``: what it says, at weight 0;
    - ``no race``: no bid is too high or too low at weight 0;
    - ``undecided``: this depends on the equilibrium, or is not proven.

    Of the outlay R = M sum s share(s) firms gain G = M mu (ln Z(s) - ln Z(0)), of which the
    windfall W (``windfall.py``) goes to firms that would be in the same city if nobody paid: W <= G
    <= R.

    Whether the cities' bidding is an arms race; ``game.firm_weight`` plays no part.

    One city without an outside option, or cities that pay nothing in the equilibrium: no race.
    With several equilibria the figures are those of the one that ``subsidy_equilibrium`` shows, and
    the verdict is what holds at all of them.

    Of a ``Contest``: see ``contest_race.py``.

    Errors: ``InvalidInput`` for what is neither a ``SubsidyCompetition`` nor a ``Contest``, and
    those of ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4), mass=10)
    >>> race = arms_race(park)
    >>> print(race.verdict)
    race for the treasuries, transfer for the region
    >>> race.outlay, race.firms_gain, race.windfall, race.rounds
    (Fraction(5, 1), Fraction(5, 1), Fraction(5, 1), 9)
    >>> [str(total) for total in (race.treasuries.equilibrium, race.treasuries.joint_optimum)]
    ['5', '10']

    Source: the comparison at both weights is ours; that observed subsidies may be a transfer rather
    than a waste is the point of Slattery and Zidar (2020) and of Kim (2020).
    """
    verb = _INSTEAD.get(type(game).__name__)
    hint = f"or ask {verb} of it" if verb else ""
    of_kind(game, SubsidyCompetition, Contest, place="subject of arms_race", hint=hint)
    if isinstance(game, Contest):
        return contest_race(game)
    for_treasuries, for_region = _at_weights(game)
    return ArmsRaceCertificate(
        equilibrium=equilibria_of(game),
        treasuries=optimum_of(for_treasuries),
        region=optimum_of(for_region),
    ).answer(game)


def compared_bids(
    game: SubsidyCompetition,
    bids: Iterable[Mapping[str, Fraction]],
    treasuries: JointOptimum,
    region: JointOptimum,
    margin: Fraction = Fraction(0),
) -> ComparedBids:
    """What bids lead to, whatever made the cities bid so, against the joint optima and no bids.

    ``bids``: by city; of several the first are shown, and the verdict is what holds of all.
    ``treasuries``, ``region``: the joint optima with firms at weight 0 and at weight 1. ``margin``:
    by how much the true bids may differ.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4), mass=10)
    >>> race = arms_race(park)
    >>> joint = race.treasuries.joint, race.region.joint
    >>> capped = compared_bids(park, [{"Quzhou": Fraction(1, 10), "Lishui": 0}], *joint)
    >>> capped.treasuries.bids
    {'Quzhou': 'too much', 'Lishui': 'neither'}
    """
    money = money_decimals(game)
    with logit_choice(game) as choice:
        races = [choice.at([paid[city] for city in game.cities]) for paid in bids]
        idle = choice.at([Fraction(0)] * choice.n)
        directions = []
        for one in races:
            around = _around(one, margin)
            directions.append([logit_directions(one, around, weight) for weight in (0, 1)])
        race = races[0]
        for_treasuries, for_region = (
            _welfare(weight, race, idle, joint, each)
            for weight, joint, each in zip((0, 1), (treasuries, region), directions[0], strict=True)
        )
        verdicts = {race_verdict(*map(overall, one)) for one in directions}
        verdict = verdicts.pop() if len(verdicts) == 1 else RaceVerdict.UNDECIDED
        return ComparedBids(
            verdict=verdict,
            payoffs=shown_by_city(game, race.payoffs(), money),
            treasuries=for_treasuries,
            region=for_region,
            kept=tuple(shown(sum(one.payoffs(), ball(0)), money) for one in races),
            outlay=shown(race.outlay(), money),
            firms_gain=shown(race.firms_gain(idle), money),
            windfall=shown(windfall(race), money),
            own_loss=shown_by_city(game, own_losses(race), SHARE_DECIMALS),
            status=_SEVERAL if verdicts else _advice(verdict),
        )


_INSTEAD = {
    "Centres": "one_or_several_centres",
    "HubCongestion": "congestion_equilibrium",
    "IndustryChoice": "windfall_industries",
    "Quadrants": "quadrant_choice",
    "RichardsonRace": "escalation",
}
"""What compares the outcome of another kind of game with the best one, and says what mends it."""


def _advice(verdict: RaceVerdict) -> str:
    more = " A larger mu, or spillovers that differ less, would settle it."
    return ADVICE[verdict] + (more if verdict is RaceVerdict.UNDECIDED else "")


_SEVERAL = "Whether the cities bid too much depends on the equilibrium that they end in."


@once_per_object(most=64)
def _at_weights(game: SubsidyCompetition) -> tuple[SubsidyCompetition, SubsidyCompetition]:
    """The game with firms at weight 0, and at weight 1."""
    at_0, at_1 = (
        game if game.firm_weight == weight else replace(game, firm_weight=Fraction(weight))
        for weight in (0, 1)
    )
    return at_0, at_1


def _around(race: Outcome, margin: Fraction) -> Outcome:
    """Every profile whose subsidies are at most ``margin`` away, within the limits, in balls."""
    return race.choice.at(
        [
            between(
                max(Fraction(0), s - margin), s + margin if cap is None else min(cap, s + margin)
            )
            for s, cap in zip(race.given, race.choice.game.caps, strict=True)
        ]
    )


def _total(weight: int, outcome: Outcome, idle: Outcome) -> Any:
    return sum(outcome.payoffs(), ball(0)) + ball(weight) * outcome.firms_gain(idle)


def _welfare(
    weight: int, race: Outcome, idle: Outcome, joint: JointOptimum, bids: Iterable[Direction]
) -> RaceWelfare:
    money = money_decimals(race.choice.game)
    return RaceWelfare(
        firm_weight=Fraction(weight),
        equilibrium=shown(_total(weight, race, idle), money),
        joint_optimum=joint.welfare,
        no_subsidy=shown(sum(idle.payoffs(), ball(0)), money),
        bids=dict(zip(race.choice.game.cities, bids, strict=True)),
        joint=joint,
    )


def _rounds(race: Outcome) -> int | None:
    choice, near = race.choice, race.choice.mu / 100
    point = [ball(0)] * choice.n
    for rounds in range(MOST_ROUNDS + 1):
        if all(abs(s - end) < near for s, end in zip(point, race.subsidies, strict=True)):
            return rounds
        outcome = choice.at(point)
        point = [outcome.reply(i).mid() for i in range(choice.n)]
    return None
