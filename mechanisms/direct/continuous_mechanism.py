"""Direct mechanisms over whole ranges of types, from the same plain function as on a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.affine_number import minus
from games.continuous_problem import ContinuousProblem
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.moving_slope import value_at
from mechanisms.direct.decision_cells import Cell, Rule, decision_cells
from mechanisms.direct.direct_mechanism import InterimPayoff, MechanismOutcome
from mechanisms.direct.interim_outcome import expected, interim_at, worth_to

__all__ = ["ContinuousMechanism"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False, init=False)
class ContinuousMechanism:
    """Direct mechanisms over whole ranges of types, from the same plain function as on a list.

    The function is run once for each case that it distinguishes (see ``decision_cells``), so that
    what it does is known at every profile of reports, and not on a grid: a lottery over
    alternatives, and payments that are affine in the reports, or have powers of single reports in
    them.

    What a rule does at every profile of reports in the ranges; made by ``from_rule`` alone.

    ``problem``: the cities, their ranges, the alternatives. ``cells``: parts of the ranges that do
    not overlap and cover all, each with a lottery and with payments affine in the reports.

    >>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
    >>> posted = ContinuousMechanism.from_rule(
    ...     swap, lambda reports: ("trade", {"Hangzhou": 0.5, "Quzhou": -0.5})
    ...     if reports["Hangzhou"] >= 0.5 >= reports["Quzhou"] else ("no trade", None))
    >>> posted
    ContinuousMechanism(Hangzhou, Quzhou; 3 cells)
    >>> posted.outcome({"Hangzhou": 0.75, "Quzhou": 0})
    MechanismOutcome(lottery={'trade': Fraction(1, 1)}, payments={'Hangzhou': Fraction(1, 2),
                                                         'Quzhou': Fraction(-1, 2)})

    Source: Gibbard (1973); Myerson (1981); Börgers (2015), chapters 2 to 4.
    """

    problem: ContinuousProblem
    cells: tuple[Cell, ...]

    def __init__(self, *_: object, **__: object) -> None:
        # Cells made by hand might leave gaps or overlap, and an audit would miss that.
        raise InvalidInput(
            "a mechanism on ranges",
            "made from cells by hand",
            "made by ContinuousMechanism.from_rule(problem, rule)",
        )

    @classmethod
    def from_rule(cls, problem: ContinuousProblem, rule: Rule) -> ContinuousMechanism:
        """A mechanism from a plain function of the reports, as ``DirectMechanism.from_rule``.

        ``rule`` is called with a mapping from cities to reports and returns a pair: the alternative
        (or a lottery), and what each city pays, by name, in order, or ``None``. It may add and
        subtract reports, multiply and divide them by numbers, and compare them, so max, min and
        sorted are at hand; it may not multiply reports, round them, or look them up in a table. In
        payments a report may have a power, such as ``told["Quzhou"] ** 2``, which is not compared.
        A float in it is read as the decimal that it prints as: write a third as Fraction(1, 3).

        >>> trade = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
        >>> ContinuousMechanism.from_rule(
        ...     trade, lambda told: ("trade", [told["Hangzhou"] * told["Quzhou"], 0]))
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: a step with what is reported is 'a product of two reports'; it
        should be a sum, a difference, a multiple by a number, or a comparison (max, min and sorted
        are made of them), or, in what is paid, a power of one city's report; DirectMechanism takes
        any step, on a list of types.
        This was for what the rule returns for reports in their ranges.
        """
        of_kind(problem, ContinuousProblem, place="problem of a mechanism on ranges")
        of_kind(rule, Callable, place="rule")  # type: ignore[arg-type]
        mechanism = cls.__new__(cls)
        for field, value in (("problem", problem), ("cells", decision_cells(problem, rule))):
            object.__setattr__(mechanism, field, value)
        return mechanism

    def outcome(self, reports: Mapping[str, Any] | Sequence[Any]) -> MechanismOutcome:
        """What the rule does when the cities report these types."""
        problem, types = self.problem, self.problem.profile(reports)
        cell = next(cell for cell in self.cells if all(c.holds(types) for c in cell.conditions))
        lottery = zip(problem.alternatives, cell.lottery, strict=True)
        return MechanismOutcome(
            {each: chance for each, chance in lottery if chance},
            {
                city: value_at(fee, types)
                for city, fee in zip(problem.cities, cell.payments, strict=True)
            },
        )

    def interim(self, city: str, kind: Any) -> InterimPayoff:
        """What a city of this type expects if all tell the truth.

        >>> sale = ContinuousProblem.auction({"Quzhou": (0, 1), "Lishui": (0, 1)})
        >>> def second_price(told):
        ...     winner = max(told, key=told.get)
        ...     return winner, {winner: min(told.values())}
        >>> expects = ContinuousMechanism.from_rule(sale, second_price).interim("Quzhou", 0.5)
        >>> expects.lottery["Quzhou"], expects.payment, expects.payoff
        (Fraction(1, 2), Fraction(1, 8), Fraction(1, 8))
        """
        problem, outside = self.problem, self.problem.outside_option(city, kind)
        number = exact(kind)
        found = interim_at(problem, self.cells, problem.cities.index(city))(number)
        lottery = zip(problem.alternatives, found.lottery, strict=True)
        level, slope = found.worth
        return InterimPayoff(
            {each: chance for each, chance in lottery if chance},
            level + slope * number,
            found.payment,
            outside,
        )

    def payoffs(self) -> dict[str, Fraction]:
        """What each city expects before it learns its type, if all tell the truth."""
        found = {}
        for i, city in enumerate(self.problem.cities):
            total = ZERO
            for cell in self.cells:
                level, slope = worth_to(self.problem, i, cell.lottery)
                worth = (level, *(slope if k == i else ZERO for k in range(len(cell.payments))))
                net = minus(worth, cell.payments[i])
                total += expected(self.problem, cell.conditions, net)
            found[city] = total
        return found

    def __repr__(self) -> str:
        cells = f"{len(self.cells)} cell{'s' if len(self.cells) > 1 else ''}"
        return f"ContinuousMechanism({', '.join(self.problem.cities)}; {cells})"
