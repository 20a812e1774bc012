"""Days that people give."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from guben_web.engine.texts import Text
from guben_web.words.formats import in_words
from guben_web.words.language import current_language, say

_NOT_YET = Text(
    "这一天还没有到，最晚可以填今天（{today}）。",
    "This day has not come yet; today ({today}) is the latest.",
)


def need_day_that_has_come(day: date) -> None:
    """Return if the day is today or before, for the fields of forms; raises ValidationError if it is to come."""
    today = timezone.localdate()
    if day > today:
        raise ValidationError(say(_NOT_YET.filled(today=in_words(today, current_language()))))
