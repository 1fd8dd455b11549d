"""Words of a page that its readers need not know, and what they are in English."""

from __future__ import annotations

__all__ = ["ALONE", "RETURN", "TERMS"]

ALONE = "what a city makes by itself of what it owns, without any deal"
RETURN = "of the projects that grow up in a park, those that build their plant in the small city"

TERMS: tuple[tuple[str, str, str], ...] = (
    (
        "alone, status quo",
        r"\bstatus quo\b|\b(?:city|has|have|\d)\s+alone\b|having no deal",
        ALONE,
    ),
    (
        "as signed",
        r"\bas signed\b",
        "by the clauses of the deal, firms choosing for themselves",
    ),
    (
        "as planned",
        r"\bplanned\b",
        "if firms did what the deal plans, whether it pays them or not",
    ),
    ("to return", r"(?<!fixed )(?<!rate of )\breturn(?:s|ing)?\b(?! on\b)", RETURN),
    (
        "promise",
        r"\b(?:a|its|last|no|the|their) promise[ds]?\b",
        "a clause that no court enforces, kept only as long as that is better for who gave it",
    ),
    ("bonus", r"\bbonus(?:es)?\b", "money that the small city pays to projects that return"),
    ("clawback", r"\bclawbacks?\b", "money that projects pay which could return and do not"),
    (
        "deposit",
        r"\bdeposits?\b",
        "money held by a third party, which who leaves the deal before its end loses",
    ),
    (
        "unused",
        r"\bunused\b",
        "what the members could make more together of what they own, and do not by this deal",
    ),
    (
        "discount factor, or as it counts later years",
        r"\bdiscount factors?\b|counts? later years",
        "what 1 a year later is worth now; it is less to a city whose officials soon move on",
    ),
    (
        "consent of the province",
        r"\bconsent\b",
        "a group that needs it is not free to act by itself, so that its better offer is no threat",
    ),
    (
        "talked down",
        r"\btalked down\b|\btalk down\b",
        "brought to take less, as all bargain again once something was spent for good",
    ),
    ("sunk", r"\bsunk\b", "spent, or handed over, for good"),
    (
        "bottleneck",
        r"\bbottlenecks?\b",
        "the resource of which 1% more, given to who owns it, would add most to the gain of all",
    ),
    ("exchange", r"\bexchange\b", "where a resource can be bought and sold at given prices"),
    (
        "stable",
        r"\bstable\b",
        "such that no city and no group of cities would have more by itself",
    ),
    (
        "core",
        r"\bcore\b",
        "all splits of what cities make together that no city and no group would leave",
    ),
    (
        "nucleolus",
        r"\bnucleol(?:us|i)\b",
        "the split at which the group that is worst off is as well off as can be, then the next",
    ),
    (
        "Shapley value",
        r"\bShapley\b",
        "the split by what each adds, on average over all orders in which cities may join",
    ),
    (
        "Owen's prices",
        r"\bOwen's prices\b",
        "prices at which each city can sell what it owns, so that no group would leave",
    ),
    (
        "quota",
        r"\bquota\b",
        "permission of the state to build on so much land, not the land; a city can hand it over",
    ),
    ("mu", r"\bmu of\b|\bper mu\b", "of land, a fifteenth of a hectare"),
    (
        "in present value",
        r"\bpresent value\b",
        "what payments of all years are worth now, later ones counting less",
    ),
    ("arms race", r"\barms races?\b", "cities outbid each other with money for firms"),
    (
        "truce, club",
        r"\btruces?\b|\bclubs?\b",
        "an agreement of bidders to bid less; a club is one of some of them",
    ),
    ("cap", r"\bcaps?\b", "the most that is allowed, of a bid, a payment or a trade"),
    (
        "mandated pairs",
        r"\bmandated pairs?\b",
        "a large and a small city each, which the province has told to work together",
    ),
    (
        "certificate",
        r"\bcertificates?\b",
        "numbers by which a figure can be checked again without searching for it again",
    ),
    (
        "intercity ..., --json",
        r"\bintercity [a-z]+\b|--json\b",
        "commands of the program that made this page; with --json it prints all that it found",
    ),
)
"""A term, where it stands (a regular expression), and what it is."""
