"""What members ask for, under another key."""

from collections.abc import Iterator

from guben_web.corrections.models import Correction
from guben_web.people.rotating import Keys, rotate_rows


def rotate(keys: Keys) -> Iterator[int]:
    """Encrypt the words anew; yield how many rows were changed, each time some are stored."""

    def renew(row: Correction) -> bool:
        if keys.is_left_alone([row.words]):
            return False
        row.words = keys.text(row.words, of=row.pk, field="words")
        return True

    yield from rotate_rows(Correction.objects.all(), ("words",), renew)
