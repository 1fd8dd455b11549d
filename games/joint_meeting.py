"""Joint meeting: cities that decide by votes, and whose meetings show who broke a truce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from games.by_city import whole
from games.errors import InvalidInput
from games.players import validated_players
from games.weighted_voting import WeightedVoting

__all__ = ["JointMeeting"]


@dataclass(frozen=True, init=False, slots=True)
class JointMeeting:
    """Joint meeting: cities that decide by votes, and whose meetings show who broke a truce.

    A proposal passes with ``quota`` votes. Where the cities have a truce, a breach is noticed after
    ``lag`` periods without meetings, and after at most ``every`` periods if they meet so often.

    Votes by city, the quota, and how late a breach is noticed with and without meetings.

    ``votes``: whole numbers from 0, not all 0. ``quota``: a whole number from 1 to all votes; more
    than half of them where not given; all of them is unanimity of those with votes. ``every``,
    ``lag``: whole numbers from 1, the first no larger.

    Errors: ``InvalidInput`` names the city or number that cannot be right.

    >>> talks = JointMeeting({"Hangzhou": 5, "Quzhou": 3, "Lishui": 1}, every=1, lag=4)
    >>> talks.quota, talks.passes(["Hangzhou"]), talks.passes(["Quzhou", "Lishui"])
    (5, True, False)

    Source: von Neumann and Morgenstern (1944) for weighted votes; the meetings are those of Hu and
    Zhang (2024).
    """

    votes: Mapping[str, int] = field(hash=False)
    quota: int
    every: int
    lag: int

    def __init__(
        self, votes: Mapping[str, int], quota: int | None = None, *, every: int = 1, lag: int = 1
    ) -> None:
        if not isinstance(votes, Mapping):
            raise InvalidInput("the table of votes", votes, "a number for each city, by name")
        cities = validated_players(votes, "city")
        given = {city: whole(votes[city], f"the number of votes of {city}", 0) for city in cities}
        total = sum(given.values())
        if not total:
            raise InvalidInput("the sum of all votes", 0, "more than 0")
        needed = total // 2 + 1 if quota is None else whole(quota, "the quota", 1)
        if needed > total:
            raise InvalidInput("the quota", needed, f"at most all {total} votes")
        late = whole(lag, "the lag without meetings", 1, 10**6)
        often = whole(every, "how often they meet", 1, 10**6)
        if often > late:
            raise InvalidInput(
                "how often they meet", f"every {often} periods", f"no later than the lag of {late}"
            )
        for part, found in (("votes", given), ("quota", needed), ("every", often), ("lag", late)):
            object.__setattr__(self, part, found)

    @property
    def cities(self) -> tuple[str, ...]:
        return tuple(self.votes)

    @property
    def voting(self) -> WeightedVoting:
        """The vote: worth 1 for who can pass a proposal, 0 for who cannot."""
        return WeightedVoting(self.votes, self.quota)

    def passes(self, cities: Iterable[str]) -> bool:
        """Whether these cities can pass a proposal."""
        return self.voting.worth(cities) == 1
