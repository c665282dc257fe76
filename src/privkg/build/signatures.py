"""Signatures of files, by which a later build sees without reading them which may have changed."""

import time

from privkg.core.objects import Readable, StoredObject

_RECENT_NS = 10_000_000
_RECENT_OF_SECONDS_NS = 2_000_000_000
"""Nanoseconds in which a file may change without another time of change, by the precision of times."""


def of(path: Readable) -> str:
    """Return what changes when a file does; empty if it changed so recently that it may not.

    As in Git's index: the identity of the file, its size, and its times of change. Of an object in a
    store it is the version that was listed.
    """
    if isinstance(path, StoredObject):
        return f"{path.tag} {path.size}"
    try:
        found = path.stat()
    except OSError:
        return ""  # reading reports it
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    precise = found.st_ctime_ns % 1_000_000_000
    if time.time_ns() - changed < (_RECENT_NS if precise else _RECENT_OF_SECONDS_NS):
        return ""
    values = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return " ".join(map(str, values))
