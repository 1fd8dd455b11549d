"""What is said of subsidies by name."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from intercity.english import amount, fitting, in_full, listed, shown, told_apart
from intercity.topics.firm_offers.check import FirmOffersOutcome, Menu
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, REMEDY, Words, number

__all__ = ["WORDS"]


def says(found: FirmOffersOutcome) -> str:
    """What firms create and have, and who takes whose offer."""
    takes = [f"{kind} firms take what is meant for {one}" for kind, one in found.poses.items()]
    takes += [f"{kind} firms take no offer" for kind in found.takes_none]
    rents = ", ".join(f"{kind} {shown(x)}" for kind, x in found.rents.items())
    city = f"the city {'keeps' if found.kept >= 0 else 'loses'} {shown(abs(found.kept))}"
    created, rent = told_apart(found.created, found.rent)
    return (
        f"firms create {created} and have {rent} beyond their costs; "
        f"{city}; a firm has: {rents}; {listed(takes) if takes else 'each takes its own offer'}"
    )


def line(found: FirmOffersOutcome) -> str:
    """What firms create and have."""
    created, rent = told_apart(found.created, found.rent)
    return fitting(
        LINE,
        f"firms create {created} and have {rent} beyond their costs",
        TURNED[found.verdict],
    )


def repair(found: Outcome) -> str:
    """The best menu, in all digits: a little less, and a firm would take another offer, or none."""
    return "".join(
        f"offer {_menu(one, in_full, lambda q: in_full(q, amount)) or 'nothing'}; the city keeps "
        f"{shown(one.kept)}"
        for one in found.clauses(Menu)
    )


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "other offers (told with the check)") if told else ""


def clause(one: Menu) -> str:
    """What firms may choose from, as a sentence."""
    return f"Firms are offered {_menu(one, number, number)}"


def _menu(one: Menu, money: Callable[[Fraction], str], invested: Callable[[Fraction], str]) -> str:
    """Each offer once; of several for whom: a firm to which two leave as much takes its own."""
    menu: dict[tuple[Fraction, Fraction], list[str]] = {}
    for kind, q in one.invest.items():
        menu.setdefault((one.subsidies[kind], q), []).append(kind)
    return " or ".join(
        f"{money(paid)} for an investment of {invested(q)}"
        f"{f' (meant for {listed(kinds)})' if len(menu) > 1 else ''}"
        for (paid, q), kinds in menu.items()
    )


TURNED = {
    "stands": "firms have no more than they create",
    "fails": "firms have more than they create",
}

WORDS = Words(
    asks="Do firms take no more than they create?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
