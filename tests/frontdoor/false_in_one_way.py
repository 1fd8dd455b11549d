"""Certificates that are wrong in one way alone, which random changes hardly ever are.

Each is of a small game, whose answer is told beside it, with what the certificate lacks.
"""

from fractions import Fraction

from games import (
    Activity,
    CoalitionalGame,
    CommonAgency,
    HedonicGame,
    LinearProductionGame,
    MultitaskAgency,
    ParkOperator,
    PartitionGame,
    Value,
)
from mechanisms.operator.index_contract import IndexContractCertificate
from mechanisms.operator.regimes import OperatorRegimesCertificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import CoreCertificate, EmptyCoreCertificate, Extreme
from solvers.coalitional.core_partitions import CorePartitionsCertificate
from solvers.coalitional.cost_of_stability import CostOfStabilityCertificate
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.least_core import LeastCoreCertificate
from solvers.coalitional.nucleolus import NucleolusCertificate
from solvers.competition.truce_clubs import TruceClubsCertificate
from solvers.optimum import Basis
from solvers.production.coalitional_form import ProductionCertificate
from solvers.production.opening_proof import CoalitionProof
from solvers.strategic.common_agency import CommonAgencyCertificate

HALF = Fraction(1, 2)
TEN = CoalitionalGame.from_array(["A", "B"], [0, 0, 0, 10])  # alone nothing, together ten
STRONG = CoalitionalGame.from_array(["A", "B"], [0, 0, 5, 10])
APART_BETTER = CoalitionalGame.from_array(["A", "B"], [0, 8, 8, 10])
PLANT = LinearProductionGame(
    ("A",), (), (Activity("plant", ("A",), (), (Value("A", "cash", 3),), limit=2),)
)
APART = PartitionGame.from_function(["A", "B"], lambda club: [len(club)] * 2)
ENGINEER = CommonAgency(["A"], [10], [1], 20)  # h hours bring 10 h, and cost h each: best are 5
FRIENDS = HedonicGame(["A", "B"], [[0, 1], [1, 0]])  # who are best together
DISTRACTED = ParkOperator(  # an index of quantity alone draws effort from quality, worth 3 a unit
    MultitaskAgency(value=(1, 3), index=(1, 0), noise=1, substitution=0.5, basic=(0, 2)),
    public=(0, 0),
    joint_noise=0,
)


def regimes(hosted):
    """The joint company pays all that its share shows, 1."""
    return OperatorRegimesCertificate(
        IndexContractCertificate(Fraction(hosted)), IndexContractCertificate(Fraction(1))
    )


def weighed(*members):
    return tuple(WeightedCoalition(tuple(names), Fraction(weight)) for names, weight in members)


def split(**payoffs):
    return {city: Fraction(payoff) for city, payoff in payoffs.items()}


def extremes(a, proof_of_a, b, proof_of_b):
    return {
        "A": Extreme(split(A=a, B=10 - a), proof_of_a),
        "B": Extreme(split(A=10 - b, B=b), proof_of_b),
    }


def levels(*weights):
    """One level, of the cities alone, with these weights."""
    return (Level(weighed(("A", weights[0]), ("B", weights[1])), {}),)


# In the core of TEN each city gets 0 at least, as alone, and 10 at most, as the other gets 0.
LOWEST = extremes(0, weighed(("A", 1)), 0, weighed(("B", 1)))
HIGHEST = extremes(10, weighed(("B", 1)), 10, weighed(("A", 1)))

UNEVEN = split(A=Fraction(15, 2), B=Fraction(5, 2))

TRUE = {
    "the core": (TEN, CoreCertificate(LOWEST, HIGHEST)),
    "the least core": (
        TEN,
        LeastCoreCertificate(split(A=5, B=5), levels(HALF, HALF)[0].collection),
    ),
    "the nucleolus": (TEN, NucleolusCertificate(split(A=5, B=5), levels(HALF, HALF))),
    "no outside money": (TEN, CostOfStabilityCertificate(split(A=5, B=5), weighed(("AB", 1)))),
    "a worth": (
        PLANT,
        ProductionCertificate((CoalitionProof((), Basis((), (), ("plant",)), ()),)),
    ),
    "a best wage": (ENGINEER, CommonAgencyCertificate(split(A=5), Fraction(0))),
    "friends apart would join": (FRIENDS, CorePartitionsCertificate((), ((), ("A", "B")))),
    "the best contracts": (DISTRACTED, regimes(0)),
}
FALSE = {
    "a negative weight": (
        TEN,
        EmptyCoreCertificate(weighed(("A", -1), ("B", -1), ("AB", 2))),
    ),
    "a collection that is not balanced but for the city": (
        TEN,
        CoreCertificate({**LOWEST, "A": Extreme(split(A=5, B=5), weighed(("A", HALF)))}, HIGHEST),
    ),
    "weights that add up to less than one": (
        TEN,
        LeastCoreCertificate(UNEVEN, weighed(("A", HALF / 2), ("B", HALF / 2))),
    ),
    "the grand coalition in the collection": (
        TEN,
        LeastCoreCertificate(UNEVEN, weighed(("A", HALF / 2), ("B", HALF / 2), ("AB", HALF))),
    ),
    "what all together can gain": (
        TEN,
        CostOfStabilityCertificate(split(A=0, B=0), weighed(("A", 1), ("B", 1))),
    ),
    "a collection that covers cities twice": (
        TEN,
        CostOfStabilityCertificate(split(A=10, B=10), weighed(("AB", 2))),
    ),
    "cities that have less than alone": (
        APART_BETTER,
        NucleolusCertificate(split(A=5, B=5), levels(HALF, HALF)),
    ),
    "a level whose weights do not add up to one": (
        TEN,
        NucleolusCertificate(split(A=5, B=5), levels(1, 1)),
    ),
    "a negative multiplier of a floor": (
        STRONG,
        NucleolusCertificate(split(A=5, B=5), (Level(weighed(("B", 1)), {"B": Fraction(-1)}),)),
    ),
    "a level that settles nothing": (
        TEN,
        NucleolusCertificate(split(A=5, B=5), (*levels(HALF, HALF), Level((), {}))),
    ),
    "a plan that is not the best": (
        PLANT,
        ProductionCertificate((CoalitionProof((), Basis((), (), ()), ()),)),
    ),
    "exact payoffs with nothing about the core": (APART, TruceClubsCertificate(None)),
    "a wage at which much is lost, as it says": (
        ENGINEER,
        CommonAgencyCertificate(split(A=2), Fraction(9)),  # 2 hours leave 16, 5 hours 25
    ),
    "zones taken out of a few cities": (
        FRIENDS,
        CorePartitionsCertificate((("A", "B"),), ((), ("A", "B"))),
    ),
    "an entry for no partition": (
        FRIENDS,
        CorePartitionsCertificate((), ((), ("A", "B"), ())),
    ),
    "pay that falls with what the index shows": (DISTRACTED, regimes(Fraction(-1, 100))),
}
