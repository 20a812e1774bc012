"""What people fill in to have something done with organizations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from guben_web.engine.vocabulary import list_of
from guben_web.org.access import Scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.pickers import OrganizationField, shown_organization
from guben_web.people.models import Member
from guben_web.structure.asking import Change, Described, Dissolution, Founding, Grounds, Merger, Split
from guben_web.structure.rules import PARAMETERS, parameters
from guben_web.words.language import label, say


class OnGrounds(forms.Form):
    """From which day an act holds, and on what it rests."""

    day = forms.DateField(
        label=label("生效日期", "Holds from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=label(
            "批复或决定生效的那一天，可以是过去的日期，不能是将来的。",
            "The day of the decision; it may be past, not to come.",
        ),
    )
    document = forms.CharField(label=label("批复文号", "Document"), max_length=100, required=False)
    reason = forms.CharField(label=label("原因", "Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())

    def grounds(self) -> Grounds:
        """Return what was filled in."""
        cleaned = self.cleaned_data
        return Grounds(cleaned["day"], cleaned["document"], cleaned["reason"])


class Describing(OnGrounds):
    """What an organization is to be like."""

    name = forms.CharField(
        label=label("党组织名称", "Name"),
        max_length=200,
        help_text=label("按印章上的全称填写。", "The full name as on the seal."),
    )
    code = forms.CharField(label=label("组织代码", "Code"), max_length=64, required=False)
    type = forms.ChoiceField(label=label("组织类别", "Type"))
    level = forms.ChoiceField(label=label("层级", "Level"))
    field = forms.ChoiceField(label=label("领域", "Field"))
    field_order = (
        "name",
        "code",
        "parent",
        "type",
        "level",
        "field",
        "members",
        "children",
        "day",
        "document",
        "reason",
    )

    def __init__(self, *args: Any, scope: Scope, has_superior: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("type", "level", "field"):
            choices = [(choice.code, say(choice.title)) for choice in list_of(name)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if has_superior:
            self.fields["parent"] = OrganizationField(
                scope=scope,
                label=label("上级党组织", "Superior"),
            )
            self.order_fields(self.field_order)

    def described(self) -> Described:
        """Return what was filled in."""
        cleaned = self.cleaned_data
        parent = cleaned.get("parent")
        return Described(
            name=cleaned["name"],
            type=cleaned["type"],
            level=cleaned["level"],
            field=cleaned["field"],
            parent_id=parent.organization_id if parent else None,
            code=cleaned["code"],
        )


class FoundOrganization(Describing):
    """A new organization below one."""

    def asked(self) -> Founding:
        """Return what is asked for."""
        return Founding(self.described(), self.grounds())


class ChangeOrganization(Describing):
    """Another name, kind, superior or code; all fields begin as things are."""

    def __init__(self, *args: Any, organization: OrganizationVersion, **kwargs: Any) -> None:
        held = _as_it_is(organization)
        super().__init__(*args, initial=held, has_superior=organization.parent_id is not None, **kwargs)
        self.organization = organization

    def asked(self) -> Change:
        """Return what is asked for."""
        return Change(self.organization.organization_id, self.described(), self.grounds())


class MergeOrganizations(OnGrounds):
    """Which of the organizations beside one become part of it."""

    sources = forms.MultipleChoiceField(
        label=label("并入的组织", "Organizations that are merged in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": label("请至少选一个组织。", "Choose at least one organization.")},
    )
    field_order = ("sources", "day", "document", "reason")

    def __init__(
        self,
        *args: Any,
        organization: OrganizationVersion,
        beside: Iterable[OrganizationVersion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["sources"].choices = [(str(each.organization_id), each.name) for each in beside]  # type: ignore[attr-defined]

    def asked(self) -> Merger:
        """Return what is asked for."""
        sources = tuple(int(each) for each in self.cleaned_data["sources"])
        return Merger(self.organization.organization_id, sources, self.grounds())


class SplitOrganization(Describing):
    """A new organization beside one, and who and what goes to it."""

    members = forms.MultipleChoiceField(
        label=label("分出去的党员", "People who go to it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    children = forms.MultipleChoiceField(
        label=label("分出去的下级组织", "Organizations that go below it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organization: OrganizationVersion,
        people: Iterable[Member],
        below: Iterable[OrganizationVersion],
        **kwargs: Any,
    ) -> None:
        held = _as_it_is(organization) | {"name": "", "code": ""}
        super().__init__(*args, initial=held, **kwargs)
        self.organization = organization
        choices = {
            "members": [(str(each.pk), each.name or "—") for each in people],
            "children": [(str(each.organization_id), each.name) for each in below],
        }
        for name, offered in choices.items():
            if offered:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def asked(self) -> Split:
        """Return what is asked for."""
        return Split(
            self.organization.organization_id,
            self.described(),
            tuple(UUID(each) for each in self.cleaned_data.get("members", ())),
            tuple(int(each) for each in self.cleaned_data.get("children", ())),
            self.grounds(),
        )


class DissolveOrganization(OnGrounds):
    """The end of an organization."""

    def __init__(self, *args: Any, organization: OrganizationVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization

    def asked(self) -> Dissolution:
        """Return what is asked for."""
        return Dissolution(self.organization.organization_id, self.grounds())


class Rules(forms.Form):
    """The numbers of the rules; an empty one is as usual."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = parameters()
        usual = str(label("一般为{n}。{source}", "Usually {n}. {source}"))
        for each in PARAMETERS:
            self.fields[each.name] = forms.IntegerField(
                label=say(each.title),
                help_text=usual.format(n=each.default, source=say(each.source)),
                initial=held[each.name],
                min_value=0,
                max_value=10_000,
            )


AskingForm = (
    FoundOrganization | ChangeOrganization | MergeOrganizations | SplitOrganization | DissolveOrganization
)


def _as_it_is(organization: OrganizationVersion) -> dict[str, Any]:
    held: dict[str, Any] = {name: getattr(organization, name) for name in ("name", "type", "level", "field")}
    held["code"] = organization.organization.code or ""
    if organization.parent_id is not None:
        held["parent"] = shown_organization(organization.parent_id, timezone.localdate())
    return held
