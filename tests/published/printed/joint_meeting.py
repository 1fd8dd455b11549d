"""What the scripts of examples/joint_meeting print: what was published, or by the comment."""

from __future__ import annotations

PRINTED = {
    # Brams and Affuso (1976), Theory and Decision 7, 29-56: 10, 6, 0 of 42; 14, 9, 0 of 60. An odd
    # quota makes 1 decisive where all others' votes are even; at 9 also 2 and 4 are.
    "banzhaf_1965": """
        France 5/21 7/30
        Belgium 1/7 3/20
        Luxembourg 0 0
        Luxembourg is never decisive; that ends at a quota of 9 or 11 or 13 or 15 or 17.
    """,
    # At once the truce needs 0.1722 (mechanisms/accord/detection_lags.py). ln 0.1722 / ln 0.97 is
    # 57, / ln 0.9 = 16.7, / ln 0.5 = 2.5, / ln 0.1 = 0.8.
    "meetings_and_truces": """
        patience 0.97: The truce holds without meetings.
        patience 0.9: Meetings hold the truce: without them Quzhou and Lishui would break it; every
        16 periods would do.
        patience 0.5: They meet too rarely: Quzhou and Lishui would break the truce; they must meet
        every 2 periods.
        patience 0.1: No meetings help. Quzhou and Lishui would break the truce even if it were
        noticed at once.
    """,
}
