"""What people fill in for rounds and plans."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text
from guben_web.promotion.enums import Asked
from guben_web.promotion.grades import Order
from guben_web.promotion.merging import Merged
from guben_web.promotion.round_actions import Terms
from guben_web.promotion.sources import Source, proposed_source
from guben_web.results.models import Evaluation
from guben_web.words.days import need_day_that_has_come
from guben_web.words.language import label, say

_TITLE = Text("{year}年度晋位升级", "Promotion {year}")
_ORDER = Text("整改完成期限不能早于方案上报期限。", "It cannot be finished before the plans are due.")
_OTHER_SCHEME = Text(
    "这次考核是按另一个制度算的，请选同一制度的考核或导入的等次。",
    "That evaluation is by another scheme; take one by the same scheme, or imported grades.",
)
_LEAVE_OUT = Text("不列入", "Leave out")
_PLANS_DUE, _FINISH_BY = timedelta(days=21), timedelta(days=240)
LEFT_OUT = "-"


def _day(words: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=words, widget=widget, **more)


class NewRound(forms.Form):
    """What a round begins with."""

    title = forms.CharField(label=label("名称", "Title"), max_length=100)
    scheme = forms.ChoiceField(
        label=label("制度", "Scheme"),
        help_text=label(
            "等次的高低顺序按这个制度；只列入它考核的组织。",
            "Its grades give the order, and only the organizations that it evaluates take part.",
        ),
    )
    baseline = forms.ChoiceField(
        label=label("基准等次", "Baseline"),
        help_text=label(
            "导入的往年等次，或者已下发的考核。",
            "Earlier grades that were brought in, or an evaluation shown to units.",
        ),
    )
    period = forms.CharField(label=label("晋位年度", "Period of the second grades"), max_length=16)
    grades_up = forms.IntegerField(
        label=label("目标比基准高几个等次", "Target above the baseline by how many grades"),
        min_value=0,
        max_value=9,
        initial=1,
        help_text=label(
            "最高等次的保持。乡镇可以说明理由调整。",
            "The best grade stays. Townships can adjust it with a reason.",
        ),
    )
    asks = forms.ChoiceField(
        label=label("要求制定方案的组织", "Who needs a plan"),
        choices=Asked.choices,
        help_text=label(
            "列入倒排名单的组织都要有方案。", "Organizations on a list of the last need one in any case."
        ),
    )
    plans_due = _day(label("方案上报期限", "Plans due"))
    finish_by = _day(label("整改完成期限", "To be finished by"))

    def __init__(self, *args: Any, sources: Sequence[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.sources = {each.key: each for each in sources}
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (name, say(title)) for name, title in scheme_titles().items()
        ]
        self.fields["baseline"].choices = [(each.key, say(each.words)) for each in sources]  # type: ignore[attr-defined]
        year = str(today.year)
        first = {
            "title": say(_TITLE.filled(year=year)),
            "period": year,
            "baseline": proposed_source(sources, year),
            "scheme": next((each.evaluation.scheme for each in sources if each.evaluation), None),
            "plans_due": today + _PLANS_DUE,
            "finish_by": today + _FINISH_BY,
        }
        for name, value in first.items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and an evaluation by another scheme."""
        said = super().clean() or {}
        if said.get("plans_due") and said.get("finish_by") and said["finish_by"] < said["plans_due"]:
            self.add_error("finish_by", say(_ORDER))
        source = self.sources.get(said.get("baseline", ""))
        if source and source.evaluation and source.evaluation.scheme != said.get("scheme"):
            self.add_error("baseline", say(_OTHER_SCHEME))
        return said

    def terms(self) -> Terms:
        """Return what was filled in."""
        said = self.cleaned_data
        return Terms(
            title=said["title"],
            scheme=said["scheme"],
            period=said["period"],
            grades_up=said["grades_up"],
            asks=Asked(said["asks"]),
            plans_due=said["plans_due"],
            finish_by=said["finish_by"],
        )

    def source(self) -> Source:
        """Return the baseline that was chosen."""
        return self.sources[self.cleaned_data["baseline"]]


class Meaning(forms.Form):
    """Which grade each of some words means; the words are the labels."""

    def __init__(self, *args: Any, words: Sequence[str], order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "—"),
            *((str(place), say(title)) for place, title in enumerate(order.titles)),
            (LEFT_OUT, say(_LEAVE_OUT)),
        ]
        self.words = words
        for number, each in enumerate(words):
            self.fields[f"word-{number}"] = forms.ChoiceField(label=each, choices=choices)

    def meant(self) -> Mapping[str, int | None]:
        """Return the places of grades by word, None for those left out."""
        said = [self.cleaned_data[f"word-{number}"] for number in range(len(self.words))]
        return {
            words: None if each == LEFT_OUT else int(each)
            for words, each in zip(self.words, said, strict=True)
        }


class Second(forms.Form):
    """The evaluation that the second grades come from."""

    evaluation = forms.ChoiceField(
        label=label("考核", "Evaluation"),
        help_text=label("封存的最终结果排在前面。", "Sealed results stand first."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[Evaluation, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each, _ in choices}
        self.fields["evaluation"].choices = [(str(each.pk), words) for each, words in choices]  # type: ignore[attr-defined]

    def chosen(self) -> Evaluation:
        """Return the evaluation."""
        return self.offered[self.cleaned_data["evaluation"]]


class Reason(forms.Form):
    """Why something is undone or returned."""

    reason = forms.CharField(
        label=label("理由", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlanHead(forms.Form):
    """By when a plan is carried out, and who answers for it; both can wait while it is a draft."""

    deadline = _day(label("完成期限", "Deadline"), required=False)
    responsible = forms.ChoiceField(
        label=label("责任人", "Responsible"),
        required=False,
        help_text=label(
            "本组织的任职人员，或者联系领导。",
            "Somebody who holds a post here, or a contact leader of the county.",
        ),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [("", "—"), *people]  # type: ignore[attr-defined]

    def say_merged(self, merged: Merged) -> None:
        """Say beside each field what somebody else changed meanwhile: taken over, or for the reader to decide."""
        # A field shows the help that it had when it was first looked at, which cleaning does.
        for name in merged.taken.keys() & self.fields.keys():
            self.fields[name].help_text = say(merged.taken[name])
        self.full_clean()
        for name in merged.contested.keys() & self.fields.keys():
            self.add_error(name, say(merged.contested[name]))


class Note(forms.Form):
    """What was done on a day."""

    on = _day(label("日期", "Day"), validators=(need_day_that_has_come,))
    text = forms.CharField(
        label=label("进展", "Progress"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=label("写做了什么、有什么结果。", "What was done, and what came of it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
