"""The form that asks for a token."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils import timezone

from guben_web.api.enums import Right
from guben_web.words.language import label


class Reason(forms.Form):
    """Why the token of somebody else is revoked; its holder reads it."""

    reason = forms.CharField(
        label=label("事由", "Reason"),
        max_length=200,
        help_text=label("令牌的主人会看到。", "The holder of the token reads it."),
    )


class NewToken(forms.Form):
    """A name, what the token may read, and its last day, if any."""

    name = forms.CharField(
        label=label("名称", "Name"),
        max_length=64,
        help_text=label(
            "给谁用、做什么用，比如“市级数据平台”。",
            "Who uses it for what, such as 'data platform of the city'.",
        ),
    )
    rights = forms.MultipleChoiceField(
        label=label("权限", "It may"),
        widget=forms.CheckboxSelectMultiple,
        help_text=label("只选用得着的。", "Choose only what is needed."),
    )
    last_day = forms.DateField(
        label=label("最后一天", "Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=label("不填就一直有效，直到撤销。", "Without one it is good until it is revoked."),
    )

    def __init__(self, *args: object, rights: Iterable[Right], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["rights"].choices = [(each.value, each.label) for each in rights]  # type: ignore[attr-defined]

    def clean_last_day(self) -> date | None:
        """Return the day; one that is over would make a token that never works."""
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(
                label("这一天已经过去。", "That day is over."),
            )
        return day
