"""Properties of claims rules, each put to the test by small problems: the first breach is shown."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.bankruptcy import BankruptcyProblem
from games.by_city import listed, one_of
from games.errors import InvalidInput, all_of_kind, of_kind
from mechanisms.claims.adjusted_proportional import adjusted_proportional
from mechanisms.claims.constrained_egalitarian import constrained_egalitarian
from mechanisms.claims.constrained_equal_awards import constrained_equal_awards
from mechanisms.claims.constrained_equal_losses import constrained_equal_losses
from mechanisms.claims.division import FLOATING, ClaimsRule, division_breach, read_awards
from mechanisms.claims.merging_and_splitting import joint_name, merged
from mechanisms.claims.minimal_overlap import minimal_overlap
from mechanisms.claims.piniles import piniles_rule
from mechanisms.claims.proportional import proportional_rule
from mechanisms.claims.random_arrival import random_arrival
from mechanisms.claims.talmud import talmud_rule
from mechanisms.direct.verdict import Holds
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.bargaining.axiom import NotRefuted

__all__ = [
    "CLAIMS_PROPERTIES",
    "ClaimsAudit",
    "ClaimsViolation",
    "claims_audit",
]

ZERO = Fraction(0)
LARGEST = 8

Awards = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class ClaimsViolation:
    """The smallest problem found at which a rule breaks a property, and how; false in a condition.

    ``property``: the one asked for, or "division" where the awards are no division at all.
    ``awards``: what the rule gives there. ``cases``: how many problems were tried, this included.

    See ``claims_audit`` for the concept, an example and its source.
    """

    property: str
    problem: BankruptcyProblem
    awards: Awards
    sentence: str
    cases: int

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"fails: {self.sentence}"

    def _repr_html_(self) -> str:
        return f"<p><b>{html.escape(self.property)}</b>: {html.escape(self.sentence)}</p>"


class ClaimsAudit(Answer, Mapping[str, Holds | ClaimsViolation | NotRefuted]):
    """The verdicts by property, in the order asked; frozen.

    Without a certificate: what holds rests on the theorem named, and what fails on its problem.

    See ``claims_audit`` for the concept, an example and its source.
    """

    __slots__ = ("_verdicts",)

    _verdicts: Mapping[str, Holds | ClaimsViolation | NotRefuted]
    certificate = None

    def __init__(self, verdicts: Mapping[str, Holds | ClaimsViolation | NotRefuted]) -> None:
        of_kind(verdicts, Mapping, place="verdicts of an audit", hint="by property")
        object.__setattr__(self, "_verdicts", dict(verdicts))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a ClaimsAudit is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        return ClaimsAudit, (self._verdicts,)

    def __getitem__(self, name: str) -> Holds | ClaimsViolation | NotRefuted:
        if name not in self._verdicts:
            raise KeyError(f"{name} is not one of {', '.join(self._verdicts)}")
        return self._verdicts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._verdicts)

    def __len__(self) -> int:
        return len(self._verdicts)

    @property
    def failures(self) -> dict[str, ClaimsViolation]:
        """The properties that fail, with the problem that breaks each."""
        return {name: one for name, one in self.items() if isinstance(one, ClaimsViolation)}

    @property
    def status(self) -> str:
        kept = sum(isinstance(one, Holds) for one in self.values())
        open_ones = len(self) - kept - len(self.failures)
        return (
            f"{kept} of {len(self)} properties hold, {len(self.failures)} fail"
            + f", {open_ones} not refuted by small problems" * bool(open_ones)
            + "."
        )

    @property
    def method(self) -> str:
        return "theorems, and small problems in order of size"

    @property
    def proof(self) -> Proof:
        searched = any(isinstance(one, NotRefuted) for one in self.values())
        return UNPROVEN if searched else EXACT

    def _rows(self) -> Iterator[tuple[str, str]]:
        return ((name, str(one)) for name, one in self.items())

    def _facts(self) -> Iterator[tuple[str, object]]:
        """The verdict of each property, then what it rests on."""
        words = {Holds: "holds", ClaimsViolation: "fails", NotRefuted: "not refuted"}
        yield "verdict", {name: words[type(one)] for name, one in self.items()}
        broken = self.failures.items()
        for fact, found in {
            "by": {name: one.by for name, one in self.items() if isinstance(one, Holds)},
            "claims": {name: one.problem.claims for name, one in broken},
            "estate": {name: one.problem.estate for name, one in broken},
            "awards": {name: one.awards for name, one in broken},
            "sentence": {name: one.sentence for name, one in broken},
            "cases": {name: one.cases for name, one in self.items() if not isinstance(one, Holds)},
        }.items():
            if found:
                yield fact, found
        yield "proof", self.proof


class _NotDivided(Exception):
    """A rule that hands out another sum, more than a claim, or less than nothing."""

    def __init__(self, problem: BankruptcyProblem, awards: Awards, breach: str) -> None:
        self.problem, self.awards, self.breach = problem, awards, breach
        super().__init__(breach)


def _divided(rule: ClaimsRule, problem: BankruptcyProblem) -> dict[str, Fraction]:
    """The awards, what floats miss put right, so that they can be claims of another problem."""
    awards = read_awards(rule, problem)
    breach = division_breach(problem, awards)
    if breach:
        raise _NotDivided(problem, awards, breach)
    most = {city: min(claim, problem.estate) for city, claim in problem.claims.items()}
    return {city: min(max(award, ZERO), most[city]) for city, award in awards.items()}


@dataclass(frozen=True, slots=True)
class _Trial:
    """A rule, a problem, and the awards of the rule there."""

    rule: ClaimsRule
    problem: BankruptcyProblem
    awards: Awards

    def at(self, problem: BankruptcyProblem) -> dict[str, Fraction]:
        return _divided(self.rule, problem)

    def of(self, estate: Fraction) -> dict[str, Fraction]:
        return self.at(BankruptcyProblem(self.problem.claims, estate))

    def smaller(self) -> Iterator[Fraction]:
        return map(Fraction, range(1, int(self.problem.estate)))


def _same_awards(one: Awards, other: Awards) -> bool:
    return all(abs(one[city] - other[city]) <= FLOATING for city in one)


def _text(awards: Awards) -> str:
    return ", ".join(map(approximately, awards.values()))


def _division(_: _Trial) -> Iterator[str]:
    """Nothing more: a trial is a division, or ``_divided`` has refused it."""
    return iter(())


def _order(trial: _Trial) -> Iterator[str]:
    claims, awards = trial.problem.claims, trial.awards
    for less, more in itertools.permutations(claims, 2):
        if claims[less] <= claims[more]:
            if awards[less] > awards[more] + FLOATING:
                yield f"{less} gets more than {more}, which claims no less: {_text(awards)}."
            if claims[less] - awards[less] > claims[more] - awards[more] + FLOATING:
                yield f"{less} loses more than {more}, which claims no less: {_text(awards)}."


def _anonymity(trial: _Trial) -> Iterator[str]:
    claims = trial.problem.claims
    others = trial.problem.players[::-1]
    renamed = dict(zip(claims, (claims[city] for city in others), strict=True))
    found = trial.at(BankruptcyProblem(renamed, trial.problem.estate))
    if not _same_awards(trial.awards, dict(zip(others, found.values(), strict=True))):
        yield f"they get {_text(trial.awards)}; with the claims the other way round {_text(found)}."


def _more_estate(trial: _Trial) -> Iterator[str]:
    for estate in trial.smaller():
        before = trial.of(estate)
        for city in before:
            if before[city] > trial.awards[city] + FLOATING:
                yield f"{city} gets {_text(trial.awards)}, less than if there is only {estate}."


def _more_claim(trial: _Trial) -> Iterator[str]:
    for city, claim in trial.problem.claims.items():
        raised = BankruptcyProblem({**trial.problem.claims, city: claim + 1}, trial.problem.estate)
        after = trial.at(raised)
        if after[city] < trial.awards[city] - FLOATING:
            yield f"{city} loses by claiming 1 more: {_text(trial.awards)}, then {_text(after)}."


def _exaggerating(trial: _Trial) -> Iterator[str]:
    """What a city gets beyond its true claim is worth nothing to it."""
    for city, claim in trial.problem.claims.items():
        for more in (1, 2):
            claims = {**trial.problem.claims, city: claim + more}
            after = trial.at(BankruptcyProblem(claims, trial.problem.estate))[city]
            if min(after, claim) > trial.awards[city] + FLOATING:
                yield (
                    f"{city} gets {approximately(trial.awards[city])}; by claiming {claim + more} "
                    f"it gets {approximately(after)}."
                )


def _merging(trial: _Trial) -> Iterator[str]:
    for group, joint, apart in _groups(trial):
        if joint > apart + FLOATING:
            names = listed(group)
            yield (
                f"{names} get {approximately(apart)}; merged into one claim, "
                f"{approximately(joint)}."
            )


def _splitting(trial: _Trial) -> Iterator[str]:
    for group, joint, apart in _groups(trial):
        if joint < apart - FLOATING:
            names = listed(group)
            yield (
                f"if {names} were one city, it would get {approximately(joint)} for the sum of "
                f"their claims, and by splitting it into theirs {approximately(apart)}."
            )


def _groups(trial: _Trial) -> Iterator[tuple[tuple[str, ...], Fraction, Fraction]]:
    """Each group with its award as one claimant, and the sum of its members' awards."""
    cities = trial.problem.players
    for size in range(2, len(cities)):
        for group in itertools.combinations(cities, size):
            joint = trial.at(merged(trial.problem, group))[joint_name(trial.problem, group)]
            yield group, joint, sum((trial.awards[city] for city in group), ZERO)


def _self_duality(trial: _Trial) -> Iterator[str]:
    losses = trial.at(trial.problem.of_losses())
    dual = {city: claim - losses[city] for city, claim in trial.problem.claims.items()}
    if not _same_awards(trial.awards, dual):
        yield f"they get {_text(trial.awards)}; if the losses are divided instead, {_text(dual)}."


def _truncation(trial: _Trial) -> Iterator[str]:
    estate = trial.problem.estate
    cut = {city: min(claim, estate) for city, claim in trial.problem.claims.items()}
    found = trial.at(BankruptcyProblem(cut, estate))
    if not _same_awards(trial.awards, found):
        yield f"they get {_text(trial.awards)}; if no claim counts beyond {estate}, {_text(found)}."


def _minimal_rights(trial: _Trial) -> Iterator[str]:
    rights = trial.problem.minimal_rights
    rest = trial.at(
        BankruptcyProblem(
            {city: claim - rights[city] for city, claim in trial.problem.claims.items()},
            trial.problem.estate - sum(rights.values(), ZERO),
        )
    )
    found = {city: right + rest[city] for city, right in rights.items()}
    if not _same_awards(trial.awards, found):
        yield (
            f"they get {_text(trial.awards)}; if what nobody contests is handed out first, "
            f"{_text(found)}."
        )


def _composition_down(trial: _Trial) -> Iterator[str]:
    for estate in trial.smaller():
        due, found = trial.of(estate), trial.at(BankruptcyProblem(trial.awards, estate))
        if not _same_awards(due, found):
            yield (
                f"with {trial.problem.estate} they get {_text(trial.awards)}; claiming these of "
                f"{estate} they get {_text(found)}, though of {estate} they are due {_text(due)}."
            )


def _composition_up(trial: _Trial) -> Iterator[str]:
    for estate in trial.smaller():
        first = trial.of(estate)
        left = {city: claim - first[city] for city, claim in trial.problem.claims.items()}
        second = trial.at(BankruptcyProblem(left, trial.problem.estate - estate))
        found = {city: first[city] + second[city] for city in first}
        if not _same_awards(trial.awards, found):
            yield (
                f"with {trial.problem.estate} they get {_text(trial.awards)}; if {estate} comes "
                f"first and the rest later, {_text(found)}."
            )


def _consistency(trial: _Trial) -> Iterator[str]:
    claims, awards = trial.problem.claims, trial.awards
    for gone in claims:
        others = {city: claim for city, claim in claims.items() if city != gone}
        found = trial.at(BankruptcyProblem(others, trial.problem.estate - awards[gone]))
        kept = {city: awards[city] for city in others}
        if not _same_awards(kept, found):
            yield (
                f"when {gone} has left with its award, the others get {_text(found)} instead of "
                f"{_text(kept)}."
            )


CLAIMS_PROPERTIES: Mapping[str, Callable[[_Trial], Iterator[str]]] = {
    "division": _division,
    "order preservation": _order,
    "anonymity": _anonymity,
    "resource monotonicity": _more_estate,
    "claims monotonicity": _more_claim,
    "no gain by exaggerating": _exaggerating,
    "no gain by merging": _merging,
    "no gain by splitting": _splitting,
    "self-duality": _self_duality,
    "claims truncation": _truncation,
    "minimal rights first": _minimal_rights,
    "composition down": _composition_down,
    "composition up": _composition_up,
    "consistency": _consistency,
}
"""What each asks is said where it is tested; the names are Thomson's."""

_BY_CONSTRUCTION = "by its formula"
_THOMSON = "Thomson (2003), tables of properties"
_ALWAYS = {
    "division": _BY_CONSTRUCTION,
    "order preservation": _THOMSON,
    "anonymity": _BY_CONSTRUCTION,
    "resource monotonicity": _THOMSON,
    "claims monotonicity": _THOMSON,
}
_COMPOSITION = {
    "composition down": "Moulin (2000)",
    "composition up": "Moulin (2000); Young (1988)",
    "consistency": "Young (1987); Moulin (2000)",
}
_GAME = {
    "self-duality": "Curiel, Maschler and Tijs (1987)",
    "claims truncation": "Curiel, Maschler and Tijs (1987), as it depends on the game only",
    "minimal rights first": "Thomson and Yeh (2008), the dual of claims truncation",
}
_LEVEL = {"consistency": "Young (1987), as one level fits all claims"}
_THEOREMS: Mapping[ClaimsRule, Mapping[str, str]] = {
    proportional_rule: {
        **_COMPOSITION,
        "no gain by merging": "de Frutos (1999); Chun (1988): the only rule with both",
        "no gain by splitting": "de Frutos (1999); Chun (1988): the only rule with both",
        "self-duality": "Aumann and Maschler (1985)",
    },
    constrained_equal_awards: {
        **_COMPOSITION,
        "no gain by exaggerating": "Sprumont (1991), as it is the uniform rule",
        "no gain by merging": "de Frutos (1999); Ju (2003)",
        "claims truncation": "Dagan (1996)",
    },
    constrained_equal_losses: {
        **_COMPOSITION,
        "no gain by splitting": "de Frutos (1999); Ju (2003)",
        "minimal rights first": "Herrero and Villar (2001)",
    },
    talmud_rule: {
        **_GAME,
        "self-duality": "Aumann and Maschler (1985)",
        "consistency": "Aumann and Maschler (1985)",
    },
    adjusted_proportional: _GAME,
    random_arrival: {**_GAME, "self-duality": "Thomson and Yeh (2008)"},
    piniles_rule: _LEVEL,
    constrained_egalitarian: _LEVEL,
    minimal_overlap: {"claims truncation": "O'Neill (1982), by its construction"},
}


def claims_audit(rule: ClaimsRule, properties: Iterable[str] | None = None) -> ClaimsAudit:
    """Properties of claims rules, each put to the test by small problems:
    the first breach is shown.

    Problems of two to four cities with small whole claims are tried in order of size, the number of
    cities plus the largest claim. What a rule is known to do by a theorem is told apart from what
    no problem has refuted, and that from what a problem refutes.

    What a rule, yours too, does: a theorem, a breach, or no breach in so many problems.

    ``properties``: those asked for, of ``CLAIMS_PROPERTIES``; all where not given. Only ``Holds``
    is true in a condition. A rule whose awards are no division of the estate among the claims fails
    whatever is asked, with the problem at which it does not divide.

    Errors: ``InvalidInput`` for a name that is no property, or a rule that skips a city.

    >>> from mechanisms.claims.talmud import talmud_rule
    >>> audit = claims_audit(talmud_rule)
    >>> audit
    ClaimsAudit(9 of 14 properties hold, 5 fail.)
    >>> print(audit["self-duality"])
    holds (Aumann and Maschler (1985))
    >>> print(audit["composition down"])
    fails: A claims 1, B claims 2, and there is 2: with 2 they get 0.5, 1.5; claiming these of 1
    they
    get 0.25, 0.75, though of 1 they are due 0.5, 0.5.

    Source: Thomson (2003, 2015), Axiomatic and game-theoretic analysis of bankruptcy; Moulin (2000)
    for composition; Young (1987) for consistency.
    """
    named = [properties] if isinstance(properties, str) else properties
    asked: Iterable[str] = CLAIMS_PROPERTIES
    if named is not None:
        asked = all_of_kind(named, str, place="the list of properties")
    return ClaimsAudit({name: _verdict(name, rule) for name in asked})


def _verdict(name: str, rule: ClaimsRule) -> Holds | ClaimsViolation | NotRefuted:
    one_of(name, CLAIMS_PROPERTIES, "a property")
    if not callable(rule):
        raise InvalidInput("the rule", rule, "a function from a problem to awards by city")
    known = _THEOREMS.get(rule) if isinstance(rule, Hashable) else None
    if known is not None and name in {**_ALWAYS, **known}:
        return Holds(name, {**_ALWAYS, **known}[name])
    cases = 0
    for problem in _problems():
        cases += 1
        try:
            trial = _Trial(rule, problem, _divided(rule, problem))
            for sentence in CLAIMS_PROPERTIES[name](trial):
                said = f"{_posed(problem)}: {sentence}"
                return ClaimsViolation(name, problem, trial.awards, said, cases)
        except _NotDivided as found:
            said = f"{_posed(found.problem)}: {found.breach}"
            if name != "division":
                said += " That is no division, so nothing else is asked of the rule."
            return ClaimsViolation("division", found.problem, found.awards, said, cases)
    return NotRefuted(name, cases)


def _posed(problem: BankruptcyProblem) -> str:
    claims = ", ".join(f"{city} claims {claim}" for city, claim in problem.claims.items())
    return f"{claims}, and there is {problem.estate}"


def _problems() -> Iterator[BankruptcyProblem]:
    """Claims in rising order, none of them 0, and an estate between 0 and their sum."""
    for size in range(3, LARGEST + 1):
        for count in range(2, min(size - 1, 4) + 1):
            largest = size - count
            for below in itertools.combinations_with_replacement(range(1, largest + 1), count - 1):
                claims = (*below, largest)
                for estate in range(1, sum(claims)):
                    yield BankruptcyProblem(dict(zip("ABCD", claims, strict=False)), estate)
