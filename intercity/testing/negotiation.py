"""A negotiation as a state machine: cities join a deal, leave it, report, pay, and renege."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from games.coalitional import CoalitionalGame
from intercity.testing.coalitional import superadditive_games
from solvers.coalitional.shapley import shapley_value

__all__ = ["NegotiationMachine"]

ZERO = Fraction(0)
DEPOSIT = Fraction(1)


def _one_of(cities: Callable[[NegotiationMachine], Sequence[str]]) -> st.SearchStrategy[str]:
    """A city of those that the machine has; a play prints its name."""
    return st.runner().flatmap(lambda machine: st.sampled_from(cities(machine)))


class NegotiationMachine(RuleBasedStateMachine):
    """A negotiation as a state machine: cities join a deal, leave it, report, pay, and renege.

    Hypothesis plays it in any order, and shrinks a play that breaks an invariant to its fewest
    steps. What must hold after every step is an invariant here; what you believe besides is one
    that you add in a subclass, as you may add rules:

    >>> from hypothesis import settings
    >>> from hypothesis.stateful import invariant, run_state_machine_as_test
    >>> class WithMyBelief(NegotiationMachine):
    ...     @invariant()
    ...     def nobody_is_ever_owed_money(self):
    ...         assert all(owed <= 0 for owed in self.owed.values()), dict(self.owed)
    >>> few = settings(max_examples=50, stateful_step_count=8, deadline=None, database=None,
    ...                report_multiple_bugs=False)
    >>> try:
    ...     run_state_machine_as_test(WithMyBelief, settings=few)
    ... except AssertionError as broken:
    ...     print("broken")
    broken

    The deal: members split what their group makes by the Shapley value, of the worths that they
    *report* together. Each has paid in a deposit. A member owes the others, or is owed, the
    difference between its share and what it has in hand; paying settles that as far as the common
    till reaches. Who reneges is out, and its deposit stays with the others; who leaves in good
    standing takes it.

    ``game``: what groups make. ``members``: who is in, in the order of joining. ``reported``: what
    each says that it makes alone. ``deposits``: what each has in the fund. ``paid``: what each has
    paid into the till (received, if negative). ``kept``: deposits of those who reneged.
    ``outside``: who has reneged, and may not come back.

    Source: the machine is Hypothesis' (MacIver and Hatfield-Dodds 2019); the split: Shapley (1953).
    """

    game: CoalitionalGame
    members: list[str]
    reported: dict[str, Fraction]
    deposits: dict[str, Fraction]
    paid: dict[str, Fraction]
    kept: Fraction
    outside: set[str]

    @initialize(game=superadditive_games(min_players=2, max_players=3, senses=["gain"]))
    def start(self, game: CoalitionalGame) -> None:
        """Nobody is in."""
        self.game = game
        self.members, self.outside = [], set()
        self.reported, self.deposits, self.kept = {}, {}, ZERO
        self.paid = dict.fromkeys(game.players, ZERO)

    @property
    def share(self) -> dict[str, Fraction]:
        """By member, its part of what the group makes, by the reports; 0 for who is not in."""
        found = dict.fromkeys(self.game.players, ZERO)
        if self.members:
            group = self.game.subgame(self.members)
            claimed = {
                members: self.reported[members[0]] if len(members) == 1 else group.worth(members)
                for members in group
            }
            found.update(shapley_value(CoalitionalGame(group.players, claimed)))
        return found

    @property
    def owed(self) -> dict[str, Fraction]:
        """By city, what the others still owe it; negative where it owes them.

        A member has in hand what it makes alone, less what it has paid.
        """
        share = self.share
        return {
            city: share[city] - self.game.worth([city]) + self.paid[city]
            if city in self.members
            else ZERO
            for city in self.game.players
        }

    @property
    def free(self) -> list[str]:
        """Who is not in, and may join."""
        return [c for c in self.game.players if c not in self.members and c not in self.outside]

    @property
    def debtors(self) -> list[str]:
        """Which members owe the others."""
        return [city for city in self.members if self.owed[city] < 0]

    @precondition(lambda self: self.free)
    @rule(city=_one_of(lambda machine: machine.free))
    def join(self, city: str) -> None:
        """A city comes in, reports the truth, and pays its deposit."""
        self.members.append(city)
        self.reported[city] = self.game.worth([city])
        self.deposits[city] = DEPOSIT

    @precondition(lambda self: self.members)
    @rule(city=_one_of(lambda machine: machine.members), more=st.integers(-2, 2))
    def report(self, city: str, more: int) -> None:
        """A member says that it makes so much more alone than it does."""
        self.reported[city] = self.game.worth([city]) + more

    @precondition(lambda self: self.debtors)
    @rule(city=_one_of(lambda machine: machine.debtors))
    def pay(self, city: str) -> None:
        """A member that owes pays all that it owes into the till, from which others are paid."""
        amount = -self.owed[city]
        self.paid[city] += amount
        for other in self.members:
            part = min(amount, max(ZERO, self.owed[other]))
            if other != city and part:
                self.paid[other] -= part
                amount -= part
        self.paid[city] -= amount  # nobody is owed the rest: it goes back

    @precondition(lambda self: self.members)
    @rule(city=_one_of(lambda machine: machine.members))
    def leave(self, city: str) -> None:
        """A member goes in good standing: payments are undone, its deposit is returned."""
        self._goes(city)
        del self.deposits[city]

    @precondition(lambda self: self.members)
    @rule(city=_one_of(lambda machine: machine.members))
    def renege(self, city: str) -> None:
        """A member breaks its word: it is out for good, and the others keep its deposit."""
        self._goes(city)
        self.kept += self.deposits.pop(city)
        self.outside.add(city)

    @precondition(lambda self: len(self.outside) == len(self.game.players))
    @rule()
    def talk_no_more(self) -> None:
        """All cities have reneged: nothing happens any more."""

    def _goes(self, city: str) -> None:
        """With a member gone all payments are undone: what is due now is another sum."""
        self.members.remove(city)
        del self.reported[city]
        self.paid = dict.fromkeys(self.game.players, ZERO)

    @invariant()
    def payments_cancel(self) -> None:
        """What one pays another receives."""
        assert sum(self.paid.values()) == 0, dict(self.paid)  # noqa: S101

    @invariant()
    def shares_add_up(self) -> None:
        """Members split what the group makes, to the last digit."""
        if len(self.members) > 1:
            assert sum(self.share.values()) == self.game.worth(self.members)  # noqa: S101

    @invariant()
    def who_is_out_owes_nothing(self) -> None:
        """A city that is not in neither owes nor is owed, and has no money in the till."""
        for city in set(self.game.players) - set(self.members):
            assert self.paid[city] == self.owed[city] == 0  # noqa: S101

    @invariant()
    def deposits_are_of_members(self) -> None:
        """The fund holds one deposit for each member, and what those who reneged have left."""
        assert set(self.deposits) == set(self.members)  # noqa: S101
        assert self.kept == DEPOSIT * len(self.outside)  # noqa: S101
