"""What people say about a member."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.bands import years_before
from guben_web.engine.identity import Identity, IdentityProblem, read_identity_number
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import list_of
from guben_web.org.access import Scope
from guben_web.org.pickers import OrganizationField
from guben_web.people.enums import LEFT, LOST, Floating
from guben_web.people.models import Member
from guben_web.words.language import label, say

_ADULT_YEARS = 18
_PROBLEMS = {
    IdentityProblem.CUT: Text(
        "号码后几位变成了零，是Excel截断的，请照身份证填写。",
        "The last digits have become zeros, cut off by Excel; copy the number from the card.",
    ),
    IdentityProblem.OLD: Text(
        "这是15位的旧号码，请填18位的。", "This is an old number of 15 digits; use the one of 18."
    ),
    IdentityProblem.LENGTH: Text(
        "公民身份号码是17位数字加一位数字或X。", "An identity number has 17 digits and a last digit or X."
    ),
    IdentityProblem.IMPOSSIBLE_DAY: Text(
        "号码里的出生日期不存在。", "The birth date in the number does not exist."
    ),
    IdentityProblem.CHECK_DIGIT: Text(
        "最后一位校验码不对，请核对号码。", "The check digit at the end is wrong; compare the number."
    ),
}
_BIRTH_DIFFERS = Text(
    "与公民身份号码里的出生日期不一致。", "It differs from the birth date in the identity number."
)
_SEX_DIFFERS = Text("与公民身份号码里的性别不一致。", "It differs from the sex in the identity number.")
_FUTURE = Text("日期不能晚于今天。", "The day cannot be after today.")
_TOO_YOUNG = Text(
    "入党时不满18周岁，请核对出生日期和入党日期。",
    "Under 18 at joining; compare the birth date and the joining date.",
)
_FULL_BEFORE_JOINED = Text("转正日期不能早于入党日期。", "Full membership cannot begin before joining.")
_FLOATING_SINCE = Text("请先选择流出或流入。", "Choose first whether gone or come.")
_PHONE = Text(
    "电话只能有数字、加号、空格和短横，5至20位。",
    "A phone number has digits, plus, spaces and hyphens, 5 to 20 of them.",
)
_NOT_CHOSEN = Text("未填", "Not said")
_NOBODY = Text("没有这个用户名的账号。", "There is no account with this user name.")


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _choices(name: str) -> list[tuple[str, Any]]:
    chosen = [(each.code, label(each.title.zh, each.title.en)) for each in list_of(name)]
    return [("", label(_NOT_CHOSEN.zh, _NOT_CHOSEN.en)), *chosen]


class Facts(forms.Form):
    """What is known of a member beside where she belongs. Numbers and the address stay as they are if left empty."""

    name = forms.CharField(label=label("姓名", "Name"), max_length=60)
    identity = forms.CharField(
        label=label("公民身份号码", "Identity number"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    sex = forms.ChoiceField(label=label("性别", "Sex"), required=False)
    birth_date = forms.DateField(
        label=label("出生日期", "Birth date"), required=False, widget=_day_input(),
        help_text=label("填了公民身份号码就不用填。", "Not needed where the identity number is given."),
    )  # fmt: skip
    ethnicity = forms.ChoiceField(label=label("民族", "Ethnicity"), required=False)
    education = forms.ChoiceField(label=label("学历", "Education"), required=False)
    occupation = forms.ChoiceField(label=label("职业", "Occupation"), required=False)
    phone = forms.CharField(
        label=label("联系电话", "Phone"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    address = forms.CharField(
        label=label("家庭住址", "Home address"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    joined_date = forms.DateField(label=label("入党日期", "Joined"), required=False, widget=_day_input())
    full_date = forms.DateField(
        label=label("转正日期", "Full member since"), required=False, widget=_day_input()
    )
    techniques = forms.IntegerField(
        label=label("掌握农业适用技术数", "Farming techniques mastered"),
        required=False,
        min_value=0,
        max_value=999,
    )
    floating = forms.ChoiceField(
        label=label("流动党员", "Floating"),
        required=False,
        choices=[("", label("不是", "No")), *Floating.choices],
    )
    floating_since = forms.DateField(
        label=label("流动起始日期", "Floating since"), required=False, widget=_day_input()
    )
    floating_place = forms.CharField(
        label=label("外出流向或流出地", "Where to, or from"), required=False, max_length=120
    )
    is_in_hardship = forms.BooleanField(label=label("生活困难", "In hardship"), required=False)
    hardship_since = forms.DateField(
        label=label("困难起始日期", "In hardship since"), required=False, widget=_day_input(),
        help_text=label("只记从何时起，不记原因。", "Only since when is kept, not why."),
    )  # fmt: skip

    def __init__(self, *args: Any, masked: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sex", "ethnicity", "education", "occupation"):
            self.fields[name].choices = _choices(name)  # type: ignore[attr-defined]
        for name, words in (masked or {}).items():
            if words:
                self.fields[name].help_text = label(
                    f"现在登记的是{words}，不改就留空。", f"On record: {words}. Leave it empty to keep it."
                )

    def clean_identity(self) -> str:
        """Return the number as it is written on the card."""
        written = self.cleaned_data["identity"]
        if not written:
            return ""
        read = read_identity_number(written)
        if isinstance(read, Identity):
            return read.number
        raise forms.ValidationError(say(_PROBLEMS[read]))

    def clean_phone(self) -> str:
        """Return the phone number without spaces around it."""
        written: str = self.cleaned_data["phone"].strip()
        if written and (len(written) < 5 or set(written) - set("0123456789+- ")):
            raise forms.ValidationError(say(_PHONE))
        return written

    def clean(self) -> dict[str, Any]:
        """Check that number, birth date and sex agree, and that the days are in order."""
        said = super().clean() or self.cleaned_data
        for name in ("sex", "ethnicity", "education", "occupation"):
            said[name] = said.get(name) or None
        if said.get("identity"):
            self._agree(said, read_identity_number(said["identity"]))
        today = timezone.localdate()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and said.get(name) and said[name] > today:
                self.add_error(name, say(_FUTURE))
        born, joined, full = said.get("birth_date"), said.get("joined_date"), said.get("full_date")
        if born and joined and born > years_before(joined, _ADULT_YEARS):
            self.add_error("joined_date", say(_TOO_YOUNG))
        if joined and full and full < joined:
            self.add_error("full_date", say(_FULL_BEFORE_JOINED))
        if not said.get("floating") and (said.get("floating_since") or said.get("floating_place")):
            self.add_error("floating", say(_FLOATING_SINCE))
        return said

    def _agree(self, said: dict[str, Any], identity: Identity | IdentityProblem) -> None:
        if not isinstance(identity, Identity):
            return
        number = identity.birth_date
        born = date(number // 10_000, number // 100 % 100, number % 100)
        if said.get("birth_date") and said["birth_date"] != born:
            self.add_error("birth_date", say(_BIRTH_DIFFERS))
        if said.get("sex") and said["sex"] != identity.sex:
            self.add_error("sex", say(_SEX_DIFFERS))
        said["birth_date"], said["sex"] = born, identity.sex


_EMPTIED = {
    "phone": label("去掉登记的联系电话", "Remove the phone on record"),
    "address": label("去掉登记的家庭住址", "Remove the address on record"),
}
_BOTH_SAID = Text("要么填新的，要么勾选去掉。", "Either write a new one or tick that it is removed.")


class Edited(Facts):
    """Changed facts, and the revision that they were made under. A phone or an address on record can be removed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, masked: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, masked=masked, **kwargs)
        order = []
        for name in self.fields:
            order.append(name)
            if name in _EMPTIED and masked.get(name):
                order.append(f"no_{name}")
        for name, words in _EMPTIED.items():
            if masked.get(name):
                self.fields[f"no_{name}"] = forms.BooleanField(label=words, required=False)
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """Check also that nothing is both written anew and removed."""
        said = super().clean()
        for name in _EMPTIED:
            if said.get(name) and said.get(f"no_{name}"):
                self.add_error(name, say(_BOTH_SAID))
        return said

    def facts(self) -> dict[str, Any]:
        """Return what was said, without the revision; None for what is to be removed."""
        said = {name: self.cleaned_data.get(name) for name in Facts.base_fields}
        return said | {name: None for name in _EMPTIED if self.cleaned_data.get(f"no_{name}")}


class NewMember(Facts):
    """Somebody who is taken in."""

    status = forms.ChoiceField(label=label("人员类别", "Status"))
    on = forms.DateField(
        label=label("自何日起", "Since"), required=False, widget=_day_input(),
        help_text=label("加入这个组织、成为这一类人员的日期；不清楚可以不填。", "Since when here and as this; may be left empty."),
    )  # fmt: skip
    field_order = ("name", "organization", "status", "on")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"] = OrganizationField(
            scope=scope, label=label("所在党组织", "Organization")
        )
        self.order_fields(self.field_order)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (each.code, say(each.title)) for each in list_of("status") if each.code not in (LOST, LEFT)
        ]

    def facts(self) -> dict[str, Any]:
        """Return what was said beside where she belongs."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("organization", "status", "on")
        }


class Transfer(forms.Form):
    """Another organization, and from which day."""

    on = forms.DateField(label=label("转接日期", "From the day"), widget=_day_input())

    field_order = ("organization", "on")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"] = OrganizationField(
            scope=scope, label=label("转入的党组织", "To the organization")
        )
        self.order_fields(self.field_order)


class NewStatus(forms.Form):
    """What somebody becomes, and when."""

    status = forms.ChoiceField(label=label("变更为", "Becomes"))
    on = forms.DateField(label=label("自何日起", "As of"), widget=_day_input())

    def __init__(self, *args: Any, allowed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = list_of("status")
        self.fields["status"].choices = [(code, say(statuses[code].title)) for code in allowed]  # type: ignore[attr-defined]


class Reason(forms.Form):
    """Why somebody needs to see a number or to take a list out."""

    reason = forms.CharField(
        label=label("用途", "Reason"), max_length=200, min_length=4, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=label("会记入操作记录，审计管理员看得到。", "It goes into the record, which the audit administrator reads."),
    )  # fmt: skip


class Export(Reason):
    """What is taken out."""

    kind = forms.ChoiceField(
        label=label("用来做什么", "What for"),
        choices=[
            ("list", label("查看、打印：名单上所选的列", "To read and print: the columns of the list")),
            (
                "prefilled",
                label(
                    "修改后再导入：全部列，带下拉选项",
                    "To correct and bring in again: all columns, with drop-downs",
                ),
            ),
        ],
    )
    with_numbers = forms.BooleanField(
        label=label("包括公民身份号码和联系电话（不打码）", "With identity numbers and phones, unmasked"),
        required=False,
    )


class FilterName(forms.Form):
    """What a kept filter is called."""

    name = forms.CharField(label=label("名称", "Name"), max_length=40)
    query = forms.CharField(max_length=1000, widget=forms.HiddenInput)


def facts_of(member: Member) -> dict[str, Any]:
    """Return what the form begins with; nothing of what is encrypted."""
    names = [each for each in Facts.base_fields if each not in ("identity", "phone", "address")]
    return {name: getattr(member, name) for name in names}
