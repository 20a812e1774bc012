"""Lines of imports and their workbooks under another key."""

from collections.abc import Iterator

from guben_web.imports import files
from guben_web.imports.enums import Kind
from guben_web.imports.models import Batch, Line
from guben_web.people.rotating import Keys, rotate_changes


def rotate(keys: Keys) -> Iterator[int]:
    """Encrypt lines and the workbooks of open imports anew; yield how many were changed, each time some are."""
    rows = Line.objects.filter(kind=Kind.MEMBER)
    yield from rotate_changes(keys, rows, "subject")
    for batch in Batch.objects.filter(has_file=True).order_by("pk"):
        yield files.encrypt_anew(batch, old=keys.old, new=keys.new)
