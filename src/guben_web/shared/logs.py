"""What must not reach the log."""

import logging
import re

from django.core.exceptions import PermissionDenied

_TOKEN = re.compile(r"/link/[^/\s]+")


class WithoutTokens(logging.Filter):
    """Blots out the secret part of sign-in links: whoever reads the log cannot use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's words; always let it pass."""
        words = record.getMessage()
        if "/link/" in words:
            record.msg, record.args = _TOKEN.sub("/link/…", words), ()
        return True


class WithoutTracesOfDenials(logging.Filter):
    """Leaves one line of a page that somebody may not open: nothing is broken, so a trace of the code says nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the trace; always let the record pass."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True
