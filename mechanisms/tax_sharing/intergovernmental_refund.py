"""The intergovernmental refund: the host pays part of the enclave's tax back to the home city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import whole, within
from games.errors import InvalidInput
from games.exact import Number
from mechanisms.compact.self_enforcement import Patience, WalkAway, patience, walk_away

__all__ = ["IntergovernmentalRefund", "capped_shares", "yearly"]

ZERO = Fraction(0)


def yearly(given: Any, what: str, years: int | None = None) -> tuple[Fraction, ...]:
    """Amounts year by year, none below 0; ``years``: how many there must be."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(what, given, "a list of numbers, year by year")
    amounts = tuple(within(x, f"{what}, year {t}", "0 or more") for t, x in enumerate(given, 1))
    if years is not None and len(amounts) != years:
        raise InvalidInput(f"the number of years of {what}", len(amounts), str(years))
    return amounts


def capped_shares(
    bases: Iterable[Fraction], share: Fraction, years: int, cap: Fraction | None
) -> tuple[Fraction, ...]:
    """The share of each base in the first years, until what is paid reaches the cap.

    >>> capped_shares([Fraction(4), Fraction(4), Fraction(4)], Fraction(1, 2), 2, Fraction(3))
    (Fraction(2, 1), Fraction(1, 1), Fraction(0, 1))
    """
    paid, shares = ZERO, []
    for year, base in enumerate(bases):
        due = share * base if year < years else ZERO
        if cap is not None:
            due = min(due, cap - paid)
        paid += due
        shares.append(due)
    return tuple(shares)


@dataclass(frozen=True, init=False, slots=True)
class IntergovernmentalRefund:
    """The intergovernmental refund: the host pays part of the enclave's tax back to the home city.

    Of the tax T_t that enclave firms pay in year t, the host refunds

        r_t = share max(0, T_t - threshold),  for some years, until the refunds reach a cap.

    Nobody can make a city pay. If the host stops in year t it saves r_t and all later refunds, but
    what the cooperation brings it in later years, g_(t+1) on, is gone. It goes on paying iff at
    every date

        -r_t + d (g_(t+1) - r_(t+1)) + d^2 (g_(t+2) - r_(t+2)) + ...  >=  0.

    So the last refund is never paid for its own sake: something must follow it.

    The clause: which share of which tax, for how long, up to which sum.

    ``share``: from 0 to 1. ``years``: how many, from the first. ``threshold``: tax a year that is
    not shared. ``cap``: the most that is refunded in all; ``None``: no cap.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> deal = IntergovernmentalRefund(share=Fraction(1, 2), years=3)
    >>> deal.payments([10, 10, 10])
    (Fraction(5, 1), Fraction(5, 1), Fraction(5, 1))
    >>> deal.host_patience([10, 10, 10], [8, 8, 8]).critical is None          # nothing follows
    True
    >>> deal.host_patience([10, 10, 10, 10], [8, 8, 8, 8]).critical
    Fraction(5, 8)

    Source: the refund is Hu and Zhang's (2024); self-enforcement: Telser (1980); Bull (1987).
    """

    share: Fraction
    years: int
    threshold: Fraction
    cap: Fraction | None

    def __init__(
        self,
        share: Number,
        years: int,
        *,
        threshold: Number = 0,
        cap: Number | None = None,
    ) -> None:
        most = None if cap is None else within(cap, "the cap on refunds", "0 or more")
        for field, value in (
            ("share", within(share, "the share that is refunded", "between 0 and 1")),
            ("years", whole(years, "the years of a refund", 1, 10**4)),
            ("threshold", within(threshold, "the threshold of a refund", "0 or more")),
            ("cap", most),
        ):
            object.__setattr__(self, field, value)

    def payments(self, taxes: Iterable[Number]) -> tuple[Fraction, ...]:
        """What the host refunds year by year, if the firms pay these taxes there."""
        bases = (max(ZERO, tax - self.threshold) for tax in yearly(taxes, "tax"))
        return capped_shares(bases, self.share, self.years, self.cap)

    def at_stake(
        self, taxes: Sequence[Number], gains: Sequence[Number]
    ) -> list[tuple[Fraction, ...]]:
        """What paying brings the host over stopping, from each year on, year by year.

        ``gains``: what the cooperation brings the host in each year apart from refunds, and is gone
        from the year after it has stopped.
        """
        refunds = self.payments(taxes)
        worth = yearly(gains, "gain of the host", len(refunds))
        flows = [gain - refund for gain, refund in zip(worth, refunds, strict=True)]
        return [(-refunds[t], *flows[t + 1 :]) for t in range(len(refunds)) if any(refunds[t:])]

    def host_patience(self, taxes: Sequence[Number], gains: Sequence[Number]) -> Patience:
        """All discount factors of the host at which it pays every refund."""
        return patience(self.at_stake(taxes, gains))

    def host_walks_away(
        self, taxes: Sequence[Number], gains: Sequence[Number], discount: Number
    ) -> WalkAway:
        """Whether the host stops paying at some date, when, and how much that is worth to it."""
        factor = within(discount, "the discount factor", "between 0 and 1")
        return walk_away(self.at_stake(taxes, gains), factor)
