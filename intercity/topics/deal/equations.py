"""The deal in the model text: what each member then owns, gets and pays."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import changes, number, section, signed, sum_of, years
from intercity.region.context import Context
from mechanisms.compact.clauses import Enclave, Payment, Pool, Refund
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.own_program import own_game

__all__ = ["alone", "state"]


def state(context: Context) -> Iterator[str]:
    """Parks, refunds and each member's payoff."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return
    yield from section("The deal: payoffs a year")
    yield (
        "With what it owns after the deal each member does the best it can alone, w_i(endowment): "
        "the largest value of its own program with no platform open but those that it would open "
        "without the deal, too. Others keep v({i})."
    )
    yield ""
    yield "    payoff_i = w_i(endowment after the deal) + what the deal brings to i"
    if deal is None:
        yield ""
        yield (
            "As signed the deal promises more than its members have (check 13): there are no "
            "payoffs, and checks 3, 5, 6 and 12 are undecided."
        )
    as_signed = "as signed, with the returns firms choose," if compact.enclaves else "as signed,"
    for city in compact.members:
        moved = compact.endowment_changes(city)
        found = {
            kind: amount for kind, amount in compact.at_signing.incidence(city).items() if amount
        }
        brought = sum(found.values(), Fraction(0))
        parts = sum_of((amount, f"[{kind}]") for kind, amount in found.items())
        yield ""
        yield f"**{city}**: endowment {changes(moved)}; {as_signed}"
        yield ""
        yield f"    the deal brings  {parts}" + (f" = {number(brought)}" if len(found) > 1 else "")
        if deal is not None:
            yield (
                f"    payoff  {number(deal.own[city])} [w] {signed(brought)} "
                f"= {number(deal.payoffs[city])},    alone v({{{city}}}) = "
                f"{number(alone(context, city))}"
            )
        if context.dated is not None:
            yield (
                f"    by its dates  {number(context.dated[city])}: what it has alone, and the even "
                "yearly amount that its flows (check 5) are worth"
            )
    for city, openings in compact.kept.items():
        if openings:
            told = ", ".join(f"{name} {times} time(s)" for name, times in openings.items())
            yield ""
            yield f"{city} keeps open what it would open alone: {told}."
    for park in compact.enclaves:
        yield from _park(park)
    for refund in compact.refunds:
        share = compact.spread(refund)
        kind = _kind(refund)
        yearly = compact.promised_a_year(refund)
        yield ""
        if refund.base == "moved_tax" or refund.cut(Fraction(0)) or refund.at_most is not None:
            yield _moved_or_cut(compact, refund)
            continue
        yield (
            f"Refund, {refund.payer} to {refund.payee} ({kind}): {number(refund.share)} of "
            f"{refund.base}, of the parks between the two = {number(yearly)} in "
            f"{years(refund.first, refund.last)}; spread over "
            f"the horizon, {number(share)} x {number(yearly)} = {number(share * yearly)} a year."
        )
    yield from _payments(compact)
    yield from _pools(compact)
    yield from _escrow_and_debts(context, compact)
    yield from _transfers(compact)
    yield from _clauses_for_firms(compact)
    credited = {city: credit for city, credit in compact.credit.items() if credit}
    if credited:
        told = ", ".join(f"{city} {number(credit)} a year" for city, credit in credited.items())
        yield ""
        yield (
            f"The province's credit while the deal holds ({told}) belongs to every group that "
            "meets its condition: it is in payoffs, and in v(S) of such groups."
        )


def alone(context: Context, city: str) -> Fraction:
    """A member's status quo."""
    from solvers.production.coalitional_form import coalitional_form

    full = context.region.production
    assert full is not None  # noqa: S101 - there is a deal
    # Only the city's own game: that of all cities may be too large.
    return context.run_solver(coalitional_form, own_game(full, city)).game.grand_worth


def _park(park: Enclave) -> Iterator[str]:
    one = park.incubation
    rate = number(one.return_rate)
    returning = park.returning / park.projects if park.projects else Fraction(0)
    projects = f"{number(park.projects)} project{'' if park.projects == 1 else 's'}"
    yield ""
    yield (
        f"Park {park.name} in {park.host}, for {park.home}: {projects}, "
        f"{number(park.brings)} of them from outside the region, {number(park.from_host_pool)} "
        f"from {park.host}'s own; cost {number(park.cost)} a year, paid by {park.paid_by}. As "
        f"signed {number(park.returning)} of the {number(park.suited)} that are suited to return "
        f"(a share of {rate}) do, a share r = {number(returning)} of all. One project:"
    )
    yield ""
    hosted = (
        (one.kept_stay_tax, "(1 - r) {} tax"),
        (one.spillover, "{} spillover"),
        (-one.congestion_rd, "{} congestion of R&D"),
        (-one.congestion_production, "(1 - r) {} congestion of production"),
    )
    told = (f"{signed(x)[0]} {what.format(number(abs(x)))}" for x, what in hosted if x)
    yield f"    {park.host}: {' '.join(told).removeprefix('+ ') or 0}"
    yield f"    {park.home}: r {number(one.kept_plant_tax)} tax"
    yield f"    {park.rent_to}: {number(one.floor)} x {number(one.rent)} rent"
    yield (
        f"    a plant that returns uses {number(one.plant_land)} factory_land and "
        f"{number(one.plant_quota)} quota of {park.home}"
    )


def _clauses_for_firms(compact: EnclaveCompact) -> Iterator[str]:
    for bonus in compact.bonuses:
        first = "" if bonus.first is None else f", to the first {number(bonus.first)} only"
        yield ""
        yield (
            f"Bonus, paid by {bonus.payer}: {number(bonus.amount)} a year to each project that "
            f"returns{first}; {number(compact.paid_a_bonus(bonus))} are paid."
        )
    for clawback in compact.clawbacks:
        yield ""
        yield (
            f"Clawback, to {clawback.payee}: {number(clawback.amount)} a year from each suited "
            f"project that stays; {number(compact.pay_a_clawback(clawback))} pay."
        )


def _kind(clause: Refund | Payment | Pool) -> str:
    """Who sees to it that a clause is kept."""
    if clause.guaranteed:
        return (
            "guaranteed by the province, which pays what the payer does not, and takes it back "
            "from it"
        )
    return "enforceable" if clause.enforceable else "a promise that no court enforces"


def _moved_or_cut(compact: EnclaveCompact, refund: Refund) -> str:
    """A refund of the tax of what moved, or one with a floor or a cap."""
    last = min(refund.last, compact.annuity.horizon)
    base = compact.refund_base(refund, last)
    what = f"{refund.base}, of the parks between the two"
    if refund.base == "moved_tax":
        what = f"the tax of what {refund.payee} handed over before that year"
    low, high = refund.at_least, refund.at_most
    floor = f", at least {number(low)}" if low else ""
    cap = "" if high is None else f", at most {number(high)}"
    return (
        f"Refund, {refund.payer} to {refund.payee} ({_kind(refund)}): {number(refund.share)} of "
        f"{what}{floor}{cap}; in year {last} of {number(base)}, which comes to "
        f"{number(compact.promised_a_year(refund, last))}. In {years(refund.first, refund.last)}, "
        f"spread over the horizon, {number(compact.at_signing.even(refund))} a year"
        f"{_counted_from(compact)}."
    )


def _counted_from(compact: EnclaveCompact) -> str:
    """What figures rest on that are counted as if nothing came later."""
    return "" if compact.at_signing is compact else ", as if all were handed over at signing"


def _pools(compact: EnclaveCompact) -> Iterator[str]:
    members = compact.members
    for pool in compact.pools:
        last = min(pool.last, compact.annuity.horizon)
        yield ""
        yield (
            f"Pool ({_kind(pool)}): in {years(pool.first, pool.last)} each member pays "
            f"{number(pool.share)} of g_i, the tax that the deal brings it in that year, and gets "
            "its weight w_i of the pot."
        )
        yield ""
        for city in members:
            yield (
                f"    {city}: g = {number(compact.growth(city, last))} in year {last}, w = "
                f"{number(pool.weight(city, members))}"
            )


def _payments(compact: EnclaveCompact) -> Iterator[str]:
    for one in compact.payments:
        kind = _kind(one)
        when = f"every year from {one.first} on" if one.last is None else years(one.first, one.last)
        share = compact.spread(one)
        yield ""
        yield (
            f"Payment, {one.payer} to {one.payee} ({kind}): {number(one.amount)} in {when}; spread "
            f"over all years, {number(share)} x {number(one.amount)} = "
            f"{number(share * one.amount)} a year."
        )


def _escrow_and_debts(context: Context, compact: EnclaveCompact) -> Iterator[str]:
    """Deposits and loans, which are worth nothing at the interest, but not at other factors."""
    rate = number(compact.annuity.interest)
    for one in compact.deposits:
        end = last_obligation(compact) if one.until is None else one.until
        back = one.amount * (1 + compact.annuity.interest) ** end
        yield ""
        yield (
            f"Deposit, by {one.member}: {number(one.amount)} paid into escrow at signing, and back "
            f"with interest r = {rate} after the payments of year E = {end}: {number(one.amount)} "
            f"x (1 + r)^{end} = {number(back)}; lost by leaving in a year up to {end}. It is worth "
            "0 at r."
        )
    given = context.scenario.compact
    assert given is not None  # noqa: S101 - there is a deal
    for loan, asked in zip(compact.loans, given.loan, strict=True):
        worth = compact.annuity.present_value(loan.first, loan.last)
        yield ""
        yield (
            f"Loan, to {loan.borrower}, by {asked.lender}: {number(loan.amount)} at signing, paid "
            f"back at r = {rate} with {number(loan.amount)} / {number(worth)} = "
            f"{number(loan.amount / worth)} a year in {years(loan.first, loan.last)}, whether the "
            "deal is kept or not. It is worth 0 at r."
        )


def _transfers(compact: EnclaveCompact) -> Iterator[str]:
    for one in compact.transfers:
        price = f", at {number(one.price)} a year each" if one.price else ", at no price"
        kind = "taken back if the deal breaks" if one.reversible else "for good"
        counted = " The payoffs a year count it from year 0 on." if one.when else ""
        yield ""
        yield (
            f"Transfer, {one.giver} to {one.taker}: {number(one.amount)} {one.resource} in year "
            f"{one.when}, {kind}{price}.{counted}"
        )
