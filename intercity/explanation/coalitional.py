"""Proofs about coalitional games in numbered lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from games.by_city import listed
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from intercity.explanation.formula import (
    Formula,
    Part,
    Symbol,
    bracketed,
    group,
    sum_of,
    symbol,
    told,
)
from intercity.explanation.lines import Explanation, Line
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition, coverage
from solvers.coalitional.core import CoreCertificate, EmptyCoreCertificate
from solvers.coalitional.cost_of_stability import CostOfStabilityCertificate
from solvers.coalitional.dividends import harsanyi_dividends
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.least_core import LeastCoreCertificate
from solvers.coalitional.nucleolus import NucleolusCertificate
from solvers.coalitional.prenucleolus import PrenucleolusCertificate
from solvers.coalitional.shapley import ShapleyCertificate

__all__ = ["KINDS"]

ZERO, ONE = Fraction(0), Fraction(1)
FEW = 4
"""Up to so many cities every coalition is written out; beyond, those that are close."""

Split = Mapping[str, Fraction]


class Board:
    """How a game's sums are written: v(S) of gains, c(S) of costs, and which way they compare."""

    def __init__(self, game: CoalitionalGame) -> None:
        self.game, self.cities = game, game.players
        self.costs = game.sense == "cost"
        self.letter = "c" if self.costs else "v"
        self.enough = "<=" if self.costs else ">="
        self.sign = -1 if self.costs else 1
        self.all = self.worth(game.players)

    def worth(self, coalition: Iterable[str]) -> Symbol:
        names = tuple(coalition)
        return symbol(self.letter, names, self.game.worth(names))

    def number(self, coalition: Iterable[str]) -> Fraction:
        return self.game.worth(coalition)

    def coalitions(self) -> Iterator[tuple[str, ...]]:
        """The proper coalitions, small ones first."""
        for size in range(1, len(self.cities)):
            yield from combinations(self.cities, size)

    def excess(self, coalition: Sequence[str], split: Split) -> Fraction:
        """The excess of a coalition: what it gains by leaving, or saves of costs."""
        paid = sum((split[city] for city in coalition), ZERO)
        return self.sign * (self.number(coalition) - paid)

    def excess_row(self, coalition: Sequence[str], split: Split, *most: Part) -> Formula:
        """The same, written out."""
        paid, worth = group("x", coalition, split), self.worth(coalition)
        if len(coalition) > 1 and not self.costs:
            paid = ("(", *paid, ")")
        told, number = sum((split[city] for city in coalition), ZERO), self.number(coalition)
        sides = [(*paid, "-", worth), (told, "-", *bracketed(number))]
        if not self.costs:
            sides = [(worth, "-", *paid), (number, "-", *bracketed(told))]
        return Formula((*sides[0], "=", *sides[1], "=", self.excess(coalition, split), *most))

    def adds_up(self, split: Split) -> Line:
        """The line that shows that a split adds up to the worth of all."""
        payoffs = told((ONE, symbol("x", city, x)) for city, x in split.items())
        chain = (*payoffs, "=", self.number(self.cities), "=", self.all)
        word = "cost" if self.costs else "make"
        return Line(f"The split adds up to what all {word} together:", (Formula(chain),))

    def nobody_leaves(self, split: Split) -> Line:
        """The line that no coalition does better by leaving."""
        close, rest = self.close(split, ZERO)
        verb = "pays more than it would alone" if self.costs else "has less than it makes alone"
        rows = tuple(
            Formula(
                (
                    *group("x", each, split),
                    "=",
                    sum((split[city] for city in each), ZERO),
                    self.enough,
                    self.number(each),
                    "=",
                    self.worth(each),
                )
            )
            for each in close
        )
        return Line(f"No coalition {verb}{rest}:", rows)

    def close(self, split: Split, level: Fraction) -> tuple[list[tuple[str, ...]], str]:
        """The coalitions that are written out, and how many others there are."""
        if len(self.cities) <= FEW:
            return list(self.coalitions()), ""
        ranked = sorted(self.coalitions(), key=lambda one: -self.excess(one, split))
        tight = [one for one in ranked if self.excess(one, split) == level]
        close = tight[: 2 * FEW] or ranked[:FEW]
        others = 2 ** len(self.cities) - 2 - len(close)
        return close, f" (the closest of them; the other {others:,} have been compared too)"

    def weighed(self, collection: Iterable[WeightedCoalition]) -> tuple[Part, ...]:
        """The sum of the worths of a collection."""
        return told((one.weight, self.worth(one.coalition)) for one in collection)

    def demands(self, coalitions: Iterable[Sequence[str]]) -> tuple[Formula, ...]:
        """That each has what it makes, of a split that is not known."""
        return tuple(
            Formula(
                (
                    *sum_of((ONE, symbol("x", city)) for city in each),
                    self.enough,
                    self.worth(each),
                    "=",
                    self.number(each),
                )
            )
            for each in coalitions
        )

    def unknown(self, weights: Iterable[Fraction] | None = None) -> tuple[Part, ...]:
        """The payoffs of all cities, not known, added up with weights."""
        each = [ONE] * len(self.cities) if weights is None else weights
        return sum_of((w, symbol("x", city)) for w, city in zip(each, self.cities, strict=True))


def worth_of(game: CoalitionalGame, collection: Iterable[WeightedCoalition]) -> Fraction:
    """The sum of the worths of a collection."""
    return sum((one.weight * game.worth(one.coalition) for one in collection), ZERO)


def factors(collection: Iterable[WeightedCoalition]) -> str:
    """The weights as they are said: "1/2, 1/2 and 1"."""
    return listed(str(one.weight) for one in collection)


def empty_core(found: EmptyCoreCertificate, game: CoalitionalGame) -> Explanation:
    board, weighed = Board(game), worth_of(game, found.collection)
    of_all, short = board.number(game.players), ">" if board.costs else "<"
    have = "pay no less" if board.costs else "have no more"
    return Explanation(
        f"The core is empty: whatever the split of {board.all.text} = {of_all}, some coalition "
        "does better by leaving.",
        (
            Line(
                "Suppose that no coalition would leave a split x. Then:",
                board.demands(one.coalition for one in found.collection),
            ),
            Line(
                f"Multiply these lines by {factors(found.collection)} and add them up. On the "
                "left, each city is counted exactly once:",
                (
                    Formula(
                        (
                            *board.unknown(),
                            board.enough,
                            *board.weighed(found.collection),
                            "=",
                            weighed,
                        )
                    ),
                ),
            ),
            Line(
                f"But all together {have} than {of_all} to split. That is a contradiction:",
                (Formula((board.all, "=", of_all, short, weighed)),),
            ),
        ),
    )


def core_point(found: CoreCertificate, game: CoalitionalGame) -> Explanation:
    board = Board(game)
    answer = found.answer(game)
    assert answer.point is not None  # noqa: S101 - the core is not empty
    split: Split = dict(answer.point)
    lines = [board.adds_up(split)]
    if len(game.players) > 1:
        lines.append(board.nobody_leaves(split))
    if len(game.players) <= FEW:
        ends = (("least", found.lowest, 1), ("most", found.highest, -1))
        for city in game.players:
            for word, extremes, sign in ends:
                lines.append(_extreme(board, city, word, extremes[city], sign))
    shares_told = ", ".join(f"x({city}) = {x}" for city, x in split.items())
    return Explanation(f"The core is not empty: it contains {shares_told}.", tuple(lines))


def _extreme(board: Board, city: str, word: str, extreme: Any, sign: int) -> Line:
    """Why a city gets no less, or no more, in the core."""
    reached = extreme.split[city]
    covered = dict(zip(board.cities, coverage(extreme.collection, board.cities), strict=True))
    up = sign * board.sign
    rest = up - covered[city]
    counted = [covered[one] + rest for one in board.cities]
    relation = ">=" if sign > 0 else "<="
    scaled = [(up * one.weight, board.worth(one.coalition)) for one in extreme.collection]
    bound = told([*scaled, (up * rest, board.all)])
    verb = "pays" if board.costs else "gets"
    at_split = ", ".join(f"x({one}) = {x}" for one, x in extreme.split.items())
    how = f"the lines of {_named(extreme.collection)} times {factors(extreme.collection)}"
    if not extreme.collection:
        how = "nothing"
    grand = f", and x(N) = {board.all.text} times {rest}" if rest else ""
    assert counted[board.cities.index(city)] == up  # noqa: S101 - verified
    return Line(
        f"In the core {city} {verb} at {word} {reached}: add up {how}{grand}, and {city} alone is "
        f"left. It is reached at {at_split}.",
        (Formula((symbol("x", city), relation, *bound, "=", reached)),),
    )


def _named(collection: Iterable[WeightedCoalition]) -> str:
    return listed(coalition_name(one.coalition) for one in collection)


def least_core(found: LeastCoreCertificate, game: CoalitionalGame) -> Explanation:
    board, epsilon = Board(game), found.epsilon(game)
    split = found.split
    if len(game.players) == 1:
        return Explanation("With one city nobody can leave.", (board.adds_up(split),))
    close, rest = board.close(split, epsilon)
    rows = tuple(board.excess_row(each, split, "<=", epsilon) for each in close)
    covered = coverage(found.collection, game.players)[0]
    terms = [(board.sign * one.weight, board.worth(one.coalition)) for one in found.collection]
    mean = told([*terms, (-board.sign * covered, board.all)])
    gain = "save" if board.costs else "gain"
    return Explanation(
        f"The smallest fine for leaving that keeps all in is {epsilon}"
        + (" (below 0: so much is left to spare)." if epsilon < 0 else "."),
        (
            board.adds_up(split),
            Line(f"At this split no coalition would {gain} more than {epsilon} by it{rest}:", rows),
            Line(
                f"No split does better. Take {_named(found.collection)} with the weights "
                f"{factors(found.collection)}, which add up to 1 and count every city {covered} "
                f"times. Whatever the split, this is the mean of what they would {gain} by "
                "leaving, and the largest is no less than the mean:",
                (Formula((*mean, "=", epsilon)),),
            ),
        ),
    )


def cost_of_stability(found: CostOfStabilityCertificate, game: CoalitionalGame) -> Explanation:
    board, total = Board(game), sum(found.split.values(), ZERO)
    money = board.sign * (total - board.number(game.players))
    given = (*group("x", game.players, found.split), "=", total)
    whole = (*given, "=", board.all, "-" if board.costs else "+", money)
    covers = "pay" if board.costs else "have"
    lines = [Line(f"With {money} from outside all {covers}:", (Formula(whole),))]
    if len(game.players) > 1:
        lines.append(board.nobody_leaves(found.split))
    lines.append(
        Line(
            f"No less would do. What {_named(found.collection)} must {covers}, times "
            f"{factors(found.collection)}, adds up, each city counted once, to:",
            (
                Formula(
                    (
                        *board.unknown(),
                        board.enough,
                        *board.weighed(found.collection),
                        "=",
                        total,
                    )
                ),
            ),
        )
    )
    return Explanation(
        f"The least money from outside with which nobody leaves is {money}.", tuple(lines)
    )


def prenucleolus(found: PrenucleolusCertificate, game: CoalitionalGame) -> Explanation:
    levels = [Level(one, {}) for one in found.collections]
    return _levels(game, found.split, levels, "prenucleolus")


def nucleolus(found: NucleolusCertificate, game: CoalitionalGame) -> Explanation:
    return _levels(game, found.split, found.levels, "nucleolus")


def _levels(game: CoalitionalGame, split: Split, levels: Sequence[Level], name: str) -> Explanation:
    board = Board(game)
    lines = [board.adds_up(split)]
    gain = "save" if board.costs else "gain"
    if name == "nucleolus":
        rows = tuple(
            Formula(
                (
                    symbol("x", city, split[city]),
                    "=",
                    split[city],
                    board.enough,
                    board.number((city,)),
                    "=",
                    board.worth((city,)),
                )
            )
            for city in game.players
        )
        lines.append(Line("No city does better alone:", rows))
    for number, level in enumerate(levels, start=1):
        held = listed(f"{city} (times {y})" for city, y in level.floors.items())
        floor = f" with {held} at what it has alone," if held else ""
        if not level.collection:
            lines.append(
                Line(f"Step {number}: what is settled leaves {held} no more than it has alone.")
            )
            continue
        value = board.excess(level.collection[0].coalition, split)
        rows = tuple(board.excess_row(one.coalition, split) for one in level.collection)
        all_cities = "every city equally" if number == 1 else "only what is settled already"
        same = "no less" if held else "the same"
        lines.append(
            Line(
                f"Step {number}: of the coalitions that are not settled, none {gain}s more by "
                f"leaving than {value}. {_named(level.collection)}, times "
                f"{factors(level.collection)},{floor} count {all_cities}. So what they {gain} in "
                f"all is {same} at every split that is still possible, and none can {gain} less "
                f"without another {gain[:-1] if gain[-1] == 'e' else gain}ing more. What they get "
                "is settled:",
                rows,
            )
        )
    lines.append(Line("What is settled leaves one split only, this one."))
    shares_told = ", ".join(f"x({city}) = {x}" for city, x in split.items())
    return Explanation(f"The {name} is {shares_told}.", tuple(lines))


def shapley(found: ShapleyCertificate, game: CoalitionalGame) -> Explanation:
    board, dividends = Board(game), harsanyi_dividends(game)
    shown = list(dividends)
    letter = "d"

    def dividend(coalition: Sequence[str]) -> Symbol:
        return symbol(letter, coalition, dividends[coalition])

    rows = []
    for coalition in shown:
        parts = [
            (-ONE, dividend(part))
            for size in range(1, len(coalition))
            for part in combinations(coalition, size)
            if dividends[part]
        ]
        chain = told([(ONE, board.worth(coalition)), *parts])
        rows.append(Formula((dividend(coalition), "=", *chain, "=", dividends[coalition])))
    shares = [
        Formula(
            (
                symbol("x", city, found.split[city]),
                "=",
                *told((Fraction(1, len(s)), dividend(s)) for s in shown if city in s),
                "=",
                found.split[city],
            )
        )
        for city in game.players
    ]
    makes = "costs" if board.costs else "makes"
    shares_told = ", ".join(f"{city} {x}" for city, x in found.split.items())
    return Explanation(
        f"The Shapley value gives {shares_told}.",
        (
            Line(
                f"The dividend d(S) is what a coalition {makes} beyond the dividends of its "
                "parts. All that are not 0:",
                tuple(rows),
            ),
            Line(
                "The value adds up over games. In a game with one dividend its members are alike "
                "and others add nothing, so that each member gets an equal share of it:",
                tuple(shares),
            ),
        ),
    )


KINDS: dict[type[Certificate], Callable[[Any, Any], Explanation]] = {
    EmptyCoreCertificate: empty_core,
    CoreCertificate: core_point,
    LeastCoreCertificate: least_core,
    CostOfStabilityCertificate: cost_of_stability,
    PrenucleolusCertificate: prenucleolus,
    NucleolusCertificate: nucleolus,
    ShapleyCertificate: shapley,
}
