"""What the security administrator fills in."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.accounts.enums import WITHOUT_ORGANIZATION, AccountState, RoleCode
from guben_web.accounts.models import Account, Role
from guben_web.accounts.queries import is_taken
from guben_web.administration.enums import INVITED
from guben_web.administration.places import is_there
from guben_web.administration.queries import ShownRole
from guben_web.administration.usernames import SHAPE, proposed_username
from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.org.pickers import FOUND, OrganizationField
from guben_web.shared.pickers import PickerInput
from guben_web.words.language import label, say

_LARGEST = 2**63 - 1
_ANY = Text("全部", "All")
_BAD_USERNAME = Text(
    "用户名用2至32个小写字母、数字、点、横线，以字母或数字开头。",
    "A user name is 2 to 32 small letters, digits, dots and dashes, and begins with a letter or a digit.",
)
_TAKEN = Text("这个用户名已被使用。", "This user name is taken.")
_NO_PLACE = Text("这个角色须指定组织，请在下面选择。", "This role is for an organization; choose one below.")
_UNKNOWN_PLACE = Text("没有找到所选的组织，请重新选择。", "The organization was not found; choose again.")
_FUTURE = Text("交接日期不能晚于今天。", "The day cannot be later than today.")
_FOR_ALL_BELOW = label(
    "角色对这个组织及其下级有效。写名称中的几个字或拼音首字母，从列出的里面选。",
    "The role holds for it and all below. Type some of the name or its pinyin initials and take one of those offered.",
)
_NOBODY = Text("请选择接任的账号。", "Choose who takes over.")


class AccountFilter(forms.Form):
    """Which accounts are asked for."""

    words = forms.CharField(label=label("姓名或用户名", "Name or user name"), required=False, max_length=64)
    place = forms.CharField(
        label=label("组织（含下级）", "Organization, with those below"),
        required=False,
        max_length=300,
        widget=PickerInput("administration:pick", FOUND),
    )
    role = forms.ChoiceField(label=label("角色", "Role"), required=False)
    state = forms.ChoiceField(label=label("状态", "State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("role", RoleCode.choices), ("state", AccountState.choices)):
            self.fields[name].choices = [("", say(_ANY)), *choices]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """Return what is asked for; what was not understood does not narrow."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}


class NewAccount(forms.Form):
    """Who the account is for, and what she signs in with."""

    display_name = forms.CharField(label=label("姓名或名称", "Name"), max_length=64)
    username = forms.CharField(
        label=label("用户名", "User name"),
        max_length=32,
        required=False,
        help_text=label("不填时按姓名的拼音生成。", "Left empty, it is made from the pinyin of the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_username(self) -> str:
        """Check what was typed, or propose a name nobody has."""
        username = str(self.cleaned_data["username"]).strip().casefold()
        if not username:
            return proposed_username(self.cleaned_data.get("display_name", ""))
        if not SHAPE.fullmatch(username):
            raise forms.ValidationError(say(_BAD_USERNAME))
        if is_taken(username):
            raise forms.ValidationError(say(_TAKEN))
        return username


class Invitation(NewAccount):
    """Whom a township lets in: a person, as what, and for which of its organizations."""

    role = forms.ChoiceField(
        label=label("角色", "Role"),
        choices=[("", label("请选择", "Choose one")), *((code.value, code.label) for code in INVITED)],
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"] = OrganizationField(
            scope=scope, label=label("组织", "Organization"), help_text=_FOR_ALL_BELOW
        )


class Reason(forms.Form):
    """Why something is taken away from somebody; it is on record, and she can be told."""

    reason = forms.CharField(
        label=label("事由", "Reason"),
        max_length=200,
        help_text=label(
            "例如：手机遗失，本人当面申请。", "Such as a lost phone, and that she asked face to face."
        ),
    )


class NewRole(forms.Form):
    """A role, and the organization it is for where it needs one."""

    role = forms.ChoiceField(
        label=label("角色", "Role"), choices=[("", label("请选择", "Choose one")), *RoleCode.choices]
    )
    organization = forms.IntegerField(required=False, max_value=_LARGEST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Check that the organization is there where the role needs it; drop it where the role takes none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") in WITHOUT_ORGANIZATION:
            cleaned["organization"] = None
        elif cleaned.get("organization") is None:
            self.add_error(None, say(_NO_PLACE))
        elif not is_there(cleaned["organization"], timezone.localdate()):
            self.add_error(None, say(_UNKNOWN_PLACE))
        return cleaned


class HandOver(forms.Form):
    """Which roles move to whom, from which day, and why."""

    roles = forms.MultipleChoiceField(
        label=label("交接的角色", "Roles to hand over"), widget=forms.CheckboxSelectMultiple
    )
    on_date = forms.DateField(
        label=label("交接日期", "Day of the hand-over"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=label("事由", "Reason"),
        max_length=200,
        help_text=label(
            "例如：换届、调离，文号。", "Such as an election or a transfer; the number of the paper."
        ),
    )
    is_leaving = forms.BooleanField(
        label=label("同时停用原账号", "Deactivate the former account too"), required=False
    )
    successor = forms.IntegerField(required=False, max_value=_LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: list[ShownRole], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "roles": [str(each.role.pk) for each in held],
            "on_date": timezone.localdate(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self._held = {str(each.role.pk): each.role for each in held}
        choices = [
            (key, f"{each.role} · {say(each.place)}") for key, each in zip(self._held, held, strict=True)
        ]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]

    def clean_on_date(self) -> date:
        """Check that the day is not to come: rights change when this is entered."""
        day: date = self.cleaned_data["on_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(say(_FUTURE))
        return day

    def clean(self) -> dict[str, Any]:
        """Find the successor."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["successor"] = Account.objects.filter(pk=cleaned.get("successor") or 0).first()
        if cleaned["successor"] is None:
            self.add_error(None, say(_NOBODY))
        return cleaned

    def chosen_roles(self) -> list[Role]:
        """Return the roles that were ticked."""
        return [self._held[key] for key in self.cleaned_data["roles"]]
