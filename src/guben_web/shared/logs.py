"""What must not reach the log."""

import logging
import re

_TOKEN = re.compile(r"/link/[^/\s]+")


class WithoutTokens(logging.Filter):
    """Blots out the secret part of sign-in links: whoever reads the log cannot use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's words; always let it pass."""
        words = record.getMessage()
        if "/link/" in words:
            record.msg, record.args = _TOKEN.sub("/link/…", words), ()
        return True
