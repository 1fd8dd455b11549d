"""Rules that cities can sign, one per file, and the audits that try to break them."""

from mechanisms.matching_levy import MatchingLevy, matching_levy
from mechanisms.subsidy_accord import (
    CapAccord,
    SubsidyTruce,
    TruceTerms,
    cap_accord,
    critical_discount,
    truce,
)

__all__ = [
    "CapAccord",
    "MatchingLevy",
    "SubsidyTruce",
    "TruceTerms",
    "cap_accord",
    "critical_discount",
    "matching_levy",
    "truce",
]
