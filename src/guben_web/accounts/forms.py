"""What people fill in to sign in, and to look through the record."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.safestring import SafeString

from guben_web.accounts.models import Account
from guben_web.audit.acts import ACTS
from guben_web.audit.queries import Wanted
from guben_web.engine.texts import Text
from guben_web.words.language import label, say

_ANY_ACT = Text("全部", "All")


class SignIn(forms.Form):
    """A user name and a password."""

    username = forms.CharField(
        label=label("用户名", "User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=label("密码", "Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class RecordFilter(forms.Form):
    """Which acts of the record are asked for."""

    words = forms.CharField(label=label("人员或对象", "Who or what"), required=False, max_length=64)
    action = forms.ChoiceField(label=label("操作", "Act"), required=False)
    since = forms.DateField(
        label=label("从", "From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=label("到", "Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, say(words)) for code, words in ACTS.items()]
        self.fields["action"].choices = [("", say(_ANY_ACT)), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what is asked for; what was not understood does not narrow."""
        self.is_valid()
        return Wanted(**self.cleaned_data)


class NewPassword(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(
        label=label("新密码", "New password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=label("再输一次", "The same again"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def rules(self) -> list[str] | list[SafeString]:
        """Return what a password must be like, in words."""
        return password_validators_help_texts()

    def clean_password(self) -> str:
        """Check the password against the rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned and cleaned.get("again") != cleaned["password"]:
            self.add_error("again", str(label("两次输入的密码不一样。", "The two passwords differ.")))
        return cleaned
