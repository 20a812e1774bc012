"""What people fill in about workplaces."""

from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.vocabulary import list_of, workplace_title
from guben_web.org.access import Scope
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace
from guben_web.org.pickers import OrganizationField, shown_organization
from guben_web.words.language import label, say
from guben_web.workplaces.actions import Described, find_problems
from guben_web.workplaces.credit_codes import read_credit_code
from guben_web.workplaces.enums import State
from guben_web.workplaces.models import Plan

KINDS = ("village", *(each.code for each in list_of("field")))
_COUNTS = {
    "members": label("正式党员数", "Full members"),
    "staff": label("职工数", "Staff"),
    "population": label("人口数", "Population"),
    "households": label("户数", "Households"),
}
_WRONG_CODE = label(
    "这个统一社会信用代码不对：应为18位，最后一位是校验码，请对照营业执照或登记证。",
    "This unit credit code is wrong: it has 18 characters, of which the last is a check; compare the certificate.",
)


class DescribeWorkplace(forms.Form):
    """What a workplace is like, and since when."""

    name = forms.CharField(label=label("单位名称", "Name"), max_length=200)
    credit_code = forms.CharField(
        label=label("统一社会信用代码", "Unit credit code"), max_length=24, required=False
    )
    kind = forms.ChoiceField(label=label("单位类别", "Kind"))
    cover = forms.ChoiceField(
        label=label("组建方式", "How it is covered"), choices=Cover.choices, required=False
    )
    day = forms.DateField(
        label=label("这一情况自", "So since"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ("name", "credit_code", "kind", "place", "organization", "cover", *_COUNTS, "day")

    def __init__(self, *args: Any, scope: Scope, held: Workplace | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["kind"].choices = [(code, say(workplace_title(code))) for code in KINDS]  # type: ignore[attr-defined]
        self.fields["place"] = OrganizationField(
            scope=scope,
            label=label("所在乡镇、街道的党委", "Committee of the township or street"),
            help_text=label(
                "没有党组织的单位由谁负责组建。", "Who is to form an organization where there is none."
            ),
        )
        self.fields["organization"] = OrganizationField(
            scope=scope,
            label=label("所建党组织", "Organization"),
            required=False,
            help_text=label("还没有的不填。", "Empty where there is none."),
        )
        for name, words in _COUNTS.items():
            self.fields[name] = forms.IntegerField(label=words, required=False, min_value=0, max_value=10**9)
        self.order_fields(self.field_order)
        today = timezone.localdate()
        self.initial.setdefault("day", today)
        if held is not None:
            self.initial.update(
                {name: getattr(held, name) for name in ("name", "credit_code", "kind", "cover", *_COUNTS)}
            )
            for name in ("place", "organization"):
                number = getattr(held, f"{name}_id")
                self.initial[name] = shown_organization(number, today) if number else ""

    def clean_credit_code(self) -> str | None:
        """Return the code without spaces; refuse one whose check character is wrong (GB 32100)."""
        written = self.cleaned_data["credit_code"].strip()
        if not written:
            return None
        code = read_credit_code(written)
        if code is None:
            raise forms.ValidationError(str(_WRONG_CODE))
        return code

    def clean(self) -> dict[str, Any]:
        """Say everything that forbids it at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            found = find_problems(
                described=self.described(), held=self.held, day=cleaned["day"], today=timezone.localdate()
            )
            for name, words in found.items():
                self.add_error(name, say(words))
        return cleaned

    def described(self) -> Described:
        """Return what was filled in."""
        cleaned = self.cleaned_data
        place, organization = cleaned["place"], cleaned["organization"]
        return Described(
            name=cleaned["name"],
            credit_code=cleaned["credit_code"],
            kind=cleaned["kind"],
            organization_id=organization.organization_id if organization else None,
            cover=cleaned["cover"] or Cover.OWN,
            place_id=place.organization_id,
            **{name: cleaned[name] for name in _COUNTS},
        )


class EndWorkplace(forms.Form):
    """Since when a workplace is no more."""

    day = forms.DateField(
        label=label("注销或迁出日期", "Closed or moved away on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class PlanCover(forms.Form):
    """What is to be formed, and how far it has come."""

    cover = forms.ChoiceField(label=label("拟组建方式", "What to form"), choices=Cover.choices)
    state = forms.ChoiceField(label=label("进展", "State"), choices=State.choices)
    due_date = forms.DateField(
        label=label("计划完成日期", "Planned by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = forms.CharField(label=label("说明", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, held: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held is not None:
            self.initial.update({name: getattr(held, name) for name in self.fields})
