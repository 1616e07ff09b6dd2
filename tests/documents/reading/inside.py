"""What tests have the child do: what a poisoned file may make it do."""

import ctypes
import os
import sys


def modules():
    """What it has imported."""
    return sorted(sys.modules)


def crash():
    """Read from nowhere."""
    ctypes.string_at(0)


def grow_and_crash():
    """Take more and more memory, then end as a library in C does that gets no more."""
    import time

    kept = []
    try:
        while True:
            kept.append(bytearray(8 * 1024 * 1024))
            time.sleep(0.02)
    except MemoryError:
        os.abort()


def talk_nonsense():
    """Write past the protocol, as somebody who has taken the process over may."""
    for number in range(3, 20):
        try:
            os.write(number, b'"a line of theirs"\n')
        except OSError:
            continue
