"""What is said of private values: of a trade, an exchange of several cities, a shared project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from games.approximately import approximately
from intercity.english import amount, enough, fitting, in_full, inside, listed, percent, shown
from intercity.scenario.quantity import toml_text
from intercity.topics.outcome import Clause, Repair, Verdict
from intercity.topics.private_values.best_rule import (
    Payment,
    PostedPrice,
    PostPrice,
    PrivateValuesOutcome,
)
from intercity.topics.private_values.check import DealsAt, SealedReports, TradeOutcome
from intercity.topics.private_values.exchange import Auction, ExchangeOutcome, Rule, RuleResult
from intercity.topics.private_values.project import (
    FixedShares,
    FundRule,
    FundRuleResult,
    ProjectOutcome,
)
from intercity.topics.private_values.signed import NamedRule
from intercity.topics.private_values.signed_english import (
    OPEN,
    as_signed,
    named,
    rule_is_open,
    signed_line,
)
from intercity.topics.words import REMEDY, RuleRow, Words

__all__ = ["WORDS"]

INDEPENDENT = "if values are independent of each other"
"""What every impossibility assumes: with correlated values it vanishes (Cremer and McLean 1988)."""
FEW = 4
"""So many types of a city are told one by one."""


def says(found: PrivateValuesOutcome) -> str:
    """What is lost of which gain, or the rule that has all of it; how good the signed rule is."""
    if found.signed is not None:
        return as_signed(found, found.signed)
    if rule_is_open(found):
        return OPEN
    if isinstance(found, TradeOutcome):
        return _trade(found)
    if isinstance(found, ExchangeOutcome):
        return _exchange(found)
    assert isinstance(found, ProjectOutcome)  # noqa: S101 - there are three forms
    return _project(found)


def repair(found: PrivateValuesOutcome) -> str:
    """The rule to sign, what it still loses, and who is left with what."""
    if not isinstance(found.repair, Repair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, NamedRule):
        return f"{named(clause.by)}: what is decided, and what each pays, goes by sealed reports"
    if isinstance(found, ExchangeOutcome):
        return _signed_rule(
            found, clause.rule if isinstance(clause, Auction) else Rule.POSTED_PRICE
        )
    if isinstance(found, ProjectOutcome):
        return _signed_shares(found)
    if isinstance(clause, SealedReports):
        return f"that rule: sealed reports, and {_sealed(clause)}"
    assert isinstance(found, TradeOutcome)  # noqa: S101 - there are three forms
    return (
        f"a posted price of {_price(found.posted)} a unit: no honest and voluntary rule that pays "
        "for itself gains more"
    )


def headline(found: PrivateValuesOutcome) -> str:
    """The check in one sentence."""
    if found.signed is not None or rule_is_open(found):
        return says(found)
    gain = shown(found.gain)
    if found.verdict is Verdict.STANDS:
        return f"private values cost nothing of a gain of {gain} a year"
    cause = "as each city alone knows, independently of the others, what the deal is worth to it"
    lost = _not_nothing(found.share_lost)
    return f"{cause}, even the best voluntary rule loses {lost} of a gain of {gain} a year"


def line(found: PrivateValuesOutcome) -> str:
    """What is lost of how much."""
    if found.signed is not None:
        return signed_line(found, found.signed)
    if rule_is_open(found):
        return OPEN
    gain = shown(found.gain)
    if not found.gain:
        at = "among the values that stand for a range " if found.cut else ""
        return f"{at}there is nothing to gain"
    if found.verdict is Verdict.UNDECIDED:
        lost, some = _part_lost(found.share_lost), max(found.midpoints)
        return f"{lost} of about {gain} a year is lost where {some} values stand for a range"
    if found.verdict is Verdict.STANDS:
        return f"nothing is lost of a gain of {gain} a year"
    about = "about " if found.cut else ""
    lost = _not_nothing(found.share_lost)
    return f"private values cost {lost} of a gain of {about}{gain} a year, even by the best rule"


def remedy(found: PrivateValuesOutcome) -> str:
    """The clause without how it works."""
    if not isinstance(found.repair, Repair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, NamedRule):
        return named(clause.by)
    if isinstance(clause, PostPrice) and isinstance(found, TradeOutcome | ExchangeOutcome):
        assert found.posted is not None  # noqa: S101 - it is posted
        return f"a posted price of {_price(found.posted)} a unit"
    if isinstance(clause, Auction):
        return _named(clause.rule, "")
    if isinstance(clause, SealedReports) and clause.rounded_gain is not None:
        return f"sealed offers; trade from a gain of {toml_text(clause.rounded_gain)} a unit on"
    if isinstance(clause, SealedReports):
        return "sealed offers, and trade by the table of the best rule"
    several = "shares fixed beforehand; built only if all agree"
    shares = f"fixed shares: {_shares(found)}" if isinstance(found, ProjectOutcome) else several
    return fitting(REMEDY, shares, several)


def clause(one: Clause) -> str:
    """The rule to sign, as a sentence.

    >>> clause(PostPrice(price=Fraction(5, 2)))
    'Who likes trades at a posted price of 2.5 a unit'
    """
    if isinstance(one, PostPrice):
        return f"Who likes trades at a posted price of {toml_text(one.price)} a unit"
    if isinstance(one, FixedShares):
        paid = listed([f"{city} {toml_text(x)}" for city, x in one.shares.items()])
        return f"It is built if all agree, for fixed shares: {paid} a year"
    if isinstance(one, SealedReports):
        return f"Sealed reports: {_sealed(one)}"
    assert isinstance(one, Auction | NamedRule)  # noqa: S101 - there are no others
    return f"By sealed reports, {named(one.by if isinstance(one, NamedRule) else one.rule)} decides"


def tables(found: PrivateValuesOutcome) -> tuple[RuleRow, ...]:
    """The rules side by side."""
    if isinstance(found, ExchangeOutcome) and found.rules:
        return tuple(_exchange_rows(found))
    return tuple(_fund_rows(found)) if isinstance(found, ProjectOutcome) and found.rules else ()


def _trade(found: TradeOutcome) -> str:
    if not found.units:
        return "nothing changes hands"
    if not found.gain:
        if found.verdict is Verdict.UNDECIDED:
            return f"{found.good} is worth no deal at any of the {_values(found)} of a range"
        return f"a deal is never worth making: no value of {found.buyer} exceeds a cost"
    price, posted = _price(found.posted), found.posted_share_lost
    brings = f"{shown(found.gain)} a year on average if values were known"
    cut = f" (a range stands for {_values(found)})" if found.cut else ""
    if found.verdict is Verdict.STANDS:
        rule = (
            f"would lose {_part(posted)}; sealed reports, with payments by report, have it all"
            if posted
            else "does it"
        )
        return (
            f"private values cost nothing of the {brings} (a posted price of {price} a unit {rule})"
            f"{cut}"
        )
    why = (
        "where ranges overlap no such rule has all (Myerson and Satterthwaite)"
        if found.by_theorem
        else "no such rule does better"
    )
    return (
        f"{found.good} would bring {brings}; the best rule that is honest, voluntary and pays for "
        f"itself loses {_not_nothing(found.share_lost)} of it, and a posted price ({price} a unit) "
        f"{_not_nothing(posted)}: {why}, {INDEPENDENT}, and it would take "
        f"{enough(found.outside_money)} a year from outside to have the other "
        f"{shown(found.gain - found.best_gain)}{cut}"
    )


def _sealed(clause: SealedReports) -> str:
    missed = _not_nothing(clause.missed)
    ends = f" ({missed} of all meetings end without a deal that would gain)"
    ends = ends if clause.missed else ""
    if clause.rounded_gain is not None:
        least = toml_text(clause.rounded_gain)
        return f"no deal unless the value exceeds the cost by {least} a unit or more{ends}"
    if not clause.deals:
        deals = "with the chance that the rule's table has for each pair of reports"
    else:
        deals = "; ".join(_deals_at(one, by_cost=clause.by_cost) for one in clause.deals)
    return f"a deal {deals}{ends}"


def _deals_at(one: DealsAt, *, by_cost: bool) -> str:
    own, other, onward = ("cost", "value", "on") if by_cost else ("value", "cost", "down")
    sure = one.surely_from
    each = [] if sure is None else [f"from a {other} of {approximately(sure)} {onward}"]
    each += [
        f"at a {other} of {approximately(at.report)} in {_part(at.chance)} of cases"
        for at in one.at_times
    ]
    return f"at a {own} of {approximately(one.report)} {' and '.join(each) or 'never'}"


def _exchange(found: ExchangeOutcome) -> str:
    if not found.units:
        return "nothing changes hands"
    if not found.gain:
        if found.cut:
            return f"{found.good} is worth no deal at any of the {_values(found)} of a range"
        return "nothing changes hands: no value of a buyer exceeds a seller's cost"
    alike = set(found.lots.values()) == {1}
    size = f"{amount(found.units)} each" if alike else f"in lots of {amount(found.units)}"
    brings = f"{found.good} ({size}) would bring {_gain(found)}"
    text = _cost(found, brings, _whole_by(found) if found.reached_by else "")
    if found.by_theorem and found.midpoints:
        cut = f"{_values(found)} in place of a range"
        text += f" (what double auctions lose is worked out for {cut})"
    elif found.by_theorem and alike:
        text += " (the double auctions are left out: too many ranges for a fine cut)"
    return text


def _whole_by(found: ExchangeOutcome) -> str:
    """The rule by which the cities have all of the gain."""
    if found.reached_by is Rule.BEST:
        return (
            "the best voluntary rule (sealed reports, every deal worth making, and each pays by "
            "its report, on average a year and below 0 if it is paid: "
            f"{_payments(found.payments)})"
        )
    if found.reached_by is Rule.EXTERNALITY:
        return (
            "expected externality (each is paid what its report is expected to bring the others) "
            f"with yearly sums between cities (on average {_gains(found.externality_payoffs)})"
        )
    assert found.reached_by is not None  # noqa: S101 - there is such a rule
    assert found.posted is not None  # noqa: S101 - rules are compared
    return _named(found.reached_by, _price(found.posted))


def _signed_rule(found: ExchangeOutcome, rule: Rule) -> str:
    """The simple rule that leaves the cities most, what is lost, and who is left with what."""
    assert found.posted is not None  # noqa: S101 - rules are compared
    by = found.rules[rule]
    about = _about(by)
    keeps = f", the exchange keeps {about}{shown(by.kept)}" if by.kept else ""
    left = f" and leaves cities {about}{_part(by.share_left)}" if by.kept else ""
    return (
        f"{_named(rule, _price(found.posted))}: {_works(rule, by)}. It loses "
        f"{about}{_part(by.share_lost)}{left}, and needs no outside money; on average "
        f"{about}{_gains(by.payoffs)} a year{keeps}"
    )


def _exchange_rows(found: ExchangeOutcome) -> Iterator[RuleRow]:
    """What each rule loses, how it works, and what becomes of the money."""
    assert found.posted is not None  # noqa: S101 - rules are compared
    for rule, by in found.compared.items():
        about = _about(by)
        keeps = f"; the exchange keeps {about}{shown(by.kept)} a year" if by.kept > 0 else ""
        name = _name(rule, _price(found.posted))
        yield RuleRow(name, about + _part_lost(by.share_lost), _works(rule, by) + keeps)
    money = _from_outside(-found.rules[Rule.VCG].kept, found)
    yield RuleRow("VCG", "nothing", f"each pays what its part costs the others; {money}")


def _works(rule: Rule, by: RuleResult) -> str:
    """How a simple rule works, and how often it gives up a deal."""
    if rule is Rule.POSTED_PRICE:
        return "who likes it trades at it, and on the longer side lots decide"
    bids = "sealed bids" if rule is Rule.TRADE_REDUCTION else "sealed bids and one price for all"
    if not by.given_up:
        return bids
    how = (
        "the last buyer is left out, and one seller by lot"
        if rule is Rule.BALANCED
        else "the last deal is given up, and buyers pay its bid while sellers get its ask"
    )
    often = f"in {_about(by)}{_part(by.given_up)} of cases with a deal"
    return f"{bids}; {'always' if by.given_up == 1 else often} {how}"


def _about(by: RuleResult) -> str:
    return "about " if by.on_midpoints else ""


def _named(rule: Rule, price: str) -> str:
    """The rule's name with its article."""
    return f"{'' if rule is Rule.MCAFEE else 'a '}{_name(rule, price)}"


def _name(rule: Rule, price: str) -> str:
    """The rule's name as a row of a table has it."""
    return f"posted price of {price} a unit" if rule is Rule.POSTED_PRICE else rule.value


def _project(found: ProjectOutcome) -> str:
    if not found.gain:
        if found.cut:
            return f"{found.project} is worth its cost at none of the {_values(found)} of a range"
        return f"{found.project} is never worth its cost: no values of the members add up to more"
    brings = f"{found.project} would bring {_gain(found)}, beyond its cost of {shown(found.cost)}"
    return _cost(found, brings, _built_by(found) if found.reached_by else "")


def _built_by(found: ProjectOutcome) -> str:
    """The rule by which it is built wherever it is worth it."""
    if found.reached_by is FundRule.FIXED_SHARES:
        return f"a rule of fixed shares ({_shares(found)}), built only if all agree,"
    if found.reached_by is FundRule.BEST:
        return (
            "the best voluntary rule (sealed reports, built wherever it is worth its cost, and "
            "each pays by its report, on average a year and below 0 if it is paid: "
            f"{_payments(found.payments)})"
        )
    rule = (
        "expected externality (equal parts of the cost, and each is paid what its report is "
        "expected to bring the others)"
    )
    if found.rules[FundRule.EXTERNALITY].worst.payoff >= 0:
        return f"{rule}, by which nobody expects to lose,"
    paid = ", ".join(
        f"{city} {'gets' if x > 0 else 'pays'} {shown(abs(x))}"
        for city, x in found.yearly_sums.items()
        if x
    )
    return (
        f"{rule} with yearly sums between members that make up for what some would lose ({paid}; "
        f"on average {_gains(found.externality_payoffs)})"
    )


def _signed_shares(found: ProjectOutcome) -> str:
    """Fixed shares, what they lose, and what would buy all of it."""
    lost = _part(found.rules[FundRule.FIXED_SHARES].share_lost)
    more = ", more than all of the gain," if found.outside_money > found.gain else ""
    return (
        f"fixed shares, built only if all agree ({_shares(found)}): it loses {lost}, and needs no "
        f"money; {enough(found.outside_money)} a year from outside{more} would buy all of it"
    )


def _shares(found: ProjectOutcome) -> str:
    shares = found.shares_to_sign
    fine = (n for n in range(1, 7) if all((x * 10**n).denominator == 1 for x in shares.values()))
    form = f",.{next(fine, 6)}f"
    told = [
        f"{city} {approximately(share, form)}"
        if share >= 0
        else f"{city} is paid {approximately(-share, form)}"
        for city, share in shares.items()
    ]
    return f"{', '.join(told)} a year"


def _fund_rows(found: ProjectOutcome) -> Iterator[RuleRow]:
    """What each rule loses, how it works, and what those ask for that build wherever it is worth
    it.
    """
    rules, equal = found.rules, shown(found.equal_part)
    fixed, clarke = rules[FundRule.FIXED_SHARES], rules[FundRule.CLARKE]
    works = "each pays a part set beforehand; built only if all agree"
    yield RuleRow("fixed shares", _part_lost(fixed.share_lost), works)
    keeps = f"the fund keeps {shown(clarke.kept)} a year that may not go back" * (clarke.kept > 0)
    works = (
        f"each pays an equal part of the cost ({equal}) if it is built, and what its report costs "
        "the others beyond their parts"
    )
    yield RuleRow("Clarke's pivot", "nothing", _joined(works, keeps, _loser(clarke)))
    works = (
        f"each pays an equal part of the cost ({equal}) if it is built, is paid what its report is "
        "expected to bring the others beyond their parts, and shares alike in paying them"
    )
    balanced = _joined(works, _loser(rules[FundRule.EXTERNALITY]))
    yield RuleRow("expected externality", "nothing", balanced)
    works = "each keeps what its value, above the lowest it may have, adds to the gain of all"
    money = _from_outside(-rules[FundRule.VETO].kept, found)
    yield RuleRow("VCG, nobody loses", "nothing", _joined(works, money))
    one = found.understated
    if one is not None:
        works = "each gives what it likes, and has it back if that does not do"
        gains = (
            f"if all others give what it is worth to them, {one.city}, to which it is worth "
            f"{shown(one.value)}, expects {shown(one.gain)} more by giving {shown(one.given)}"
        )
        yield RuleRow("provision point", "nothing if honest", _joined(works, gains))


def _loser(by: FundRuleResult) -> str:
    worst = by.worst
    if worst.payoff >= 0:
        return ""
    return (
        f"{worst.city}, if it is worth {shown(worst.value)} to it, expects to lose "
        f"{shown(-worst.payoff)}"
    )


def _cost(found: PrivateValuesOutcome, brings: str, rule: str) -> str:
    """The loss by private values; ``rule``: one that loses nothing, empty if there is none."""
    cut = f"with {_values(found)} in place of a range" if found.cut else ""
    if rule and cut:
        return f"{brings}; {cut} {rule} has all of it, with all values of the range perhaps none"
    if rule:
        return f"{brings}, and private values cost nothing of it: {rule} has it"
    about = "about " if cut else ""
    return (
        f"{brings}; the best rule that is honest, voluntary and pays for itself loses "
        f"{about}{_part(found.share_lost)} of it, {INDEPENDENT}"
    ) + (f" ({cut}; perhaps more with all)" if cut else "")


def _gain(found: PrivateValuesOutcome) -> str:
    about = "about " if found.cut else ""
    return f"{about}{shown(found.gain)} a year on average if values were known"


def _values(found: PrivateValuesOutcome) -> str:
    """For how many values a range stands."""
    return f"{' or '.join(map(str, found.midpoints))} equally likely values"


def _from_outside(lacks: Fraction, found: PrivateValuesOutcome) -> str:
    """What VCG needs, or leaves, in a year, beside what any rule that has it all needs."""
    if lacks <= 0:
        return f"{shown(-lacks)} a year is left over" if lacks else "needs no money"
    text = f"{enough(lacks)} a year has to come from outside"
    if lacks > found.gain:
        text += ", more than all of the gain"
    least = found.outside_money
    if least < lacks:
        any_rule = f"at least {inside(least, None, least)} by any voluntary rule"
        text += f" ({any_rule if least else 'another voluntary rule needs none'})"
    return text


def _payments(payments: Mapping[str, tuple[Payment, ...]]) -> str:
    """What each city expects to pay by the best voluntary rule, as it reports.

    In all digits, where they are few: at rounded ones a false report may pay.

    >>> low, high = (Payment(report=5 * k, pays=k - Fraction("0.375")) for k in (0, 1))
    >>> _payments({"A": (low, high), "B": (low,)})
    'A -0.375 if 0, 0.625 if 5; B -0.375'
    """
    told = []
    for city, due in payments.items():
        if len(due) == 1:
            told.append(f"{city} {in_full(due[0].pays)}")
        elif len(due) <= FEW:
            each = (f"{in_full(one.pays)} if {approximately(one.report)}" for one in due)
            told.append(f"{city} {', '.join(each)}")
        else:
            least, most = min(one.pays for one in due), max(one.pays for one in due)
            told.append(f"{city} between {shown(least)} and {shown(most)}")
    return "; ".join(told)


def _gains(payoffs: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{city} {shown(x, sign=True)}" for city, x in payoffs.items())


def _price(posted: PostedPrice) -> str:
    """In as few digits as it takes that just the same types trade at it, for about as much.

    >>> price, cost = Fraction(10035, 100), Fraction(1003, 10)
    >>> _price(PostedPrice(price=price, values=(Fraction(1004, 10),), costs=(cost,)))
    '100.35'
    >>> _price(PostedPrice(price=Fraction(1, 3), values=(Fraction(2, 3),), costs=(Fraction(1, 3),)))
    '0.34'
    """
    price, values, costs = posted.price, posted.values, posted.costs
    usual = shown(price)
    if not values and not costs:
        return usual
    low = max((cost for cost in costs if cost <= price), default=price)
    high = min((value for value in values if value >= price), default=price)

    def as_good(rounded: Fraction) -> bool:
        if abs(rounded - price) * 20 > high - low:
            return False
        buyers = all((value >= price) == (value >= rounded) for value in values)
        return buyers and all((cost <= price) == (cost <= rounded) for cost in costs)

    if as_good(Fraction(usual.replace(",", ""))):
        return usual
    for digits in range(1, 13):
        step = Fraction(1, 10**digits)
        for rounded in (round(price / step), price // step, -(-price // step)):
            if as_good(rounded * step):
                return approximately(rounded * step, f",.{digits}f")
    return str(price)


def _part(share: Fraction) -> str:
    """A share in per cent that is not rounded to nothing.

    >>> _part(Fraction(1, 1000)), _part(Fraction(1, 50)), _part(Fraction(999, 1000))
    ('less than 1%', '2%', 'more than 99%')
    >>> _part(Fraction(999, 100000)), _part(Fraction(99, 100)), _part(Fraction(1))
    ('less than 1%', '99%', '100%')
    """
    if 0 < share < Fraction(1, 100):
        return "less than 1%"
    return "more than 99%" if Fraction(99, 100) < share < 1 else percent(share)


def _part_lost(share: Fraction) -> str:
    """The same of a loss, in words where there is none."""
    return _part(share) if share else "nothing"


def _not_nothing(share: Fraction) -> str:
    """A share of what cannot all be had: where a cut sees nothing of it, it is small."""
    return _part(share) if share else "less than 1%"


def _joined(*told: str) -> str:
    return "; ".join(one for one in told if one)


TURNED = {
    "stands": "private values cost nothing, or the rule as signed is sound",
    "fails": "private values cost part of the gain, or the rule as signed fails",
}

WORDS = Words(
    asks="Is nothing lost because each city alone knows what a trade is worth to it?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    clause=clause,
    tables=tables,
    turned=TURNED,
)
