"""The process that works in the background: a django-q2 cluster, and the beats of the apps beside it."""

import logging
import os
import time

from django.db import close_old_connections, connections
from django_q.cluster import Cluster

from guben_web.jobs.registry import Beat, all_beats

_log = logging.getLogger(__name__)
_PAUSE_SECONDS = 0.5


def work() -> None:
    """Work until the process is told to stop, or until whoever started it is gone."""
    parent = os.getppid()
    # The cluster forks; no connection may be open across that.
    connections.close_all()
    cluster = Cluster()
    cluster.start()
    due = dict.fromkeys(all_beats(), 0.0)
    while not cluster.has_stopped and cluster.sentinel.is_alive():
        for beat, when in due.items():
            if time.monotonic() >= when:
                due[beat] = time.monotonic() + beat.every_seconds
                _act(beat)
        if os.getppid() != parent:
            cluster.stop()
            break
        time.sleep(_PAUSE_SECONDS)
    for beat in due:
        if beat.at_end:
            _act(beat)


def _act(beat: Beat) -> None:
    close_old_connections()
    try:
        beat.act()
    except Exception:
        # One beat must not stop the others; it is tried again at its next turn.
        _log.exception("%s failed.", beat.act.__name__)
