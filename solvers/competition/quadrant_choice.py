"""Which quadrant firms choose, and the smallest bonus or clawback that brings them where wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.approximately import approximately
from games.by_city import entry_of
from games.errors import of_kind
from games.quadrants import Firm, Quadrant, Quadrants
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import SHARE_DECIMALS
from solvers.competition.quadrant_shares import Instrument, QuadrantShares

__all__ = ["FirmQuadrants", "QuadrantCertificate", "QuadrantChoice", "quadrant_choice"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class FirmQuadrants:
    """What one kind of firm compares, and what would move it.

    ``profits``, ``shares``: by quadrant. ``best``: the quadrants with the greatest profit.
    ``margin``: how much better the wanted quadrant is than the best other one.
    ``bonus``: the smallest bonus at which the wanted quadrant is best; ``clawback``: likewise, or
    ``None`` where none does it, as yet another quadrant is better.
    ``break_even``: the greatest separation cost at which it is best (the least, if the wanted
    quadrant has both in one place); ``None``: at no separation cost.

    See ``quadrant_choice`` for the concept, an example and its source.
    """

    profits: Mapping[Quadrant, Fraction]
    shares: Mapping[Quadrant, Fraction]
    best: tuple[Quadrant, ...]
    margin: Fraction
    bonus: Fraction
    clawback: Fraction | None
    break_even: Fraction | None

    @property
    def comes(self) -> bool:
        """Whether no other quadrant is better for it than the wanted one."""
        return self.margin >= 0


@dataclass(frozen=True, slots=True, repr=False)
class QuadrantChoice(Answer):
    """Where firms go, and the smallest bonus or clawback for the target; reads by kind of firm.

    ``share``: of all firms, in the wanted quadrant, with the bonus and clawback in force.
    ``bonus``: the smallest bonus, instead of the one in force, at which the target is met;
    ``clawback``: likewise. ``None``: none does it. Where mu > 0, to the decimals shown.
    ``cost``: what that bonus costs in all; ``windfall``: what of it goes to firms that would be
    there without a bonus.

    See ``quadrant_choice`` for the concept, an example and its source.
    """

    game: Quadrants
    firms: Mapping[str, FirmQuadrants]
    share: Fraction
    bonus: Fraction | None
    clawback: Fraction | None
    cost: Fraction | None
    windfall: Fraction | None
    proof: Proof
    certificate: QuadrantCertificate

    def __getitem__(self, firm: str) -> FirmQuadrants:
        return entry_of(self.firms, firm)

    @property
    def shares(self) -> dict[Quadrant, Fraction]:
        """What share of all firms each quadrant has."""
        each = [
            (firm.number / self.game.number, self[firm.name].shares) for firm in self.game.firms
        ]
        return {
            at: sum((part * shares[at] for part, shares in each), ZERO)
            for at in self.game.quadrants
        }

    @property
    def stay_away(self) -> tuple[str, ...]:
        """The kinds of firms for which another quadrant is better than the wanted one."""
        return tuple(name for name, found in self.firms.items() if not found.comes)

    @property
    def method(self) -> str:
        return "logit shares in balls" if self.game.mu else "profits compared"

    @property
    def status(self) -> str:
        research, production = self.game.wanted
        text = (
            f"{_percent(self.share)} of firms choose research in {research}, production in "
            f"{production}"
        )
        goal = _percent(self.game.target)
        if self.bonus is None:
            return f"{text}; no bonus makes it {goal}."
        if not self.bonus:
            return f"{text}, {goal} or more without a bonus."
        return f"{text}; a bonus of {approximately(self.bonus)} makes it {goal} or more."


def _percent(share: Fraction) -> str:
    return f"{approximately(100 * share, '.3g')} %"


@dataclass(frozen=True, slots=True)
class QuadrantCertificate(Certificate, kind="quadrant choice"):
    """The smallest bonus and clawback at which the target is met; ``None``: none does it."""

    bonus: Fraction | None
    clawback: Fraction | None

    def violations(self, subject: Quadrants) -> Iterator[str]:
        shares = QuadrantShares(subject)
        found: dict[Instrument, Fraction | None] = {
            "bonus": self.bonus,
            "clawback": self.clawback,
        }
        for instrument, money in found.items():
            if not shares.is_smallest(instrument, money):
                yield f"This is not the smallest {instrument} at which the target is met."

    def answer(self, subject: Quadrants) -> QuadrantChoice:
        shares = QuadrantShares(subject)
        cost = windfall = None
        proof = EXACT if not subject.mu else Proof("enclosed", Fraction(1, 10**SHARE_DECIMALS))
        if self.bonus is not None:
            paid = subject.number * self.bonus
            cost = paid * shares.share(bonus=self.bonus)
            windfall = paid * shares.share(bonus=ZERO)
            if subject.mu:
                proof = Proof("enclosed", max(Fraction(1), paid) / 10**SHARE_DECIMALS)
        return QuadrantChoice(
            subject,
            {
                firm.name: _firm(subject, firm, dict(zip(subject.quadrants, found, strict=True)))
                for firm, found in zip(subject.firms, shares.by_firm(), strict=True)
            },
            shares.share(),
            self.bonus,
            self.clawback,
            cost,
            windfall,
            proof,
            self,
        )


def quadrant_choice(game: Quadrants) -> QuadrantChoice:
    """Which quadrant firms choose, and the smallest bonus or clawback that brings them
    where wanted.

    A firm compares its profits in the four quadrants (``games/quadrants.py``). Research in the hub
    and production at home is best for it iff the separation cost is at most its *break-even*

        t*  =  min(c_hub - c_home, rho_hub - rho_home)     (policy added on both sides),

    provided that it is better than the other way round. A bonus b moves a firm whose best profit
    elsewhere is ahead by b; a clawback only one that the same research with the other production
    site holds back. Of several kinds of firms the smallest bonus for a target share is that of the
    last kind needed. Firms of the kinds before it would have come for less: for nothing, some of
    them, and what those are paid is the *windfall*.

    Where mu > 0 the share of a kind in the wanted quadrant is 1/(1 + sum exp((other - wanted)/mu)),
    in balls; it rises with the bonus, so that the smallest one is a single root, enclosed.

    Where firms go, exact where mu = 0, and what would bring the target share where it is wanted.

    A target of 0 needs nothing. With mu > 0 no bonus brings all firms, and a clawback only those
    that it would be taken from.

    Errors: ``InvalidInput`` for what is not a ``Quadrants``.

    >>> from games import Firm, Quadrants
    >>> kinds = [Firm("software", [5, 2], [1, 1], 1, number=3), Firm("devices", [5, 2], [4, 1], 1)]
    >>> found = quadrant_choice(Quadrants("Hangzhou", "Quzhou", kinds))
    >>> found["software"].best, found["software"].bonus, found["devices"].break_even
    ((('Hangzhou', 'Hangzhou'),), Fraction(1, 1), Fraction(3, 1))
    >>> found.stay_away
    ('software',)
    >>> found.share, found.bonus, found.cost, found.windfall
    (Fraction(1, 4), Fraction(1, 1), Fraction(4, 1), Fraction(1, 1))
    >>> print(found.status)
    25 % of firms choose research in Hangzhou, production in Quzhou; a bonus of 1 makes it 50 % or
    more.

    Source: Hu and Zhang (2024), figure 5; McFadden (1974).
    """
    of_kind(game, Quadrants, place="subject of quadrant_choice")
    shares = QuadrantShares(game)
    return QuadrantCertificate(shares.smallest("bonus"), shares.smallest("clawback")).answer(game)


def _firm(game: Quadrants, firm: Firm, shares: Mapping[Quadrant, Fraction]) -> FirmQuadrants:
    profits = game.profits(firm)
    wanted, left = game.wanted, game.left_behind
    top = max(profits.values())
    others = {at: profit for at, profit in profits.items() if at != wanted}
    margin = profits[wanted] - max(others.values())
    third = max(profit for at, profit in others.items() if at != left)
    free = profits[left] + game.clawback - profits[wanted]
    return FirmQuadrants(
        profits=profits,
        shares=shares,
        best=tuple(at for at, profit in profits.items() if profit == top),
        margin=margin,
        bonus=max(ZERO, game.bonus - margin),
        clawback=max(ZERO, free) if profits[wanted] >= third else None,
        break_even=_break_even(game, firm),
    )


def _break_even(game: Quadrants, firm: Firm) -> Fraction | None:
    """The separation cost at which the wanted quadrant and the best of the other sort are equal."""
    profits = game.profits(replace(firm, separation=0))
    wanted = game.wanted
    apart = wanted[0] != wanted[1]
    same = [p for at, p in profits.items() if at != wanted and (at[0] != at[1]) == apart]
    other = [p for at, p in profits.items() if (at[0] != at[1]) != apart]
    if profits[wanted] < max(same):
        return None
    lead = profits[wanted] - max(other)
    return lead if apart else -lead
