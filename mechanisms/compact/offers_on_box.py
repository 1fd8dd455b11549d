"""Outside offers when worths and payoffs move in a box: do outsiders' splits hold them off?

The outsiders' splits, the least that some of them have, and the shortfall are linear programs of
which only the ends of rows move (``vertex_on_box.py``). With r(I, J) = v*(I with J) - u(I),

- the deal *stands* where r(I, J) is nowhere above the least of y(J), a bound by prices;
- it *fails* where weights of requirements exceed what outsiders have, the prices of the shortfall;
- it is *undecided* where a split has less than r(I, J) for one J, and another meets them all.

See ``outside_offers`` for the definitions.

Source: Bondareva (1963) and Shapley (1967) for the weights; Farkas (1902).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property

from games.players import Coalition
from mechanisms.compact.outsider_splits import groups_of
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.core_on_box import core_is_empty
from solvers.enclosure.vertex_on_box import VertexOnBox, vertex_on_box
from solvers.enclosure.worth_on_box import BoxedGame
from solvers.linear_program import LinearProgram, Row

__all__ = ["OffersOnBox"]

ZERO, ONE = Fraction(0), Fraction(1)
SHORTFALL = "shortfall"


class OffersOnBox:
    """What outsiders of a deal must have, and what their splits give them; the path decides.

    ``worth``: v*, of groups in the order of ``players``. ``payoffs``: u, of the ``members``.

    >>> from solvers.enclosure.box import Box, paths
    >>> def verdict(hub):
    ...     def worth(group):
    ...         return Fraction([0, 0, 10, 10][len(group)] if "Hub" in group else 0)
    ...     offers = OffersOnBox(worth, ("Hub", "Home", "Rival"), ("Hub", "Home"),
    ...                          {"Hub": hub, "Home": Fraction(0)})
    ...     return "stands" if offers.stand() else "fails" if offers.fail() else "undecided"
    >>> cells = paths(Box([(Fraction(6), Fraction(14))]), verdict)      # Rival and Hub make 10
    >>> [(cell.found, str(cell.share)) for cell in cells]
    [('stands', '1/2'), ('fails', '1/2')]
    """

    def __init__(
        self,
        worth: Callable[[Coalition], Fraction],
        players: Coalition,
        members: Iterable[str],
        payoffs: Mapping[str, Fraction],
    ) -> None:
        inside = set(members)
        self.members = tuple(city for city in players if city in inside)
        self.outsiders = tuple(city for city in players if city not in inside)
        self.worth, self.players, self.payoffs = worth, players, payoffs

    @cached_property
    def own(self) -> dict[Coalition, Fraction]:
        """What each group of outsiders makes by itself, none of them included."""
        return {group: self.worth(group) if group else ZERO for group in groups_of(self.outsiders)}

    def asked(self, some: Coalition, beside: Coalition) -> Fraction:
        """What outsiders must have for some members not to ask them in."""
        group = tuple(city for city in self.players if city in {*some, *beside})
        return self.worth(group) - sum((self.payoffs[city] for city in some), ZERO)

    @cached_property
    def some(self) -> list[Coalition]:
        """Groups of some members, not all."""
        return [group for group in groups_of(self.members) if 0 < len(group) < len(self.members)]

    @cached_property
    def stable(self) -> bool:
        """Whether they have a stable split."""
        if len(self.outsiders) < 3:
            return True
        return not core_is_empty(BoxedGame(self.outsiders, self.own.__getitem__))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What their splits keep to."""
        return tuple(
            Row(_named(group), dict.fromkeys(group, ONE), "==" if group == self.outsiders else ">=",
                worth)
            for group, worth in self.own.items()
            if group and (self.stable or len(group) in {1, len(self.outsiders)})
        )  # fmt: skip

    @cached_property
    def open_ones(self) -> list[tuple[Coalition, Coalition, Fraction]]:
        """The requirements that may count: the others ask no more than outsiders make."""
        box = active()
        required = [
            (some, beside, self.asked(some, beside))
            for beside in groups_of(self.outsiders)
            for some in self.some
        ]
        return [one for one in required if not box.surely(one[2] - self.own[one[1]], "<=")]

    def least(self, group: Coalition) -> VertexOnBox:
        """The least that some outsiders have together, and a split of it."""
        program = LinearProgram("min", dict.fromkeys(group, ONE), self.rows, self._free_bounds())
        return vertex_on_box(program)

    def most(self, city: str) -> Fraction:
        """The most that an outsider has."""
        others = tuple(one for one in self.outsiders if one != city)
        if not others:
            return self.own[self.outsiders]
        found = self.least(others)
        active().demand(found.slacks, "a split that is not stable everywhere")
        return self.own[self.outsiders] - found.value

    @cached_property
    def lost(self) -> bool:
        """Whether members alone, or with all outsiders, surely ask more than any split brings."""
        surely = active().surely
        return any(surely(-self.asked(some, ()), "<") for some in self.some) or any(
            surely(self.own[beside] - asked, "<")
            for _, beside, asked in self.open_ones
            if beside == self.outsiders
        )

    def stand(self) -> bool:
        """Whether every split meets all requirements."""
        if self.lost:
            return False
        splits: dict[Coalition, VertexOnBox] = {}
        spare: list[tuple[Coalition, Fraction]] = []
        for _, beside, asked in self.open_ones:
            kept = self.own[beside]
            if self.stable and beside and beside != self.outsiders:
                if beside not in splits:
                    splits[beside] = self.least(beside)
                kept = splits[beside].value
            spare.append((beside, kept - asked))
        if not spare:
            return True
        beside, least = min(spare, key=lambda one: active().middle(one[1]))
        if least < 0:
            if beside in splits:
                active().demand(splits[beside].slacks, "a split that is not stable everywhere")
            return False
        active().demand([one for _, one in spare], "an offer that some splits do not hold off")
        return True

    def fail(self) -> bool:
        """Whether no split meets all requirements."""
        if self.lost:
            return True
        box = active()
        if not self.stable and any(
            not box.surely(self.own[beside] - asked, "<") for _, beside, asked in self.open_ones
        ):
            raise Unsettled("an offer that counts at some points only")
        rows = [
            Row(f"{_named(some)} with {_named(beside)}",
                dict.fromkeys(beside, ONE) | {SHORTFALL: ONE}, ">=", asked)
            for some, beside, asked in self.open_ones
        ]  # fmt: skip
        if not rows:
            return False
        free = {**self._free_bounds(), SHORTFALL: (None, None)}
        found = vertex_on_box(LinearProgram("min", {SHORTFALL: ONE}, (*self.rows, *rows), free))
        if found.value > 0:
            return True
        box.demand(found.slacks, "a split that does not meet all requirements everywhere")
        return False

    def _free_bounds(self) -> dict[str, tuple[Fraction | None, Fraction | None]]:
        return dict.fromkeys(self.outsiders, (None, None))


def _named(group: Coalition) -> str:
    return ", ".join(group) or "nobody"
