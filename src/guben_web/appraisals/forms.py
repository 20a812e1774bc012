"""What people fill in to run an appraisal."""

from collections.abc import Container, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.appraisals.actions import Meeting
from guben_web.appraisals.enums import Answer, Body, Objector, Outcome
from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.org.pickers import OrganizationField
from guben_web.results.layout import Layout
from guben_web.words.days import need_day_that_has_come
from guben_web.words.language import label, say

_DAYS_OF_NOTICE = 5
_ORDER = Text("结束日期不能早于开始日期。", "The last day cannot be before the first.")
_WHOLE = Text("总分和等次", "Total and grade")
_NOT_EVALUATED = Text("这个组织不在这次考核里。", "This organization is not part of the appraisal.")


def _day(words: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=words, widget=widget, **more)


class MeetingForm(forms.Form):
    """Who decided together, and the minutes."""

    body = forms.ChoiceField(label=label("会议", "Meeting"), choices=Body.choices)
    met_on = _day(label("会议日期", "Day of the meeting"), validators=(need_day_that_has_come,))
    document = forms.CharField(
        label=label("纪要编号（可不填）", "Number of the minutes (may be empty)"),
        max_length=100,
        required=False,
    )
    minutes = forms.CharField(
        label=label("纪要内容", "Minutes"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=label(
            "写明研究的结论；调整等次的理由写在各组织那一行。",
            "What was concluded; reasons for other grades stand in the line of each organization.",
        ),
    )

    def meeting(self) -> Meeting:
        """Return what was filled in."""
        said = self.cleaned_data
        return Meeting(Body(said["body"]), said["met_on"], said["document"], said["minutes"])


class PublishForm(forms.Form):
    """From when until when the results are on notice, and where to object."""

    first = _day(label("公示开始", "First day"))
    last = _day(
        label("公示结束", "Last day"),
        help_text=label(
            "一般不少于5个工作日；期满以后才能定。",
            "Usually five working days at least; only then can it be final.",
        ),
    )
    contact = forms.CharField(
        label=label("受理异议的单位和电话", "Office and telephone for objections"), max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.setdefault("first", today)
        self.initial.setdefault("last", _after_working_days(today, _DAYS_OF_NOTICE))

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", say(_ORDER))
        return said


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(
        label=label("理由", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObjectionForm(forms.Form):
    """What somebody objects to; no name is asked for."""

    path = forms.ChoiceField(label=label("对哪一项有异议", "What is objected to"), required=False)
    objector = forms.ChoiceField(label=label("谁提出的", "Who objects"), choices=Objector.choices)
    text = forms.CharField(
        label=label("异议内容和依据", "Objection and its grounds"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=label("不要写姓名和身份证号。", "Leave out names and identity numbers."),
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(part.path, "　" * part.depth + say(part.title)) for part in layout.parts]
        self.fields["path"].choices = [("", say(_WHOLE)), *parts]  # type: ignore[attr-defined]


class LateCorrectionForm(forms.Form):
    """What was wrong in a final result, and what is right."""

    organization = OrganizationField(label=label("组织", "Organization"), scope=Scope(is_whole=True))
    cell = forms.ChoiceField(label=label("哪一项", "What"), required=False)
    wrong = forms.CharField(label=label("原来写的", "What was wrong"), max_length=500)
    right = forms.CharField(label=label("应当是", "What is right"), max_length=500)
    reason = forms.CharField(
        label=label("依据", "Grounds"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=label(
            "最终结果和通知书不变；下一次考核试算前会列出来。",
            "The final result and the letters stay; the next appraisal lists this before its trial run.",
        ),
    )

    def __init__(
        self, *args: Any, cells: Sequence[tuple[str, Text]], evaluated: Container[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.evaluated = evaluated
        self.fields["cell"].choices = [(code, say(title)) for code, title in cells]  # type: ignore[attr-defined]

    def clean_organization(self) -> Any:
        """Refuse an organization that is not in the result."""
        version = self.cleaned_data["organization"]
        if version is not None and version.organization_id not in self.evaluated:
            raise forms.ValidationError(say(_NOT_EVALUATED))
        return version


class LookedForm(forms.Form):
    """What became of a late correction."""

    outcome = forms.ChoiceField(label=label("结论", "Outcome"), choices=Outcome.choices[1:])
    words = forms.CharField(
        label=label("说明", "Remark"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=label(
            "写数据在哪里更正的，或者为什么不用改。这个组织看得到。",
            "Say where the record was corrected, or why it need not be. The organization reads it.",
        ),
    )


class AnswerForm(forms.Form):
    """Whether an objection is upheld, and why."""

    answer = forms.ChoiceField(label=label("结论", "Outcome"), choices=Answer.choices[1:])
    words = forms.CharField(
        label=label("答复", "Answer"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=label(
            "提出异议的组织看得到。成立的，先更正数据，再重新计算。",
            "The organization reads it. Where it is upheld, correct the records, then compute again.",
        ),
    )


def _after_working_days(day: date, number: int) -> date:
    """Return the last of a number of weekdays that begin with a day; holidays are for people to mind."""
    while number > 1:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day
