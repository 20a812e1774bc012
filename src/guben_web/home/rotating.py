"""Everything that is encrypted, under another key. An app that keeps something encrypted stands in the list here."""

from collections.abc import Iterator

from django.utils import timezone

from guben_web.corrections import rotating as corrections
from guben_web.home import actions
from guben_web.imports import rotating as imports
from guben_web.people import rotating as people
from guben_web.people.rotating import Keys

_PARTS = (people.rotate, corrections.rotate, imports.rotate)


def rotate(*, old: str, new: str) -> Iterator[int]:
    """Encrypt everything with the new key; yield how many rows were changed, each time some are stored."""
    keys = Keys(old, new)
    number = 0
    for part in _PARTS:
        for some in part(keys):
            number += some
            yield some
    actions.record_rotation(rows=number, now=timezone.now())
