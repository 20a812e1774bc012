"""What is asked and answered."""

from django import forms

from guben_web.corrections.enums import State
from guben_web.words.language import label


class Ask(forms.Form):
    """What is wrong, and what would be right."""

    words = forms.CharField(
        label=label("哪里不对，应当是什么", "What is wrong, and what would be right"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=label("由所在乡镇党委答复。", "Your township answers."),
    )


class Answer(forms.Form):
    """Whether it was corrected."""

    state = forms.ChoiceField(label=label("结果", "Outcome"), choices=State.choices[1:])
    answer = forms.CharField(
        label=label("答复", "Answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=label(
            "申请人看得到。未更正的请说明原因。", "The member reads it. Say why if nothing was corrected."
        ),
    )


class AccountName(forms.Form):
    """An account, by what one signs in with."""

    username = forms.CharField(
        label=label("用户名", "User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
