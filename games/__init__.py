"""What is played: frozen values with their payoffs. Nothing here solves anything."""

from games.coalitional import CoalitionalGame
from games.errors import IntercityError, InvalidInput, TooLarge, Undefined
from games.subsidy import SubsidyCompetition

__all__ = [
    "CoalitionalGame",
    "IntercityError",
    "InvalidInput",
    "SubsidyCompetition",
    "TooLarge",
    "Undefined",
]
