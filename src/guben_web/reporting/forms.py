"""What the department fills in: a collection, why a form is opened again, who returns for a department."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.engine.reporting import schemes_that_ask
from guben_web.engine.schemes import scheme_titles
from guben_web.ledgers.period_field import PeriodField
from guben_web.reporting.actions import Design, Wish
from guben_web.reporting.designing import Proposal
from guben_web.reporting.models import Collection
from guben_web.words.language import label, say

_MOST_MINUTES = 480
_LARGEST_MB = 20
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DesignCollection(forms.Form):
    """A collection; everything beside schemes, period and deadline is filled in already."""

    schemes = forms.MultipleChoiceField(
        label=label("按哪些制度收数", "For which schemes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": label("请选择制度。", "Choose a scheme.")},
    )
    period = PeriodField()
    title = forms.CharField(label=label("名称", "Title"), max_length=100)
    deadline = forms.DateField(label=label("截止日期", "Deadline"), widget=_DAY)
    jump_percent = forms.IntegerField(
        label=label("比上期变动超过多少要说明（%）", "Changes of more than (%) are explained"),
        min_value=1,
        max_value=1000,
    )
    sample_size = forms.IntegerField(
        label=label("批量审核前至少抽看（份）", "Forms to look at before a bulk approval"),
        min_value=1,
        max_value=50,
    )
    answer_days = forms.IntegerField(
        label=label("退回后几天内改好", "Days to answer a return"), min_value=1, max_value=60
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        titles = scheme_titles()
        choices = [(name, say(titles[name])) for name in schemes_that_ask()]
        self.fields["schemes"].choices = choices  # type: ignore[attr-defined]

    def clean_deadline(self) -> date:
        """Refuse a deadline that has passed."""
        deadline: date = self.cleaned_data["deadline"]
        if deadline < self.today:
            raise forms.ValidationError(str(label("截止日期已经过了。", "The deadline has passed.")))
        return deadline

    def design(self) -> Design:
        """Return what was filled in."""
        data = {**self.cleaned_data, "schemes": tuple(self.cleaned_data["schemes"])}
        return Design(**data)

    def wishes(self, proposal: Proposal) -> list[Wish]:
        """Return the figures that are ticked, with their minutes and justifications."""
        found = []
        for each in proposal.proposed:
            name = each.asked.measure.name
            if f"ask-{name}" not in self.data:
                continue
            minutes = self.data.get(f"minutes-{name}", "")
            number = int(minutes) if minutes.isdecimal() and len(minutes) < 4 else 0
            why = self.data.get(f"why-{name}", "").strip()[:200]
            found.append(Wish(name, max(1, min(number, _MOST_MINUTES)), why))
        return found


class Reopen(forms.Form):
    """Why a form is opened again, and until when."""

    until = forms.DateField(label=label("可填到", "Open until"), widget=_DAY)
    reason = forms.CharField(label=label("理由", "Reason"), max_length=200)


class NameDepartment(forms.Form):
    """Who returns the figures of a department."""

    name = forms.CharField(label=label("部门名称", "Name"), max_length=64)
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label=label("由谁填", "Filled in by"),
        empty_label=label("请选择", "Choose"),
        help_text=label("有“赋分部门”角色的账号。", "Accounts with the role of a scoring department."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = Account.objects.filter(
            is_active=True, roles__code=RoleCode.SCORING_DEPARTMENT, roles__ended_at=None
        )
        self.fields["account"].queryset = holders.distinct()  # type: ignore[attr-defined]


def design_of(collection: Collection) -> dict[str, object]:
    """Return a draft as its form shows it."""
    return {name: getattr(collection, name) for name in DesignCollection.base_fields}


class BringIn(forms.Form):
    """A workbook of forms."""

    workbook = forms.FileField(
        label=label("工作簿", "Workbook"),
        error_messages={
            "required": label("请选择一个Excel文件。", "Choose an Excel file."),
            "empty": label("这个文件是空的，请另选一个。", "This file is empty; choose another."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls"}),
        help_text=label(
            "从这里下载、填好的工作簿，不超过20MB。先列出会改动什么，再决定是否写入。",
            "The workbook that was taken from here and filled in, up to 20 MB. What would change is shown first.",
        ),
    )

    def clean_workbook(self) -> "UploadedFile[Any]":
        """Refuse what is too large to be a workbook of forms."""
        file: UploadedFile[Any] = self.cleaned_data["workbook"]
        if file.size and file.size > _LARGEST_MB * 2**20:
            words = label(
                f"文件超过{_LARGEST_MB}MB，不是从这里下载的填报工作簿。",
                f"The file is over {_LARGEST_MB} MB and no workbook of forms.",
            )
            raise forms.ValidationError(str(words))
        return file
