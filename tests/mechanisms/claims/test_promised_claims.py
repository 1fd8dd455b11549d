"""Promises beyond what a member has, as claims."""

from fractions import Fraction

from games import Annuity, Exchange, LinearProductionGame, Resource
from mechanisms import (
    Enclave,
    EnclaveCompact,
    Incubation,
    Transfer,
    promised_claims,
    shortfalls,
    talmud_rule,
)
from tests.frontdoor.starter import finding
from tests.frontdoor.test_deals import examined

CITIES = ("Giver", "Hub", "Port")


def deal(*transfers, exchange=None):
    quota = Resource("quota", "tradable", {"Giver": 60}, exchange)
    region = LinearProductionGame(list(CITIES), (quota,), ())
    moved = tuple(Transfer("quota", giver, taker, Fraction(k)) for giver, taker, k in transfers)
    return EnclaveCompact(region, Annuity(10, Fraction(0)), CITIES, transfers=moved)


def test_two_takers():
    """60 of 60 + 30: more than half of the claims, so each loses 15."""
    compact = deal(("Giver", "Hub", 60), ("Giver", "Port", 30))
    claims = promised_claims(compact, shortfalls(compact)[0])
    assert (claims.claims, claims.estate) == ({"Hub": 60, "Port": 30}, 60)
    assert talmud_rule(claims) == {"Hub": 45, "Port": 15}


def test_what_is_bought_and_received_counts():
    market = Exchange(buy=Fraction(1), sell=Fraction(0), cap=Fraction(10))
    compact = deal(
        ("Giver", "Hub", 60), ("Giver", "Port", 30), ("Port", "Giver", 5), exchange=market
    )
    (short, *_) = (s for s in shortfalls(compact) if s.city == "Giver")
    assert promised_claims(compact, short).estate == 75
    # With enough on the market nothing is lacking, and each promise is kept in full.
    market = Exchange(buy=Fraction(1), sell=Fraction(0), cap=Fraction(90))
    compact = deal(("Giver", "Hub", 60), ("Giver", "Port", 30), exchange=market)
    assert promised_claims(compact, shortfalls(compact)[0]).missing == 0


def test_a_park_claims_from_its_own_host_what_it_does_not_bring():
    """Hub has 20 projects, gives 8 away, and lacks 30 of the 40 in its park; Port's is Port's."""
    projects = Resource("projects", "tradable", {"Hub": 20, "Port": 50})
    region = LinearProductionGame(list(CITIES), (projects,), ())
    each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0)

    def park(name, host, number, brings):
        return Enclave(name, host, "Giver", host, host, 0, 99, number, brings, each)

    compact = EnclaveCompact(
        region,
        Annuity(10, Fraction(0)),
        CITIES,
        transfers=(Transfer("projects", "Hub", "Giver", Fraction(8)),),
        enclaves=(park("north", "Hub", 40, 10), park("south", "Port", 5, 0)),
    )
    (short,) = (s for s in shortfalls(compact) if s.resource == "projects")
    claims = promised_claims(compact, short)
    assert (short.city, short.promised) == ("Hub", 38)
    assert (claims.claims, claims.estate) == ({"Giver": 8, "projects in north": 30}, 20)


def test_the_check_says_who_gets_less():
    """Uplands owns 250 and promises 203; 12 plants of 8 mu need 48. Each gets 250/251 of it."""
    amount = "amount     = { v = %s, low = 60, high = %s }"
    report = examined((amount % (120, 150), amount % (203, 250)))
    assert finding(report, "consistency").repair == (
        "promise 1 mu of quota less: in proportion 202.2 for Harbour, 47.8 for plants of park"
    )
