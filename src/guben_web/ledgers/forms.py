"""The form of an entry, made from the definition of its ledger, and the small forms beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from guben_web.engine.ledgers import EntryField, Kind, Reference, Time
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import WHOLE, Draft, problems_of
from guben_web.ledgers.entry_actions import stand_for
from guben_web.ledgers.merging import Merged, form_name, typed_words
from guben_web.ledgers.models import Entry
from guben_web.ledgers.references import find_meant, split_several
from guben_web.ledgers.values import typed_value, unit_of
from guben_web.org.models import OrganizationVersion
from guben_web.org.pickers import OrganizationField, shown_organization
from guben_web.packs.models import Ledger
from guben_web.shared.pickers import PickerInput
from guben_web.words.formats import yes_or_no
from guben_web.words.language import label, say

_NOT_CHOSEN = Text("未填", "Not said")
_DAY, _SINCE, _UNTIL = Text("日期", "Date"), Text("起", "Since"), Text("止（最后一天）", "Until (last day)")
_OPEN = Text("还在继续的不填。", "Empty while it goes on.")
_WITH_UNIT = Text("{title}（{unit}）", "{title} ({unit})")
_SEVERAL = Text("多人用顿号隔开。", "Put a comma between several.")
FOUND = label("可选的记录", "Records to choose from")
_NOT_KEPT = label("这个组织不登记这本台账。", "This organization does not keep this ledger.")


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EntryForm(forms.Form):
    """An entry: whose, when, and every field of the definition; all that is wrong is said at once, at its field."""

    def __init__(
        self,
        data: Any = None,
        *,
        ledger: Ledger,
        reader: Reader,
        entry: Entry | None = None,
        draft: Draft | None = None,
        own: OrganizationVersion | None = None,
    ) -> None:
        super().__init__(data)
        self.ledger, self.type, self.reader, self.entry = ledger, ledger.type, reader, entry
        self.draft: Draft | None = None
        self._old = draft
        if entry is None:
            self._add_organization(own)
        is_span = self.type.time is Time.SPAN
        self.fields["day"] = forms.DateField(label=say(_SINCE if is_span else _DAY), widget=_day_input())
        if is_span:
            self.fields["until"] = forms.DateField(
                label=say(_UNTIL), required=False, widget=_day_input(), help_text=say(_OPEN)
            )
        for each in self.type.fields.values():
            self.fields[form_name(each.name)] = self._field(each)
        self.initial.setdefault("day", timezone.localdate())
        if draft is not None:
            self._fill_in(draft)

    def _add_organization(self, own: OrganizationVersion | None) -> None:
        scope = self.reader.writing
        self.fields["organization"] = OrganizationField(scope=scope, label=label("党组织", "Organization"))
        if own is not None:
            self.initial["organization"] = shown_organization(own.organization_id, self.reader.day)

    def _field(self, field: EntryField) -> forms.Field:
        unit, title = unit_of(field), field.title
        shown = _WITH_UNIT.filled(title=title, unit=unit) if unit.zh else title
        if field.type is not None and field.type.kind is Kind.PERCENT:
            shown = _WITH_UNIT.filled(title=title, unit="%")
        note = say(field.note) if field.note else ""
        return self._made(field, {"label": say(shown), "required": field.is_required, "help_text": note})

    def _made(self, field: EntryField, common: dict[str, Any]) -> forms.Field:
        type_ = field.type
        if type_ is None:
            picker = PickerInput("ledgers:pick", FOUND, args=(self.ledger.name, field.name))
            if field.reference is Reference.MEMBERS and not common["help_text"]:
                common["help_text"] = say(_SEVERAL)
            return forms.CharField(widget=picker, **common)
        if type_.kind is Kind.CHOICE and type_.choices is not None:
            known = [(each.code, say(each.title)) for each in type_.choices]
            return forms.ChoiceField(choices=[("", say(_NOT_CHOSEN)), *known], **common)
        if type_.kind is Kind.YES_NO:
            words = [("1", say(yes_or_no(True))), ("0", say(yes_or_no(False)))]
            return forms.ChoiceField(choices=[("", say(_NOT_CHOSEN)), *words], **common)
        if type_.kind is Kind.DATE:
            return forms.CharField(widget=_day_input(), **common)
        if type_.kind is Kind.TEXT and _is_long(field):
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        widget = forms.TextInput(attrs={"inputmode": "decimal"} if type_.is_number else {})
        return forms.CharField(widget=widget, **common)

    def _fill_in(self, draft: Draft) -> None:
        self.initial.update(typed_words(self.type, draft))

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at its field."""
        cleaned = super().clean() or self.cleaned_data
        fields = {}
        for each in self.type.fields.values():
            fields[each.name] = self._value(each, str(self.data.get(form_name(each.name), "")))
        organization_id = self._organization(cleaned)
        day = cleaned.get("day")
        if organization_id is None or not isinstance(day, date):
            return cleaned
        fields = {name: value for name, value in fields.items() if value not in (None, "", [])}
        state = self.entry.state if self.entry is not None else ""
        draft = Draft(organization_id, day, cleaned.get("until"), fields, state)
        stand = stand_for(self.ledger, [organization_id], timezone.localdate())
        olds = [self._old] if self.entry is not None else None
        [problems] = problems_of(self.ledger.definition.checked, [draft], stand, before=olds)
        for name, words in problems.by_field.items():
            where = None if name == WHOLE else form_name(name)
            if where is None or where not in self.errors:
                for each_words in words:
                    self.add_error(where, say(each_words))
        self.draft = draft
        return cleaned

    def say_merged(self, merged: Merged) -> None:
        """Say beside each field what somebody else changed meanwhile: taken over, or for the reader to decide."""
        for name, words in merged.taken.items():
            self.fields[name].help_text = say(words)
        for name, words in merged.contested.items():
            self.add_error(name, say(words))

    def _organization(self, cleaned: Mapping[str, Any]) -> int | None:
        if self.entry is not None:
            return self.entry.organization_id
        version = cleaned.get("organization")
        if version is None:
            return None
        if version.level not in self.type.levels:
            self.add_error("organization", str(_NOT_KEPT))
            return None
        return int(version.organization_id)

    def _value(self, field: EntryField, typed: str) -> Any:
        if not typed.strip():
            return None
        if field.type is not None:
            found = typed_value(field.type, typed)
            if found.problem is not None:
                self.add_error(form_name(field.name), say(found.problem))
            return found.value
        words = split_several(typed) if field.reference is Reference.MEMBERS else [typed.strip()]
        meant = find_meant(field, words, self.reader)
        for each in words:
            problem = meant[each].problem
            if problem is not None:
                self.add_error(form_name(field.name), say(problem))
        keys = list(dict.fromkeys(meant[each].key for each in words if meant[each].key is not None))
        return keys if field.reference is Reference.MEMBERS else next(iter(keys), None)


def _is_long(field: EntryField) -> bool:
    return not field.is_filtered and not field.is_required


class Reason(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=label("原因", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_needed
