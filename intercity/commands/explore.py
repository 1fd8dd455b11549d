"""The commands of ``intercity explore``: list conjectures, run them, add one, propose some.

    intercity explore list             what is proved, cited, refuted and open
    intercity explore show NAME        one conjecture, with its evidence
    intercity explore run NAME ...     check the evidence again, and look for a counterexample
    intercity explore add FILE         search a conjecture of one's own, and keep it in a folder
    intercity explore propose CLASS    inequalities seen in random games, proved or refuted
    intercity explore page             all of them as a page in Markdown

A conjecture's file is Python in part, and is run: take it only from whom you trust.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intercity.terminal import print_line, print_text, progress

if TYPE_CHECKING:
    from intercity.conjectures import Conjecture

__all__ = ["explore"]

explore = typer.Typer(
    help="Conjectures about games between cities: what is proved, cited, refuted and open, and "
    "the search for a counterexample. A conjecture's file is run as Python: take it only from whom "
    "you trust.",
    no_args_is_help=True,
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="FOLDER", help="A catalogue of your own, instead of the library's."
    ),
]
MaxExamples = Annotated[
    int, typer.Option("--max-examples", min=1, help="How many cases are drawn.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed draws the same cases.")]


@explore.command("list")
def _list(
    folder: Folder = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="proved, theorem, refuted or open."),
    ] = None,
) -> None:
    """List all conjectures, one a line, with their status."""
    from typing import get_args

    from games.by_city import one_of
    from intercity.conjectures import read_catalogue
    from intercity.conjectures.conjecture import Status
    from intercity.english import counted

    if status is not None:
        one_of(status, get_args(Status), "the status")
    chosen = [each for each in read_catalogue(folder) if status in (None, each.status)]
    width = max((len(each.name) for each in chosen), default=0)
    for each in chosen:
        print_line(f"{each.status:8} {each.name:{width}}  {each.statement}")
    print_line(counted(len(chosen), "conjecture"))


@explore.command("show")
def _show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As explore list says it.")],
    folder: Folder = None,
) -> None:
    """Show one conjecture: its file, with all of its evidence."""
    print_text(_named([name], folder)[0].toml())


@explore.command("run")
def _run(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="All where none is named.")
    ] = None,
    folder: Folder = None,
    max_examples: MaxExamples = 200,
    seed: Seed = 0,
) -> None:
    """Check stored evidence again, and look for counterexamples to what is not refuted.

    The exit code is 1 where evidence does not hold, or a case breaks what is proved or cited.
    """
    from solvers import NotRefuted
    from solvers.progress import asking

    wrong = False
    for each in _named(names or [], folder):
        with progress(), asking(each.name):
            reasons = list(each.violations())
            refuted = each.status == "refuted"
            found = None if refuted else each.falsify(max_examples=max_examples, seed=seed)
        for reason in reasons:
            print_line(f"{each.name}: its evidence does not hold. {reason}")
        wrong |= bool(reasons)
        if found is None:
            if not reasons and each.refutation is not None:
                print_line(f"{each.name}: refuted, as it was, by {each.refutation.case}")
            continue
        if isinstance(found, NotRefuted):
            print_line(f"{each.name}: {each.status}; not refuted in {found.tried}")
        else:
            print_line(f"{each.name}: {each.status}, and broken by a case")
            print_text(str(found))
            wrong |= each.status != "open"
    if wrong:
        raise typer.Exit(1)


@explore.command("add")
def _add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A conjecture (TOML).")],
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="The catalogue to add it to.")
    ] = Path("conjectures"),
    max_examples: MaxExamples = 1000,
    seed: Seed = 0,
) -> None:
    """Look for a counterexample to a conjecture of your own, and keep it with what was found."""
    from intercity.conjectures import add_conjecture
    from intercity.files import require_file

    require_file(file, "FILE", ".toml")
    with progress():
        kept = add_conjecture(file, folder, max_examples=max_examples, seed=seed)
    if kept.refutation is not None:
        print_line(f"{kept.name}: refuted by {kept.refutation.case}")
    else:
        print_line(f"{kept.name}: {kept.status}; not refuted in {kept.tried}")
    print_line(f"written to {folder / kept.name}.toml")


@explore.command("propose")
def _propose(
    games: Annotated[
        list[str],
        typer.Argument(metavar="CLASS", help="superadditive, balanced superadditive or convex."),
    ],
    cities: Annotated[int, typer.Option("--cities", help="From 2 to 4.")] = 3,
    most: Annotated[int, typer.Option("--most", min=1, help="How many are shown.")] = 20,
    seed: Seed = 0,
) -> None:
    """Propose inequalities seen in random games, each proved or refuted for all of that size."""
    from intercity.conjectures import propose

    with progress():
        found = propose(" ".join(games), cities, seed=seed)
    for each in found[:most]:
        print_line(f"{each} (both sides equal in {each.equal} of {each.games} games)")


@explore.command("page")
def _page(folder: Folder = None) -> None:
    """Print the catalogue as a page in Markdown."""
    from intercity.conjectures import read_catalogue
    from intercity.conjectures.page import conjectures_page

    catalogue = read_catalogue(folder)
    page = conjectures_page(catalogue, str(folder)) if folder else conjectures_page(catalogue)
    print_text(page.rstrip("\n"))


def _named(names: list[str], folder: Path | None) -> list[Conjecture]:
    from games.by_city import one_of
    from intercity.conjectures import read_catalogue

    by_name = {each.name: each for each in read_catalogue(folder)}
    for name in names:
        one_of(name, tuple(by_name), "a conjecture")
    return [by_name[name] for name in names] if names else list(by_name.values())
