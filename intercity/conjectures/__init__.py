"""Conjectures about games between cities: what is proved, cited, refuted and open, with evidence.

Each is a small TOML file in ``catalogue``; ``intercity explore`` lists them, runs them, and adds
one. See docs/exploring.md.
"""

from intercity.conjectures.catalogue import add_conjecture, read_catalogue
from intercity.conjectures.conjecture import Conjecture, Refutation, read_conjecture
from intercity.conjectures.linear_inequality import (
    CONES,
    INVARIANTS,
    LinearInequalityCertificate,
    prove_inequality,
)
from intercity.conjectures.proposer import Proposal, propose

__all__ = [
    "CONES",
    "INVARIANTS",
    "Conjecture",
    "LinearInequalityCertificate",
    "Proposal",
    "Refutation",
    "add_conjecture",
    "propose",
    "prove_inequality",
    "read_catalogue",
    "read_conjecture",
]
