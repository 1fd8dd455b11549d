"""The documentation site, page by page, without building it: `make docs` does that."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest

import intercity as ic

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))
docstring, links, names = (
    importlib.import_module(f"site_pages.{name}") for name in ("docstring", "links", "names")
)
site = importlib.import_module("site_pages")
sys.path.remove(str(ROOT / "docs"))


def test_each_public_name_has_one_page() -> None:
    listed = [name for one in names.entries() for name in one.names if "." not in name]
    assert sorted(listed) == ic.__all__
    slugs = [one.slug.lower() for one in names.entries()]
    assert len(set(slugs)) == len(slugs)  # also where capitals do not count
    titles = [one.title for one in names.entries()]
    assert len(set(titles)) == len(titles)


def test_each_page_has_an_example_or_sends_to_one() -> None:
    for one in names.entries():
        told = "\n\n".join(map(names.documentation, one.names))
        kinds = {part.kind for part in docstring.parts(told)}
        helper = one.names[0].startswith(("intercity.", "solvers.")) or "Error" in one.question
        assert helper or not told or "example" in kinds or "See ``" in told, one.names
        assert not re.search("(?<!`)``(?!`)", docstring.markdown(told)), one.names


def test_a_docstring_has_parts() -> None:
    told = """The idea: in a *line*.

    Text of x_i < 2 and [S] goes on
    on a second line:

        x = y * z

    ``nucleolus`` is a name. Errors: ``InvalidInput`` for a fault.

    >>> 1 + 1
    2

    Source: Nobody (1900).
    """
    found = list(docstring.parts(inspect.cleandoc(told)))
    assert [part.kind for part in found] == [
        *("text", "text", "formula", "text", "errors", "example", "source"),
    ]
    written = docstring.markdown(inspect.cleandoc(told))
    assert "in a *line*" in written
    assert r"x\_i \< 2 and \[S\]" in written
    assert "```text\nx = y * z\n```" in written
    assert "[`nucleolus`](/generated/concepts/nucleolus.md)" in written
    assert "**Errors.** [`InvalidInput`]" in written
    assert "```pycon\n>>> 1 + 1\n2\n```" in written
    assert "**Source.** Nobody (1900)." in written


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("../examples/rules/claims_talmud.py", "/generated/gallery/rules/claims_talmud.md"),
        ("../examples/rules", "/generated/gallery/rules/index.md"),
        ("../examples/README.md", "/generated/gallery/index.md"),
        ("../CHANGELOG.md", "/generated/repository/changelog.md"),
        ("../intercity/topics/walk_away", "/generated/checks/walk-away.md"),
        ("paper.md#where-paper-and-model-disagree", "/paper.md#where-paper-and-model-disagree"),
        ("../tests/oldest.txt", "/../tests/oldest.txt"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_link_to_a_file_leads_to_its_page(target: str, page: str) -> None:
    assert links.site_links("docs/a.md", f"See [it]({target}).") == f"See [it]({page}).\n"


def test_a_link_to_what_is_not_there_stops_the_build() -> None:
    with pytest.raises(ValueError, match="missing"):
        links.site_links("docs/a.md", "[it](../examples/missing.py)")


def test_no_page_of_the_repository_links_to_what_is_not_there() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")]
    for page in (*pages, ROOT / "benchmarks" / "README.md"):
        links.site_links(page.relative_to(ROOT).as_posix(), page.read_text("utf-8"))


def test_a_new_page_is_listed_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.md").write_text("```{toctree}\nHow to <how_to>\n```\n")
    (tmp_path / "how_to.md").write_text("```{toctree}\nold\n```\n")
    for name in ("old", "new"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n")
    monkeypatch.setattr(site, "DOCS", tmp_path)
    assert site.unlisted() == ["new"]


def test_examples_are_blocks_and_public_names_are_links() -> None:
    told = "Take `ic.core(game)`, `talmud_rule` or `deposit`.\n\n>>> 1\n1\n\nThen `x`."
    written = links.site_links("docs/a.md", told)
    assert "[`ic.core(game)`](/generated/concepts/core.md)" in written
    assert "[`talmud_rule`](/generated/concepts/talmud_rule.md)" in written
    assert "or `deposit`." in written  # a word of the file, as well
    assert "```pycon\n>>> 1\n1\n```\n\nThen `x`." in written


def test_each_check_is_explained() -> None:
    """What its page is made of: a claim, and what to fill in."""
    from intercity.findings.checks import CHECKS

    explained = (ROOT / "docs" / "explanation.md").read_text("utf-8")
    scenario = (ROOT / "docs" / "scenario.md").read_text("utf-8")
    for name in CHECKS:
        assert re.search(rf"^\| {re.escape(name)} \|", explained, re.MULTILINE), name
        assert re.search(rf"^\|.*[,|] {re.escape(name)}( \||,)", scenario, re.MULTILINE), name
