"""What claims rules do and do not do: theorems that no problem refutes, breaches by hand."""

import copy
from fractions import Fraction

import pytest

from games import BankruptcyProblem, InvalidInput
from mechanisms import (
    ClaimsViolation,
    adjusted_proportional,
    claims_audit,
    constrained_egalitarian,
    constrained_equal_awards,
    constrained_equal_losses,
    dual_rule,
    exaggeration_gain,
    merging_gain,
    minimal_overlap,
    piniles_rule,
    proportional_rule,
    random_arrival,
    splitting_gain,
    talmud_rule,
)
from mechanisms.claims import claims_property
from mechanisms.direct.verdict import Holds
from solvers import NotRefuted

TALMUD = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200)
# Thomson (2003), tables of properties.
BROKEN = {
    proportional_rule: {"claims truncation", "minimal rights first"},
    constrained_equal_awards: {"no gain by splitting", "self-duality", "minimal rights first"},
    constrained_equal_losses: {"no gain by merging", "self-duality", "claims truncation"},
    talmud_rule: {
        "no gain by merging",
        "no gain by splitting",
        "composition down",
        "composition up",
    },
    adjusted_proportional: {
        "no gain by merging",
        "no gain by splitting",
        "composition down",
        "composition up",
        "consistency",
    },
    random_arrival: {
        "no gain by merging",
        "no gain by splitting",
        "composition down",
        "composition up",
        "consistency",
    },
    piniles_rule: {
        "no gain by splitting",
        "self-duality",
        "claims truncation",
        "minimal rights first",
        "composition down",
        "composition up",
    },
    constrained_egalitarian: {
        "no gain by splitting",
        "self-duality",
        "claims truncation",
        "minimal rights first",
        "composition down",
        "composition up",
    },
    minimal_overlap: {
        "no gain by merging",
        "no gain by splitting",
        "self-duality",
        "composition down",
        "composition up",
        "consistency",
    },
}


for rule, broken in BROKEN.items():  # Sprumont (1991): only the uniform rule leaves nothing to gain
    if rule is not constrained_equal_awards:
        broken.add("no gain by exaggerating")
LEFT_OPEN = {
    minimal_overlap: {"minimal rights first"},
    piniles_rule: {"no gain by merging"},
    constrained_egalitarian: {"no gain by merging"},
}


def only(name, rule):
    return claims_audit(rule, [name])[name]


@pytest.mark.parametrize("rule", BROKEN)
def test_what_each_rule_breaks(rule):
    audit = claims_audit(rule)
    assert {
        name for name, verdict in audit.items() if isinstance(verdict, ClaimsViolation)
    } == BROKEN[rule]
    rest = {name for name, verdict in audit.items() if isinstance(verdict, NotRefuted)}
    assert rest == LEFT_OPEN.get(rule, set())


@pytest.mark.parametrize("rule", BROKEN)
def test_no_small_problem_refutes_a_theorem(rule, monkeypatch):
    known = [name for name, v in claims_audit(rule).items() if isinstance(v, Holds)]
    monkeypatch.setattr(claims_property, "_THEOREMS", {})
    monkeypatch.setattr(claims_property, "LARGEST", 5)
    for name in known:
        assert isinstance(only(name, rule), NotRefuted), name


def test_a_breach_shows_its_problem():
    """Two equal claims of 1 against one of 1: apart 1 - 2/3 is lost each, joint 1/2 twice."""
    breach = only("no gain by merging", constrained_equal_losses)
    assert breach.problem == BankruptcyProblem({"A": 1, "B": 1, "C": 1}, 1)
    assert breach.awards == {"A": Fraction(1, 3), "B": Fraction(1, 3), "C": Fraction(1, 3)}
    assert "merged into one claim, 1." in str(breach)
    # Talmud of 2 among 1, 2: A concedes 1 and the other 1 is halved.
    breach = only("composition down", talmud_rule)
    assert breach.problem == BankruptcyProblem({"A": 1, "B": 2}, 2)
    assert breach.awards == {"A": Fraction(1, 2), "B": Fraction(3, 2)}


def test_a_rule_of_your_own():
    def first_come(problem):
        left, awards = problem.estate, {}
        for city, claim in problem.claims.items():
            awards[city] = float(min(claim, left))
            left -= min(claim, left)
        return awards

    audit = claims_audit(first_come, ["order preservation", "anonymity", "composition up"])
    assert {name for name, verdict in audit.items() if isinstance(verdict, ClaimsViolation)} >= {
        "order preservation",
        "anonymity",
    }
    assert str(audit["composition up"]) == (
        "None of 721 cases breaks composition up; this is no proof."
    )
    assert "gets 5/2, more than its claim" in str(
        only("division", lambda p: dict.fromkeys(p.claims, Fraction(5, 2)))
    )


def test_exaggeration():
    """1 of 1 and 1: 1/2 each. Claiming 2 it gets 2/3 in proportion, and 1/2 by equal awards."""
    breach = only("no gain by exaggerating", proportional_rule)
    assert breach.problem == BankruptcyProblem({"A": 1, "B": 1}, 1)
    assert "A gets 0.5; by claiming 2 it gets 0.666667." in str(breach)
    assert only("no gain by exaggerating", constrained_equal_awards).by.startswith("Sprumont")


def test_who_claims_too_much():
    """B: 200 of 600 to 400 of 800 of 200; C to 600 of 900 gains as much, and comes later."""
    found = exaggeration_gain(TALMUD, proportional_rule)
    assert (found.city, found.says, found.before) == ("B", 400, Fraction(200, 3))
    assert (found.after, found.gain) == (100, Fraction(100, 3))
    verdict = exaggeration_gain(TALMUD, constrained_equal_awards)
    assert not verdict
    assert verdict.cases == 36
    # What is beyond its need is worth nothing: A needs 1 and would get 2.
    rich = BankruptcyProblem({"A": 1, "B": 3}, 3)

    def a_first(problem):
        first = min(problem.claims["A"], problem.estate)
        return {"A": first, "B": problem.estate - first}

    assert exaggeration_gain(rich, a_first).cases == 24


def test_merging_under_equal_losses():
    """All lose 400/3 but A, at most 100: 0, 50, 150. A and B as one lose 200 of 300."""
    found = merging_gain(TALMUD, constrained_equal_losses)
    assert (found.cities, found.before, found.after) == (("A", "B"), 50, 100)
    assert found.gain == 50
    for rule in (proportional_rule, constrained_equal_awards):
        assert merging_gain(TALMUD, rule) is None


def test_splitting_under_equal_awards():
    """A third of 200 each; C as two gets two quarters."""
    found = splitting_gain(TALMUD, constrained_equal_awards)
    assert (found.before, found.after) == (Fraction(200, 3), 100)
    for rule in (proportional_rule, constrained_equal_losses):
        verdict = splitting_gain(TALMUD, rule)
        assert not verdict
        assert verdict.cases == 18
    assert splitting_gain(BankruptcyProblem({"A": 0}, 0), talmud_rule).cases == 0


def test_large_sums_are_told_in_full():
    """Two claims of 34567 and one of 69134 on 69134: under equal losses of 69134 / 3 each."""
    large = BankruptcyProblem({"A": 34567, "B": 34567, "C": 69134}, 69134)
    assert str(merging_gain(large, constrained_equal_losses)) == (
        "A and B merge their claims into one of 69134 and get 34567 instead of 23044.7."
    )


def test_names_that_are_taken():
    """A city is already called as a part, or as a group, would be."""
    parts = splitting_gain(BankruptcyProblem({"A": 4, "A 1": 6}, 4), constrained_equal_awards)
    assert (parts.before, parts.after) == (2, Fraction(8, 3))
    whole = BankruptcyProblem({"A": 2, "B": 2, "A+B": 2}, 2)
    found = merging_gain(whole, constrained_equal_losses)
    assert (found.cities, found.before, found.after) == (("A", "B"), Fraction(4, 3), 2)


def test_one_property_by_name():
    assert list(claims_audit(talmud_rule, "consistency")) == ["consistency"]


def test_a_rule_may_be_any_callable():
    class Shared(dict):  # not hashable
        def __call__(self, problem):
            return talmud_rule(problem)

    assert isinstance(claims_audit(Shared(), "division")["division"], NotRefuted)


def test_what_is_no_problem_is_refused():
    for find in (merging_gain, splitting_gain, exaggeration_gain):
        with pytest.raises(InvalidInput, match="problem of claims is of kind dict"):
            find({"A": 1}, talmud_rule)


def in_full(problem):
    return dict(problem.claims)


def in_full_to_two(problem):
    """Divides as long as there are two cities; all their claims when one has left."""
    return talmud_rule(problem) if len(problem.claims) > 1 else dict.fromkeys(problem.claims, 9)


def test_a_rule_that_hands_out_more_than_there_is():
    """Two claims of 1 on 1 in full: 2 are handed out. No property is said to be unrefuted."""
    for name, verdict in claims_audit(in_full).items():
        assert isinstance(verdict, ClaimsViolation), name
        assert verdict.property == "division"
        assert verdict.problem == BankruptcyProblem({"A": 1, "B": 1}, 1)
        assert "The awards add up to 2, not to the estate of 1." in str(verdict)
    # The problem shown is the one that is not divided, though another led to it.
    verdict = only("consistency", in_full_to_two)
    assert (verdict.property, verdict.problem.players) == ("division", ("B",))
    assert "B gets 9, more than its claim of 1." in str(verdict)
    for ask in (merging_gain, splitting_gain, exaggeration_gain):
        with pytest.raises(InvalidInput, match=r"a division of the estate .*add up to 600"):
            ask(TALMUD, in_full)
    with pytest.raises(InvalidInput, match=r"a division of the estate .*add up to 600"):
        dual_rule(in_full)(TALMUD)
    with pytest.raises(InvalidInput, match="one award for each city, by name"):
        dual_rule(lambda problem: {})(TALMUD)


def test_what_floats_miss_is_no_breach():
    """A trillionth too much, at any size; and awards that are claims of the next."""

    def nearly(problem):
        return {c: float(x) * (1 + 1e-12) for c, x in proportional_rule(problem).items()}

    for name in ("composition up", "composition down", "consistency", "self-duality"):
        assert isinstance(only(name, nearly), NotRefuted), name
    large = BankruptcyProblem({"A": 10**15, "B": 2 * 10**15}, 10**15 + 1)
    assert dual_rule(nearly)(large)["A"] > 0


def in_proportion(problem):
    share = float(problem.estate) / float(sum(problem.claims.values()))
    return {city: share * float(claim) for city, claim in problem.claims.items()}


def test_rounding_is_no_gain():
    """The proportional rule is proof against both (de Frutos 1999), in floats too; at any size."""
    for scale in (1, 10**12, Fraction(1, 10**12)):
        claims = {"L": 307 * scale, "M": 211 * scale, "N": 33 * scale}
        for estate in range(60, 551, 70):
            problem = BankruptcyProblem(claims, estate * scale)
            assert merging_gain(problem, in_proportion) is None
            assert isinstance(splitting_gain(problem, in_proportion), NotRefuted)
    # Who claims everything already gains nothing by claiming more, but for rounding.
    alone = BankruptcyProblem({"A": Fraction(7, 3)}, Fraction(11, 7))
    assert isinstance(exaggeration_gain(alone, in_proportion), NotRefuted)
    assert exaggeration_gain(TALMUD, in_proportion).city == "B"


def test_a_small_gain_by_an_exact_rule_counts():
    """A loss of 1 among claims of 1, 1 and a trillion: 2/3 for two cities, 1/2 as one."""
    large = BankruptcyProblem({"A": 1, "B": 1, "C": 10**12}, 10**12 + 1)
    found = merging_gain(large, constrained_equal_losses)
    assert (found.cities, found.gain) == (("A", "B"), Fraction(1, 6))


def test_bad_input():
    for broken in (claims_audit, lambda rule: merging_gain(TALMUD, rule), dual_rule):
        with pytest.raises(InvalidInput, match="a function from a problem to awards by city"):
            broken(5)
    with pytest.raises(InvalidInput, match="one of division, order preservation"):
        only("fairness", talmud_rule)
    with pytest.raises(InvalidInput, match="one award for each city, by name"):
        only("division", lambda problem: {"A": 1})
    with pytest.raises(InvalidInput, match="one award for each city"):
        merging_gain(TALMUD, lambda problem: None)
    for ask in (lambda rule: only("division", rule), lambda rule: dual_rule(rule)(TALMUD)):
        with pytest.raises(InvalidInput, match="the function stops with ZeroDivisionError"):
            ask(lambda problem: 1 // 0)


def test_the_table_of_an_audit_has_each_verdict_and_what_it_rests_on():
    """Talmud of 2 among claims of 1 and 2: A concedes 1, and the other 1 is halved."""
    asked = ["self-duality", "composition down"]
    audit = claims_audit(talmud_rule, asked)
    pytest.importorskip("pandas")
    rows = audit.to_frame()
    assert list(rows.columns) == ["fact", "of", "value", "exact"]
    told = {(row.fact, row.of): row.exact for row in rows.itertuples()}
    assert {of: x for (fact, of), x in told.items() if fact == "verdict"} == {
        "self-duality": "holds",
        "composition down": "fails",
    }
    assert told["by", "self-duality"] == "Aumann and Maschler (1985)"
    breach = {key: x for key, x in told.items() if key[0] in ("claims", "estate", "awards")}
    assert breach == {
        ("claims", "composition down; A"): "1",
        ("claims", "composition down; B"): "2",
        ("estate", "composition down"): "2",
        ("awards", "composition down; A"): "1/2",
        ("awards", "composition down; B"): "3/2",
    }
    assert list(audit.failures) == ["composition down"]


def test_an_audit_is_unproven_where_small_problems_alone_speak_for_a_property():
    assert claims_audit(talmud_rule, ["self-duality"]).proof.kind == "exact"
    assert claims_audit(minimal_overlap, ["minimal rights first"]).proof.kind == "unproven"


def test_an_audit_is_frozen_and_survives_a_copy():
    audit = claims_audit(talmud_rule, ["self-duality"])
    assert copy.copy(audit) == audit
    with pytest.raises(AttributeError):
        audit.anything = 1
    with pytest.raises(KeyError):
        audit["anonymity"]
