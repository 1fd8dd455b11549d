"""Backends: where the tasks of a sweep are worked out. Tasks are texts, parts are bytes.

    in this process       one after the other
    in several processes  of this machine, by joblib
    on a Dask cluster     by the address of its scheduler, such as tcp://10.0.0.1:8786

All of them do the same work, and hand back the same parts, in another order.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import cache
from itertools import islice
from typing import Any

from games.by_city import whole
from games.errors import IntercityError, InvalidInput, missing_extra
from intercity.sweeps.runs import Done, Each, work_out

__all__ = ["Backend", "worked_out", "workers_of"]

Backend = int | str | None
"""A number of processes, or the address of a Dask scheduler; ``None``: all processors."""
MOST_PROCESSES = 512
PATIENCE = 60
"""Seconds for which a cluster may be without workers."""
OFTEN = 1
"""Seconds between two looks at whether a cluster, or a parent, is still there."""


def workers_of(backend: Backend) -> int | str:
    """The number of processes, or the address of a Dask scheduler.

    >>> workers_of(2), workers_of("tcp://10.0.0.1:8786")
    (2, 'tcp://10.0.0.1:8786')
    """
    if backend is None:
        return os.cpu_count() or 1
    if isinstance(backend, str):
        if "://" not in backend:
            right = "a number of processes, or the address of a Dask scheduler, as tcp://host:8786"
            raise InvalidInput("the backend", backend, right)
        return backend
    return whole(backend, "the backend, in processes,", 1, MOST_PROCESSES)


def worked_out(tasks: Iterator[str], workers: int | str, each: Each) -> Iterator[Done]:
    """The results of tasks, each as soon as it is done.

    ``each``: in what points are worked out in this process, so that it can be told of them.
    Few tasks more are taken than are worked on, so that their size can be fitted to the time they
    take. Errors: ``IntercityError`` where a process or the cluster goes away.
    """
    if workers == 1:
        return (work_out(task, each) for task in tasks)
    return _in_processes(tasks, workers) if isinstance(workers, int) else _on(workers, tasks)


def _in_processes(tasks: Iterator[str], workers: int) -> Iterator[Done]:
    try:
        from joblib import Parallel, delayed
        from joblib.externals.loky.process_executor import TerminatedWorkerError
    except ImportError:
        raise missing_extra("a sweep in several processes needs joblib", "sweep") from None
    shared = Parallel(
        n_jobs=workers,
        backend="loky",
        return_as="generator_unordered",
        batch_size=1,
        pre_dispatch=2 * workers,
    )
    try:
        yield from shared(delayed(_apart)(os.getpid(), task) for task in tasks)
    except TerminatedWorkerError:
        raise IntercityError(
            "a process that shares the work has ended before its time; memory may be short: ask "
            "for fewer processes. What is worked out is kept."
        ) from None


def _apart(parent: int, task: str) -> Done:
    """Work out a task in a process that ends with its parent, whatever ends that."""
    _follow(parent)
    return work_out(task)


@cache
def _follow(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the parent, which ends this
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(OFTEN)
    os._exit(1)


def _on(address: str, tasks: Iterator[str]) -> Iterator[Done]:
    """On the cluster of a Dask scheduler."""
    try:
        from distributed import Client, wait
    except ImportError:
        raise missing_extra("a sweep on a cluster needs Dask", "cluster") from None
    with _quiet():
        client = _client(Client, address)
        try:
            waiting: set[Any] = set()
            while True:
                room = max(1, 2 * _threads(client, address)) - len(waiting)
                waiting |= {
                    client.submit(work_out, task, pure=False) for task in islice(tasks, room)
                }
                if not waiting:
                    return
                for future in _some(client, wait, waiting, address):
                    waiting.discard(future)
                    yield _result(future, address)
        finally:
            client.close(timeout=OFTEN)


def _client(kind: Any, address: str) -> Any:
    try:
        return kind(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        why = (str(error) or type(error).__name__).split("\n")[0]
        right = f"the address of a Dask scheduler that answers ({why})"
        raise InvalidInput("the backend", address, right) from None


def _threads(client: Any, address: str) -> int:
    """How many tasks the cluster works on at once."""
    if client.status != "running":  # not even if it connects again: its tasks are lost
        raise _gone(address)
    try:
        return sum(client.nthreads().values())
    except (OSError, TimeoutError, CancelledError):
        raise _gone(address) from None


def _some(client: Any, wait: Any, waiting: set[Any], address: str) -> set[Any]:
    """Wait until a task is done; the tasks that are."""
    alone_since = None
    while True:
        ended = {future for future in waiting if future.status != "pending"}
        if ended:
            return ended
        with suppress(TimeoutError, CancelledError), client.as_current():
            wait(list(waiting), timeout=OFTEN, return_when="FIRST_COMPLETED")
            continue
        if _threads(client, address):
            alone_since = None
        elif alone_since is None:
            alone_since = time.monotonic()
        elif time.monotonic() - alone_since > PATIENCE:
            raise IntercityError(
                f"The cluster at {address} has had no workers for {PATIENCE} seconds. What is "
                "worked out is kept: ask for the same sweep again once it has some."
            )


def _result(future: Any, address: str) -> Done:
    if future.status == "finished":
        found: Done = future.result()
        return found
    if future.status != "error":
        raise _gone(address)
    error = future.exception()
    if isinstance(error, IntercityError):
        raise IntercityError(f"The cluster at {address} cannot take part: {error}.")
    why = f"{type(error).__name__}, {error}".split("\n")[0]
    raise IntercityError(f"The cluster at {address} does not do the work: {why}.")


def _gone(address: str) -> IntercityError:
    return IntercityError(
        f"The cluster at {address} has gone away. What is worked out is kept: ask for the same "
        "sweep again, there or with another backend."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's own words on what is lost are not shown beside ours."""
    handlers = logging.getLogger("distributed").handlers
    before = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL)
    yield
    # Not where the cluster is lost: those words come late.
    for handler, level in zip(handlers, before, strict=True):
        handler.setLevel(level)
