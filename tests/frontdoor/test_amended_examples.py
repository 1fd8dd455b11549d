"""Every example with a deal: the check-up of its amended file says what was promised."""

from pathlib import Path

import pytest

from intercity.findings.payoffs import payoffs
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.region.effort import MOST
from intercity.scenario_file import load_scenario
from intercity.topics.outcome import Verdict
from tests.frontdoor.amended_deals import amended
from tests.frontdoor.starter import all_found
from tests.properties.strategies import NIGHTLY

EXAMPLES = Path(__file__).parents[2] / "examples"
DEALS = [
    scenario
    for file in sorted(EXAMPLES.glob("*/*.toml"))
    if (scenario := load_scenario(file)).compact is not None
    and len(scenario.players) <= MOST
    and (NIGHTLY or file.parent.name != "zhejiang")  # it takes minutes
]
UNDONE = (Verdict.FAILS, Verdict.UNDECIDED)


@pytest.mark.parametrize(
    "number", range(len(DEALS)), ids=[f"{one.path.parent.name}-{one.path.stem}" for one in DEALS]
)
def test_the_amended_file_does_what_was_promised(number, tmp_path):
    scenario, found = DEALS[number], amended(DEALS[number].text)
    file = tmp_path / "amended.toml"
    file.write_text(found.text, encoding="utf-8")
    context = Context(load_scenario(file), Recorder())
    verdicts, columns = {one.name: one.verdict for one in all_found(context)}, payoffs(context)
    assert {name for name, one in verdicts.items() if one in UNDONE} == set(found.not_standing)
    assert columns.signed == found.after.payoffs.signed
    for clause in found.clauses:
        assert not set(clause.mends) & set(found.not_standing)
    before = {one.name: one.verdict for one in found.before.findings}
    assert all(verdicts[name] == "stands" for name, one in before.items() if one == "stands")
    if "terms" not in found.not_standing:
        assert min(x - columns.alone[c] for c, x in columns.signed.items()) >= 0
    left = {line.strip() for line in scenario.text.splitlines() if line.lstrip().startswith("#")}
    assert left <= {line.strip() for line in found.text.splitlines()}  # comments stay


def test_the_accord_of_an_example_is_signed_and_kept():
    """Of Quzhou, Lishui and Jinhua: a court enforces it, none has less than in the race."""
    [number] = [k for k, one in enumerate(DEALS) if one.path.parent.name == "quzhou_hangzhou"]
    found = amended(DEALS[number].text)
    [race] = [one.facts for one in found.before.findings if one.name == "arms race"]
    [kept] = [one.facts for one in found.after.findings if one.name == "arms race"]
    assert race.verdict is Verdict.FAILS
    assert kept.verdict is Verdict.STANDS
    assert kept.under_accord
    assert all(kept.keeps[city] >= race.keeps[city] for city in race.keeps)
    assert found.amended.subsidies.accord.enforceable
