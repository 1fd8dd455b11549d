"""The catalogue: its evidence is replayed, its page is up to date, and one's own can be added."""

import itertools
import json
import math
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from typer.testing import CliRunner

import intercity as ic
from intercity.cli import app
from intercity.conjectures import (
    LinearInequalityCertificate,
    propose,
    prove_inequality,
    read_catalogue,
    read_conjecture,
)
from intercity.conjectures.claim import EXPRESSIONS, claim_of
from intercity.conjectures.linear_inequality import CONES, INVARIANTS, _balanced, _unlike
from intercity.conjectures.page import conjectures_page
from intercity.testing import falsify, from_constructor_text, subsidy_competitions
from intercity.testing.predicate import CertifiedAnswer, Predicate
from tests.properties.strategies import NIGHTLY, coalitional_games, examples, worths_of

PAGE = Path(__file__).parents[2] / "docs" / "conjectures.md"
CATALOGUE = {each.name: each for each in read_catalogue()}


def test_there_are_sixty_and_twenty_are_refuted():
    count = Counter(each.status for each in CATALOGUE.values())
    assert sum(count.values()) >= 60
    assert count["refuted"] >= 20
    assert len({each.statement for each in CATALOGUE.values()}) == len(CATALOGUE)
    asked = Counter(
        re.sub(r"\w*_(players|cities|side)=|[0-9]+|, ", "", each.over + each.predicate.text)
        for each in CATALOGUE.values()
    )
    assert [text for text, times in asked.items() if times > 1] == []  # nor alike but for numbers


def test_the_page_is_made_of_the_files():
    expected = conjectures_page(CATALOGUE.values()).strip()
    assert PAGE.read_text("utf-8").strip() == expected, "run: intercity explore page"


@pytest.mark.parametrize("name", CATALOGUE)
def test_evidence_holds(name):
    each = CATALOGUE[name]
    assert list(each.violations()) == []
    assert each.toml() == replace(read_conjecture(name, each.toml())).toml()


REFUTED = [name for name, each in CATALOGUE.items() if each.status == "refuted"]


SUPPOSED = ("convex", "games_with_a_core", "potential", "supermodular", "zero_sum")
NO_CASE_OUTSIDE = {"dutta-ray-in-core-of-convex-games", "dutta-ray-spread-below-shapley"}
"""The Dutta-Ray solution is defined of convex games alone."""


def test_a_theorem_is_false_outside_of_what_it_supposes():
    theorems = [each for each in CATALOGUE.values() if each.status == "theorem"]
    supposing = [each for each in theorems if each.over.startswith(SUPPOSED)]
    assert {each.name for each in supposing if not each.fails_at} == NO_CASE_OUTSIDE
    for each in filter(lambda each: each.fails_at, theorems):
        assert not each.predicate(from_constructor_text(each.fails_at)), each.name


def test_a_theorem_that_says_nothing_is_not_added(tmp_path):
    each = CATALOGUE["shapley-value-of-convex-games-in-core"]
    empty = replace(each, predicate=Predicate("case.grand_worth == case.grand_worth"))
    assert any("holds of the case in fails_at" in reason for reason in empty.violations())
    file = tmp_path / "empty.toml"
    file.write_text(empty.toml())
    added = run("add", file, "--folder", tmp_path / "mine", "--max-examples", "2")
    assert isinstance(added.exception, ic.InvalidInput)
    assert f"- False outside: `{each.fails_at}`" in conjectures_page([each])


def test_races_are_stored_in_whole_numbers():
    races = [c for c in (CATALOGUE[n].refutation.case for n in REFUTED) if c.startswith("Subsidy")]
    assert len(races) >= 8
    for call in races:
        assert "mu=1" in call
        assert "Fraction" not in call


@pytest.mark.parametrize("name", REFUTED if NIGHTLY else [])
def test_no_smaller_case_is_found(name):
    """If one is, ``Conjecture.searched`` has it with its certificates: store that."""
    assert CATALOGUE[name].searched() == CATALOGUE[name]


@pytest.mark.parametrize("larger", ["(3, 4)"])
def test_a_search_keeps_the_smaller_of_two_cases(larger):
    each = CATALOGUE["every-city-bids"]
    case = each.refutation.case.replace("(1, 1)", larger).replace("mu=1", "mu=3")
    stored = replace(each, refutation=replace(each.refutation, case=case))
    assert list(stored.violations()) == []
    assert stored.searched(max_examples=100) == each
    assert each.searched(max_examples=1) == each


@pytest.mark.parametrize(
    "name", [n for n, each in CATALOGUE.items() if each.status in ("theorem", "proved")]
)
def test_what_is_proved_or_cited_is_not_broken(name):
    if not NIGHTLY and CATALOGUE[name].over.startswith("superadditive"):
        pytest.skip("proved by its certificate; played in the nightly profile")
    found = CATALOGUE[name].falsify(max_examples=1000 if NIGHTLY else 8)
    assert not found, str(found)


def test_a_false_refutation_is_refused():
    given_ = CATALOGUE["superadditive-games-have-a-core"]
    other = CATALOGUE["equal-surplus-in-core-of-convex-games"]
    forged = replace(given_, refutation=replace(given_.refutation, case=other.refutation.case))
    assert any("certificate of core" in reason for reason in forged.violations())
    unproven = replace(given_, refutation=replace(other.refutation, answers=()))
    assert list(unproven.violations()) == ["The stored case does not break it."]
    assert list(replace(given_, refutation=None).violations())


# ------------------------------------------------- guesses that a textbook's case breaks


def test_a_majority_of_five_costs_more_than_its_shapley_gains_say():
    """Any three have all: each must get 1/3, 5/3 in all; by the Shapley value each has 1/5."""
    game = ic.CoalitionalGame.from_function([*"ABCDE"], lambda group: int(len(group) > 2))
    assert ic.cost_of_stability(game).value == Fraction(2, 3)
    assert set(ic.shapley_value(game).values()) == {Fraction(1, 5)}
    proven = CATALOGUE["stability-costs-against-the-largest-shapley-gain"].proofs[-1]
    assert proven.players == 5
    assert proven.factor == Fraction(2, 3) / Fraction(1, 5)


def test_a_cap_that_binds_makes_a_truce_hard():
    """What a breach brings, over what it costs; the cap of 1 is paid in both."""
    race = from_constructor_text(
        CATALOGUE["two-city-truce-patience-below-one-half"].refutation.case
    )
    assert (race.mu, race.caps) == (1, (1, 1))
    value = float(race.value[0])
    breach, truce, bids = (value - 1) / (1 + math.exp(-1)), value / 2, (value - 1) / 2
    expected = (breach - truce) / (breach - bids)
    assert float(ic.truce(race).critical_discount) == pytest.approx(expected)
    uncapped = replace(race, caps=None)
    assert ic.truce(uncapped).critical_discount <= Fraction(1, 2)


def test_replies_of_which_one_rises_and_one_falls_go_round():
    race = from_constructor_text(CATALOGUE["escalation-settles"].refutation.case)
    assert race.mu == 1
    bids = ic.subsidy_equilibrium(race).subsidies.values()
    a, b, o = (math.exp(float(x)) for x in (*bids, race.outside_option))
    spilled = [float(race.spillovers[i][1 - i] * race.value[1 - i]) for i in (0, 1)]
    # A: x = value - 1 - a/(b + o) - spilled b/(b + o), differentiated; B alike.
    rises = b * (a - o * spilled[0]) / ((b + o) * (a + b + o))
    falls = a * (b - o * spilled[1]) / ((a + o) * (a + b + o))
    assert rises * falls < -1
    assert float(ic.escalation(race).spectral_radius) ** 2 == pytest.approx(-rises * falls)


# --------------------------------------------------------------- invariants and their proofs


def greatest_shortfall(split):
    def measured(game):
        return ic.greatest_excess(game, split(game)).gain

    return measured


def _gains(game, split):
    return [split[city] - game.worth([city]) for city in game.players]


def _smaller(game):
    return [group for group in game if len(group) < len(game.players)]


def _alone(game, group):
    return sum(game.worth([city]) for city in group)


OTHERWISE = {
    "gain of all": lambda game: game.grand_worth - _alone(game, game.players),
    "largest gain of a smaller group": lambda game: max(
        game.worth(group) - _alone(game, group) for group in _smaller(game)
    ),
    "largest contribution to all": lambda game: max(
        game.grand_worth - game.worth([c for c in game.players if c != city]) - game.worth([city])
        for city in game.players
    ),
    "largest Shapley gain": lambda game: max(_gains(game, ic.shapley_value(game))),
    "spread of Shapley gains": lambda game: (
        max(_gains(game, ic.shapley_value(game))) - min(_gains(game, ic.shapley_value(game)))
    ),
    "least core value": lambda game: ic.least_core(game).epsilon,
    "cost of stability": lambda game: ic.cost_of_stability(game).value,
    "greatest excess of the Shapley value": greatest_shortfall(ic.shapley_value),
    "greatest excess of equal surplus division": greatest_shortfall(ic.equal_surplus_division),
    "greatest excess of equal nonseparable division": greatest_shortfall(
        ic.egalitarian_nonseparable
    ),
}
"""Each invariant by the library's own functions."""


@examples(25)
@given(coalitional_games(min_players=3, max_players=4, senses=["gain"], kinds=["integers"]))
@example(ic.CoalitionalGame.from_function([*"ABCDE"], lambda group: len(set(group) - {"A"}) ** 2))
def test_linear_forms_are_the_invariants(game):
    worths = worths_of(game)
    assert OTHERWISE.keys() == INVARIANTS.keys()
    for name, forms in INVARIANTS.items():
        largest = max(
            sum(a * b for a, b in zip(form, worths, strict=True))
            for form in forms(len(game.players))
        )
        assert largest == OTHERWISE[name](game), name
        claim = f"{largest.denominator} * {EXPRESSIONS[name]} == {largest.numerator}"
        assert Predicate(claim)(game), name
    assert EXPRESSIONS.keys() == INVARIANTS.keys()


@examples(25)
@given(coalitional_games(min_players=3, max_players=3, senses=["gain"], min_value=0, max_value=2))
def test_classes_of_games_are_what_they_are_called(game):
    worths = worths_of(game)
    superadditive = ic.property_violation(game, "superadditive") is None
    expected = {
        "superadditive": superadditive,
        "balanced superadditive": superadditive and not ic.core(game).empty,
        "convex": ic.property_violation(game, "convex") is None,
    }
    for name, rows in CONES.items():
        inside = all(
            sum(a * b for a, b in zip(row, worths, strict=True)) >= 0 for _, row in rows(3)
        )
        assert inside == expected[name], name


def test_minimal_balanced_collections_are_as_many_as_counted():
    """Peleg (1965): 2, 6, 42 and 1,292 of two to five players, with that of all together."""
    assert [len(_balanced(n)) + 1 for n in (2, 3, 4, 5)] == [2, 6, 42, 1292]


@pytest.mark.parametrize("n", [3, 4])
def test_invariants_and_classes_do_not_depend_on_names(n):
    """So that one of the forms that differ in names alone is enough for a proof."""
    for name, forms in {**INVARIANTS, **{c: _without_names(f) for c, f in CONES.items()}}.items():
        every = set(forms(n))
        for one in range(n - 1):  # all renamings are made of these exchanges
            exchanged = [_exchanged(mask, one, one + 1) for mask in range(1 << n)]
            assert {tuple(form[mask] for mask in exchanged) for form in every} == every, name
        kept = _unlike(forms(n), n)
        renamed = set()
        for order in itertools.permutations(range(n)):
            masks = [sum(1 << order[i] for i in range(n) if m >> i & 1) for m in range(1 << n)]
            renamed |= {tuple(form[mask] for mask in masks) for form in kept}
        assert renamed == every, name


def _without_names(rows):
    return lambda n: (form for _, form in rows(n))


def _exchanged(mask, one, other):
    differ = (mask >> one ^ mask >> other) & 1
    return mask ^ (differ << one | differ << other)


def test_a_proof_is_refused_where_a_number_is_changed():
    proof = prove_inequality(
        "greatest excess of the Shapley value", "gain of all", "balanced superadditive", 3
    ).certificate
    assert proof.factor == Fraction(1, 6)
    assert proof.verify(None) is True
    assert LinearInequalityCertificate.from_json(proof.to_json()) == proof
    multipliers = {**proof.multipliers[0], next(iter(proof.multipliers[0])): Fraction(9)}
    for forged in (
        replace(proof, factor=Fraction(1, 7)),
        replace(proof, cone="superadditive"),
        replace(proof, multipliers=(multipliers, *proof.multipliers[1:])),
        replace(proof, sharp=tuple(x + 1 for x in proof.sharp)),
        replace(proof, weights=proof.weights[1:]),
    ):
        assert not forged.verify(None), forged


def test_proposals_are_proved_or_refuted():
    found = propose("convex", 3, games=30)
    assert {each.verdict for each in found} == {"proved", "refuted"}
    proved = {(each.left, each.right): each.factor for each in found if each.verdict == "proved"}
    for (left, middle), factor in proved.items():
        for (again, right), further in proved.items():  # no third one says what these two do
            if again == middle and (left, right) in proved:
                assert proved[left, right] < factor * further
    for each in found:
        assert each.games == 30
        if each.case is not None:
            left, right = OTHERWISE[each.left](each.case), OTHERWISE[each.right](each.case)
            assert left == each.inequality.factor * right > 0
    for each in itertools.islice(found, 5):
        if each.verdict == "proved":
            assert each.inequality.certificate.verify(None) is True


# --------------------------------------------------------------- the commands

OWN = """
statement = "In a convex game everybody has the same."
source = "A first guess."
over = "convex_games(senses=['gain'])"
predicate = "len(set(shapley_value(case).values())) == 1"
status = "open"
"""


def run(*words):
    return CliRunner().invoke(app, ["explore", *map(str, words)])


def test_one_of_ones_own_is_added_with_what_breaks_it(tmp_path):
    file, folder = tmp_path / "all-alike.toml", tmp_path / "mine"
    file.write_text(OWN)
    added = run("add", file, "--folder", folder, "--max-examples", "100")
    assert added.exit_code == 0, added.output
    assert "all-alike: refuted by CoalitionalGame(['A', 'B']" in added.output
    assert list(read_catalogue(folder)[0].violations()) == []
    assert f"`{folder}`" in run("page", "--folder", folder).output
    listed = run("list", "--folder", folder)
    assert listed.output.startswith("refuted  all-alike")
    again = run("run", "--folder", folder)
    assert again.exit_code == 0
    assert "all-alike: refuted, as it was" in again.output
    lost = run("add", tmp_path / "lost.toml", "--folder", folder)
    assert isinstance(lost.exception, ic.InvalidInput)
    twice = run("add", file, "--folder", folder)
    assert isinstance(twice.exception, ic.InvalidInput)


def test_cases_of_which_it_says_nothing_are_kept_apart(tmp_path):
    """An open conjecture says how many of its cases are evidence: here, convex games of two."""
    file, folder = tmp_path / "both-alike.toml", tmp_path / "mine"
    claim = "len(case.players) != 2 or shapley_value(case) == nucleolus(case)"
    file.write_text(OWN.replace("len(set(shapley_value(case).values())) == 1", claim))
    added = run("add", file, "--folder", folder, "--max-examples", "40")
    kept = read_catalogue(folder)[0]
    assert (kept.status, kept.cases) == ("open", 40)
    assert 0 < kept.vacuous < 40
    assert f"not refuted in 40 cases, of which {40 - kept.vacuous} say something" in added.output
    assert f"Not refuted in {kept.tried}" in conjectures_page([kept])
    assert kept.searched(max_examples=5) == kept  # fewer cases are no further evidence


def test_a_theorem_that_a_case_breaks_is_not_added(tmp_path):
    file = tmp_path / "all-alike.toml"
    file.write_text(OWN.replace('"open"', '"theorem"'))
    added = run("add", file, "--folder", tmp_path / "mine", "--max-examples", "100")
    assert isinstance(added.exception, ic.InvalidInput)
    assert "this case breaks it" in str(added.exception)
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("status", ["proved", "refuted"])
def test_a_status_without_its_evidence_is_not_added(tmp_path, status):
    file = tmp_path / "all-alike.toml"
    file.write_text(OWN.replace('"open"', f'"{status}"'))
    added = run("add", file, "--folder", tmp_path / "mine", "--max-examples", "2")
    assert isinstance(added.exception, ic.InvalidInput)
    assert f"status of all-alike.toml is '{status}'" in str(added.exception)
    assert not (tmp_path / "mine").exists()


def test_what_is_proved_is_not_added_under_another_statement(tmp_path):
    proven = next(each for each in CATALOGUE.values() if each.status == "proved")
    guess = read_conjecture("all-alike", OWN)
    file = tmp_path / "all-alike.toml"
    file.write_text(replace(guess, status="proved", proofs=proven.proofs).toml())
    added = run("add", file, "--folder", tmp_path / "mine", "--max-examples", "100")
    assert isinstance(added.exception, ic.InvalidInput)
    assert proven.statement in str(added.exception)


PROVED = [each for each in CATALOGUE.values() if each.status == "proved"]


@pytest.mark.parametrize("each", PROVED, ids=lambda each: each.name)
def test_what_is_called_proved_is_what_its_certificates_prove(each):
    """Any other number, class, size or side in what is said is refused."""
    said = {"statement": each.statement, "over": each.over, "predicate": each.predicate.text}
    for part, text in said.items():
        for k in [k for k, letter in enumerate(text) if letter.isdigit()]:
            other = text[:k] + str((int(text[k]) + 1) % 10) + text[k + 1 :]
            forged = replace(each, **{part: Predicate(other) if part == "predicate" else other})
            assert any(text in reason for reason in forged.violations()), other
    for words, others in (
        ("superadditive", "convex"),
        (" three", " five"),
        (" four", " five"),
        ("at most", "at least"),
        ("Shapley", "least"),
    ):
        if words in each.statement:
            forged = replace(each, statement=each.statement.replace(words, others))
            assert any(each.statement in reason for reason in forged.violations())
    wider = replace(each, over=each.over.replace("max_players=", "max_players=1"))
    assert any(each.over in reason for reason in wider.violations())
    with_gap = replace(each, proofs=(each.proofs[0], each.proofs[0]))
    assert any("one after the other" in reason for reason in with_gap.violations())


def test_what_is_proved_of_several_sizes_is_of_one_inequality():
    first, other = (
        CATALOGUE[name].proofs[0]
        for name in ("stability-costs-a-part-of-all", "spread-of-shapley-gains")
    )
    with pytest.raises(ic.InvalidInput, match="a further proof"):
        claim_of([first, replace(other, players=first.players + 1)])


def test_a_text_of_several_lines_is_written_so_that_it_is_read_again():
    guess = replace(read_conjecture("mine", OWN), remark='first\nsecond\t"\\\x7f')
    assert read_conjecture("mine", guess.toml()) == guess


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    file, taken = tmp_path / "all-alike.toml", tmp_path / "taken"
    file.write_text(OWN)
    taken.write_text("")
    added = run("add", file, "--folder", taken, "--max-examples", "2")
    assert isinstance(added.exception, ic.InvalidInput)


def test_a_certificate_of_another_concept_refutes_nothing():
    given_ = CATALOGUE["superadditive-games-have-a-core"]
    case = from_constructor_text(given_.refutation.case)
    proof = ic.least_core(case).certificate
    other = CertifiedAnswer("core", json.dumps(proof.to_json()))
    forged = replace(given_, refutation=replace(given_.refutation, answers=(other,)))
    assert proof.verify(case)
    assert proof.of == "least_core"
    assert any("should be of core" in reason for reason in forged.violations())


def test_a_true_claim_is_not_refuted_by_the_answer_to_another_question():
    worths = {"A": 0, "B": 0, "C": 0, "A, B": 2, "A, C": 2, "B, C": 1, "A, B, C": 3}
    game = ic.CoalitionalGame(["A", "B", "C"], worths)
    claim = Predicate("shapley_value(case)['A'] == Fraction(4, 3)")
    asked = ic.equal_surplus_division(game).certificate
    assert claim(game)
    assert asked.verify(game)
    answer = CertifiedAnswer("shapley_value", json.dumps(asked.to_json()))
    with pytest.raises(ic.InvalidInput, match="of shapley_value"):
        claim.replay(game, [answer])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('status = "open"', 'status = "known"'), "status of mine.toml is 'known'"),
        (("convex_games(senses=['gain'])", "1 / 0"), "over of mine is '1 / 0'"),
        (('source = "A first guess."', ""), "source of mine.toml is missing"),
        (("over =", "overs ="), "a key of mine.toml is 'overs'"),
        (("convex_games(", "concave_games("), "over of mine is"),
        (("convex_games(", "convexgames("), "did you mean 'convex_games'?"),
        (("senses=", "sense="), r"this one stops: TypeError, convex_games\(\) got an unexpected"),
        (("statement =", "statement"), "file mine.toml is"),
        (("shapley_value(case)", "shapley_value(cases)"), "an expression in the name case"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(change, words):
    with pytest.raises(ic.InvalidInput, match=words):
        read_conjecture("mine", OWN.replace(*change))


def test_something_about_truces_is_found():
    races = subsidy_competitions(
        min_cities=2, max_cities=2, allow_spillovers=False, allow_budgets=False
    )
    found = falsify("not truce(case).unwilling", races, max_examples=30)
    assert found
    assert ic.truce(found.case).unwilling


def test_one_conjecture_is_counted_as_one(tmp_path):
    (name, *_) = CATALOGUE
    (tmp_path / f"{name}.toml").write_text(CATALOGUE[name].toml(), encoding="utf-8")
    told = CliRunner().invoke(app, ["explore", "list", "--folder", str(tmp_path)]).output
    assert told.splitlines()[-1] == "1 conjecture"
