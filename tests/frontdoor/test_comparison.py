"""Scenarios side by side: who gains or saves, and what cannot be compared."""

from fractions import Fraction

import pytest

from games.errors import InvalidInput
from intercity.comparison import compare
from intercity.report.labels import label
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.deal.english import deal_sentences
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import EXAMPLES, STARTER, starter

GAME = """
format = 1
title = "Two cities"
[game]
sense = "{}"
assumed = "an example"
worths = {{ A = 10, B = 10, "A, B" = {} }}
"""


def game(sense, both):
    return parse_scenario(GAME.format(sense, both))


def priced(money):
    return parse_scenario(GAME.format("gain", 24).replace("[game]", f'money = "{money}"\n[game]'))


def test_what_is_saved_is_a_gain():
    """10 and 10 apart, 12 or 16 together: each saves 4, or 2."""
    found = compare({"one": game("cost", 12), "other": game("cost", 16)})
    assert found.gains == {"A": (4, 2), "B": (4, 2)}
    told = next(iter(found.tables()))
    assert "saves" in told
    assert "city gains" not in told
    assert told in str(found)
    assert told in found.to_html()
    found = compare({"one": game("gain", 28), "other": game("gain", 24)})
    assert found.gains == {"A": (4, 2), "B": (4, 2)}


def test_gains_of_two_kinds_say_which_they_are():
    whole = starter()
    head, rest = STARTER.split("[compact]")
    without = parse_scenario(head + rest[rest.index("# [information]") :])
    found = compare({"deal": whole, "none": without})
    assert found.ways == ("as signed", "nucleolus")
    head, *_ = found.tables()["What each city gains"]
    assert head == ("city", "deal (as signed)", "none (nucleolus)")


def test_what_differs_is_told_by_its_key_and_value():
    found = compare({"now": starter(), "more": starter().moved({"compact.projects": 41})})
    assert [(one.key, one.values) for one in found.inputs] == [("compact.projects", ("40", "41"))]
    assert compare({"a": starter(), "b": starter()}).inputs == ()


BIDDERS = """
format = 1
title = "Two cities that meet"
{role}
[cities.West]
[subsidies]
bidders = [{bidders}]
technology = "tullock"
value.Ost = {{ v = 1, low = 0, high = 2 }}
value.West = {{ v = 1, low = 0, high = 2 }}
[meetings]
votes = {{ Ost = {votes}, West = 1 }}
"""


def test_what_is_no_number_is_told_in_words():
    """It was told by its keys, as "meetings, votes, Ost", and as the file has it."""
    one = BIDDERS.format(role="[cities.Ost]", bidders='"Ost", "West"', votes=3)
    other = BIDDERS.format(role='[cities.Ost]\nrole = "port"', bidders='"West", "Ost"', votes=4)
    found = compare({"one": parse_scenario(one), "other": parse_scenario(other)})
    _, *rows = found.tables()["What differs in the files"]
    assert rows == [
        ("who bids for firms", "Ost and West", "West and Ost"),
        ("the votes of Ost", "3", "4"),
        ("the role of Ost", "", "port"),
    ]
    assert found.inputs[0].values == ('["Ost", "West"]', '["West", "Ost"]')


def test_a_city_of_which_nothing_is_said_is_a_difference():
    """A file with two more cities was told to differ in nothing."""
    one = BIDDERS.format(role="[cities.Ost]", bidders='"Ost", "West"', votes=3)
    more = one.replace("[subsidies]", "[cities.Nord]\n[cities.Sud]\n[subsidies]")
    found = compare({"one": parse_scenario(one), "more": parse_scenario(more)})
    _, *rows = found.tables()["What differs in the files"]
    assert rows == [("the cities that not every file has", "", "Nord and Sud")]
    assert found.inputs[0].values == ("", '["Nord", "Sud"]')


AMOUNT = "compact.transfer.0.amount"


def test_a_clause_that_one_deal_lacks_is_a_row():
    """A sentence, as is one of which other terms than numbers differ."""
    late = """[[compact.transfer]]
resource = "quota"
from = "Uplands"
to = "Harbour"
amount = { v = 5.5, low = 5, high = 6, note = "later" }
when = 2
reversible = false

[[compact.refund]]"""
    other = starter(("[[compact.refund]]", late), ("years = [1, 5]", "years = [1, 6]"))
    found = compare({"now": starter(), "other": other})
    _, *rows = found.tables()["What differs in the files"]
    lent, handed = (deal_sentences(report.context) for report in found.reports.values())
    (clause,) = (told for told in handed if "5.5 mu" in told)
    (before,), (after,) = ([t for t in told if "50%" in t] for told in (lent, handed))
    assert (before != after, rows) == (
        True,
        [("refund", before, after), ("transfer", "", clause)],
    )
    assert {one.key for one in found.inputs} >= {
        f"compact.transfer.1.{key}" for key in ("resource", "amount", "amount.low", "amount.note")
    }


def test_a_key_that_one_clause_lacks_is_no_lack_of_the_clause():
    """Its row said [compact.transfer #1], and nothing, as if the other had no such transfer."""
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    dearer = starter((amount, f"{amount}\nprice_one_off = {{ v = 1, low = 0, high = 2 }}"))
    noted = starter((amount, amount.replace(" }", ', note = "draft" }')))
    fixed = starter((amount, f"{amount}\nprice_one_off = {{ v = 1, low = 1, high = 1 }}"))
    for other, key, word in (
        (dearer, "compact.transfer.0.price_one_off", ("", "1 (0 .. 2)")),
        (fixed, "compact.transfer.0.price_one_off", ("", "1")),
        (noted, "compact.transfer.0.amount", ("120", "120 (draft)")),
    ):
        found = compare({"now": starter(), "other": other})
        _, *rows = found.tables()["What differs in the files"]
        assert rows == [(label(other, key), *word)]


def with_transfers(*dated):
    """The starter, in which these amounts of quota are handed over in these years."""
    clause = STARTER[STARTER.index("[[compact.transfer]]") : STARTER.index("[[compact.refund]]")]
    clauses = "".join(
        clause.replace("v = 120", f"v = {amount}").replace("when       = 0", f"when = {year}")
        for amount, year in dated
    )
    return parse_scenario(STARTER.replace(clause, clauses))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ([(60, 0)], [("120", "60")]),
        ([(70, 3), (60, 0)], [("120", "60"), ("", "70 mu")]),  # by its year, not by its place
        ([(70, 3), (61, 3)], [("120 mu", "70 mu"), ("", "61 mu")]),  # else by its place
        ([(70, 3), (61, 4)], [("120 mu", "61 in year 4")]),  # instalments are one clause
    ],
)
def test_a_clause_is_matched_by_what_it_is(other, told):
    """It was matched by its place in the file: a smaller one and a new one were told."""
    found = compare({"now": starter(), "other": with_transfers(*other)})
    _, *rows = found.tables()["What differs in the files"]
    assert len(rows) == len(told)
    for (_, before, after), (old, new) in zip(rows, told, strict=True):
        assert (old in before, bool(old)) == (True, bool(before))
        assert new in after
    assert {one.key.split(".")[2] for one in found.inputs} == {str(k) for k in range(len(other))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(60, 0)], [(60, 0), (90, 4), (80, 3), (70, 2)]),
        ([(60, 0), (70, 2), (80, 3)], [(60, 0), (90, 4), (80, 3), (70, 2)]),
        ([(60, 0), (70, 2), (65, 3), (65, 4)], [(60, 0), (90, 4), (80, 3), (70, 2)]),
        ([(60, 0), (70, 2), (90, 4), (80, 3)], [(60, 0), (90, 4), (80, 3), (70, 2)]),
    ],
)
def test_instalments_are_one_row(one, other):
    """As each deal is told, in the order of years; none where they are the same."""
    found = compare({"one": with_transfers(*one), "other": with_transfers(*other)})
    _, *rows = found.tables().get("What differs in the files", [()])
    told = [
        " ".join(t for t in deal_sentences(report.context) if " in year 2" in t)
        for report in found.reports.values()
    ]
    assert "70 mu of quota to Harbour in year 2, 80 in year 3 and 90 in year 4, for good" in told[1]
    assert rows == ([] if told[0] == told[1] else [("transfer", *told)])


def test_of_clauses_alike_the_same_one_is_matched_first():
    """They were matched in their order: two in another order differed in both amounts."""
    one, other = with_transfers((60, 3), (70, 3)), with_transfers((70, 3), (60, 3))
    assert compare({"one": one, "other": other}).inputs == ()
    _, row = compare({"one": one, "fewer": with_transfers((70, 3))}).tables()[
        "What differs in the files"
    ]
    assert ("60 mu" in row[1], row[2]) == (True, "")


def test_refunds_of_other_taxes_are_other_clauses():
    """Between the same cities in the same years."""
    refund = STARTER[STARTER.index("[[compact.refund]]") : STARTER.index("# What if each side")]
    other = refund.replace("stay_tax", "rent").replace("v = 0.50", "v = 0.40")
    text = STARTER.replace('rent_to = "Uplands"', 'rent_to = "Harbour"')
    more = other.replace("v = 0.40", "v = 0.45")
    only_rent, both = (text.replace(refund, some) for some in (more, refund + other))
    found = compare({"both": parse_scenario(both), "rent": parse_scenario(only_rent)})
    _, (_, before, after), (_, *shares) = found.tables()["What differs in the files"]
    assert ("50%" in before, after, shares) == (True, "", ["0.4", "0.45"])


def test_a_clause_that_does_nothing_is_told_by_its_number():
    """Of it there is no sentence."""
    bonus = '[[compact.bonus]]\nfrom = "Uplands"\namount = { v = 0, low = 0, high = 1 }\n'
    refund = "[[compact.refund]]"
    found = compare({"now": starter(), "other": starter((refund, bonus + refund))})
    _, *rows = found.tables()["What differs in the files"]
    assert [row[1:] for row in rows] == [("", "0 (0 .. 1)")]


def test_scenarios_in_another_order_tell_the_same_changes():
    one, other = starter(), with_transfers((70, 3), (60, 0))
    there = compare({"a": one, "b": other}).tables()["What differs in the files"]
    back = compare({"b": other, "a": one}).tables()["What differs in the files"]
    assert sorted(row[1:] for row in there[1:]) == sorted(row[:0:-1] for row in back[1:])


def test_the_smallest_difference_is_told_and_one_of_a_range_too():
    old = "stay_hub          = { v = 1.00, low = 0.80"
    for new, key in (
        ("stay_hub          = { v = 1.00001, low = 0.80", "firm.stay_hub"),
        ("stay_hub          = { v = 1.00, low = 0.81", "firm.stay_hub.low"),
    ):
        found = compare({"now": starter(), "other": starter((old, new))})
        assert [one.key for one in found.inputs] == [key]
        first, second = found.inputs[0].values
        assert first != second


def test_verdicts_and_clauses_are_those_of_the_reports():
    more = starter().moved({"firm.stay_hub": Fraction(12, 10)})
    found = compare({"now": starter(), "more": more})
    for k, report in enumerate(found.reports.values()):
        for finding in report.findings:
            if finding.name in found.verdicts:
                assert found.verdicts[finding.name][k] == finding.verdict
            else:
                assert finding.verdict == "not asked"
            mended = finding.remedy if finding.mended else ""
            assert found.clauses.get(finding.name, ("", ""))[k].startswith(mended)
            assert bool(found.clauses.get(finding.name, ("", ""))[k]) == bool(mended)
    assert found.verdicts["firms' choice"] == ("stands", "fails")


def test_of_a_clause_that_repairs_a_part_it_is_told_which():
    scenario = load_scenario(EXAMPLES / "private_quota" / "scenario.toml")
    less = scenario.moved({"information.amount": Fraction(200)})
    found = compare({"now": scenario, "then": less})
    (told, _) = found.clauses["private values"]
    assert told.startswith("sealed offers")
    assert told.endswith("(mends 88% of it)")


def many(*both):
    """So many regions of two cities, which make 10 each alone, and this together."""
    return compare({f"path {k:02}": game("gain", one) for k, one in enumerate(both, 1)})


def test_more_scenarios_than_stand_abreast_have_a_row_each():
    """Ten each alone: 18 is less than that, and of 20 + x each gains x/2."""
    found = many(18, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42)
    told = found.tables()
    head, *rows = told["What each city gains"]
    assert head == ("scenario", "A", "B")
    assert rows[1] == ("path 02", "+1.0", "+1.0")
    assert rows[-1] == ("path 12", "+11.0", "+11.0")
    by_verdict = {row[:2]: row[2] for row in told["What stands and what fails"][1:]}
    assert by_verdict["surplus", "fails"] == "path 01"
    assert by_verdict["surplus", "stands"].split(", ") == [f"path {k:02}" for k in range(2, 13)]
    worths = [row for row in told["What differs in the files"][1:] if row[1] == "18"]
    assert [row[2] for row in worths] == ["path 01"]
    assert max(map(len, str(found).splitlines())) <= 100
    for word in ("path 07", "surplus", "+11.0"):  # no name or number is broken in two
        assert word in str(found)


def test_words_that_all_have_are_told_once():
    rows = many(*[22] * 6).tables()["What stands and what fails"]
    assert ("surplus", "stands", "all") in rows


def test_five_scenarios_stand_abreast_but_for_long_names():
    head, *_ = many(22, 24, 26, 28, 30).tables()["What each city gains"]
    assert head == ("city", *(f"path {k:02}" for k in range(1, 6)))
    long = compare({name * 30: game("gain", 22) for name in "abc"})
    assert long.tables()["What each city gains"][0] == ("scenario", "A", "B")


def test_many_cities_of_many_scenarios_are_told_in_parts():
    cities = {f"city {k}": 1 for k in range(7)}
    entry = GAME.format("gain", 0).split("worths")[0]
    groups = [
        ", ".join(city for k, city in enumerate(cities) if mask >> k & 1)
        for mask in range(1, 1 << 7)
    ]
    worths = ", ".join(f'"{group}" = {2 * group.count(",") + 1}' for group in groups)
    one = parse_scenario(f"{entry}worths = {{ {worths} }}")
    tables = compare({f"path {k}": one for k in range(6)}).tables()
    heads = [table[0] for title, table in tables.items() if title.startswith("What each city")]
    assert [name for head in heads for name in head[1:]] == list(cities)
    assert len(heads) == 2


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("million yuan per year", "million euros per year", "money"),
        ("horizon  = { v = 20", "horizon  = { v = 15", "horizon"),
    ],
)
def test_what_counts_otherwise_is_not_compared(old, new, place):
    assert old in STARTER
    other = parse_scenario(STARTER.replace(old, new, 1))
    with pytest.raises(InvalidInput, match=place):
        compare({"now": starter(), "other": other})


def test_one_scenario_is_not_compared():
    with pytest.raises(InvalidInput, match="at least 2"):
        compare({"now": starter()})


def test_names_are_texts():
    """They head columns and are keys of JSON."""
    with pytest.raises(InvalidInput, match="name of a scenario"):
        compare({1: game("gain", 24), 2: game("gain", 28)})


def test_what_nobody_wrote_is_told_without_quotes(call, tmp_path):
    file = tmp_path / "one.toml"
    file.write_text(GAME.format("gain", 24), encoding="utf-8")
    answer = call("compare", file, file)
    assert (answer.code, "'" in answer.err) == (2, False)
    assert "given twice" in answer.err


def test_a_missing_horizon_is_missing():
    with pytest.raises(InvalidInput, match=r"\[time\] of untimed is missing"):
        compare({"timed": starter(), "untimed": priced("million yuan per year")})


def test_gains_by_deals_are_told_as_such():
    """An accord beside the deal brings more to some: these are not its gains."""
    found = compare({str(p): quota_scenario(price=(0, p, 40)) for p in (1, 2)})
    (gains, *_) = found.tables()
    assert gains.endswith("by the deal")


def test_what_is_paid_for_is_no_instalment():
    """Of two later transfers at a price each has its own sentence."""
    scenario = with_transfers((60, 0), (70, 2), (80, 3))
    transfers = scenario.compact.transfer
    assert scenario.compact.instalments == ((1, 2),)
    paid = tuple(one.model_copy(update={"price_one_off": one.amount}) for one in transfers)
    assert scenario.compact.model_copy(update={"transfer": paid}).instalments == ()
