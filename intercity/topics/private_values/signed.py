"""The rule that is signed, judged: would reports be true, would all sign, does it pay for itself?

It stands if so, and if it leaves the cities as much as the rule that the check would propose, but
for a hundredth of the gain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from intercity.topics.outcome import Clause, Repair, Verdict
from intercity.topics.private_values.priors import ends_of, types_of

if TYPE_CHECKING:
    from intercity.topics.private_values.section import Reservation, SignedRule
    from mechanisms.direct.trade_rule import Figure

__all__ = [
    "Judged",
    "Lied",
    "NamedRule",
    "Refused",
    "RuleFlaw",
    "RuleKind",
    "by_signed",
    "figure_of",
    "judged",
]

Found = TypeVar("Found", bound=Any)
ZERO = Fraction(0)
WASTE = Fraction(1, 100)
"""So much of the gain may be lost beyond what the rule loses that would be proposed."""


class RuleKind(StrEnum):
    """Which rule is signed: by the key of [information.rule]."""

    PRICE = "price"
    LEAST_GAIN = "least_gain"
    DOUBLE_AUCTION = "k"
    TABLE = "deals"
    SHARES = "shares"
    NAMED = "by"


class RuleFlaw(StrEnum):
    """What speaks against a rule as signed."""

    LIES = "a false report pays"
    REFUSED = "somebody expects to lose by it"
    NEEDS_MONEY = "it needs money from outside"
    LOSES_MORE = "another rule leaves the cities more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lied:
    """Who gains how much a year, on average, by reporting another figure than its true one."""

    city: str
    true: Fraction
    report: Fraction
    gain: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Who expects to lose how much a year, if it is of this value."""

    city: str
    value: Fraction
    loss: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The rule as signed, and what it brings in a year, on average, if reports are true.

    ``level``: the price, the least gain of a deal or k. ``gain``: of cities and fund; ``kept``: by
    the fund, below 0 what it is short of. ``share_lost``: of the gain if values were known;
    ``share_left``: with the cities; ``could_be_left``: by the rule that would be proposed.
    """

    kind: RuleKind
    level: Fraction | None
    shares: Mapping[str, Fraction]
    by: str | None
    run_by: str | None
    gain: Fraction
    kept: Fraction
    share_lost: Fraction
    share_left: Fraction
    could_be_left: Fraction
    lie: Lied | None
    refusal: Refused | None
    flaws: tuple[RuleFlaw, ...] = field(default=())

    @property
    def margin(self) -> Fraction:
        """How far it is from standing or failing: in money if that is why, else in shares."""
        short = [ZERO if self.lie is None else -self.lie.gain]
        short += [ZERO if self.refusal is None else -self.refusal.loss, min(ZERO, self.kept)]
        return min(short) or self.share_left + WASTE - self.could_be_left


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule(Clause):
    """A rule by its name, as [information.rule] has it."""

    kind: ClassVar[str] = "named rule"
    by: str


def judged(
    rule: SignedRule,
    *,
    first_best: Fraction,
    could_be_left: Fraction,
    gain: Fraction,
    kept: Fraction = ZERO,
    lie: Lied | None = None,
    refusal: Refused | None = None,
    scale: Fraction = Fraction(1),
) -> Judged:
    """What is found of a rule, in money of which ``scale`` makes what a year brings; its flaws.

    ``could_be_left``: a share of the first best.
    """
    left = (gain - max(ZERO, kept)) / first_best
    flaws = {
        RuleFlaw.LIES: lie is not None,
        RuleFlaw.REFUSED: refusal is not None,
        RuleFlaw.NEEDS_MONEY: kept < 0,
        RuleFlaw.LOSES_MORE: could_be_left - left > WASTE,
    }
    kind = RuleKind(rule.rules[0])
    level = getattr(rule, kind) if kind in LEVELS else None
    return Judged(
        kind=kind,
        level=None if level is None else level.value,
        shares={city: share.value for city, share in rule.shares.items()},
        by=rule.by,
        run_by=rule.run_by,
        gain=gain * scale,
        kept=kept * scale,
        share_lost=max(ZERO, 1 - gain / first_best),
        share_left=left,
        could_be_left=could_be_left,
        lie=lie,
        refusal=refusal,
        flaws=tuple(flaw for flaw, found in flaws.items() if found),
    )


def by_signed(outcome: Found, signed: Judged, repair: Repair) -> Found:
    """An outcome, its verdict that of the rule as signed; a repair where it has flaws."""
    return replace(
        outcome,
        signed=signed,
        verdict=Verdict.FAILS if signed.flaws else Verdict.STANDS,
        margin=signed.margin,
        repair=repair if signed.flaws else None,
    )


LEVELS = (RuleKind.PRICE, RuleKind.LEAST_GAIN, RuleKind.DOUBLE_AUCTION)


def figure_of(given: Reservation, *, whole: bool = True) -> Figure:
    """What the others hold possible; ``whole``: a range as such, even if the file cuts it."""
    from mechanisms.direct.trade_rule import Even, Listed

    ends = ends_of(given)
    if ends is not None and (whole or not given.steps):
        return Even(*ends)
    return Listed(tuple(sorted(types_of(given).items())))
