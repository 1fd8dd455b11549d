"""Sharing the tax of firms that move: a share to the city they left, with a cap and a sunset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import truth, whole, within
from games.errors import InvalidInput
from games.exact import Number
from mechanisms.compact.self_enforcement import present_value
from mechanisms.tax_sharing.intergovernmental_refund import capped_shares, yearly

__all__ = ["JING_JIN_JI_2015", "OriginStake", "RelocationSharing", "SharedTax"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SharedTax:
    """Who gets what of the tax, year by year from full production on.

    ``origin``: the city that the firm left; ``destination``: where it is now. ``cap``: the most
    that the origin can get in all (``None``: no cap). ``status``: what ended the sharing. ``gap``:
    what the origin then lacks to the cap. ``grant_year``: the year after the last of sharing, in
    which the central government makes the origin a one-off grant, ``None`` if it does not;
    ``grant``: the amount that is assumed, as the rule fixes none. It is no part of ``origin``.

    See ``RelocationSharing`` for the concept, an example and its source.
    """

    origin: tuple[Fraction, ...]
    destination: tuple[Fraction, ...]
    cap: Fraction | None
    status: str
    gap: Fraction = ZERO
    grant_year: int | None = None
    grant: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class OriginStake:
    """What the move costs the city that the firm leaves, in present values.

    ``kept``: the tax that it would have had without the move; ``received``: its part under the
    rule and a grant that is assumed; ``loss``: the difference. ``least_share``: the smallest share
    at which it loses nothing without any grant, all else being equal; ``None``: even all of the
    tax, within years and cap, is too little. ``grant_year``: in which the central government makes
    a grant, if it does; ``least_grant``: the smallest with which it loses nothing at the rule's
    share, ``None`` where there is no grant.

    See ``RelocationSharing`` for the concept, an example and its source.
    """

    kept: Fraction
    received: Fraction
    least_share: Fraction | None
    grant_year: int | None = None
    least_grant: Fraction | None = None

    @property
    def loss(self) -> Fraction:
        return self.kept - self.received


@dataclass(frozen=True, init=False, slots=True)
class RelocationSharing:
    """Sharing the tax of firms that move: a share to the city they left, with a cap and a sunset.

    From the year in which a firm that has moved comes into full production, the city that it left
    gets a share of what it pays in the new city (there the local part of value-added, corporate
    income and business tax),

        r_t = share T_t        for some years, and some more if the cap is not yet reached,

    until the sum reaches a cap: what the firm had paid in its last years before the move. If it has
    not by then, the central government makes the city that was left a one-off grant, of an amount
    that the rule does not fix. Small firms are left out, and so are moves that the market led.

    The rule: the share of the city left behind, for how long, for which firms, up to what.

    ``share``: from 0 to 1. ``years`` of sharing, and ``extension``: more years if the cap is not
    reached by then. ``cap_years``: the cap is what the firm paid in so many years before the move
    (``None``: no cap, then the extension always counts). ``threshold``: the least that the firm
    must have paid a year before, averaged over these years (all that are given, if there is no
    cap). ``market_led``: whether such moves are shared, too. ``central_grant``: whether the central
    government makes the origin a one-off grant in the year after, if the cap is not reached.

    >>> rule = JING_JIN_JI_2015  # in millions of yuan
    >>> shared = rule.schedule(before=[30, 30, 30], after=[40, 60, 60, 60, 60, 60])
    >>> [str(money) for money in shared.origin], shared.status
    (['20', '30', '30', '10', '0', '0'], 'The cap of 90 is reached in year 4.')
    >>> stake = rule.origin_stake([30, 30, 30], [40, 60, 60, 60, 60, 60], [30] * 6, Fraction(9, 10))
    >>> float(stake.loss), stake.least_share is None
    (61.9777, True)
    >>> slow = rule.schedule(before=[30, 30, 30], after=[20] * 6, grant=25)
    >>> slow.gap, slow.grant_year
    (Fraction(40, 1), 6)
    >>> print(slow.status)
    Sharing ends with year 5, 40 below the cap; then comes a central grant of 25.

    The cap of three years' tax says for how long the city could have kept the firm: it is made
    whole if the firm would have gone anyway some three years later, and not if it would have
    stayed.

    Source: Ministry of Finance and State Administration of Taxation, Caiyu [2015] 92, on the
    sharing of tax from firms that move within Beijing, Tianjin and Hebei, as reported (tfcjtax.com,
    hebei.com.cn).
    """

    share: Fraction
    years: int
    extension: int
    cap_years: int | None
    threshold: Fraction
    market_led: bool
    central_grant: bool

    def __init__(
        self,
        share: Number,
        years: int,
        *,
        extension: int = 0,
        cap_years: int | None = None,
        threshold: Number = 0,
        market_led: bool = False,
        central_grant: bool = False,
    ) -> None:
        most = "the years before the move that make the cap"
        for field, value in (
            ("share", within(share, "the share of the origin", "between 0 and 1")),
            ("years", whole(years, "the years of sharing", 1, 10**4)),
            ("extension", whole(extension, "the more years of sharing", 0, 10**4)),
            ("cap_years", None if cap_years is None else whole(cap_years, most, 1)),
            ("threshold", within(threshold, "the threshold", "0 or more")),
            ("market_led", truth(market_led, "market_led")),
            ("central_grant", truth(central_grant, "central_grant")),
        ):
            object.__setattr__(self, field, value)

    def schedule(
        self,
        before: Sequence[Number],
        after: Iterable[Number],
        *,
        market_led: bool = False,
        grant: Number = 0,
    ) -> SharedTax:
        """Who gets what of the tax ``after``, from full production on.

        ``before``: what the firm paid in each of its last years before the move; the last
        ``cap_years`` of them make the cap. ``market_led``: this move was. ``grant``: the central
        grant that is assumed, should one be made. Errors: ``InvalidInput`` for a grant under a rule
        that has none.
        """
        assumed = within(grant, "the central grant", "0 or more")
        if assumed and not self.central_grant:
            raise InvalidInput("the central grant", assumed, "0: this rule has none")
        paid, taxes = yearly(before, "tax before the move"), yearly(after, "tax after the move")
        cap = self._cap(paid)
        origin: tuple[Fraction, ...] = (ZERO,) * len(taxes)
        gap, last = ZERO, self.years + self.extension
        average = self._average(paid)
        if truth(market_led, "market_led") and not self.market_led:
            status = "Not shared: the market led the move."
        elif average < self.threshold:
            status = (
                f"Not shared: the firm paid {approximately(average)} a year before the move, less "
                f"than {approximately(self.threshold)}."
            )
        else:
            origin = capped_shares(taxes, self.share, last, cap)
            if cap is not None and len(taxes) >= last:
                gap = cap - sum(origin, ZERO)
            status = self._end(origin, cap, assumed)
        rest = tuple(tax - part for tax, part in zip(taxes, origin, strict=True))
        if not gap or not self.central_grant:
            return SharedTax(origin, rest, cap, status, gap)
        return SharedTax(origin, rest, cap, status, gap, last + 1, assumed)

    def _cap(self, before: tuple[Fraction, ...]) -> Fraction | None:
        needed = self.cap_years or 1
        if len(before) < needed:
            raise InvalidInput(
                "the number of years of tax before the move", len(before), f"{needed} or more"
            )
        return sum(before[-needed:], ZERO) if self.cap_years else None

    def _average(self, before: tuple[Fraction, ...]) -> Fraction:
        """What the firm paid a year, over the years that make the cap (all, if there is none)."""
        last = before[-(self.cap_years or len(before)) :]
        return sum(last, ZERO) / len(last)

    def _end(self, origin: tuple[Fraction, ...], cap: Fraction | None, grant: Fraction) -> str:
        total = ZERO
        for year, part in enumerate(origin, 1):
            total += part
            if cap is not None and total == cap:
                return f"The cap of {approximately(cap)} is reached in year {year}."
        last = self.years + self.extension
        if len(origin) < last:
            return f"Sharing goes on after the years given, until year {last}."
        if cap is None:
            return f"Sharing ends with year {last}."
        then = ""
        if self.central_grant:
            amount = f"of {approximately(grant)}" if grant else "that the rule does not fix"
            then = f"; then comes a central grant {amount}"
        return f"Sharing ends with year {last}, {approximately(cap - total)} below the cap{then}."

    def origin_stake(
        self,
        before: Sequence[Number],
        after: Sequence[Number],
        stays: Iterable[Number],
        discount: Number,
        *,
        grant: Number = 0,
    ) -> OriginStake:
        """What the city that the firm leaves loses by the move, all counted from the same year on.

        ``stays``: what the firm would pay it year by year if it did not move (0 from the year on in
        which it would have gone anyway). ``discount``: the city's factor, from 0 to 1. ``grant``:
        the central grant that is assumed in the year after sharing, should one be made.
        """
        factor = within(discount, "the discount factor", "between 0 and 1")
        before, after = yearly(before, "tax before the move"), yearly(after, "tax after the move")
        kept = present_value(yearly(stays, "tax if the firm stays"), factor)
        shared = self.schedule(before, after, grant=grant)
        received, granted, least_grant = present_value(shared.origin, factor), ZERO, None
        if shared.grant_year is not None:
            weight = factor ** (shared.grant_year - 1)
            granted = weight * shared.grant
            lacking = max(ZERO, kept - received)
            least_grant = lacking / weight if weight else None if lacking else ZERO
        dated = shared.grant_year, least_grant
        received += granted
        if not kept:
            return OriginStake(kept, received, ZERO, *dated)
        if self._average(before) < self.threshold:
            return OriginStake(kept, received, None, *dated)
        least = _least_share(after, self.years + self.extension, shared.cap, factor, kept)
        return OriginStake(kept, received, least, *dated)


def _least_share(
    taxes: tuple[Fraction, ...],
    years: int,
    cap: Fraction | None,
    factor: Fraction,
    target: Fraction,
) -> Fraction | None:
    """The smallest share whose capped payments have this present value.

    That value rises in the share, by straight pieces: they end where the cap is reached at the end
    of a year.
    """

    def worth(share: Fraction) -> Fraction:
        return present_value(capped_shares(taxes, share, years, cap), factor)

    if worth(Fraction(1)) < target:
        return None
    cuts = {ZERO, Fraction(1)}
    total = ZERO
    for tax in taxes[:years]:
        total += tax
        if cap is not None and total > cap:
            cuts.add(cap / total)
    ends = sorted(cuts)
    low = max(cut for cut in ends if worth(cut) < target or not cut)
    high = min(cut for cut in ends if worth(cut) >= target)
    if low >= high:
        return high
    return low + (high - low) * (target - worth(low)) / (worth(high) - worth(low))


JING_JIN_JI_2015 = RelocationSharing(
    Fraction(1, 2), 3, extension=2, cap_years=3, threshold=Fraction(20), central_grant=True
)
"""Half for three years, two more if the cap of three years' tax is not reached, for firms that paid
20 million yuan a year or more, and not for moves that the market led; then a central grant, of no
fixed amount, if the cap is not reached. In millions of yuan."""
