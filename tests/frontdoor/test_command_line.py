"""The command line on good input: in a process of its own, as a user starts it, and in this one.

Both tell the same; a start takes a second, and shows what else is imported, closed or inherited.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import highspy
import pytest

import intercity as ic
from intercity import cli
from intercity.region.games import region
from solvers.production.coalitional_form import coalitional_form
from tests.frontdoor.conftest import Told
from tests.frontdoor.starter import STARTER

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {file.parent.name: file for file in sorted(ROOT.glob("examples/*/scenario.toml"))}
PARK = EXAMPLES["three_city_park"]


def run(*arguments: object, at: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intercity", *map(str, arguments)],
        cwd=at,
        env=dict(os.environ),  # without the COLUMNS that readline, which pytest imports, has set
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def python(code: str, at: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=at, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_checked_up_and_replayed(
    name: str, call: Callable[..., Told], tmp_path: Path
) -> None:
    told = call("check", EXAMPLES[name], "--no-ranges")
    assert (told.code, told.err) == (0, "")
    assert ic.load_scenario(EXAMPLES[name]).title.split(",")[0] in told.out
    if "COLUMNS" not in os.environ:
        assert max(map(len, told.out.splitlines())) <= 100
    assert not re.search(r" +$", told.out, re.MULTILINE)
    reported = call("check", EXAMPLES[name], "--no-ranges", "--json")
    assert (reported.code, reported.err) == (0, "")
    stored = tmp_path / "report.json"
    stored.write_text(reported.out, "utf-8")
    proven = call("verify", EXAMPLES[name], stored)
    assert (proven.code, proven.err) == (0, "")
    *open_, checked = proven.out.splitlines()
    assert re.match(r"all \d+ claims? re-checked without a solver", checked)
    assert [f"not proven: {one}" for one in json.loads(reported.out)["unproven"]] == open_
    assert not re.search(r"\b1 certificates", told.out + proven.out)


def test_an_example_in_processes_of_their_own(call: Callable[..., Told]) -> None:
    file = EXAMPLES["kansas_missouri"]
    told = run("check", file, "--no-ranges")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == call("check", file, "--no-ranges").out
    proven = run("check", PARK, "--no-ranges", "--verify")
    assert (proven.returncode, proven.stderr) == (0, "")
    assert proven.stdout.startswith("all ")
    assert "claims re-checked without a solver" in proven.stdout


def test_a_new_scenario_checks_at_once(tmp_path: Path, call: Callable[..., Told]) -> None:
    """With its ranges, which other processes work out."""
    written = call("new", "mine.toml", at=tmp_path)
    assert (written.code, written.err) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.toml"]
    told = run("check", "mine.toml", at=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert "25 assumed" in " ".join(told.stdout.split())


def test_one_check_is_told_with_its_question(call: Callable[..., Told]) -> None:
    told = call("check", PARK, "--no-ranges", "--explain", "all together").out
    (found,) = (
        one
        for one in ic.check_up(ic.load_scenario(PARK), ranges=False).findings
        if one.name == "all together"
    )
    assert found.asks.endswith("?")
    assert " ".join(told.split()).startswith(f"ASKS {found.asks} FAILS all together ")


@pytest.mark.parametrize(("of", "numbers"), [("swap", 11), ("tax", 10)])
def test_a_small_starter_has_a_deal_that_is_mended_and_verified(
    of: str, numbers: int, tmp_path: Path, call: Callable[..., Told]
) -> None:
    """Both gain, the promise would be broken, an amendment mends all, and its proofs hold."""
    assert call("new", "mine.toml", "--of", of, at=tmp_path).code == 0
    scenario = ic.load_scenario(tmp_path / "mine.toml")
    assert len(list(scenario.quantities())) == numbers
    assert all(one.low < one.value < one.high for _, one in scenario.quantities())
    found = {one.name: one.verdict for one in ic.check_up(scenario, ranges=False).findings}
    assert {name: verdict for name, verdict in found.items() if verdict != "not asked"} == {
        "surplus": "stands",
        "all together": "stands",
        "terms": "stands",
        "efficiency": "fails",
        "walk-away": "fails",
        "hold-up": "fails",
        "consistency": "stands",
    }
    amended = call("amend", "mine.toml", "-o", "better.toml", at=tmp_path)
    assert (amended.code, amended.err) == (0, "")
    assert "per firm of firms" not in amended.out
    proven = call("check", "better.toml", "--no-ranges", "--verify", at=tmp_path)
    assert (proven.code, proven.err) == (0, "")
    better = ic.check_up(ic.load_scenario(tmp_path / "better.toml"), ranges=False)
    assert {one.name for one in better.findings if one.verdict == "fails"} <= {"efficiency"}
    assert "undecided" not in {one.verdict for one in better.findings}


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.toml", "--of", "land"),
        ("--of", "swap"),
        ("--spreadsheet", "t.xlsx", "--of", "swap"),
        ("a.toml", "--of", "tax", "--from", "t.csv"),
    ],
)
def test_a_starter_that_there_is_not_is_refused(
    arguments: tuple[str, ...], tmp_path: Path, call: Callable[..., Told]
) -> None:
    told = call("new", *arguments, at=tmp_path)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_verified_and_a_forged_one_refused(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    told = call("check", PARK, "--json", "--no-ranges")
    report = json.loads(told.out)
    stored = tmp_path / "report.json"
    stored.write_text(told.out, "utf-8")
    proven = call("verify", PARK, stored)
    assert (proven.code, proven.err) == (0, "")
    assert f"all {report['claims']} claims" in proven.out

    report["claims"] += 1
    stored.write_text(json.dumps(report), "utf-8")
    refused = call("verify", PARK, stored)
    assert refused.code == 1
    assert refused.out == ""
    since = "was one of the two, or intercity, changed since the report was written? "
    assert refused.err.startswith(f"{stored}: refused. It does not fit {PARK}: {since}")

    wrong = tmp_path / "wrong.toml"
    wrong.write_text(STARTER.replace('base  = "stay_tax"', 'base  = "return_tax"'), "utf-8")
    faulty = call("verify", wrong, stored)
    assert (faulty.code, faulty.out) == (2, "")
    assert faulty.err.startswith(f"{wrong}: [compact] refund #1 is")  # no fault of the report

    other = call("verify", EXAMPLES["tva"], stored)
    assert other.code == 1
    assert "Traceback" not in other.err

    for nonsense in ("[]", "null", "3", '"all is well"', "{}"):
        stored.write_text(nonsense)
        refused = call("verify", PARK, stored)
        assert refused.code == 1, nonsense
        assert "Traceback" not in refused.err


@pytest.mark.parametrize("suffix", ["lp", "mps"])
@pytest.mark.parametrize("name", ["three_city_park", "quzhou_hangzhou"])
def test_the_written_program_has_the_worth_of_all_cities(
    name: str, suffix: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    file = tmp_path / f"program.{suffix}"
    written = call("check", EXAMPLES[name], "--write-lp", file)
    assert (written.code, written.out, written.err) == (0, f"wrote {file}\n", "")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.readModel(str(file))
    solver.run()
    value = solver.getObjectiveValue()
    game = region(ic.load_scenario(EXAMPLES[name])).production
    assert game is not None
    worth = coalitional_form(game).game.grand_worth
    # twelve digits are written
    assert value == pytest.approx(float(worth), rel=1e-7)
    if name == "three_city_park":
        assert worth == Fraction(60)


def test_the_written_model_states_the_numbers(tmp_path: Path, call: Callable[..., Told]) -> None:
    file = tmp_path / "model.md"
    written = call("check", EXAMPLES["quzhou_hangzhou"], "--write-model", file)
    assert (written.code, written.out, written.err) == (0, f"wrote {file}\n", "")
    text = file.read_text("utf-8")
    for line in (
        "z1: openings of platform hai_chuang in Hangzhou, a whole number, at most 1",
        "enclave_site in Hangzhou, sites: z1 + z2 <= 2",
        "0.67 x11 + 0.67 x13 + 0.67 x14 + 0.67 x15 - 67 z1 - 33.5 z2 <= 0",
        "d_Quzhou = 0.95 (1 - 1 / 5) = 0.76",
        "28 [tax] + 10 [spillover] - 22 [congestion]",
        "Jinhua: b = 0.448",
    ):
        assert line in text


def test_an_existing_file_is_replaced_whole(tmp_path: Path, call: Callable[..., Told]) -> None:
    file = tmp_path / "model.md"
    file.write_text("old " * 10_000)
    call("check", PARK, "--write-model", file)
    assert file.read_text("utf-8").startswith("# A park for two of three cities")
    assert "old" not in file.read_text("utf-8").split()
    assert [found.name for found in tmp_path.iterdir()] == ["model.md"]


def test_the_schema_is_json(call: Callable[..., Told]) -> None:
    told = call("schema")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out)["properties"]["cities"]["description"]


def test_version_and_help(call: Callable[..., Told]) -> None:
    assert call("--version").out == f"intercity {ic.__version__}\n"
    told = call("--help")
    assert told.code == 0
    for command in ("check", "verify", "schema", "new"):
        assert command in told.out


def test_what_a_command_is_for_is_printed_in_full(call: Callable[..., Told]) -> None:
    """Help reads brackets as markup: "needs intercity[sweep]" was printed "needs intercity"."""
    for command in cli.app.registered_commands:
        assert command.callback is not None
        told = " ".join(call(command.name, "--help").out.split())
        assert " ".join((command.callback.__doc__ or "").split()) in told


@pytest.mark.skipif(os.name != "posix", reason="a pipe that closes early")
@pytest.mark.parametrize("asked", ["schema", "--help"])
def test_a_reader_who_has_gone_hears_nothing(asked: str) -> None:
    """`intercity check FILE | head` put a complaint under the lines that were asked for."""
    child = subprocess.Popen(
        [sys.executable, "-m", "intercity", asked],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    with child:
        assert child.stderr.read() == b""
    assert child.returncode == 3


def test_importing_the_front_door_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "import intercity, games, solvers, mechanisms;"
        "heavy = ['highspy', 'pulp', 'flint', 'sympy', 'nashpy', 'scipy', 'matplotlib', 'pydantic',"
        " 'cattrs', 'typer', 'rich', 'hypothesis'];"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    told = python(code, tmp_path)
    assert (told.stdout.strip(), told.stderr) == ("", "")


def test_a_check_up_imports_what_its_file_asks_and_no_more(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "import intercity as ic;"
        f"file = {str(ROOT / 'examples' / 'corridor' / 'scenario.toml')!r};"
        "print(len(str(ic.check_up(ic.load_scenario(file), ranges=False))));"
        "from intercity.topics.registry import NAMES, TOPICS;"
        "asked = {n for n, one in zip(NAMES, TOPICS) if one.tables};"
        "parts = [n.split('.') for n in sys.modules if n.startswith('intercity.topics.')];"
        "print(*{p[2] for p in parts if p[2] in asked and p[3:] in (['check'], ['english'])});"
        "heavy = ['pulp', 'sympy', 'scipy', 'networkx', 'nashpy', 'tomlkit', 'jinja2',"
        " 'matplotlib', 'solvers.families', 'intercity.checkup.sensitivity'];"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    told = python(code, tmp_path)
    (length, asked, heavy), errors = told.stdout.split("\n")[:3], told.stderr
    assert (int(length) > 200, asked, heavy, errors) == (True, "corridor", "", "")


def test_a_check_up_imports_no_solver_that_it_does_not_ask(tmp_path: Path) -> None:
    """A race of firms that choose, and a deal of which the first table has no value."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "import intercity as ic;"
        f"file = {str(ROOT / 'examples' / 'quzhou_hangzhou' / 'scenario.toml')!r};"
        "print(len(str(ic.check_up(ic.load_scenario(file), ranges=False))));"
        "left = {'nucleolus', 'shapley_estimate', 'tullock', 'bertrand', 'all_pay',"
        " 'contest_clubs', 'quadratic_clubs', 'spillover_clubs'};"
        "print('numpy.ma' in sys.modules, *{name.split('.')[-1] for name in sys.modules} & left)"
    )
    told = python(code, tmp_path)
    (length, imported), errors = told.stdout.split("\n")[:2], told.stderr
    assert (int(length) > 200, imported, errors) == (True, "False", "")


def test_the_public_names_of_all_layers_are_at_the_front_door() -> None:
    import games
    import mechanisms
    import solvers

    for layer in (games, solvers, mechanisms):
        for name in getattr(layer, "__all__", ()):
            assert getattr(ic, name) is getattr(layer, name)
            assert name in ic.__all__
            assert name in dir(ic)
    with pytest.raises(AttributeError, match="no attribute 'nucleus'"):
        _ = ic.nucleus
    with pytest.raises(AttributeError, match="did you mean 'shapley_value'"):
        _ = ic.shapely_value


@pytest.mark.parametrize("layer", ["games", "solvers", "mechanisms"])
def test_a_module_that_shadows_a_layer_is_named(layer: str, tmp_path: Path) -> None:
    script = tmp_path / f"{layer}.py"
    script.write_text("import intercity\n")
    told = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: intercity needs its package '{layer}'")
    assert str(script) in last
    assert "rename" in last


@pytest.mark.parametrize("layer", ["games", "solvers", "mechanisms"])
def test_another_package_of_the_same_name_is_named(layer: str, tmp_path: Path) -> None:
    stranger = tmp_path / layer / "__init__.py"
    stranger.parent.mkdir()
    stranger.write_text("")
    told = import_error([str(tmp_path), str(ROOT)])
    assert told.startswith(f"ImportError: intercity needs its package '{layer}'")
    assert str(stranger) in told
    assert "fresh environment" in told


@pytest.mark.parametrize("layer", ["games", "solvers", "mechanisms"])
def test_a_package_that_was_installed_over_a_layer_is_named(layer: str, tmp_path: Path) -> None:
    for package in ("games", "solvers", "mechanisms", "intercity"):
        (tmp_path / package).mkdir()
        shutil.copy(ROOT / package / "__init__.py", tmp_path / package)
    assert "No module named" in import_error([str(tmp_path)])  # its files, but not its sign, lack
    overwritten = tmp_path / layer / "__init__.py"
    overwritten.write_text("__all__ = []")
    told = import_error([str(tmp_path)])
    assert told.startswith(f"ImportError: intercity needs its package '{layer}'")
    assert str(overwritten) in told
    assert "fresh environment" in told


def import_error(path: list[str]) -> str:
    """The last line of what ``import intercity`` says, with these places on the path."""
    told = subprocess.run(
        [sys.executable, "-c", "import intercity; intercity.core"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        cwd=path[0],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    return told.stderr.strip().splitlines()[-1]


def test_nothing_is_logged_and_nobody_is_told_of_progress_in_a_pipe(
    call: Callable[..., Told], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    told = call("check", EXAMPLES["kansas_missouri"])
    assert (told.code, told.err, caplog.records) == (0, "", [])


def test_the_first_words_of_the_command_line_name_every_command():
    named = set(re.findall(r"^    intercity (\w+)", cli.__doc__, re.MULTILINE))
    commands = {one.name or one.callback.__name__ for one in cli.app.registered_commands}
    assert named == commands | {group.name for group in cli.app.registered_groups}
