"""All equilibria of a subsidy race: that there are no others is proven box by box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from games.errors import of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.krawczyk import distance, nearly_inverse
from solvers.competition.logit_choice import ball, larger, power_of_ten_above
from solvers.competition.reply_bounds import ReplyBounds, arb_of, low_precision
from solvers.competition.reply_contraction import is_contraction
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)

__all__ = ["AllSubsidyEquilibria", "AllSubsidyEquilibriaCertificate", "all_subsidy_equilibria"]

MOST_PARTS = 10_000
LARGEST = 1e15  # in units of mu, so that a box is a little larger than its float says
CUT = 0.4921875  # not in the middle, where an equilibrium of cities alike may lie
WIDE = 3.0  # in units of mu: no wider part is asked whether it is single
AROUND = 0.5  # of a part's width on each side
Box = tuple[list[float], list[float]]


@dataclass(frozen=True, slots=True, repr=False)
class AllSubsidyEquilibria(Answer):
    """The equilibria of a race, and whether they are all.

    ``equilibria``: each city's subsidy, in the order of ``subsidy_equilibrium``.
    ``complete``: it is proven that there are no others.
    ``proof``: if complete, how far each is at most from the true one. ``game``: the subject.

    See ``all_subsidy_equilibria`` for the concept, an example and its source.
    """

    game: SubsidyCompetition
    equilibria: tuple[Mapping[str, Fraction], ...]
    complete: bool
    status: str
    method: str
    proof: Proof
    certificate: AllSubsidyEquilibriaCertificate


@dataclass(frozen=True, slots=True)
class AllSubsidyEquilibriaCertificate(
    Certificate, kind="all subsidy equilibria", of="all_subsidy_equilibria", searches=True
):
    """The equilibria found, and what each part of the box is.

    ``parts``: empty where replies contract, which proves it; ``None``: not proven.
    """

    found: SubsidyEquilibriumCertificate
    parts: str | None

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.found.violations(game)
        contracts = is_contraction(game)
        if contracts != (self.parts == ""):
            yield "That replies contract is said where they do not, or not where they do."
        if self.parts and not contracts:
            with low_precision():
                yield from _Search(game, self.found).violations(self.parts)

    def answer(self, game: SubsidyCompetition) -> AllSubsidyEquilibria:
        proof: Proof = UNPROVEN
        if self.parts == "":
            proof = self.found.answer(game).proof
        elif self.parts is not None:
            with low_precision():
                radius = reduce(larger, _Search(game, self.found).radii)
                proof = Proof("enclosed", power_of_ten_above(radius * ball(game.mu)))
        number = len(self.found.equilibria)
        return AllSubsidyEquilibria(
            game=game,
            equilibria=self.found.equilibria,
            complete=self.parts is not None,
            status=_status(number, complete=self.parts is not None),
            method="contraction" if self.parts == "" else "parts of the box of subsidies, in balls",
            proof=proof,
            certificate=self,
        )


def all_subsidy_equilibria(game: SubsidyCompetition) -> AllSubsidyEquilibria:
    """All equilibria of a subsidy race: that there are no others is proven box by box.

    Where spillovers are so uneven that replies do not contract there may be several equilibria, and
    ``subsidy_equilibrium`` shows those that it found. Here the box of all subsidies that could pay
    is cut in two along its longest side, again and again, until each part is

    - *empty*: some city's best replies to all of it lie outside it; or
    - *single*: with M the slopes of s - reply(s) in a box around it, and Y nearly their inverse, |1
      - Y M| <= q < 1, so that there is at most one equilibrium in that box; and one of those found
      is there, at most |Y (s - reply(s))| / (1 - q) from the true one, and the others' are
      elsewhere.

    The certificate says which parts were cut ("/"), empty (".") or single ("*"), in the order of
    the cuts; to check it each part is looked at once, in balls.

    The equilibria that ``subsidy_equilibrium`` finds, and whether they are proven to be all.

    Two or three bidders take well under a second unless mu is tiny; more than 10,000 parts are not
    tried (four or five bidders may need more), nor are magnitudes beyond 10^15 mu. Not complete
    either where an equilibrium was missed, or where equilibria touch, for some value of a number.
    Errors: as in ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> race = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=Fraction(1, 20),
    ...                           spillovers={"A": {"B": 0.9}, "B": {"A": 0.9}})
    >>> found = all_subsidy_equilibria(race)
    >>> found.complete, len(found.equilibria)
    (True, 3)
    >>> print(found.status)
    There are 3 equilibria, and no others.

    Source: Krawczyk (1969); Neumaier (1990), Interval Methods for Systems of Equations; Hansen and
    Walster (2004), Global Optimization Using Interval Analysis.
    """
    of_kind(game, SubsidyCompetition, place="subject of all_subsidy_equilibria")
    found = subsidy_equilibrium(game).certificate
    parts: str | None = ""
    if not is_contraction(game):
        with low_precision():
            parts = _Search(game, found).parts()
    return AllSubsidyEquilibriaCertificate(found, parts).answer(game)


class _Search:
    """The parts of the box of all subsidies that could pay, one after the other."""

    def __init__(self, game: SubsidyCompetition, found: SubsidyEquilibriumCertificate) -> None:
        self.bounds = ReplyBounds(game)
        self.points = [
            [ball(one[city] / game.mu) for city in game.cities] for one in found.equilibria
        ]
        self.radii = [self._distance(point) for point in self.points]

    def parts(self) -> str | None:
        """What each part is; ``None`` where that is not found out."""
        whole, signs = self._whole(), ""
        if None in self.radii or whole is None:
            return None
        boxes = [whole]
        while boxes:
            if len(signs) > MOST_PARTS:
                return None
            box = boxes.pop()
            signs += "." if self._empty(box) else "/" if self._single(box) is None else "*"
            if signs[-1] == "/":
                boxes.extend(_halves(box))
        return signs

    def violations(self, parts: str) -> Iterator[str]:
        """Why the parts are not what they are said to be."""
        whole, held = self._whole(), set()
        boxes = [] if whole is None else [whole]
        for part in parts:
            if not boxes:
                yield "There are more parts than the box was cut into."
                return
            box = boxes.pop()
            if part == "/":
                boxes.extend(_halves(box))
            elif part == "*":
                held.add(self._single(box))
            elif part != "." or not self._empty(box):
                yield "A part is not proven to be empty."
        if boxes or None in held or len(held) < len(self.points):
            yield "A part is missing, or not proven to have one of the equilibria only."

    def _whole(self) -> Box | None:
        """From below 0, so that no equilibrium is at its edge; ``None`` beyond floats."""
        most = [float(self.bounds.most(i).upper()) for i in range(self.bounds.n)]
        return ([-1.0] * len(most), [one + 1 for one in most]) if max(most) < LARGEST else None

    def _empty(self, box: Box) -> bool:
        low, high = ([arb_of(end) for end in ends] for ends in box)
        for i in range(self.bounds.n):
            least, most = self.bounds.reply(i, low, high)
            if least > high[i] or most < low[i]:
                return True
        return False

    def _single(self, box: Box) -> int | None:
        """Which equilibrium is the only one in or near a part; ``None`` if that is not proven."""
        if max(b - a for a, b in zip(*box, strict=True)) > WIDE:
            return None
        around = [(arb_of(b) - arb_of(a)) * AROUND for a, b in zip(*box, strict=True)]
        low = [arb_of(a) - room for a, room in zip(box[0], around, strict=True)]
        high = [arb_of(b) + room for b, room in zip(box[1], around, strict=True)]
        near = [
            (k, all(a < s - r and s + r < b for a, s, b in zip(low, point, high, strict=True)))
            for k, (point, r) in enumerate(zip(self.points, self.radii, strict=True))
            if not any(s + r < a or s - r > b for a, s, b in zip(low, point, high, strict=True))
        ]
        if len(near) != 1 or not near[0][1] or nearly_inverse(self._slopes(low, high)) is None:
            return None
        return near[0][0]

    def _slopes(self, low: Sequence[Any], high: Sequence[Any]) -> list[list[Any]]:
        return [self.bounds.slopes(i, low, high) for i in range(self.bounds.n)]

    def _distance(self, point: Sequence[Any]) -> Any:
        """How far the true equilibrium is at most; ``None`` where that is not known."""
        replies = [self.bounds.reply(i, point, point) for i in range(self.bounds.n)]

        def slopes(width: Any) -> list[list[Any]]:
            return self._slopes([s - width for s in point], [s + width for s in point])

        return distance(point, [least.union(most) for least, most in replies], slopes, 1.0)


def _halves(box: Box) -> Iterator[Box]:
    """A box cut along its longest side, the first of several; the lower part comes last."""
    low, high = box
    j = max(range(len(low)), key=lambda i: high[i] - low[i])
    at = low[j] + (high[j] - low[j]) * CUT
    yield [*low[:j], at, *low[j + 1 :]], high
    yield low, [*high[:j], at, *high[j + 1 :]]


def _status(number: int, *, complete: bool) -> str:
    if number == 1:
        sure, found = "There is 1 equilibrium, and no other.", "1 equilibrium was found"
    else:
        sure = f"There are {number} equilibria, and no others."
        found = f"{number} equilibria were found"
    return sure if complete else f"{found}; that there are no others is not proven."
