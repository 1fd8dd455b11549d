"""The best voluntary rule among several cities of which each alone knows one number: an exchange,
or a shared project.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.private_exchange import PrivateExchange
from games.private_project import PrivateProject
from games.private_types import Prior
from mechanisms.direct.choice_table import Choice, ChoiceTable, Question
from mechanisms.direct.direct_mechanism import packed
from mechanisms.direct.efficiency_loss import EfficiencyLoss
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = ["BestVoluntaryRule", "BestVoluntaryRuleCertificate", "best_voluntary_rule"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class BestVoluntaryRule(EfficiencyLoss):
    """The best rule to which all agree, in which no misreport pays and no money comes from outside.

    ``gains``: expected, by all together; ``first_best``: if types were known; ``spare``: what the
    fund would be left with, on average, if all these were had (below 0: what it lacks).
    ``multiplier``: what gains rise with the first yuan of outside money. ``chances``: by city and
    type, how likely it trades, or has the project; ``payments``: what it then expects to pay;
    ``payoffs``: by city, expected before it knows its type. Payments that balance at every profile
    can be made up for these (``balanced_payments``).

    See ``best_voluntary_rule`` for the concept, an example and its source.
    """

    gains: Fraction
    first_best: Fraction
    spare: Fraction
    multiplier: Fraction
    chances: Mapping[str, Prior]
    payments: Mapping[str, Prior]
    payoffs: Mapping[str, Fraction]
    certificate: BestVoluntaryRuleCertificate
    method: str = "virtual worths, ironed, and one multiplier of the budget, over all profiles"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return self._reached(" at any profile of types")


def best_voluntary_rule(question: PrivateExchange | PrivateProject) -> BestVoluntaryRule:
    """The best voluntary rule among several cities of which each alone knows one number:
    an exchange, or a shared project.

    Let w_i be what it is worth to city i to take part (a seller's is minus its cost), x_i whether
    it does. Nobody can be made to take part or to tell the truth, and no money comes from outside.
    A type then has to be left what it could get by passing for a lesser one, and what it brings the
    fund is its *virtual* worth if types are independent,

        psi(w_k) = w_k - (w_(k+1) - w_k) (1 - F_k) / f_k,      types from the least eager up.

    A rule can be paid for iff its expected virtual worth, less cost, is at least 0. With a
    multiplier L of that budget the best rule chooses, at each profile, what maximises the sum of w
    + L psi, ironed, less (1 + L) cost; and it mixes two such rules so that the fund just breaks
    even. No linear program is needed, and ``design`` finds the same.

    Exact, over all profiles of types (``MOST_PROFILES`` at most).

    It is Bayesian incentive compatible, interim individually rational and exactly budget balanced,
    and no such rule gains more. Who is indifferent does not trade, and of equals who is named first
    goes first. With nothing to gain, nobody trades. Errors: ``InvalidInput`` for more profiles.

    >>> dyke = PrivateProject({city: [0, 3] for city in ("Bay", "Delta", "Ford", "Mill")}, cost=4)
    >>> best = best_voluntary_rule(dyke)
    >>> best.gains, best.first_best, best.certificate.verify(dyke)
    (Fraction(9, 4), Fraction(5, 2), True)
    >>> print(best.status)
    No honest and voluntary rule that pays for itself reaches the first best, if types are
    independent:
    10 per cent of the gain of 2.5 is lost. To pay for all of it, 0.5 on average would have to come
    from
    outside.

    Source: Myerson and Satterthwaite (1983); Gresik and Satterthwaite (1989) for exchanges; Mailath
    and Postlewaite (1990) for projects; Myerson (1981) for ironing.
    """
    of_kind(question, PrivateExchange, PrivateProject, place="subject of best_voluntary_rule")
    table = ChoiceTable(question)
    cuts: list[Fraction] = []
    over, under = table.efficient, table.nothing
    while over.funds < 0:
        multiplier = _crossing(over, under)
        found = table.best(multiplier)
        cuts.append(multiplier)
        if found.worth(multiplier) <= over.worth(multiplier):
            break
        over, under = (found, under) if found.funds < 0 else (over, found)
    return BestVoluntaryRuleCertificate(
        _mixed(over, under).gains, table.efficient.gains, table.efficient.funds, tuple(cuts)
    ).read(table)


def _crossing(over: Choice, under: Choice) -> Fraction:
    """The multiplier at which both rules are worth the same."""
    return (over.gains - under.gains) / (under.funds - over.funds)


def _mixed(over: Choice, under: Choice) -> Choice:
    """The mixture that just breaks even; ``over`` where that can be paid for."""
    part = ONE if over.funds >= 0 else under.funds / (under.funds - over.funds)
    rest = 1 - part
    joint = tuple(
        tuple(part * a + rest * b for a, b in zip(one, two, strict=True))
        for one, two in zip(over.joint, under.joint, strict=True)
    )
    return Choice(
        joint,
        part * over.gains + rest * under.gains,
        part * over.funds + rest * under.funds,
    )


@dataclass(frozen=True, slots=True)
class BestVoluntaryRuleCertificate(
    Certificate, kind="best voluntary rule", of="best_voluntary_rule"
):
    """The multipliers at which rules were cut off, the last of which proves that none gains more.

    Each crossing is computed again. The bound at the last one is a sum over profiles, one by one:
    no rule has more than the greatest sum of scores, where scores bound what types are worth in any
    rule in which a more eager type does not take part less. So are the first best and its balance.
    """

    gains: Fraction
    first_best: Fraction
    spare: Fraction
    cuts: tuple[Fraction, ...]

    def violations(self, subject: Question) -> Iterator[str]:
        table = ChoiceTable(subject)
        over, under, said = self._trace(table)
        if not said:
            yield "A multiplier is not where the rules before it cross, or one is too many."
            return
        last = self.cuts[-1] if self.cuts else ZERO
        rule = _mixed(over, under)
        if rule.gains != self.gains or rule.funds < 0 or (self.cuts and rule.funds):
            yield "The two rules, mixed so that the fund breaks even, do not gain what is claimed."
        for ladder, chances in zip(table.ladders, rule.joint, strict=True):
            interim = [p / f for p, f in zip(chances, ladder.chances, strict=True)]
            if any(a > b for a, b in itertools.pairwise(interim)):
                yield "A more eager type takes part less."
            over_raw = [
                f * (s - w)
                for f, s, w in zip(
                    ladder.chances, ladder.scores(last), ladder.raw(last), strict=True
                )
            ]
            sums = list(itertools.accumulate(over_raw))
            if sums[-1] or max(sums) > 0:
                yield "The scores do not bound what types are worth."
        best, spare, bound = _one_by_one(table, last)
        if (best, spare) != (self.first_best, self.spare):
            yield f"By the sum over profiles the first best is {best}, and leaves {spare}."
        if last < 0 or bound != self.gains:
            yield f"By the sum over profiles another rule may gain {bound}."

    def _trace(self, table: ChoiceTable) -> tuple[Choice, Choice, bool]:
        """The two rules that the cuts lead to, and whether each cut is where it must be."""
        over, under = table.efficient, table.nothing
        for n, cut in enumerate(self.cuts):
            if over.funds >= 0 or cut != _crossing(over, under):
                return over, under, False
            if n + 1 < len(self.cuts):
                found = table.best(cut)
                over, under = (found, under) if found.funds < 0 else (over, found)
        return over, under, bool(self.cuts) or over.funds >= 0

    def answer(self, subject: Question) -> BestVoluntaryRule:
        return self.read(ChoiceTable(subject))

    def read(self, table: ChoiceTable) -> BestVoluntaryRule:
        """The answer, from the tables of the question."""
        over, under, _ = self._trace(table)
        rule = _mixed(over, under)
        each = rule.funds / len(table.ladders)  # what the fund would keep goes back in equal parts
        chances: dict[str, Prior] = {}
        payments: dict[str, Prior] = {}
        payoffs: dict[str, Fraction] = {}
        for city, prior, ladder, joint in zip(
            table.question.cities, table.question.priors, table.ladders, rule.joint, strict=True
        ):
            interim = [p / f for p, f in zip(joint, ladder.chances, strict=True)]
            rises = [b - a for a, b in itertools.pairwise([ZERO, *interim])]
            due = itertools.accumulate(w * x for w, x in zip(ladder.worths, rises, strict=True))
            paid = [p - each for p in due]
            payoffs[city] = sum(
                (
                    f * (w * x - p)
                    for f, w, x, p in zip(ladder.chances, ladder.worths, interim, paid, strict=True)
                ),
                ZERO,
            )
            if list(prior) != list(ladder.worths):  # a seller's costs rise as its eagerness falls
                interim, paid = interim[::-1], paid[::-1]
            chances[city] = dict(zip(prior, interim, strict=True))
            payments[city] = dict(zip(prior, paid, strict=True))
        multiplier = self.cuts[-1] if self.cuts else ZERO
        return BestVoluntaryRule(
            self.gains, self.first_best, self.spare, multiplier, chances, payments, payoffs, self
        )


def _one_by_one(table: ChoiceTable, multiplier: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """The first best, what it leaves the fund, and the bound by scores, summed over profiles."""
    needed = (1 + multiplier) * table.cost
    rows = [
        number
        for ladder in table.ladders
        for column in (ladder.worths, ladder.virtual, ladder.scores(multiplier))
        for number in column
    ]
    whole, unit = packed([table.cost, needed, *rows])
    cost, needs, *numbers = map(int, whole)
    own: list[list[tuple[int, int, int]]] = []  # by city and type: worth, virtual worth, score
    for size in map(len, table.priors):
        columns = [numbers[k * size : (k + 1) * size] for k in range(3)]
        own.append(list(zip(*columns, strict=True)))
        numbers = numbers[3 * size :]
    best = spare = bound = 0
    for at, chance in table.profiles.each():
        kinds = [types[k] for types, k in zip(own, at, strict=True)]
        if table.buyers:
            each = [[kind] * lots for kind, lots in zip(kinds, table.lots, strict=True)]
            sides = (each[: table.buyers], each[table.buyers :])
            buys, sells = ([lot for lots in side for lot in lots] for side in sides)
            bids, asks = sorted(buys, reverse=True), sorted(sells, reverse=True)
            deals = [one for one in zip(bids, asks, strict=False) if one[0][0] + one[1][0] > 0]
            gain = sum(bid[0] + ask[0] for bid, ask in deals)
            left = sum(bid[1] + ask[1] for bid, ask in deals)
            high = sorted((lot[2] for lot in buys), reverse=True)
            low = sorted((lot[2] for lot in sells), reverse=True)
            most = sum(max(0, a + b) for a, b in zip(high, low, strict=False))
        else:
            gain = max(0, sum(kind[0] for kind in kinds) - cost)
            left = sum(kind[1] for kind in kinds) - cost if gain else 0
            most = max(0, sum(kind[2] for kind in kinds) - needs)
        best, spare, bound = best + chance * gain, spare + chance * left, bound + chance * most
    scale = unit / table.profiles.total
    return best * scale, spare * scale, bound * scale
