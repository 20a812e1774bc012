"""What people fill in to sign in and for their own account, and to look through the record."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.safestring import SafeString

from guben_web.accounts.models import Account
from guben_web.audit.acts import ACTS
from guben_web.audit.queries import Wanted
from guben_web.engine.texts import Text
from guben_web.words.language import label, say

_ANY_ACT = Text("全部", "All")
# A day before and a day after these are still days, in every time zone.
_DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(9998, 12, 31)))


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
        validators=_DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=label("到", "Until"),
        required=False,
        validators=_DAYS,
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


class Code(forms.Form):
    """A code of an authenticator, or one from paper."""

    code = forms.CharField(
        label=label("验证码", "Code"),
        max_length=16,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the code without the spaces and the full-width digits that people type."""
        return _typed(self.cleaned_data["code"])


class NewPhone(Code):
    """The first code of another authenticator, and one of the authenticator before."""

    current = forms.CharField(
        label=label("原来手机上的验证码，或者一个备用码", "A code of the former phone, or a recovery code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ("current", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page begins with the former phone.
        del self.fields["code"].widget.attrs["autofocus"]
        self.fields["code"].label = str(label("新手机上的验证码", "A code of the new phone"))

    def clean_current(self) -> str:
        """Return the code without the spaces and the full-width digits that people type."""
        return _typed(self.cleaned_data["current"])


class NewPasskey(forms.Form):
    """A passkey that the browser made, which the script puts in, and what its holder calls it."""

    passkey = forms.CharField(widget=forms.HiddenInput())
    name = forms.CharField(
        label=label("给它起个名字，例如“办公电脑”", "A name for it, such as 'office computer'"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewPassword(forms.Form):
    """A password, typed twice; and the one before, from somebody who has one."""

    current = forms.CharField(
        label=label("现在的密码", "Current password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

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

    def __init__(self, *args: Any, account: Account, is_right: Callable[[str], bool], **kwargs: Any) -> None:
        """`is_right` says whether a password is the one that the account has."""
        super().__init__(*args, **kwargs)
        self.account = account
        self._is_right = is_right
        if account.must_set_password or not account.has_usable_password():
            del self.fields["current"]

    def rules(self) -> list[str] | list[SafeString]:
        """Return what a password must be like, in words."""
        return password_validators_help_texts()

    def clean_current(self) -> str:
        """Check that it is the person herself who sits there."""
        current: str = self.cleaned_data["current"]
        if not self._is_right(current):
            raise forms.ValidationError(str(label("现在的密码不对。", "This is not your current password.")))
        return current

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


def _typed(code: str) -> str:
    return "".join(unicodedata.normalize("NFKC", code).split())
