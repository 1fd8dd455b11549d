"""Work shared with processes, which end with this one, whatever ends it.

This process does its share, from the beginning: what it needs is there, while others start. Each
worker is a fresh Python that knows nothing of the script which it works for: so this may be
used in a notebook, a script without ``if __name__ == "__main__":`` or a program read from stdin.
It is asked through its standard input, and ends when that does: no signal is needed, and none
reaches it from the keyboard. Where one is ended before its time, as a system does that is short of
memory, the others do its share.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, Self

from games.errors import IntercityError
from intercity.checkup.garbage import SELDOM
from solvers.progress import Listener, listening, tell

__all__ = ["Workers", "serve"]

OFTEN = 0.2
"""Seconds between two looks at whether an answer is there: Windows hears no Ctrl-C in between."""


class _Ended(Exception):
    """A process that is no more: what it was asked is left to the others."""


class _Worker:
    """One process, which is asked one question at a time, and told with it what is new."""

    def __init__(self, module: str) -> None:
        self.purpose: Any = None
        self.heard: tuple[str, int, int] | None = None  # how far it is
        self.process = subprocess.Popen(  # noqa: S603 - this interpreter, this package
            [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({module!r})"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **_apart(),
        )

    def ask(self, item: Any) -> tuple[bool, Any]:
        """Whether there is an answer, and it, or else why there is none; ``_Ended`` without one."""
        asks, answers = self.process.stdin, self.process.stdout
        assert asks is not None and answers is not None  # noqa: S101, PT018 - pipes
        try:
            pickle.dump(pickle.dumps((self.purpose, item)), asks)
            self.purpose = None
            asks.flush()
            while True:
                done, told = pickle.load(answers)  # noqa: S301 - of our own process
                if done is not None:
                    return done, told
                self.heard = told
        except Exception:  # noqa: BLE001 - whatever it is, an answer is waited for
            raise _Ended from None
        finally:
            self.heard = None


def _apart() -> dict[str, Any]:
    """Out of reach of the keyboard: a Ctrl-C is for the process that was started there."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


class Workers:
    """Processes that share this one's work, and get ready for it while it is not yet known.

    ``processes``: with this one. ``module``: what the others import first. They end with the block
    in which they are used.
    """

    def __init__(self, processes: int, module: str) -> None:
        self._workers = [_Worker(module) for _ in range(processes - 1)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            with suppress(OSError), worker.process:
                pass

    def __bool__(self) -> bool:
        return bool(self._workers)

    def each(
        self,
        prepare: Callable[..., Callable[[Any], Any]],
        given: tuple[Any, ...],
        items: Sequence[Any],
    ) -> Iterator[Any]:
        """What ``prepare(*given)``, made once in each process, makes of the items, in order.

        One work after the other: all of its items are taken before the next begins. Between two
        items of its own this process looks for the answers of the others, and it does what is left
        of them where they have ended. Whoever listens is told of its own items, then of theirs.
        """
        for thread in self._threads:
            thread.join()
        self._threads = []
        waiting: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        answers: queue.SimpleQueue[tuple[int, tuple[bool, Any]]] = queue.SimpleQueue()
        for numbered in enumerate(items):
            waiting.put(numbered)

        def feed(worker: _Worker) -> None:
            with suppress(queue.Empty, _Ended):
                while True:
                    k, item = waiting.get_nowait()
                    try:
                        answers.put((k, worker.ask(item)))
                    except _Ended:
                        waiting.put((k, item))
                        raise

        for worker in self._workers:
            worker.purpose = prepare, given
            self._threads.append(threading.Thread(target=feed, args=(worker,), daemon=True))
            self._threads[-1].start()
        early: dict[int, tuple[bool, Any]] = {}
        work: Callable[[Any], Any] | None = None
        for k in range(len(items)):
            while k not in early:
                try:
                    early.update([answers.get(block=waiting.empty(), timeout=OFTEN)])
                    continue
                except queue.Empty:
                    if waiting.empty():
                        for heard in filter(None, [one.heard for one in self._workers]):
                            tell(*heard)
                with suppress(queue.Empty):
                    work = prepare(*given) if work is None else work
                    mine, item = waiting.get_nowait()
                    early[mine] = _answered(work, item)
            done, answer = early.pop(k)
            if not done:
                raise IntercityError(answer)
            yield answer


def serve(module: str) -> None:
    """What a worker does: import what it will need, then answer, until its standard input ends."""
    gc.disable()  # what is imported stays
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    importlib.import_module(module)
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
    work: Callable[[Any], Any] | None = None
    purpose: Any = None
    while True:
        new, item = pickle.loads(asked.get())  # noqa: S301 - of the process that started this
        if new is not None:
            purpose, work = new, None
        try:
            if work is None:
                prepare, given = purpose
                work = prepare(*given)
                gc.collect()
                gc.freeze()
        except IntercityError as error:
            answer = False, str(error)
        else:
            with listening(_passing_on(answers)):
                answer = _answered(work, item)
        pickle.dump(answer, answers)
        answers.flush()


def _passing_on(answers: IO[bytes]) -> Listener:
    """Tell who asked, now and then, how far this process is."""
    last = 0.0

    def tell_who_asked(part: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > OFTEN:
            last = time.monotonic()
            with suppress(OSError):  # nobody asks any more
                pickle.dump((None, (part, done, of)), answers)
                answers.flush()

    return tell_who_asked


def _answered(work: Callable[[Any], Any], item: Any) -> tuple[bool, Any]:
    """Whether there is an answer, and it, or else why there is none."""
    try:
        return True, work(item)
    except IntercityError as error:
        return False, str(error)


def _listen(asked: queue.SimpleQueue[bytes]) -> None:
    """Pass on what is asked; where nobody asks any more, end at once, amid whatever is done."""
    try:
        while True:
            asked.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - bytes
    except BaseException:  # noqa: BLE001 - whatever it is, nobody can be answered
        os._exit(1)
