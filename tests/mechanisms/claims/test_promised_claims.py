"""Promises beyond what a member has, as claims."""

from fractions import Fraction

from games import Annuity, Exchange, LinearProductionGame, Resource
from mechanisms import EnclaveCompact, Transfer, promised_claims, shortfalls, talmud_rule
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


def test_the_check_says_who_gets_less():
    """Uplands owns 250 and promises 203; 12 plants of 8 mu need 48. Each gets 250/251 of it."""
    amount = "amount     = { v = %s, low = 60, high = %s }"
    report = examined((amount % (120, 150), amount % (203, 250)))
    assert finding(report, "consistency").repair == (
        "promise 1 mu of quota less: in proportion 202.2 for Harbour, 47.8 for plants of park"
    )
