"""Penal codes: the punishments that keep an agreement at the least patience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import factor_below, factor_from
from games.errors import IntercityError, of_kind
from games.repeated import RepeatedGame, TacitAgreement
from games.strategic import StrategicGame
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.grim_trigger import breach_gains, per_period, reply_payoffs
from solvers.strategic.penal_bound import penal_bound, weight_needed
from solvers.strategic.penal_search import Sanction, search
from solvers.strategic.pure_equilibria import stable

__all__ = [
    "PenalCode",
    "PenalCodeCertificate",
    "Punishment",
    "code_weight",
    "penal_code",
    "profile_weight",
    "sentence",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Punishment:
    """What follows a breach by a city.

    ``stick``: the profile played until a public draw ends it; ``carrot``: what is played from then
    on, ``None`` for the agreement. ``share``: theta, the weight of the carrot. ``payoffs``: what
    the punishment is worth to each city, per period.

    See ``penal_code`` for the concept, an example and its source.
    """

    stick: tuple[str, ...]
    carrot: tuple[str, ...] | None
    share: Fraction
    payoffs: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class PenalCode(Answer):
    """The least patience found to keep an agreement, and a bound below which nothing does.

    All cities discount alike. ``critical_discount``: from here on the code keeps the agreement, and
    itself; ``None`` where no code was found. ``at_least``: below this no punishments in pure
    strategies keep it; ``None`` where none do at any patience. ``critical``: the patience that each
    city needs for the agreement alone, under the code. ``punishments``: by the city that broke it.
    ``holds``: whether it holds at the game's discount factor; ``None`` where there is none, or not
    one for all, or it lies between both bounds. ``agreement``: the question.
    ``proof``: exact where both bounds agree, else the true number lies between them; irrational
    ones are rounded up, by less than 10^-18.

    See ``penal_code`` for the concept, an example and its source.
    """

    agreement: TacitAgreement
    critical_discount: Fraction | None
    at_least: Fraction | None
    critical: Mapping[str, Fraction]
    punishments: Mapping[str, Punishment]
    holds: bool | None
    status: str
    method: str
    proof: Proof
    certificate: PenalCodeCertificate


def penal_code(game: RepeatedGame, target: Any) -> PenalCode:
    """Penal codes: the punishments that keep an agreement at the least patience.

    A punishment may be worse than any equilibrium of the stage game, if carrying it out is rewarded
    and evading it starts it anew. Here city i's is a profile p, the *stick*, played round after
    round until a public draw ends it, and then a profile c, the *carrot*, for ever (or the
    agreement again). With theta the weight of the carrot it is worth to city j

        w_j = (1 - theta) u_j(p) + theta u_j(c),      and to i itself  v_i = i's best reply to p,

    so that i gains nothing by evading it. With x = delta^L, no city gains by a breach of anything
    iff

        x >= g_j / (g_j + u_j - v_j)                  in the agreement and in each carrot,
        x >= (r_j - w_j) / (r_j - v_j),  x >= theta   in each stick,

    where r_j is j's best reply and g_j = r_j - u_j. (Breaches of the agreement by a city that can
    gain nothing by one are let pass.) So a code has an exact critical discount factor.
    ``penal_bound`` says below which one no punishments can keep the agreement; where both agree,
    the code is optimal.

    The least common discount factor at which punishments keep an agreement, or bounds on it.

    For the target see ``TacitAgreement``. A return to pure equilibria of the stage game is one of
    the codes, so that this never asks for more patience than ``grim_trigger``. The search is in
    floating point, and its codes are not all there are; what it finds holds exactly.

    Errors: ``InvalidInput`` for what is not a ``RepeatedGame``, and names an action of the target
    that a city has not.

    >>> from games import StrategicGame
    >>> dilemma = StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
    >>> found = penal_code(RepeatedGame(dilemma), ["1", "1"])
    >>> found.critical_discount, str(found.proof)
    (Fraction(1, 7), 'exact')
    >>> found.punishments["A"].stick
    ('2', '2')

    Source: Abreu (1986), Extremal equilibria of oligopolistic supergames; Abreu (1988), On the
    theory of infinitely repeated games with discounting.
    """
    of_kind(game, RepeatedGame, place="subject of penal_code")
    agreement = TacitAgreement(game, target)
    bound = penal_bound(agreement)
    code = None if bound is None else search(agreement, bound, _weight) or _reversion(agreement)
    if code is None:
        return PenalCodeCertificate(None, ()).answer(agreement)
    return PenalCodeCertificate(_weight(agreement, code), code).answer(agreement)


def sentence(
    stage: StrategicGame, code: tuple[Sanction, ...], reward: Mapping[str, Fraction]
) -> tuple[dict[str, Punishment], dict[str, Fraction]]:
    """Each city's punishment, and what each gets in its own; ``reward``: in the agreement."""
    replies = reply_payoffs(stage)
    found, own = {}, {}
    if tuple(each.city for each in code) != stage.players:
        raise IntercityError("the code does not have one punishment for each city")
    for i, each in enumerate(code):
        stick = stage.payoff(each.stick)
        carrot = reward if each.carrot is None else stage.payoff(each.carrot)
        reply = int(replies[i][stage.profile(each.stick)]) * stage.units[i]
        share = ZERO
        if reply > stick[each.city]:
            if carrot[each.city] <= reply:
                raise IntercityError(f"the carrot does not bring {each.city} to bear the stick")
            share = (reply - stick[each.city]) / (carrot[each.city] - stick[each.city])
        payoffs = {city: (1 - share) * stick[city] + share * carrot[city] for city in stage.players}
        found[each.city] = Punishment(each.stick, each.carrot, share, payoffs)
        own[each.city] = reply
    return found, own


def code_weight(
    stage: StrategicGame, code: tuple[Sanction, ...], reward: Mapping[str, Fraction]
) -> Fraction:
    """The least x = delta^L at which nobody evades a punishment; ``ValueError``: there is none."""
    replies = reply_payoffs(stage)
    punishments, own = sentence(stage, code, reward)
    needed: list[Fraction | None] = []
    for punishment in punishments.values():
        needed.append(punishment.share)
        for i, city in enumerate(stage.players):
            reply = int(replies[i][stage.profile(punishment.stick)]) * stage.units[i]
            worth = punishment.payoffs[city]
            needed.append(weight_needed(max(reply - worth, ZERO), worth - own[city]))
        if punishment.carrot is not None:
            needed.append(profile_weight(stage, replies, punishment.carrot, own))
    found = [weight for weight in needed if weight is not None]
    if len(found) < len(needed):
        raise IntercityError("at no patience the code is kept")
    return max(found)


def profile_weight(
    stage: StrategicGame,
    replies: Sequence[npt.NDArray[Any]],
    profile: tuple[str, ...],
    own: Mapping[str, Fraction],
) -> Fraction | None:
    """The least x at which a profile is played for ever, where a breach leads to ``own``."""
    at = stage.profile(profile)
    weights = [
        weight_needed((int(best[at]) - int(table[at])) * unit, int(table[at]) * unit - own[city])
        for city, table, unit, best in zip(
            stage.players, stage.tables, stage.units, replies, strict=True
        )
    ]
    found = [weight for weight in weights if weight is not None]
    return max(found) if len(found) == len(weights) else None


def _weight(agreement: TacitAgreement, code: tuple[Sanction, ...]) -> Fraction:
    """The least x at which a code holds, and the agreement under it; ``ValueError``: none."""
    stage, reward, gains = agreement.game.stage, agreement.reward, breach_gains(agreement)
    own = sentence(stage, code, reward)[1]
    kept = [_kept_from(gains[city], reward[city] - own[city]) for city in stage.players]
    return max(*kept, code_weight(stage, code, reward))


def _reversion(agreement: TacitAgreement) -> tuple[Sanction, ...] | None:
    """For ever the pure equilibrium that is worst for who broke it; ``None`` where that fails."""
    stage = agreement.game.stage
    equilibria = np.argwhere(stable(stage))
    if not len(equilibria):
        return None
    code = []
    for city, table in zip(stage.players, stage.tables, strict=True):
        worst = min((tuple(at) for at in equilibria.tolist()), key=lambda at: int(table[at]))
        named = tuple(actions[a] for actions, a in zip(stage.actions, worst, strict=True))
        code.append(Sanction(city, named, None))
    try:
        _weight(agreement, tuple(code))
    except ValueError:
        return None
    return tuple(code)


def _kept_from(gain: Fraction, worth: Fraction) -> Fraction:
    """The least x at which a city keeps to the agreement; ``ValueError``: there is none."""
    needed = weight_needed(gain, worth) if gain else ZERO
    if needed is None:
        raise IntercityError("at no patience the agreement is kept")
    return needed


@dataclass(frozen=True, slots=True)
class PenalCodeCertificate(Certificate, kind="penal code"):
    """The code, and the weight delta^L on the future from which on it holds; ``None``: no code."""

    weight: Fraction | None
    code: tuple[Sanction, ...]

    def violations(self, subject: TacitAgreement) -> Iterator[str]:
        if self.weight is None:
            penal_bound(subject)  # all that is claimed then
            if self.code:
                yield "A code and its weight on the future belong together."
            if _reversion(subject) is not None:
                yield "There is a code: for ever a pure equilibrium of the stage game."
        elif self.weight != _weight(subject, self.code):
            yield f"The code holds from {_weight(subject, self.code)} on."

    def answer(self, subject: TacitAgreement) -> PenalCode:
        game, bound = subject.game, penal_bound(subject)
        lag, weight = game.lag, self.weight
        punishments: Mapping[str, Punishment] = {}
        critical = {}
        if weight is not None:
            gains, reward = breach_gains(subject), subject.reward
            punishments, own = sentence(game.stage, self.code, reward)
            for city in game.stage.players:
                needed = _kept_from(gains[city], reward[city] - own[city])
                critical[city] = per_period(needed, lag)
        most = None if weight is None else per_period(weight, lag)
        least = None if bound is None else per_period(bound, lag)
        return PenalCode(
            agreement=subject,
            critical_discount=most,
            at_least=least,
            critical=critical,
            punishments=punishments,
            holds=_holds(game, weight, bound),
            status=_status(most, least),
            method="sticks and carrots, against the elimination of what can never be played",
            proof=_proof(most, least, exact=weight is None or most**lag == weight),  # type: ignore[operator]
            certificate=self,
        )


def _holds(game: RepeatedGame, weight: Fraction | None, bound: Fraction | None) -> bool | None:
    if bound is None:
        return False
    common = set((game.discount or {}).values())
    if len(common) != 1:
        return None
    future = common.pop() ** game.lag
    if weight is not None and future >= weight:
        return True
    return False if future < bound else None


def _proof(most: Fraction | None, least: Fraction | None, *, exact: bool) -> Proof:
    if least is None:
        return EXACT
    if most is None:
        return UNPROVEN
    if most == least and exact:
        return EXACT
    return Proof("enclosed", max(most - least, Fraction(1, 10**18)))


def _status(most: Fraction | None, least: Fraction | None) -> str:
    if least is None:
        return "No punishments in pure strategies keep it, however patient the cities."
    below = factor_below(least)
    if most is None:
        return f"No code was found; none holds below {below}. Try another target."
    kept = f"The code keeps it from a discount factor of {factor_from(most)} on"
    if most == least:
        return f"{kept}; no other does below."
    return f"{kept}; nothing does below {below}, and what is between is open."
