"""What is said in English of a reason that several topics have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from intercity.topics.outcome import NoPayoffs

__all__ = ["NO_PAYOFFS"]

NO_PAYOFFS: Mapping[StrEnum, str] = {
    NoPayoffs.PROMISES_TOO_MUCH: "the deal promises more than its members have"
}
