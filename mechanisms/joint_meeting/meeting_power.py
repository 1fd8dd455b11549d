"""Meeting power: who decides in a joint meeting, and whose votes never do.

A city is *decisive* for a set of others that is short of the quota without it and not with it. Its
Banzhaf index is its share of all decisive cases; its Shapley-Shubik index the share of all orders
of agreeing in which it is the one that brings the quota. A city that is never decisive is a
*dummy*: it may as well stay at home. City i is one at the quota q iff no set of others has

    q - w_i  <=  votes  <  q.

>>> from games import JointMeeting
>>> talks = JointMeeting({"Hangzhou": 5, "Quzhou": 4, "Ningbo": 4, "Lishui": 2}, quota=9)
>>> found = meeting_power(talks)
>>> found.dummies, found.banzhaf["Hangzhou"], found.shapley_shubik["Quzhou"]
((), Fraction(5, 12), Fraction(1, 4))
>>> print(meeting_power(JointMeeting({"Hangzhou": 5, "Ningbo": 5, "Lishui": 1}, quota=10)).status)
Lishui is never decisive; that ends at a quota of 6 or 11.

Source: Shapley and Shubik (1954); Penrose (1946) and Banzhaf (1965).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from games.errors import of_kind
from games.joint_meeting import JointMeeting
from solvers.answer import EXACT, Allocation, Proof
from solvers.certificate import Certificate
from solvers.coalitional.banzhaf import NormalisedBanzhafCertificate, normalised_banzhaf_value
from solvers.coalitional.shapley import ShapleyCertificate, shapley_value

__all__ = ["MeetingPower", "MeetingPowerCertificate", "meeting_power"]


@dataclass(frozen=True, slots=True)
class MeetingPower:
    """Who decides. Both indices add up to 1.

    ``dummies``: cities that are never decisive. ``vetoers``: without whom nothing passes.
    ``good_quotas``: quotas above half of the votes at which nobody with votes is a dummy, as ranges
    from and to.
    """

    meeting: JointMeeting
    banzhaf: Allocation
    shapley_shubik: Allocation
    dummies: tuple[str, ...]
    vetoers: tuple[str, ...]
    good_quotas: tuple[tuple[int, int], ...]
    certificate: MeetingPowerCertificate
    method: str = "all sets of cities; sums of votes"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.dummies:
            return "Every city is decisive for some set of others."
        who = ", ".join(self.dummies)
        text = f"{who} {'is' if len(self.dummies) == 1 else 'are'} never decisive"
        voteless = [city for city in self.dummies if not self.meeting.votes[city]]
        if voteless:
            return f"{text}; {', '.join(voteless)} without votes at no quota."
        if not self.good_quotas:
            return f"{text}; some city is so at every quota."
        quotas = [f"{low}" if low == high else f"{low} to {high}" for low, high in self.good_quotas]
        return f"{text}; that ends at a quota of {' or '.join(quotas)}."


@dataclass(frozen=True, slots=True)
class MeetingPowerCertificate(Certificate, kind="meeting power"):
    """Both indices; dummies and quotas are found again by sums of votes."""

    banzhaf: NormalisedBanzhafCertificate
    shapley_shubik: ShapleyCertificate

    def faults(self, meeting: JointMeeting) -> Iterator[str]:
        yield from self.banzhaf.faults(meeting.game)
        yield from self.shapley_shubik.faults(meeting.game)

    def answer(self, meeting: JointMeeting) -> MeetingPower:
        total = sum(meeting.votes.values())
        voting = [city for city, votes in meeting.votes.items() if votes]
        good = [
            quota
            for quota in range(total // 2 + 1, total + 1)
            if not any(_dummy(meeting, city, quota) for city in voting)
        ]
        runs = groupby(enumerate(good), lambda pair: pair[1] - pair[0])
        ranges = [[quota for _, quota in run] for _, run in runs]
        return MeetingPower(
            meeting=meeting,
            banzhaf=self.banzhaf.answer(meeting.game),
            shapley_shubik=self.shapley_shubik.answer(meeting.game),
            dummies=tuple(c for c in meeting.cities if _dummy(meeting, c, meeting.quota)),
            vetoers=tuple(c for c in meeting.cities if total - meeting.votes[c] < meeting.quota),
            good_quotas=tuple((run[0], run[-1]) for run in ranges),
            certificate=self,
        )


def meeting_power(meeting: JointMeeting) -> MeetingPower:
    """Both power indices, dummies, cities with a veto, and quotas without dummies.

    Reads all sets of cities: for meetings of up to about 16.
    """
    of_kind(meeting, JointMeeting, place="subject of meeting_power")
    game = meeting.game
    return MeetingPowerCertificate(
        normalised_banzhaf_value(game).certificate,  # type: ignore[arg-type]
        shapley_value(game).certificate,  # type: ignore[arg-type]
    ).answer(meeting)


def _dummy(meeting: JointMeeting, city: str, quota: int) -> bool:
    """Whether no set of others has from quota less its votes up to just below the quota."""
    sums = 1  # bit k: some set of others has k votes
    for other, votes in meeting.votes.items():
        if other != city:
            sums |= sums << votes
    own = meeting.votes[city]
    low = max(0, quota - own)
    return not (sums >> low) & ((1 << (quota - low)) - 1)
