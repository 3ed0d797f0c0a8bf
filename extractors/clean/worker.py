"""The child process: reads pages from its standard input, writes results, and can be killed at any time.

parent -> [length][pickle of (page, feed, now)] -> child -> [length][pickle of the result] -> parent
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

LENGTH = struct.Struct("<Q")
#: the first frame a child writes, when everything is imported
READY = "ready"
#: the child ends itself if it is still busy this much later than its parent should have killed it
SELF_DESTRUCT_FACTOR = 2.0


def write_frame(stream: BinaryIO, value: object) -> None:
    """Write one length-prefixed pickle."""
    data = pickle.dumps(value, protocol=5)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """Return the next value; raise `EOFError` at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(LENGTH.unpack(head)[0]))


def serve(make_version_name: str) -> None:
    """Serve pages with the function named "module:function" until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    # whatever a library prints must not land between the frames
    os.dup2(2, 1)
    module, _, function = make_version_name.partition(":")
    make_version = getattr(importlib.import_module(module), function)
    settings = read_frame(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (settings.clean_memory_bytes, settings.clean_memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    write_frame(results, READY)
    while True:
        try:
            page, feed, now = read_frame(sys.stdin.buffer)
        except EOFError:
            return
        # also when the parent is gone: nobody else would end a page that hangs
        signal.setitimer(signal.ITIMER_REAL, settings.clean_deadline_seconds * SELF_DESTRUCT_FACTOR)
        answer: object
        try:
            answer = make_version(page, feed, settings, now)
        except MemoryError:
            # the heap may be damaged: the parent quarantines the page and starts a new child
            os._exit(17)
        except Exception as error:  # noqa: BLE001 - any failure belongs to this one page; the parent makes it an issue
            answer = error if _can_travel(error) else RuntimeError(f"{type(error).__name__}: {error}"[:500])
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_frame(results, answer)


def _can_travel(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - pickling runs foreign code
        return False
    return True
