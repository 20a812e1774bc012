"""What the terminal says while the servers run and stop, and what the log says of pages that may not be opened."""

import logging
import os
import signal
import sys

import pytest
from django.core.exceptions import PermissionDenied

from guben_web.config.starting import notices_in
from guben_web.config.supervisor import Child, Supervisor
from guben_web.shared.logs import WithoutTracesOfDenials

_SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def own_signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "正在停止，先等后台程序收尾，最多20秒……\n"),
        ("en", "Stopping; waiting for the background worker, 20 seconds at most …\n"),
    ],
)
def test_who_stops_the_servers_is_told_so_before_they_have_stopped(own_signals, capsys, language, words):
    child = Child("worker", _SLEEPS)
    notices = notices_in(language, lambda: os.kill(os.getpid(), signal.SIGINT))

    code = Supervisor([child], is_ready=lambda: True, notices=notices).run()

    assert (code, capsys.readouterr().out, child.is_alive()) == (0, words, False)


def test_a_page_that_somebody_may_not_open_is_one_line_in_the_log():
    error = PermissionDenied()
    denied = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Forbidden", (), (type(error), error, None)
    )

    WithoutTracesOfDenials().filter(denied)

    assert logging.Formatter("{message}", style="{").format(denied) == "Forbidden"


def test_the_trace_of_what_is_broken_stays_in_the_log():
    error = ValueError("broken")
    record = logging.LogRecord("guben_web", logging.ERROR, "", 0, "Broken", (), (type(error), error, None))

    WithoutTracesOfDenials().filter(record)

    assert record.exc_info is not None
