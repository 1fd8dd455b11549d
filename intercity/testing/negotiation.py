"""A negotiation as a state machine: cities join a deal, leave it, report, pay, and renege.

Hypothesis plays it in any order, and shrinks a play that breaks an invariant to its fewest steps.
What must hold after every step is an invariant here; what you believe besides is one that you add:

>>> from hypothesis import settings
>>> from hypothesis.stateful import invariant, run_state_machine_as_test
>>> class WithMyBelief(Negotiation):
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
*report* together. Each has paid in a deposit. A member owes the others, or is owed, the difference
between its share and what it has in hand; paying settles that as far as the common till reaches.
Who reneges is out, and its deposit stays with the others; who leaves in good standing takes it.

Source: the machine is Hypothesis' (MacIver and Hatfield-Dodds 2019); the split: Shapley (1953).
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from games.coalitional import CoalitionalGame
from intercity.testing.coalitional import superadditive_games
from solvers.coalitional.shapley import shapley_value

__all__ = ["Negotiation"]

ZERO = Fraction(0)
DEPOSIT = Fraction(1)


class Negotiation(RuleBasedStateMachine):
    """The state machine of a negotiation: a subclass adds invariants, or rules.

    ``game``: what groups make. ``members``: who is in, in the order of joining. ``reported``: what
    each says that it makes alone. ``deposits``: what each has in the fund. ``paid``: what each has
    paid into the till (received, if negative). ``outside``: who has reneged, and may not come back.

    See the module for an example and its source.
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

    @precondition(lambda self: len(self.members) + len(self.outside) < len(self.game.players))
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        """A city comes in, reports the truth, and pays its deposit."""
        free = [c for c in self.game.players if c not in self.members and c not in self.outside]
        city = data.draw(st.sampled_from(free), label="joins")
        self.members.append(city)
        self.reported[city] = self.game.worth([city])
        self.deposits[city] = DEPOSIT

    @precondition(lambda self: self.members)
    @rule(data=st.data(), more=st.integers(-2, 2))
    def report(self, data: st.DataObject, more: int) -> None:
        """A member says that it makes so much more alone than it does."""
        city = data.draw(st.sampled_from(self.members), label="reports")
        self.reported[city] = self.game.worth([city]) + more

    @precondition(lambda self: any(self.owed[city] < 0 for city in self.members))
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        """A member that owes pays all that it owes into the till, from which others are paid."""
        debtors = [city for city in self.members if self.owed[city] < 0]
        city = data.draw(st.sampled_from(debtors), label="pays")
        amount = -self.owed[city]
        self.paid[city] += amount
        for other in self.members:
            part = min(amount, max(ZERO, self.owed[other]))
            if other != city and part:
                self.paid[other] -= part
                amount -= part
        self.paid[city] -= amount  # nobody is owed the rest: it goes back

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        """A member goes in good standing: payments are undone, its deposit is returned."""
        city = data.draw(st.sampled_from(self.members), label="leaves")
        self._goes(city)
        del self.deposits[city]

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def renege(self, data: st.DataObject) -> None:
        """A member breaks its word: it is out for good, and the others keep its deposit."""
        city = data.draw(st.sampled_from(self.members), label="reneges")
        self._goes(city)
        self.kept += self.deposits.pop(city)
        self.outside.add(city)

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
