"""Claims about a value, written as one Python expression in the name ``case``.

What the library's functions answer on the way is kept with its certificates, so that the claim can
be judged again by a reader who trusts no solver: each answer is then read off its certificate.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) > 1))
>>> claim = Predicate("not core(case).empty")
>>> judged = claim.judge(pairs)
>>> judged.holds, [answer.function for answer in judged.answers]
(False, ['core'])
>>> claim.replay(pairs, judged.answers)
False

Source: McConnell, Mehlhorn, Näher and Schweitzer (2011), Certifying algorithms.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from types import MappingProxyType, NoneType
from typing import Any

from games.errors import IntercityError, InvalidInput, Told, of_kind
from intercity.testing.constructor_text import python_names, stopped_by
from solvers.certificate import Certificate

__all__ = ["CertifiedAnswer", "Judged", "Predicate"]

CASE = "case"


@dataclass(frozen=True, slots=True)
class CertifiedAnswer:
    """The name of a function that was asked, and the certificate of its answer as JSON text."""

    function: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a claim holds of a case.

    ``numbers``: both sides of each comparison that is not inside a loop, by their texts.
    ``answers``: the certified answers that the claim asked for, in order.
    """

    holds: bool
    numbers: Mapping[str, Any]
    answers: tuple[CertifiedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A claim as a Python expression in ``case`` and the public names of the library.

    The text is Python, and is run: take it only from whom you trust.

    ``place``: what errors call it. Errors: ``InvalidInput`` for a text that is no expression, or
    does not speak of ``case``.
    """

    text: str
    place: str = field(default="predicate", compare=False, repr=False)

    def __post_init__(self) -> None:
        of_kind(self.text, str, place=self.place)
        try:
            tree = ast.parse(self.text.strip(), mode="eval")
        except SyntaxError as error:
            expected = f"a Python expression ({error.msg})"
            raise InvalidInput(self.place, self.text, expected) from None
        if CASE not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}:
            raise InvalidInput(self.place, self.text, f"an expression in the name {CASE}")
        object.__setattr__(self, "text", self.text.strip())

    def __call__(self, case: Any) -> bool:
        """Whether it holds of a case."""
        return self._truth(self._value(self.text, case, lambda _, function: function))

    def asked(self, case: Any) -> tuple[bool, bool]:
        """Whether it holds of a case, and whether it says something of it.

        ``A or B`` says nothing where A holds: A is that what the claim supposes is not met. No more
        does ``B if A else True`` where A does not hold, nor ``all(... for ...)`` where there is
        nothing to go through.

        >>> Predicate("case < 0 or case ** 2 >= case").asked(-1)
        (True, False)
        """
        reached: list[Any] = []

        def reach(value: Any) -> Any:
            reached.append(value)
            return value

        marked = _marked(self.text)
        holds = self._truth(
            self._value(marked, case, lambda _, function: function, {_REACHED: reach})
        )
        return holds, bool(reached)

    def judge(self, case: Any) -> Judged:
        """Whether it holds, with the numbers that it compares and the certificates of answers."""
        answers: list[CertifiedAnswer] = []
        holds = self._truth(self._value(self.text, case, functools.partial(_recording, answers)))
        numbers = {
            side: self._value(side, case, lambda _, function: function) for side in self._sides()
        }
        return Judged(holds, numbers, tuple(answers))

    def replay(self, case: Any, answers: Sequence[CertifiedAnswer]) -> bool:
        """Whether it holds if each answer is read off its certificate, once that is verified.

        Functions whose answers carry no certificate are asked again: they are exhaustive checks.

        Errors: ``InvalidInput`` for an answer that is missing, too much, or not proven.
        """
        left = list(answers)
        holds = self._truth(self._value(self.text, case, functools.partial(_replaying, left)))
        if left:
            raise InvalidInput("certified answers", len(left), "none beyond those asked for")
        return holds

    def _truth(self, value: Any) -> bool:
        """Whether a value says that the claim holds; refused where it would always say the same.

        A tuple or a list holds unless it is empty; a verdict is true or false by itself.

        >>> from games import CoalitionalGame
        >>> Predicate("core(case)")(CoalitionalGame(["A"], {"A": 1}))
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: predicate is 'core(case)'; it should be true or false of a case
        (this one is of kind Core).
        """
        judges = hasattr(type(value), "__bool__") and not isinstance(value, Number | NoneType)
        if isinstance(value, bool | tuple | list | set | frozenset) or judges:
            return bool(value)
        nothing = "this one is None: write '... is None' if that is right"
        found = nothing if value is None else f"this one is of kind {type(value).__name__}"
        raise InvalidInput(self.place, self.text, f"true or false of a case ({found})")

    def _value(
        self,
        text: str,
        case: Any,
        wrap: Callable[[str, Any], Any],
        further: Mapping[str, Any] = MappingProxyType({}),
    ) -> Any:
        names = python_names(text)
        wrapped = {
            name: wrap(name, value) if _is_question(value) else value
            for name, value in names.items()
        }
        try:
            # Stopped within a text, Python would end by a signal, not with the exit code 130.
            asked = compile(text, "<string>", "eval")
            return eval(asked, {**wrapped, **further, CASE: case})  # noqa: S307 - the docstring says so
        except IntercityError:
            raise
        except Exception as error:
            expected = f"one that runs (this one stops: {stopped_by(error)})"
            raise InvalidInput(self.place, self.text, expected) from error

    def _sides(self) -> list[str]:
        """The sides of comparisons that stand outside all loops and are no constants."""
        found: list[str] = []
        waiting: list[ast.AST] = [ast.parse(self.text, mode="eval").body]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                found += [ast.unparse(side) for side in sides if _of_case(side)]
            elif isinstance(node, ast.BoolOp):
                waiting += node.values
            elif isinstance(node, ast.UnaryOp):
                waiting.append(node.operand)
            elif isinstance(node, ast.IfExp):
                waiting += [node.test, node.body, node.orelse]
            elif isinstance(node, ast.Attribute):
                found.append(ast.unparse(node))
        return list(dict.fromkeys(found))


def _of_case(node: ast.expr) -> bool:
    """Whether it speaks of the case: ``()`` and ``Fraction(1, 2)`` do not."""
    return any(isinstance(part, ast.Name) and part.id == CASE for part in ast.walk(node))


_REACHED = "_reached"


@functools.cache
def _marked(text: str) -> str:
    """The claim, made to call ``_reached`` with what it says once what it supposes is met."""
    tree = ast.parse(text, mode="eval")
    return ast.unparse(_mark(tree.body))


def _mark(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Constant):
        return node
    if isinstance(node, ast.BoolOp):
        first = len(node.values) - 1 if isinstance(node.op, ast.Or) else 0
        node.values[first:] = map(_mark, node.values[first:])
        return node
    if isinstance(node, ast.IfExp):
        node.body, node.orelse = _mark(node.body), _mark(node.orelse)
        return node
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "all" and len(node.args) == 1:
        each = node.args[0]
        if isinstance(each, ast.GeneratorExp | ast.ListComp):
            each.elt = _mark(each.elt)
            return node
    return ast.Call(ast.Name(_REACHED, ast.Load()), [node], [])


def _is_question(value: Any) -> bool:
    """Whether it is one of the library's functions that answer questions."""
    module = getattr(value, "__module__", "") or ""
    return callable(value) and not isinstance(value, type) and module.startswith(_ASKED)


_ASKED = ("solvers.", "mechanisms.")


def _recording(answers: list[CertifiedAnswer], name: str, function: Callable[..., Any]) -> Any:
    """The function, which also writes down answers that their subject's certificate proves."""

    @functools.wraps(function)
    def ask(*arguments: Any, **options: Any) -> Any:
        answer = function(*arguments, **options)
        certificate = getattr(answer, "certificate", None)
        if isinstance(certificate, Certificate) and arguments and certificate.verify(arguments[0]):
            text = json.dumps(certificate.to_json(), ensure_ascii=False)
            answers.append(CertifiedAnswer(name, text))
        return answer

    return ask


def _replaying(left: list[CertifiedAnswer], name: str, function: Callable[..., Any]) -> Any:
    """The function's answers, read off certificates where there are any."""

    @functools.wraps(function)
    def ask(*arguments: Any, **options: Any) -> Any:
        if not left or left[0].function != name:
            return function(*arguments, **options)
        answer = left.pop(0)
        try:
            certificate = Certificate.from_json(answer.certificate)
        except ValueError as error:
            raise InvalidInput(f"certificate of {name}", Told("malformed"), str(error)) from error
        if not _may_prove(certificate, function):
            raise InvalidInput(f"certificate of {name}", certificate.kind, f"of {name}")
        if not (verdict := certificate.verify(arguments[0])):
            raise InvalidInput(
                f"certificate of {name}", certificate.kind, f"valid: {verdict.reason}"
            )
        return certificate.answer(arguments[0])

    return ask


def _may_prove(certificate: Certificate, function: Callable[..., Any]) -> bool:
    """Whether it is of the function by name, or stands in the same file as it or a form of it."""
    if certificate.of:
        return certificate.of == function.__name__
    forms = (function, *getattr(function, "registry", {}).values())
    return type(certificate).__module__ in {form.__module__ for form in forms}
