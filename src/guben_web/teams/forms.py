"""What people fill in about posts and terms."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from guben_web.people.models import Member, Post
from guben_web.people.posts import POST_KINDS
from guben_web.teams.actions import Holding, find_end_problems, find_problems, find_term_problems
from guben_web.teams.enums import Outcome, Renewal, Way
from guben_web.words.language import label, say


def _day(words: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=words, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class HoldPost(forms.Form):
    """Somebody who takes up a post in an organization."""

    member = forms.CharField(
        label=label("姓名", "Name"),
        help_text=label(
            "写姓名。重名的在后面加“（出生年份）”，如 林菱（1980）。",
            "The name; where several have it, the year of birth behind it, as in 林菱（1980）.",
        ),
    )
    post = forms.ChoiceField(label=label("职务", "Post"))
    way = forms.ChoiceField(
        label=label("产生方式", "How it was come by"), choices=[("", "—"), *Way.choices], required=False
    )
    day = _day(label("任职日期", "Since"))
    until = _day(label("任期至", "Meant until"), required=False)
    document = forms.CharField(label=label("任职文号", "Document"), max_length=100, required=False)
    note = forms.CharField(label=label("说明", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, organization_id: int, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization_id = organization_id
        self.people = people
        self.fields["post"].choices = [(code, say(title)) for code, title in POST_KINDS.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("day", timezone.localdate())

    def clean_member(self) -> UUID:
        """Return whoever is meant, among those that the person who fills it in sees."""
        name, _, born = self.cleaned_data["member"].strip().rstrip("）)").replace("(", "（").partition("（")
        found = [
            each
            for each in self.people.filter(name=name)  # type: ignore[attr-defined]
            if not born or (each.birth_date is not None and str(each.birth_date.year) == born)
        ]
        if len(found) != 1:
            words = (
                label(
                    "有{n}人叫“{name}”，请在后面写出生年份。",
                    "{n} people are called {name}; add the year of birth.",
                )
                if found
                else label("您的范围内没有“{name}”。", "There is no {name} in your range.")
            )
            raise forms.ValidationError(str(words).format(n=len(found), name=name))
        key: UUID = found[0].pk
        return key

    def clean(self) -> dict[str, Any]:
        """Say everything that forbids it at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            found = find_problems(
                organization_id=self.organization_id, holding=self.holding(), today=timezone.localdate()
            )
            for name, words in found.items():
                self.add_error(name, say(words))
        return cleaned

    def holding(self) -> Holding:
        """Return what was filled in."""
        return Holding(**self.cleaned_data)


class EndPost(forms.Form):
    """The end of a post, and what becomes of the person."""

    day = _day(label("免职日期", "Ends on"))
    outcome = forms.ChoiceField(label=label("去向", "What becomes of the person"), choices=Outcome.choices)
    note = forms.CharField(label=label("说明", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.initial.setdefault("day", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Say what forbids it at its field."""
        cleaned = super().clean() or self.cleaned_data
        if "day" in cleaned:
            found = find_end_problems(post=self.post, day=cleaned["day"], today=timezone.localdate())
            for name, words in found.items():
                self.add_error(name, say(words))
        return cleaned


class BeginTerm(forms.Form):
    """An election, and when the next one is due."""

    elected_date = _day(label("选举日期", "Elected on"))
    due_date = _day(
        label("应换届日期", "Next election due by"),
        help_text=label(
            "村、社区一般五年，其他一般三年。",
            "Usually five years in villages and communities, three elsewhere.",
        ),
    )
    how = forms.ChoiceField(label=label("产生方式", "How"), choices=Renewal.choices)
    seats = forms.IntegerField(label=label("委员名额", "Seats"), required=False, min_value=1, max_value=99)
    postponed_to = _day(label("批准延期至", "Postponed to, with approval"), required=False)
    document = forms.CharField(label=label("批复文号", "Document"), max_length=100, required=False)

    def __init__(self, *args: Any, organization_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization_id = organization_id

    def clean(self) -> dict[str, Any]:
        """Say everything that forbids it at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            found = find_term_problems(
                organization_id=self.organization_id,
                elected=cleaned["elected_date"],
                due=cleaned["due_date"],
                today=timezone.localdate(),
            )
            for name, words in found.items():
                self.add_error(name, say(words))
        return cleaned
