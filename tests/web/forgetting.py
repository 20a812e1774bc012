"""Generated examples that leave nothing to the next one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def forgotten() -> Iterator[None]:
    """Let what is stored inside be as if nobody had stored it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
