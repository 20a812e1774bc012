"""What people fill in to have an evaluation computed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.schemes import scheme_titles
from guben_web.ledgers.queries import reported_periods
from guben_web.words.formats import in_words
from guben_web.words.language import current_language, label, say


class NewEvaluation(forms.Form):
    """A scheme, a period that something was reported for, and a cut-off date."""

    scheme = forms.ChoiceField(label=label("考核办法", "Scheme"))
    period = forms.ChoiceField(
        label=label("考核期", "Period"),
        help_text=label(
            "有上报数据的考核期都在这里。", "Every period that somebody has reported for is here."
        ),
    )
    as_of = forms.DateField(
        label=label("截止日期", "Cut-off date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=label(
            "组织、班子和年龄按这一天计算。", "Organizations, teams and ages are taken as of this day."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = reported_periods()
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (name, say(title)) for name, title in scheme_titles().items()
        ]
        self.fields["period"].choices = [(each, each) for each in periods]  # type: ignore[attr-defined]
        if periods:
            self.initial.setdefault("period", periods[0])
            self.initial.setdefault("as_of", _end_of(periods[0], timezone.localdate()))

    def clean_as_of(self) -> date:
        """Check that the day has come."""
        day: date = self.cleaned_data["as_of"]
        today = timezone.localdate()
        if day > today:
            words = label(
                "这一天还没有到，最晚可以填今天（{today}）。",
                "This day has not come yet; today ({today}) is the latest.",
            )
            raise forms.ValidationError(str(words).format(today=in_words(today, current_language())))
        return day


def _end_of(period: str, today: date) -> date:
    """Return the last day of the year that a period begins with, or today if that is earlier."""
    year = int(period[:4]) if period[:4].isdigit() else today.year
    return min(date(year, 12, 31), today)
