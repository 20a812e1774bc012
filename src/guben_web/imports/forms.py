"""What people fill in to import."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from guben_web.engine.texts import CoreRefusal
from guben_web.engine.workbooks import workbook_of
from guben_web.imports.columns import chosen_for, decisions, possible_meanings
from guben_web.ledgers.periods import PERIOD
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
            "一个Excel文件，含组织表和党员表；标题行、合并表头、中文日期都能读。不超过50MB。",
            "One Excel file with a sheet of organizations and one of members, as offices have them; up to 50 MB.",
        ),
    )
    as_of = forms.DateField(
        label=label("截止日期", "Cut-off date"),
        help_text=label("工作簿里的数据截至哪一天。", "The day that the workbook describes."),
        validators=(need_day_that_has_come,),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    period = forms.RegexField(
        PERIOD,
        label=label("考核期", "Period"),
        max_length=16,
        help_text=label(
            "工作簿里填报的数据属于哪个考核期，一般是年份，如2025。",
            "What the figures in the workbook belong to, usually the year, such as 2025.",
        ),
        error_messages={
            "invalid": label(
                "考核期以年份开头，如2025、2025上半年。",
                "A period begins with its year, such as 2025 or 2025Q1.",
            )
        },
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
