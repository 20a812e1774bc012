"""Reading many tables as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def consistent_reads() -> Iterator[None]:
    """Let everything read in the block be of one moment; writers go on meanwhile, and the block writes nothing.

    Inside a transaction the block is part of it.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Transactions of the application begin as writers (docs/decisions/0020); this one must keep nobody waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
