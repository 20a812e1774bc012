"""What is filled in about counts: what is counted, and why something is decided or opened again."""

from datetime import date
from typing import Any

from django import forms

from guben_web.engine.schemes import scheme_titles
from guben_web.engine.tallies import ballots_asked, find_ballot
from guben_web.engine.texts import Text
from guben_web.ledgers.period_field import PeriodField
from guben_web.org.access import Scope
from guben_web.structure.queries import townships
from guben_web.tallies.actions import Plan
from guben_web.tallies.arithmetic import MOST
from guben_web.words.language import label, say

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CHOICE = Text("{scheme}：{questions}", "{scheme}: {questions}")


class OpenCount(forms.Form):
    """A count: which ballot of which scheme, for which period, of whom."""

    ballot = forms.ChoiceField(
        label=label("计哪张测评票", "Which ballot"),
        help_text=label(
            "题目和选项都取自考核制度，不另外填。", "Questions and options are those of the scheme."
        ),
    )
    period = PeriodField()
    title = forms.CharField(label=label("名称", "Title"), max_length=100)
    township = forms.ChoiceField(label=label("计哪些组织", "Of whom"), required=False)
    ballots = forms.IntegerField(
        label=label("每个组织发出的票数", "Ballots issued to each organization"),
        help_text=label(
            "统一发票的填这里，录入时发出票数不能超过它；各组织不一样的留空。",
            "If all get the same number; nobody can enter more. Leave it empty where they differ.",
        ),
        min_value=1,
        max_value=MOST,
        required=False,
    )
    deadline = forms.DateField(label=label("截止日期", "Deadline"), widget=_DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        titles = scheme_titles()
        ballots = [
            (
                f"{each.scheme}|{each.name}",
                say(
                    _CHOICE.filled(
                        scheme=titles[each.scheme], questions=[one.title for one in each.questions]
                    )
                ),
            )
            for each in ballots_asked()
        ]
        within = [(str(row.organization_id), row.name) for row in townships(Scope(is_whole=True), today)]
        everybody = ("", str(label("全县", "The whole county")))
        self.fields["ballot"].choices = ballots  # type: ignore[attr-defined]
        self.fields["township"].choices = [everybody, *within]  # type: ignore[attr-defined]

    def clean_deadline(self) -> date:
        """Refuse a deadline that has passed."""
        deadline: date = self.cleaned_data["deadline"]
        if deadline < self.today:
            raise forms.ValidationError(str(label("截止日期已经过了。", "The deadline has passed.")))
        return deadline

    def plan(self) -> Plan:
        """Return what was filled in."""
        data = self.cleaned_data
        scheme, _, name = data["ballot"].partition("|")
        ballot = find_ballot(scheme, name)
        assert ballot is not None
        return Plan(
            ballot=ballot,
            title=data["title"],
            period=data["period"],
            deadline=data["deadline"],
            township_id=int(data["township"]) if data["township"] else None,
            ballots=data["ballots"],
        )


class GiveReason(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=label("理由", "Reason"), max_length=200)
