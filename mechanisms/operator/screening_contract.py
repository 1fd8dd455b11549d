"""Screening contract: can a fee for passed assessments make an operator look before it admits?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.project_screening import ProjectScreening
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["ScreeningCertificate", "ScreeningContract", "admission", "screening_contract"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class ScreeningContract(Answer):
    """Whether looking can be bought, at which fees, and what is then admitted.

    ``fees``: the least and the largest fee per passed project at which the operator looks (``None``
    for the largest: any above the least), or ``None``. ``bought``: whether the city buys the look:
    it can, and that leaves it more than admitting all or nobody. ``fee``: what it then pays;
    without a look the least fee at which all are admitted, or 0. ``bad_share``: of those
    admitted. ``kept``: what the city keeps per project that applies. ``critical_accuracy``: from
    which on a look can be bought, ``None``: even a perfect assessment does not help.

    See ``screening_contract`` for the concept, an example and its source.
    """

    game: ProjectScreening
    fees: tuple[Fraction, Fraction | None] | None
    bought: bool
    fee: Fraction
    bad_share: Fraction
    kept: Fraction
    critical_accuracy: Fraction | None
    certificate: ScreeningCertificate
    method: str = "the operator's three choices compared, in fractions"
    proof: Proof = EXACT

    @property
    def tolerable(self) -> bool:
        """Whether no more bad projects are let in than the city would bear."""
        return bool(self.bad_share <= self.game.tolerated)

    @property
    def status(self) -> str:
        accuracy = f"the assessment is right in {approximately(100 * self.game.accuracy)}%"
        if self.fees is None:
            needed = self.critical_accuracy
            would = (
                "no accuracy would do"
                if needed is None
                else (f"would have to be in {approximately(100 * needed)}%")
            )
            return f"No fee makes the operator look: {accuracy}, and {would}."
        if not self.bought:  # never for the money: k <= beta a, so a look costs less than all do
            return "A look can be bought, but the city does best if nobody is admitted."
        return f"A fee of {approximately(self.fee)} per passed project makes the operator look."


@dataclass(frozen=True, slots=True)
class ScreeningCertificate(Certificate, kind="screening contract", of="screening_contract"):
    """The fee, and whether it buys a look: checked against the operator's three choices."""

    fee: Fraction
    bought: bool

    def violations(self, game: ProjectScreening) -> Iterator[str]:
        looks, admits, nothing = _operator(game, self.fee)
        if self.bought != (looks >= max(admits, nothing) and self.fee > 0):
            yield "The fee does not do what is claimed."
        if self.fee < 0:
            yield "The fee is negative."
        kept = _left_to_city(game, self.fee)
        if any(_left_to_city(game, other) > kept for other in _candidates(game)):
            yield "Another fee leaves the city more."
        if any(
            _left_to_city(game, other) == kept and other < self.fee for other in _candidates(game)
        ):
            yield "A lower fee leaves the city as much."
        # The optimum is at a fee at which the operator's choice changes.
        if self.fee not in _candidates(game):
            yield "A lower fee would lead to the same choice."

    def answer(self, game: ProjectScreening) -> ScreeningContract:
        fees, beta, k = _fees(game), game.bad, game.look
        least, most = game.admit + k / (1 - beta), game.admit - k / beta
        critical = None if most < 0 else least / (least + most)
        shares = {"look": ZERO, "all": beta, "nobody": ZERO}
        return ScreeningContract(
            game=game,
            fees=fees,
            bought=self.bought,
            fee=self.fee,
            bad_share=shares[admission(game, self.fee)],
            kept=_left_to_city(game, self.fee),
            critical_accuracy=critical,
            certificate=self,
        )


def screening_contract(game: ProjectScreening) -> ScreeningContract:
    """Screening contract: can a fee for passed assessments make an operator look before it admits?

    With y for each admitted project that passes the assessment (and nothing for one that fails,
    which costs nothing to promise), a good project brings the operator q y, a bad one (1 - q) y. It
    looks, and refuses bad ones, iff looking pays more than admitting all and than admitting nobody,

        beta (a - (1 - q) y) >= k      and      (1 - beta) (q y - a) >= k,

    so that y must lie between a *least fee* and a *largest* one,

        (a + k / (1 - beta)) / q  <=  y  <=  (a - k / beta) / (1 - q).

    Paid too much it lets everybody in, paid too little it does nothing. The noisier the assessment,
    the closer the two; below a critical accuracy no contract buys a look.

    The fee per passed project that leaves the city most, and whether it makes anybody look.

    An operator that is indifferent looks rather than admit all or nobody, and admits all rather
    than nobody, whatever the city would like better.

    Errors: ``InvalidInput`` for what is not a ``ProjectScreening``.

    >>> from games import ProjectScreening
    >>> desk = ProjectScreening(bad=0.5, look=1, admit=4, accuracy=0.9, good_worth=20, bad_harm=10)
    >>> found = screening_contract(desk)
    >>> found.fees, found.critical_accuracy, found.bad_share
    ((Fraction(20, 3), Fraction(20, 1)), Fraction(3, 4), Fraction(0, 1))
    >>> print(screening_contract(ProjectScreening(0.5, 1, 4, 0.7, 20, 10)).status)
    No fee makes the operator look: the assessment is right in 70%, and would have to be in 75%.

    Source: ours, after Holmström (1979) and Innes (1990), for the question of Hu and Zhang (2024).
    """
    of_kind(game, ProjectScreening, place="subject of screening_contract")
    fee = max(_candidates(game), key=lambda one: (_left_to_city(game, one), -one))
    return ScreeningCertificate(fee, admission(game, fee) == "look").answer(game)


def _operator(game: ProjectScreening, fee: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """What the operator has per project that applies: by looking, admitting all, and nobody."""
    good, bad = (chance * fee - game.admit for chance in (game.accuracy, 1 - game.accuracy))
    looks = (1 - game.bad) * max(ZERO, good) + game.bad * min(ZERO, max(ZERO, bad)) - game.look
    return looks, (1 - game.bad) * good + game.bad * bad, ZERO


def admission(game: ProjectScreening, fee: Fraction) -> str:
    """Whom the operator lets in for this fee per passed project: by a "look", "all" or "nobody".

    >>> desk = ProjectScreening(bad=0.5, look=1, admit=4, accuracy=0.9, good_worth=20, bad_harm=10)
    >>> [admission(desk, Fraction(fee)) for fee in (6, 7, 21)]
    ['nobody', 'look', 'all']
    """
    looks, admits, nothing = _operator(game, fee)
    if looks >= max(admits, nothing):
        return "look"
    return "all" if admits >= nothing else "nobody"


def _left_to_city(game: ProjectScreening, fee: Fraction) -> Fraction:
    choice, q, beta = admission(game, fee), game.accuracy, game.bad
    if choice == "look":
        found: Fraction = game.admits_good - (1 - beta) * q * fee
    elif choice == "all":
        found = game.admits_all - ((1 - beta) * q + beta * (1 - q)) * fee
    else:
        found = ZERO
    return found


def _fees(game: ProjectScreening) -> tuple[Fraction, Fraction | None] | None:
    """The least and the largest fee at which the operator looks."""
    least = (game.admit + game.look / (1 - game.bad)) / game.accuracy
    room = game.admit - game.look / game.bad
    if game.accuracy == 1:
        return (least, None) if room >= 0 else None
    most = room / (1 - game.accuracy)
    return (least, most) if least <= most else None


def _candidates(game: ProjectScreening) -> list[Fraction]:
    """The fees at which the operator's choice changes upwards: nothing, a look, all."""
    passes = (1 - game.bad) * game.accuracy + game.bad * (1 - game.accuracy)
    found = [ZERO, game.admit / passes]
    fees = _fees(game)
    return found if fees is None else [*found, fees[0]]
