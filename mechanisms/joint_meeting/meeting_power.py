"""Meeting power: who decides in a joint meeting, and whose votes never do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from games.by_city import listed
from games.errors import of_kind
from games.joint_meeting import JointMeeting
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.weighted_voting import (
    NormalisedBanzhafVotingCertificate,
    ShapleyShubikCertificate,
    exact_shapley_shubik,
    voting_normalised_banzhaf,
)

__all__ = ["MeetingPower", "MeetingPowerCertificate", "meeting_power"]


@dataclass(frozen=True, slots=True, repr=False)
class MeetingPower(Answer):
    """Who decides in a joint meeting, by two indices that each add up to 1.

    ``dummies``: cities that are never decisive. ``vetoers``: without whom nothing passes.
    ``good_quotas``: quotas above half of the votes at which nobody with votes is a dummy, as ranges
    from and to.

    See ``meeting_power`` for the concept, an example and its source.
    """

    meeting: JointMeeting
    banzhaf: Allocation
    shapley_shubik: Allocation
    dummies: tuple[str, ...]
    vetoers: tuple[str, ...]
    good_quotas: tuple[tuple[int, int], ...]
    certificate: MeetingPowerCertificate
    method: str = "generating functions and sums of votes, in whole numbers"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.dummies:
            return "Every city is decisive for some set of others."
        who = listed(self.dummies)
        text = f"{who} {'is' if len(self.dummies) == 1 else 'are'} never decisive"
        voteless = [city for city in self.dummies if not self.meeting.votes[city]]
        if voteless:
            return f"{text}; {'it has' if len(voteless) == 1 else 'some have'} no votes."
        if not self.good_quotas:
            return f"{text}; some city is so at every quota."
        quotas = [f"{low}" if low == high else f"{low} to {high}" for low, high in self.good_quotas]
        return f"{text}; that ends at a quota of {' or '.join(quotas)}."


@dataclass(frozen=True, slots=True)
class MeetingPowerCertificate(Certificate, kind="meeting power", of="meeting_power"):
    """Both indices; dummies and quotas are found again by sums of votes."""

    banzhaf: NormalisedBanzhafVotingCertificate
    shapley_shubik: ShapleyShubikCertificate

    def violations(self, meeting: JointMeeting) -> Iterator[str]:
        yield from self.banzhaf.violations(meeting.voting)
        yield from self.shapley_shubik.violations(meeting.voting)

    def answer(self, meeting: JointMeeting) -> MeetingPower:
        decisive = {city: _quotas_decided(meeting, city) for city in meeting.cities}
        return MeetingPower(
            meeting=meeting,
            banzhaf=self.banzhaf.answer(meeting.voting),
            shapley_shubik=self.shapley_shubik.answer(meeting.voting),
            dummies=tuple(
                city for city in meeting.cities if not decisive[city] >> meeting.quota & 1
            ),
            vetoers=meeting.voting.veto_players,
            good_quotas=tuple(_good_quotas(meeting, decisive)),
            certificate=self,
        )


def meeting_power(meeting: JointMeeting) -> MeetingPower:
    """Meeting power: who decides in a joint meeting, and whose votes never do.

    A city is *decisive* for a set of others that is short of the quota without it and not with it.
    Its Banzhaf index is its share of all decisive cases; its Shapley-Shubik index the share of all
    orders of agreeing in which it is the one that brings the quota. A city that is never decisive
    is a *dummy*: it may as well stay at home. City i is one at the quota q iff no set of others has

        q - w_i  <=  votes  <  q.

    Both power indices, dummies, cities with a veto, and quotas without dummies.

    Everything is counted by votes, so that meetings of a hundred cities are no trouble.

    Errors: ``InvalidInput`` for what is not a ``JointMeeting``.

    >>> from games import JointMeeting
    >>> talks = JointMeeting({"Hangzhou": 5, "Quzhou": 4, "Ningbo": 4, "Lishui": 2}, quota=9)
    >>> found = meeting_power(talks)
    >>> found.dummies, found.banzhaf["Hangzhou"], found.shapley_shubik["Quzhou"]
    ((), Fraction(5, 12), Fraction(1, 4))
    >>> close = JointMeeting({"Hangzhou": 5, "Ningbo": 5, "Lishui": 1}, quota=10)
    >>> print(meeting_power(close).status)
    Lishui is never decisive; that ends at a quota of 6 or 11.

    Source: Shapley and Shubik (1954); Penrose (1946) and Banzhaf (1965).
    """
    of_kind(meeting, JointMeeting, place="subject of meeting_power")
    found = voting_normalised_banzhaf(meeting.voting), exact_shapley_shubik(meeting.voting)
    return MeetingPowerCertificate(*(one.certificate for one in found)).answer(  # type: ignore[arg-type]
        meeting
    )


def _quotas_decided(meeting: JointMeeting, city: str) -> int:
    """Bit q: whether the city is decisive at a quota of q: some others have q - w_i .. q - 1 votes.

    The votes that sets of others can have, each moved on by 1, 2, ..., w_i.
    """
    sums = 1
    for other, votes in meeting.votes.items():
        if other != city:
            sums |= sums << votes
    votes = meeting.votes[city]
    if not votes:
        return 0
    width = 1
    while 2 * width <= votes:
        sums |= sums << width
        width *= 2
    return (sums | sums << votes - width) << 1


def _good_quotas(meeting: JointMeeting, decisive: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Ranges of quotas above half of the votes at which every city with votes is decisive."""
    total = sum(meeting.votes.values())
    least = total // 2 + 1
    good = reduce(and_, (decisive[city] for city, votes in meeting.votes.items() if votes))
    for run in re.finditer("1+", f"{good >> least:b}"[::-1]):
        if least + run.start() <= total:
            yield least + run.start(), min(total, least + run.end() - 1)
