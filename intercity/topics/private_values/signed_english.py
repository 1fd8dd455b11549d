"""What is said of a rule that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.english import fitting, percent, sentences, shown
from intercity.scenario.quantity import toml_text
from intercity.topics.outcome import Verdict
from intercity.topics.private_values.best_rule import PrivateValuesOutcome
from intercity.topics.private_values.signed import Judged, RuleFlaw, RuleKind
from intercity.topics.words import LINE

__all__ = ["OPEN", "as_signed", "named", "rule_is_open", "signed_line"]

OPEN = "how much the auction that is signed leaves is open: too many ranges for a fine cut"


def rule_is_open(found: PrivateValuesOutcome) -> bool:
    """Whether a rule is signed of which it is not known what it leaves."""
    return found.verdict is Verdict.UNDECIDED and not found.cut and bool(found.gain)


def as_signed(found: PrivateValuesOutcome, signed: Judged) -> str:
    """What the rule leaves of which gain, beside the best, and what speaks against it."""
    about = "about " if found.cut else ""
    of = f"of the {about}{shown(found.gain)} a year that there is to gain on average"
    best = _exactly(1 - found.share_lost)
    brings = f"{_rule(signed)} leaves the cities {about}{_exactly(signed.share_left)} {of}"
    if signed.by != "best voluntary rule":
        brings += f", and the best rule that is honest, voluntary and pays for itself {about}{best}"
    if signed.flaws:
        brings = f"if reports were true, {brings}" if signed.lie is not None else brings
        return sentences([*_flaws(signed), brings])
    sound = "no false report pays, nobody expects to lose by it, and it needs no money from outside"
    return sentences([brings, sound])


def signed_line(found: PrivateValuesOutcome, signed: Judged) -> str:
    """The first thing that speaks against the rule, or what it leaves."""
    told = next(_flaws(signed, short=True), "")
    leaves = f"{_exactly(signed.share_left)} of a gain of {shown(found.gain)} a year"
    short = f"the rule leaves the cities {leaves}"
    return told or fitting(LINE, f"{_rule(signed)} leaves {leaves}, and is honest", short)


def named(by: str) -> str:
    """A rule by its name, as one would say it.

    >>> named("VCG"), named("trade reduction"), named("best voluntary rule")
    ('VCG', 'a trade reduction', 'the best voluntary rule')
    """
    articles = {
        "best voluntary rule": "the ",
        "balanced double auction": "a ",
        "trade reduction": "a ",
        "Clarke pivot": "the ",
    }
    return f"{articles.get(by, '')}{by}"


def _rule(signed: Judged) -> str:
    level = "" if signed.level is None else toml_text(signed.level)
    shares = ", ".join(f"{city} {toml_text(x)}" for city, x in signed.shares.items())
    told = {
        RuleKind.PRICE: f"a posted price of {level} a unit",
        RuleKind.LEAST_GAIN: f"a deal from a gain of {level} a unit on, by sealed reports,",
        RuleKind.DOUBLE_AUCTION: f"a double auction with k = {level}",
        RuleKind.TABLE: "a table of deals, by sealed reports,",
        RuleKind.SHARES: f"a rule of fixed shares ({shares} a year)",
        RuleKind.NAMED: named(signed.by or ""),
    }
    return told[signed.kind]


def _flaws(signed: Judged, *, short: bool = False) -> Iterator[str]:
    lie, refusal = signed.lie, signed.refusal
    if lie is not None:
        gains = f"{lie.city} gains {shown(lie.gain)} a year"
        report = toml_text(lie.report)
        yield (
            f"{gains} by a false report"
            if short
            else f"{gains} on average if it reports {report} where a unit is worth "
            f"{toml_text(lie.true)} to it"
        )
    if refusal is not None:
        worth = toml_text(refusal.value)
        loses = f"{refusal.city}, if it is worth {worth} to it, expects to lose"
        more = "" if short else ", and does not sign"
        yield f"{loses} {shown(refusal.loss)} a year{more}"
    if signed.kept < 0:
        yield f"the rule is short of {shown(-signed.kept)} a year" + (
            "" if short else ", which would have to come from outside"
        )
    if RuleFlaw.LOSES_MORE in signed.flaws:
        yield (
            f"the rule leaves the cities {_exactly(signed.share_left)} of the gain, another "
            f"{_exactly(signed.could_be_left)}"
        )


def _exactly(share: Fraction) -> str:
    """A share in per cent; one of nearly all, or of nearly nothing, is not told as that.

    >>> _exactly(Fraction(1)), _exactly(Fraction(999, 1000)), _exactly(Fraction(79, 100))
    ('all', 'more than 99%', '79%')
    """
    if share == 1:
        return "all"
    if Fraction(199, 200) <= share < 1:
        return "more than 99%"
    if 0 < share < Fraction(1, 200):
        return "less than 1%"
    return percent(share) if share else "nothing"
