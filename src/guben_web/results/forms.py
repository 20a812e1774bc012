"""What people fill in to have an evaluation computed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.schemes import scheme_titles
from guben_web.ledgers.periods import find_year
from guben_web.ledgers.queries import reported_periods
from guben_web.tallies.queries import counted_periods
from guben_web.words.days import need_day_that_has_come
from guben_web.words.language import label, say


class NewEvaluation(forms.Form):
    """A scheme, a period that something was reported for, and a cut-off date."""

    scheme = forms.ChoiceField(label=label("制度", "Scheme"))
    period = forms.ChoiceField(
        label=label("考核期", "Period"),
        help_text=label(
            "有上报数据或计好票的考核期都在这里。",
            "Every period that somebody has reported or counted for is here.",
        ),
    )
    as_of = forms.DateField(
        label=label("截止日期", "Cut-off date"),
        validators=(need_day_that_has_come,),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=label(
            "组织、班子和年龄按这一天计算。", "Organizations, teams and ages are taken as of this day."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = sorted({*reported_periods(), *counted_periods()}, reverse=True)
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (name, say(title)) for name, title in scheme_titles().items()
        ]
        self.fields["period"].choices = [(each, each) for each in periods]  # type: ignore[attr-defined]
        if periods:
            self.initial.setdefault("period", periods[0])
            self.initial.setdefault("as_of", _end_of(periods[0], timezone.localdate()))


def _end_of(period: str, today: date) -> date:
    """Return the last day of the year that a period begins with, or today if that is earlier."""
    return min(date(find_year(period) or today.year, 12, 31), today)
