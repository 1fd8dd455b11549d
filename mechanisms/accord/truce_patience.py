"""How patient the cities must be for a truce: bounds for any punishment, and a code that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from games.by_city import by_name, one_of, within
from games.errors import InvalidInput, of_kind
from mechanisms.accord.contest_truce import ContestTruce, only_bidder, without_bids
from mechanisms.accord.punished_truce import PunishedTruce
from mechanisms.accord.stick_and_carrot import best_stick, stick_unit
from mechanisms.accord.subsidy_accord import SubsidyTruce, critical_discount
from mechanisms.accord.truce_terms import TruceTerms, TruceTermsCertificate, patience
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, logit_choice
from solvers.competition.tullock_search import BITS
from solvers.maximin_search import stuck
from solvers.precision import precision

__all__ = [
    "OwnPatience",
    "PatientTruce",
    "TrucePatience",
    "TrucePatienceCertificate",
    "truce_patience",
]

ZERO, ONE = Fraction(0), Fraction(1)
PARTS = 10**6  # chances are in millionths

OwnPatience = Literal["keeps", "between", "breaks"]


@dataclass(frozen=True, slots=True)
class PatientTruce:
    """A truce, and the discount factors of the cities for which one is known.

    ``paid``: what each city is paid a period to keep it, by the others (negative: pays).
    Errors: ``InvalidInput`` for another city's, a discount factor outside [0, 1), and payments that
    do not add up to 0.

    See ``truce_patience`` for the concept, an example and its source.
    """

    truce: SubsidyTruce | ContestTruce
    discount: Any = None
    paid: Any = None

    def __post_init__(self) -> None:
        of_kind(self.truce, SubsidyTruce, ContestTruce, place="truce of patient cities")
        given, cities = {} if self.discount is None else self.discount, self.truce.game.cities
        of_kind(given, Mapping, place="discount factors", hint="by city")
        for city in given:
            one_of(city, cities, "city with a discount factor")
        known = {
            city: within(given[city], f"discount factor of {city}", "0 or more")
            for city in cities
            if city in given
        }
        for city, delta in known.items():
            if delta >= 1:
                raise InvalidInput(f"discount factor of {city}", delta, "below 1")
        object.__setattr__(self, "discount", known)
        paid = by_name(
            {} if self.paid is None else self.paid, cities, "payment", dict.fromkeys(cities, ZERO)
        )
        if sum(paid.values(), ZERO):
            raise InvalidInput("payments for a truce", sum(paid.values(), ZERO), "0 in all")
        object.__setattr__(self, "paid", paid)


@dataclass(frozen=True, slots=True, repr=False)
class TrucePatience(Answer):
    """How patient each city must be, and whether these cities are.

    ``between``: by city, below the first discount factor no punishment keeps it in the truce
    (``None``: none does, however patient it is); from the second on the race for ever does, if all
    others have theirs (``None``: it does not, however patient). Bystanders are left out.
    ``own``: by city whose own is known, whether it is from the second on (``keeps``), below the
    first (``breaks``), or in between.
    ``kept_by``: what keeps the truce at the cities' own discount factors: no breach pays
    (``nothing needed``), the ``race`` for ever, a ``penal code``; ``no punishment`` does;
    ``unknown``: none was found, or a city's discount factor is missing.
    ``stick``, ``ends``: the penal code's bids, and the chance that they end after a round.
    ``terms``: of the truce that the race for ever keeps. ``proof``: of the discount factors;
    unproven where all cities' own are known and no punishment was found.

    See ``truce_patience`` for the concept, an example and its source.
    """

    between: Mapping[str, tuple[Fraction | None, Fraction | None]]
    own: Mapping[str, OwnPatience]
    kept_by: Literal["nothing needed", "race", "penal code", "no punishment", "unknown"]
    stick: Mapping[str, Fraction]
    ends: Fraction | None
    terms: TruceTerms
    status: str
    method: str
    proof: Proof
    certificate: TrucePatienceCertificate


@dataclass(frozen=True, slots=True)
class TrucePatienceCertificate(
    Certificate, kind="truce patience", of="truce_patience", searches=True
):
    """The race that a breach may lead to, and a stick with its chance to end; ``None``: no stick.

    A stick is there where it keeps the truce and the race for ever does not; no city's next step on
    the grid of bids makes it one that takes less patience.
    """

    truce: TruceTermsCertificate
    stick: Mapping[str, Fraction] | None
    ends: Fraction | None

    def violations(self, rule: PatientTruce) -> Iterator[str]:
        yield from self.truce.violations(rule.truce)
        if self.stick is None:
            if self.ends is not None:
                yield "A chance to end belongs to a stick."
            return
        truce = rule.truce
        if (
            not isinstance(truce, SubsidyTruce)
            or any(rule.paid.values())
            or tuple(self.stick) != truce.game.cities
        ):
            yield "The stick's bids do not fit the cities."
            return
        if not _open(self._plain(rule)):
            yield "A stick is not called for."
        bids, unit = [self.stick[city] for city in truce.game.cities], stick_unit(truce.game)
        if any((bid / unit).denominator != 1 for bid in bids):
            yield f"A bid of the stick is no multiple of {unit}."
        ends = _ends(rule, bids)
        if ends is None or self.ends != _short_chance(*ends):
            yield "The stick is not carried out, or does not keep the truce."
            return
        with logit_choice(truce.game) as choice:
            if not stuck(PunishedTruce(choice, truce).leniency, bids, unit):
                yield "One city's next bid makes a better stick."

    def _plain(self, rule: PatientTruce) -> TrucePatience:
        return TrucePatienceCertificate(self.truce, None, None).answer(rule)

    def answer(self, rule: PatientTruce) -> TrucePatience:
        terms = self.truce.answer(rule.truce)
        least = _at_least(rule)
        highest = terms.critical if not any(rule.paid.values()) else _paid_for_ever(rule, terms)
        between = {
            city: (least[city], high)
            for city, high in highest.items()
            if city not in terms.bystanders or rule.paid[city]
        }
        own: dict[str, OwnPatience] = {
            city: _own_patience(rule.discount[city], *bounds)
            for city, bounds in between.items()
            if city in rule.discount
        }
        kept_by = _kept_by(between, own, stick=self.stick is not None)
        plain = TrucePatience(
            between=between,
            own=own,
            kept_by=kept_by,
            stick=dict(self.stick or {}),
            ends=self.ends,
            terms=terms,
            status=_STATUS[kept_by],
            method="minmax from below, the race for ever from above, sticks in between; balls",
            proof=terms.proof,
            certificate=self,
        )
        return replace(plain, proof=UNPROVEN) if _open(plain) else plain


def truce_patience(rule: PatientTruce) -> TrucePatience:
    """How patient the cities must be for a truce: bounds for any punishment, and a code that holds.

    A truce is kept by what follows a breach. City i has R_i in it, at most T_i a period while its
    best breach goes unseen (L periods), and something v_i a period afterwards. With x_i = delta_i^L
    it keeps the truce iff

        x_i >= (T_i - R_i) / (T_i - v_i).

    *From below*: v_i is at least m_i, what i secures by itself whatever the others do (minmax).
    Less patient than that, i keeps no truce under any punishment. *From above*: the race for ever,
    v_i = P_i, is always a credible punishment (Friedman 1971). In between other punishments may do.
    One is exhibited where it is found (Abreu 1988): after a breach all make the bids p, the
    *stick*, until a public draw ends them, each round with chance q; then the truce is back. A
    breach of the stick starts it anew. With D_i = R_i - payoff_i(p), and c_i what shirking p brings
    in a round, no city gains by any breach iff for each city

        q x_i (D_i - c_i)  >=  c_i (1 - x_i),
        x_i D_i            >=  (T_i - R_i) (1 - x_i + q x_i).

    With payments m_i as long as the truce lasts, R_i + m_i stands for R_i in the first inequality,
    but for what a breach gains; who pays may also stop, which is seen at once, so that it needs

        delta_i >= (T_i - R_i - m_i) / (T_i - v_i)    too.

    Each city discounts by its own factor here. In a period payments are made first, then breaches
    are seen; a round of the stick is as long as the lag.

    Bounds on the patience that a truce takes, and what keeps it at the cities' own.

    A penal code is looked for where every city's discount factor is known, none is too low for any
    punishment, and the race for ever does not keep the truce; in a ``Contest``, and with payments,
    none is looked for.
    The search is in floating point; what it finds is proven in balls.

    Errors: ``InvalidInput`` for what is not a ``PatientTruce``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> found = truce_patience(PatientTruce(SubsidyTruce(park), {"Quzhou": 0.9, "Lishui": 0.15}))
    >>> [round(float(bound), 3) for bound in found.between["Lishui"]]
    [0.094, 0.172]
    >>> found.kept_by, found.own
    ('penal code', {'Quzhou': 'keeps', 'Lishui': 'between'})

    Source: Friedman (1971), A non-cooperative equilibrium for supergames; Abreu (1988), On the
    theory of infinitely repeated games with discounting.
    """
    of_kind(rule, PatientTruce, place="subject of truce_patience")
    terms = critical_discount(rule.truce)
    plain = TrucePatienceCertificate(terms.certificate, None, None)
    truce = rule.truce
    paid = any(rule.paid.values())
    if isinstance(truce, SubsidyTruce) and not paid and _open(plain.answer(rule)):
        bids = best_stick(truce, terms.certificate.race.equilibria[0])  # type: ignore[attr-defined]
        ends = None if bids is None else _ends(rule, bids)
        if bids is not None and ends is not None:
            stick = dict(zip(truce.game.cities, bids, strict=True))
            found = TrucePatienceCertificate(terms.certificate, stick, _short_chance(*ends))
            if found.verify(rule):
                return found.answer(rule)
    return plain.answer(rule)


def _open(plain: TrucePatience) -> bool:
    """Whether a penal code is to be looked for."""
    return plain.kept_by == "unknown" and all(city in plain.own for city in plain.between)


def _paid_for_ever(rule: PatientTruce, terms: TruceTerms) -> dict[str, Fraction | None]:
    """From where on the race for ever keeps each city in a truce with payments."""
    found = {}
    with precision(BITS):
        for city in rule.truce.game.cities:
            reward = ball(terms.reward[city])
            gain = ball(terms.temptation[city]) - reward
            worth = reward - ball(terms.punishment[city])
            found[city] = _paid_patience(gain, worth, rule.paid[city], rule.truce.lag)
    return found


def _paid_patience(gain: Any, worth: Any, paid: Fraction, lag: int) -> Fraction | None:
    """The patience that a truce takes of a city that is paid (negative: pays) as long as it lasts.

    A secret breach brings ``gain`` for ``lag`` periods, and costs worth + paid in each later one.
    Who is to pay may rather stop, which is seen at once: it saves that, and breaches besides.
    """
    secret = patience(gain, worth + ball(paid), lag)
    if paid >= 0 or secret is None:
        return secret
    stops = patience((max(0, gain)) - ball(paid), worth + ball(paid), 1)
    return None if stops is None else max(secret, stops)


def _at_least(rule: PatientTruce) -> dict[str, Fraction | None]:
    truce = rule.truce
    if isinstance(truce, SubsidyTruce):
        with logit_choice(truce.game) as choice:
            punished = PunishedTruce(choice, truce)
            found = punished.at_least_by_city(truce.lag)
            if any(rule.paid.values()):
                worth = punished.worth_at_most()
                found = [
                    _paid_patience(gain, most, rule.paid[city], truce.lag)
                    for gain, most, city in zip(
                        punished.gains, worth, truce.game.cities, strict=True
                    )
                ]
        return dict(zip(truce.game.cities, found, strict=True))

    game, n = truce.game, range(len(truce.game.cities))
    reward = without_bids(game)
    with precision(BITS):
        # A city that bids nothing has at least its payoff with the firm at the worst site.
        return {
            city: _paid_patience(
                ball(only_bidder(game, i)[i] - reward[i]),
                ball(reward[i] - min(game.gross(i, j) for j in n)),
                rule.paid[city],
                truce.lag,
            )
            for i, city in enumerate(game.cities)
        }


def _own_patience(delta: Fraction, low: Fraction | None, high: Fraction | None) -> OwnPatience:
    if high is not None and delta >= high:
        return "keeps"
    return "breaks" if low is None or delta < low else "between"


def _kept_by(
    between: Mapping[str, tuple[Fraction | None, Fraction | None]],
    own: Mapping[str, OwnPatience],
    *,
    stick: bool,
) -> Any:
    if all(high == 0 for _, high in between.values()):
        return "nothing needed"
    if "breaks" in own.values() or any(low is None for low, _ in between.values()):
        return "no punishment"
    if stick:
        return "penal code"
    return "race" if all(own.get(city) == "keeps" for city in between) else "unknown"


def _ends(rule: PatientTruce, bids: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    """Chances, in millionths, between which the stick may end; ``None`` where none will do."""
    truce = rule.truce
    game = truce.game
    if not isinstance(truce, SubsidyTruce):
        return None
    with logit_choice(truce.game) as choice:
        punished = PunishedTruce(choice, truce)
        outcome = punished.allowed(bids)
        if outcome is None:
            return None
        low, high = 1, PARTS
        hurts, shirks = punished.rounds(outcome)
        for i, city in enumerate(game.cities):
            # A bystander has no discount factor: with 0, it may gain by no breach.
            x = ball(rule.discount.get(city, ZERO) ** truce.lag)
            shirk, gain = shirks[i], punished.gains[i]
            if shirk > 0 or not shirk <= 0:
                worth = x * (hurts[i] - shirk)
                if not worth > 0:
                    return None
                low = max(low, _integer((shirk * (1 - x) / worth * PARTS).upper().ceil()))
            if gain > 0:
                most = (x * hurts[i] / gain - (1 - x)) / x if x > 0 else ball(-1)
                if not most > 0:
                    return None
                high = min(high, _integer((most * PARTS).lower().floor()))
    return (Fraction(low, PARTS), Fraction(high, PARTS)) if low <= high else None


def _integer(number: Any) -> int:
    """An integer ball as an integer, not beyond 2 in parts."""
    return 2 * PARTS if number > 2 * PARTS else int(number.unique_fmpz())


def _short_chance(low: Fraction, high: Fraction) -> Fraction:
    """A chance in the middle, of few digits where those do."""
    middle = (low + high) / 2
    for digits in range(1, 7):
        one = Fraction(round(middle * 10**digits), 10**digits)
        if low <= one <= high:
            return one
    return low


_STATUS = {
    "nothing needed": "The truce keeps itself: no city gains by a breach even once.",
    "race": "The threat of the race keeps the truce at the cities' own discount factors.",
    "penal code": (
        "The race for ever does not keep the truce at the cities' own discount factors; high bids "
        "for a while after a breach do."
    ),
    "no punishment": "A city is too impatient for any punishment to keep it in the truce.",
    "unknown": (
        "It is open what keeps the truce: no punishment was found, nor is it proven that none does."
    ),
}
