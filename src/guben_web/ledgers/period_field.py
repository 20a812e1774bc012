"""The field of a form in which a period is typed."""

from typing import Any

from django import forms

from guben_web.ledgers.periods import PERIOD
from guben_web.words.language import label


class PeriodField(forms.RegexField):
    """A period as people write it: it begins with its year."""

    def __init__(self, **more: Any) -> None:
        invalid = label(
            "考核期以年份开头，如2025、2025上半年。", "A period begins with its year, such as 2025 or 2025Q1."
        )
        named = {"label": label("考核期", "Period"), "max_length": 16, "error_messages": {"invalid": invalid}}
        super().__init__(PERIOD, **{**named, **more})
