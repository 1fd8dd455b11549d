"""What is quoted of Hu and Zhang (2024) is verbatim: each phrase stands in the list of phrases."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PHRASES = (Path(__file__).with_name("hu_zhang_2024_quoted.txt")).read_text("utf-8").splitlines()
QUOTED = re.compile(r'"([^"]{12,})"')
READ = ("examples", "docs", "games", "solvers", "mechanisms", "intercity")


def blocks(file):
    """Texts in which a source is named: docstrings, runs of comments, paragraphs."""
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield ast.get_docstring(node) or ""
    elif file.suffix == ".toml":
        for run in re.findall(r"(?:^[ \t]*#.*\n)+", text, flags=re.MULTILINE):
            yield re.sub(r"^[ \t]*#", " ", run, flags=re.MULTILINE)
    else:
        yield from re.split(r"\n\s*\n|\n(?=[-|] )", text)


def quotations(file):
    """Phrases of three words or more, quoted where the paper is named; no code."""
    for block in blocks(file):
        flat = " ".join(re.sub(r"(?m)^\s*(>>>|\.\.\.).*$", "", block).split())
        if "Hu and Zhang" in flat:
            found = QUOTED.findall(flat)
            yield from (one for one in found if len(one.split()) > 2 and not re.search("[=(]", one))


FILES = [
    file
    for room in READ
    for file in sorted((ROOT / room).rglob("*"))
    if file.suffix in {".py", ".toml", ".md"}
    and "generated" not in file.parts  # pages that are made from files read here
    and "Zhang" in file.read_text("utf-8")
]


def in_paper(phrase):
    wanted = phrase.lower().rstrip(".,;")
    return any(wanted in one.lower() for one in PHRASES)


def test_each_phrase_that_is_quoted_stands_in_the_paper():
    told = [(file.relative_to(ROOT), one) for file in FILES for one in quotations(file)]
    assert len(told) > 15
    assert not [(str(file), one) for file, one in told if not in_paper(one)]


@pytest.mark.parametrize(
    "told",
    [
        "has not brought resources to the far-end cities",
        "more elastic than demand, so it converges",
    ],
)
def test_a_phrase_that_is_shortened_is_none_of_the_paper(told):
    assert not in_paper(told)
