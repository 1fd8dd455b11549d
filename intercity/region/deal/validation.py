"""The deal on the table, and what the province has to say to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.annuity import Annuity
from intercity.english import counted
from intercity.region.deal.money import late_money, unlawful_money
from intercity.scenario.errors import Keys, Violation, missing, place
from intercity.scenario.names import unknown_cities, unknown_names, unlike_members
from intercity.scenario.quantity import toml_text

if TYPE_CHECKING:
    from intercity.scenario.deal import Compact, Payment, Pool, Refund
    from intercity.scenario.scenario import Scenario

__all__ = ["compact_violations", "province_violations"]


def compact_violations(s: Scenario) -> Iterator[Violation]:
    """Who signs, gives, receives and pays is a city; each clause names two of them."""
    compact = s.compact
    if compact is None:
        return
    strangers = list(unlike_members(("compact", "members"), compact.members, s.players, "city"))
    yield from strangers
    if strangers:  # each clause that names one of them would seem wrong too
        return
    yield from unknown_names(("compact", "platforms"), compact.platforms, s.platforms, "platform")
    who = compact.members
    for name, terms in compact.platforms.items():
        for field in ("paid_by", "rent_to"):
            yield from unknown_names(
                ("compact", "platforms", name, field),
                [getattr(terms, field)],
                who,
                "member",
                as_value=True,
            )
        if name in s.platforms and s.platforms[name].site is None:
            yield missing(("platforms", name, "site"), "the city that hosts it in the deal")
    if compact.platforms:
        if compact.projects is None:
            yield missing(("compact", "projects"), "the projects that the park admits")
        if s.project is None:
            yield missing(("project",), "given, since the deal opens a park")
    yield from _transfer_violations(s, compact)
    yield from _firms_clauses_violations(s, compact)
    power: Keys = ("compact", "bargaining", "weights")
    yield from unknown_names(power, compact.bargaining.weights, who, "member")
    for city, weight in compact.bargaining.weights.items():
        if weight <= 0:
            yield Violation((*power, city), toml_text(weight), "more than 0")
    least, most = compact.limits.tax_share
    if not 0 <= least <= most <= 1:
        yield Violation(
            ("compact", "limits", "tax_share"),
            toml_text(compact.limits.tax_share),
            "[least, largest] share, both from 0 to 1",
        )
    for i, refund in enumerate(compact.refund):
        keys = ("compact", "refund", i)
        yield from _two(keys, refund.payer, refund.receiver, who)
        yield from _years((*keys, "years"), refund.years)
        if not least <= refund.share.value <= most:
            yield Violation(
                (*keys, "share"),
                toml_text(refund.share.value),
                f"inside compact.limits.tax_share, {toml_text((least, most))}",
            )
        yield from _base_and_band(keys, refund, compact)
        yield from _guarantee(keys, refund)
    yield from _joint_refund_violations(compact)
    yield from _pool_violations(s, compact)
    yield from _money_violations(s, compact)


def _money_violations(s: Scenario, compact: Compact) -> Iterator[Violation]:
    """Who pays, lends and borrows when; and no more than the law allows."""
    who, found = compact.members, list[Violation]()
    for i, payment in enumerate(compact.payment):
        keys: Keys = ("compact", "payment", i)
        found += _two(keys, payment.payer, payment.receiver, who)
        if payment.years is not None:
            found += _years((*keys, "years"), payment.years)
        found += _guarantee(keys, payment)
    for i, deposit in enumerate(compact.deposit):
        keys = ("compact", "deposit", i)
        found += unknown_names((*keys, "from"), [deposit.payer], who, "member", as_value=True)
        if deposit.until is not None and deposit.until < 1:
            found.append(Violation((*keys, "until"), toml_text(deposit.until), "a year from 1 on"))
    for i, loan in enumerate(compact.loan):
        keys = ("compact", "loan", i)
        found += unknown_names((*keys, "to"), [loan.receiver], who, "member", as_value=True)
        found += _years((*keys, "years"), loan.years)
        if loan.lender in who:
            right = "no member: the province's fund, or a bank"
            found.append(Violation((*keys, "lender"), toml_text(loan.lender), right))
    if s.time is not None:
        found += late_money(compact, int(s.time.horizon.value))
        time, alike = s.time, len(set(who)) < len(who)
        if not found and not alike and (time.beyond == "nothing" or time.interest.value):
            annuity = Annuity(int(time.horizon.value), time.interest.value, time.beyond)
            found += unlawful_money(compact, annuity)
    yield from found


def _years(keys: Keys, years: tuple[int, int]) -> Iterator[Violation]:
    if not 1 <= years[0] <= years[1]:
        yield Violation(keys, toml_text(years), "[first, last] year, from 1 on")


def _base_and_band(keys: Keys, refund: Refund, compact: Compact) -> Iterator[Violation]:
    """What moved pays tax; and a floor is no higher than the cap."""
    moved = any(
        (t.giver, t.receiver) == (refund.receiver, refund.payer) and t.tax is not None
        for t in compact.transfer
    )
    if refund.base == "moved_tax" and not moved:
        yield Violation(
            (*keys, "base"),
            toml_text(refund.base),
            f"given with a [[compact.transfer]] from {refund.receiver} to {refund.payer} that says "
            "its tax",
        )
    low, high = refund.at_least, refund.at_most
    if low is not None and high is not None and low.value > high.value:
        right = f"no more than at_most, {toml_text(high.value)}"
        yield Violation((*keys, "at_least"), toml_text(low.value), right)


def _guarantee(keys: Keys, clause: Refund | Payment | Pool) -> Iterator[Violation]:
    if clause.enforceable and clause.guaranteed_by is not None:
        right = "left out, since a court enforces the clause (enforceable = true)"
        yield Violation((*keys, "guaranteed_by"), toml_text(clause.guaranteed_by), right)


def _pool_violations(s: Scenario, compact: Compact) -> Iterator[Violation]:
    """Something grows, and each member's part of the pot is known."""
    least, most = compact.limits.tax_share
    parks = any(name in s.platforms for name in compact.platforms)
    for i, pool in enumerate(compact.pool):
        keys: Keys = ("compact", "pool", i)
        if not parks and all(t.tax is None for t in compact.transfer):
            right = "given with a park, or a [[compact.transfer]] that says its tax: nothing grows"
            yield Violation(keys, "a pool", right)
        yield from _years((*keys, "years"), pool.years)
        yield from _guarantee(keys, pool)
        if not least <= pool.share.value <= most:
            right = f"inside compact.limits.tax_share, {toml_text((least, most))}"
            yield Violation((*keys, "share"), toml_text(pool.share.value), right)
        for year in sorted({pool.years[0], *(p.years[0] for p in compact.pool[:i])}):
            due = [p for p in compact.pool[:i] if p.years[0] <= year <= p.years[1]]
            total = sum((p.share.value for p in due), pool.share.value)
            if due and pool.years[0] <= year <= pool.years[1] and total > most >= pool.share.value:
                yield Violation(
                    (*keys, "share"),
                    f"{toml_text(pool.share.value)}, and {toml_text(total)} in year {year} "
                    "together with pools before it",
                    f"at most {toml_text(most)} together, the largest share by compact.limits."
                    "tax_share",
                )
                break
        where: Keys = (*keys, "weights")
        strangers = list(unknown_names(where, pool.weights, compact.members, "member"))
        yield from strangers
        for city in compact.members if pool.weights and not strangers else ():
            if city not in pool.weights:
                yield missing((*where, city), "its part of the pot, 0 if it gets none of it")
        if pool.weights and not any(weight.value for weight in pool.weights.values()):
            yield Violation(where, "0 for all", "more than 0 for some member")


def _joint_refund_violations(compact: Compact) -> Iterator[Violation]:
    """Refunds of one base between the same two are together no more than one may be."""
    most = compact.limits.tax_share[1]
    for i, refund in enumerate(compact.refund):
        alike = {
            k: other
            for k, other in enumerate(compact.refund[:i])
            if (other.base, other.payer, other.receiver)
            == (refund.base, refund.payer, refund.receiver)
        }
        first, last = refund.years
        # The total is largest in a year in which some refund begins.
        for year in sorted({first, *(other.years[0] for other in alike.values())}):
            beside = [k for k, other in alike.items() if other.years[0] <= year <= other.years[1]]
            before = sum((alike[k].share.value for k in beside), Fraction(0))
            total = before + refund.share.value
            if first <= year <= last and total > most >= max(before, refund.share.value):
                names = ", ".join(place(("compact", "refund", k)) for k in beside)
                yield Violation(
                    ("compact", "refund", i, "share"),
                    f"{toml_text(refund.share.value)}, and {toml_text(total)} of {refund.base} in "
                    f"year {year} together with {names}",
                    f"at most {toml_text(most)} together, the largest share by compact.limits."
                    "tax_share",
                )
                break


def _firms_clauses_violations(s: Scenario, compact: Compact) -> Iterator[Violation]:
    """Who pays a bonus and who gets a clawback is a member, and it is known what firms earn."""
    who = compact.members
    for i, bonus in enumerate(compact.bonus):
        keys: Keys = ("compact", "bonus", i, "from")
        yield from unknown_names(keys, [bonus.payer], who, "member", as_value=True)
    for i, clawback in enumerate(compact.clawback):
        keys = ("compact", "clawback", i, "to")
        yield from unknown_names(keys, [clawback.receiver], who, "member", as_value=True)
    if s.firm is None and (compact.bonus or compact.clawback):
        yield missing(("firm",), "given, since a bonus or a clawback moves firms")


def _transfer_violations(s: Scenario, compact: Compact) -> Iterator[Violation]:
    """What is handed over can move, and comes while there are years left to use it in."""
    for i, transfer in enumerate(compact.transfer):
        keys: Keys = ("compact", "transfer", i)
        tradable = [key for key, r in s.resources.items() if r.kind == "tradable"]
        yield from unknown_names(
            (*keys, "resource"), [transfer.resource], tradable, "tradable resource", as_value=True
        )
        yield from _two(keys, transfer.giver, transfer.receiver, compact.members)
        last = None if s.time is None else s.time.horizon.value
        if last is not None and transfer.when >= last:
            yield Violation(
                (*keys, "when"),
                toml_text(transfer.when),
                f"before year {toml_text(last)}, the last of [time]: what is handed over is used "
                "from the next year on",
            )


def _two(keys: Keys, giver: str, receiver: str, who: tuple[str, ...]) -> Iterator[Violation]:
    yield from unknown_names((*keys, "from"), [giver], who, "member", as_value=True)
    yield from unknown_names((*keys, "to"), [receiver], who, "member", as_value=True)
    if giver == receiver:
        yield Violation((*keys, "to"), f"{toml_text(receiver)}, who also gives", "another member")


def province_violations(s: Scenario) -> Iterator[Violation]:
    """The pairs of the province are two different cities."""
    if s.province is None:
        return
    transfers = [f"{name} transfer" for name, r in s.resources.items() if r.kind == "tradable"]
    for i, act in enumerate(s.province.consent):
        if act not in ("change of pairing", *transfers):
            yield Violation(
                ("province", "consent", i),
                toml_text(act),
                " or ".join(toml_text(one) for one in ("change of pairing", *transfers))
                + ", the transfer of a tradable resource by its name",
            )
    for i, pair in enumerate(s.province.pairs):
        yield from unlike_members(("province", "pairs", i), pair, s.players, "city")
    yield from unknown_cities(s, ("province", "credit"), s.province.credit)
    years, last = s.province.grant_years, None if s.time is None else int(s.time.horizon.value)
    if years is None:
        return
    keys: Keys = ("province", "grant_years")
    if s.province.grant is None:
        yield missing(("province", "grant"), "given, since its years are")
    yield from _years(keys, years)
    if last is None:
        yield missing(("time",), "given, since the grant has years")
    elif years[1] > last:
        yield Violation(keys, toml_text(years), f"within the {counted(last, 'year')} of [time]")
