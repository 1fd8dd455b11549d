"""What is of another kind than asked for is refused in a sentence, whatever the rule."""

from __future__ import annotations

import pytest

import intercity as ic

RULES = [
    ic.deferred_acceptance,
    ic.pairing_with_transfers,
    ic.mandated_pairing,
    ic.best_contract,
    ic.index_contract,
    ic.screening_contract,
    ic.best_shares,
    ic.operator_regimes,
    ic.meeting_power,
    ic.meeting_watch,
    ic.pairing_picture,
    lambda subject: ic.profitable_misreport(subject, "a"),
    lambda subject: ic.star_pairing(subject, "H"),
    lambda subject: ic.team_sharing(subject, [1]),
    lambda subject: ic.MandatedPairing(subject, {}),
    lambda subject: ic.ParkOperator(subject, (1, 1), 1),
    lambda subject: ic.WatchedMeeting(subject, subject, 0.5),
    lambda subject: ic.pairing_mechanism(subject, {"H": [["a"]]}),
    lambda subject: ic.pairing_mechanism({"a": [["H"]]}, subject),
    lambda subject: ic.pairing_mechanism({"a": subject}, {"H": [["a"]]}),
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("subject", [None, "a", 3, {}, ic.Contest(["A", "B"], [1, 1])])
def test_another_kind(rule, subject):
    with pytest.raises(ic.IntercityError):
        rule(subject)
