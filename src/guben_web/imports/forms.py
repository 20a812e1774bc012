"""What people fill in to import."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from guben_web.engine.texts import CoreRefusal
from guben_web.engine.workbooks import workbook_of
from guben_web.imports.columns import chosen_for, decisions, possible_meanings
from guben_web.imports.enums import Kind
from guben_web.ledgers.period_field import PeriodField
from guben_web.people.forms import Reason
from guben_web.words.days import need_day_that_has_come
from guben_web.words.language import label, say

_LARGEST_MB = 50


class Upload(forms.Form):
    """A workbook, and what it is about."""

    workbook = forms.FileField(
        label=label("工作簿", "Workbook"),
        error_messages={
            "required": label("请选择一个Excel文件。", "Choose an Excel file."),
            "empty": label("这个文件是空的，请另选一个。", "This file is empty; choose another."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls"}),
        help_text=label(
            "一个Excel文件，含组织、单位、党员、任职、换届、报酬、年度等次中的一张或几张表；标题行、合并表头、中文日期都能读。不超过50MB。",
            "One Excel file with one or more sheets of organizations, workplaces, members, posts, terms and earlier grades, as offices have them; up to 50 MB.",
        ),
    )
    as_of = forms.DateField(
        label=label("截止日期", "Cut-off date"),
        help_text=label("工作簿里的数据截至哪一天。", "The day that the workbook describes."),
        validators=(need_day_that_has_come,),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    period = PeriodField(
        help_text=label(
            "工作簿里填报的数据属于哪个考核期，一般是年份，如2025。",
            "What the figures in the workbook belong to, usually the year, such as 2025.",
        ),
    )

    def clean_workbook(self) -> "UploadedFile[Any]":
        """Refuse what is too large to be a workbook of an office."""
        file: UploadedFile[Any] = self.cleaned_data["workbook"]
        if file.size and file.size > _LARGEST_MB * 2**20:
            raise forms.ValidationError(
                str(
                    label(
                        f"文件超过{_LARGEST_MB}MB，请拆成几个。",
                        f"The file is over {_LARGEST_MB} MB; split it.",
                    )
                )
            )
        try:
            workbook_of(Path(file.name or ""), file.read())
        except CoreRefusal as refusal:
            sentences = [
                say(words) for each in refusal.findings[:1] for words in (each.message, each.hint) if words
            ]
            raise forms.ValidationError(sentences) from None
        file.seek(0)
        return file


class TakeOut(Reason):
    """Which tables are taken out to be corrected, and why."""

    kinds = forms.MultipleChoiceField(
        label=label("要改的表", "Tables to correct"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=label(
            "每样一张表，在同一个工作簿里；单位单独成表时，组织表里就不再带所在单位。",
            "A sheet each, in one workbook; where workplaces have their own, organizations come without them.",
        ),
    )
    with_numbers = forms.BooleanField(
        label=label(
            "包括公民身份号码、联系电话和家庭住址（不打码）",
            "With identity numbers, phones and addresses, unmasked",
        ),
        required=False,
        help_text=label(
            "没有特别需要不要勾选：每行有记录号，不用号码也认得出是谁。",
            "Leave it unless they are needed: each row has its record, which tells who it is without them.",
        ),
    )
    field_order = ("kinds", "with_numbers", "reason")


class Columns(forms.Form):
    """What each heading of a batch means; its fields are `of:mark`."""

    def __init__(self, columns: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns

    def meanings(self) -> dict[tuple[str, str], str]:
        """Return the meanings that differ from what was understood, by kind of sheet and mark."""
        known = {of: {name for name, _ in names} | {""} for of, names in possible_meanings().items()}
        decided = decisions()
        asked = {
            (each["of"], each["mark"]): self.data.get(f"{each['of']}:{each['mark']}") for each in self.columns
        }
        held = {(each["of"], each["mark"]): chosen_for(each, decided) for each in self.columns}
        return {
            key: meaning
            for key, meaning in asked.items()
            if meaning is not None and meaning != held[key] and meaning in known[key[0]]
        }
