"""Which profiles can be kept up for ever, at given discount factors, by the fear of punishment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import MISSING, InvalidInput, of_kind
from games.repeated import RepeatedGame
from games.strategic import StrategicGame
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.grim_trigger import reply_payoffs
from solvers.strategic.penal_bound import least_punishments
from solvers.strategic.penal_code import Punishment, code_weight, profile_weight, sentence
from solvers.strategic.penal_search import Sanction, harshest_code
from solvers.strategic.pure_equilibria import pure_equilibria

__all__ = ["SustainableProfiles", "SustainableProfilesCertificate", "sustainable_profiles"]

ZERO, HAIR = Fraction(0), Fraction(1, 10**9)


@dataclass(frozen=True, slots=True, repr=False)
class SustainableProfiles(Answer):
    """The profiles that can be played in every round.

    ``kept``: those that the code keeps, with each city's payoffs. ``never``: those that no
    punishments in pure strategies keep. ``open``: the others. ``punishments``: the code, by the
    city that broke something; empty where none was found. ``proof``: exact where nothing is open.
    ``certificate``: ``None`` where no code was found, and something is open.

    See ``sustainable_profiles`` for the concept, an example and its source.
    """

    kept: Mapping[tuple[str, ...], Mapping[str, Fraction]]
    never: tuple[tuple[str, ...], ...]
    open: tuple[tuple[str, ...], ...]
    punishments: Mapping[str, Punishment]
    status: str
    method: str
    proof: Proof
    certificate: SustainableProfilesCertificate | None


def sustainable_profiles(game: RepeatedGame) -> SustainableProfiles:
    """Which profiles can be kept up for ever, at given discount factors, by the fear of punishment.

    One penal code serves all agreements: at x = delta^L the harshest that sticks and carrots can
    make holds city i down to v_i, and a profile is kept iff for each city, with g_i its gain by a
    breach,

        (1 - x) g_i  <=  x (u_i - v_i).

    With the v_i that no punishments can beat (``penal_bound``), the same line shows which profiles
    can never be kept. What lies between is open.

    All pure profiles that punishments keep at the game's discount factor, one for all cities.

    With ``nash_bargaining`` over the payoffs of ``kept`` one finds the fairest of them. At a
    discount factor of 0 only equilibria of the stage game are kept.
    Errors: ``InvalidInput`` where no discount factor is given, or they differ.

    >>> from games import StrategicGame
    >>> dilemma = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [5, 1]], [[3, 5], [0, 1]],
    ...                                      actions=["hold", "bid"])
    >>> found = sustainable_profiles(RepeatedGame(dilemma, discount=0.6))
    >>> list(found.kept), found.never
    ([('hold', 'hold'), ('bid', 'bid')], (('hold', 'bid'), ('bid', 'hold')))

    Source: Abreu (1988), On the theory of infinitely repeated games with discounting, Econometrica
    56, 383-396.
    """
    of_kind(game, RepeatedGame, place="subject of sustainable_profiles")
    weight = _weight(game)
    for less in (ZERO, HAIR):  # in floating point a code may be a hair too harsh
        certificate = SustainableProfilesCertificate(harshest_code(game.stage, weight - less) or ())
        if certificate.code and certificate.verify(game):
            return certificate.answer(game)
    certificate = SustainableProfilesCertificate(_reversion(game.stage))
    answer = certificate.answer(game)
    return answer if certificate.verify(game) else replace(answer, certificate=None)


def _reversion(stage: StrategicGame) -> tuple[Sanction, ...]:
    """For ever the pure equilibrium that is worst for the city; () where there is none."""
    payoffs = {profile: stage.payoff(profile) for profile in pure_equilibria(stage).profiles}
    if not payoffs:
        return ()
    found = []
    for city in stage.players:
        by_payoff = {profile: own[city] for profile, own in payoffs.items()}
        worst = min(by_payoff, key=by_payoff.__getitem__)
        found.append(Sanction(city, worst, worst))
    return tuple(found)


def _weight(game: RepeatedGame) -> Fraction:
    common = set((game.discount or {}).values())
    if len(common) != 1:
        shown = MISSING if not common else ", ".join(map(str, game.discount.values()))
        raise InvalidInput("the discount factor", shown, "one for all cities")
    found: Fraction = common.pop() ** game.lag
    return found


@dataclass(frozen=True, slots=True)
class SustainableProfilesCertificate(Certificate, kind="sustainable profiles"):
    """The code: a stick and a carrot for each city; () where nothing can be played at all.

    Without a code nothing is proven to be kept: then the certificate holds only if punishments
    could keep no profile.
    """

    code: tuple[Sanction, ...]

    def violations(self, subject: RepeatedGame) -> Iterator[str]:
        weight = _weight(subject)
        if any(each.carrot is None for each in self.code):
            yield "A carrot is missing."
        elif self.code and code_weight(subject.stage, self.code, {}) > weight:
            yield "A city would evade its punishment."
        if not self.code:
            between = len(self.answer(subject).open)
            if between:
                yield f"Without a code nothing is proven of {between} profiles that it leaves open."

    def answer(self, subject: RepeatedGame) -> SustainableProfiles:
        stage, weight = subject.stage, _weight(subject)
        kept: dict[tuple[str, ...], Mapping[str, Fraction]] = {}
        never, between = [], []
        punishments: Mapping[str, Punishment] = {}
        own: Mapping[str, Fraction] | None = None
        if self.code:
            punishments, own = sentence(stage, self.code, {})
        least, replies = least_punishments(stage, weight), reply_payoffs(stage)

        def holds(profile: tuple[str, ...], v: Mapping[str, Fraction] | None) -> bool:
            needed = None if v is None else profile_weight(stage, replies, profile, v)
            return needed is not None and needed <= weight

        for profile in stage:
            if holds(profile, own):
                kept[profile] = stage.payoff(profile)
            elif holds(profile, least):
                between.append(profile)
            else:
                never.append(profile)
        return SustainableProfiles(
            kept,
            tuple(never),
            tuple(between),
            punishments,
            status=_status(len(kept), len(between), len(stage), found=bool(self.code)),
            method="sticks and carrots, against the elimination of what can never be played",
            proof=UNPROVEN if between else EXACT,
            certificate=self,
        )


def _status(kept: int, between: int, of_all: int, *, found: bool) -> str:
    if between and not found:
        return (
            f"No code was found, so none of {of_all} profiles is proven; of {between} it is open."
        )
    rest = f"; of {between} it is open." if between else ", and no others."
    return f"{kept} of {of_all} profiles can be kept up{rest}"
