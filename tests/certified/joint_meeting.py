"""Joint meetings to forge; see tests/solvers/test_certificates_tampered.py."""

from __future__ import annotations

from typing import Any

from games import Contest, JointMeeting
from mechanisms import WatchedMeeting, meeting_power, meeting_watch

_TALKS = JointMeeting({"A": 3, "B": 2, "C": 1}, quota=4, every=1, lag=3)

CERTIFIED: dict[str, tuple[Any, Any]] = {
    "meeting_power": (_TALKS, meeting_power),
    "meeting_watch": (WatchedMeeting(_TALKS, Contest(["A", "B"], [4, 2]), 0.5), meeting_watch),
}
