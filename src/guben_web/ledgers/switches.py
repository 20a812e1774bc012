"""The ledgers there are, on or off, with the work that each is for those who keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from guben_web.engine.ledgers import Closing as Cycle
from guben_web.engine.texts import Text
from guben_web.ledgers.models import Entry
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion
from guben_web.packs.models import Ledger
from guben_web.packs.switching import kept_demanding, schemes_counting, with_demanded
from guben_web.words.formats import number_of

# Typing a field of an entry, by the one who was there. A reported figure has to be found first and takes longer.
MINUTES_A_FIELD = 1
_YEAR = timedelta(days=365)
_MINUTES_AN_HOUR = 60
_TIMES_A_YEAR = {Cycle.MONTH: 12, Cycle.QUARTER: 4, Cycle.HALF_YEAR: 2, Cycle.YEAR: 1}
_COUNTED = Text("考核制度用到的", "Counted by schemes")
_CHOSEN = Text("组织部开启的", "Switched on by the department")
_OFF = Text("没有开启的", "Off")
_LEADS = (
    Text("考核从这些台账取数，不能关闭。", "Schemes count these; they stay on."),
    Text(
        "可以随时关闭；关闭后不再登记，已登记的都留着。",
        "They may be switched off; nothing is entered then, and what was stays.",
    ),
    Text("不向村里要任何东西。", "These ask nobody for anything."),
)
_ASKS = Text(
    "{n}个组织登记，每期至少结清一次，一年{times}次；每期登记1条，{fields}个字段，每个组织一年约{minutes}分钟，全部约{hours}小时。",
    "{n} organizations keep it and close it {times} times a year; with one entry of {fields} fields each time, that is about {minutes} minutes a year for each, {hours} hours for all.",
)
_WITH = Text(
    "它的记录要引用{ledgers}，一并开启。", "Its entries name those of {ledgers}, which is switched on too."
)
_HIDDEN = Text(
    "{n}条记录都留着，但不再显示、登记和结清；重新开启后还在。",
    "All {n} entries stay, but are neither shown, entered nor closed; they are there again once it is on.",
)
_MISSING = Text(
    "关闭期间，从它得出的数按缺数据处理。", "While it is off, figures that come from it are missing."
)


@dataclass(frozen=True, slots=True)
class Switch:
    """A ledger, and what it asks of those who keep it in a year with one entry each closing period."""

    ledger: Ledger
    fields: int
    organizations: int
    times: int
    entries: int
    schemes: tuple[Text, ...]
    demanding: tuple[Text, ...]

    @property
    def minutes(self) -> int:
        """Minutes a year for one organization."""
        return self.fields * self.times * MINUTES_A_FIELD

    @property
    def hours(self) -> int:
        """Hours a year for all of them, rounded up."""
        return -(-self.minutes * self.organizations // _MINUTES_AN_HOUR)

    @property
    def stays(self) -> bool:
        """True if it cannot be switched off."""
        return bool(self.schemes or self.demanding)


@dataclass(frozen=True, slots=True)
class Group:
    """Ledgers that are on or off for the same reason."""

    name: str
    title: Text
    lead: Text
    switches: list[Switch]


def groups_on(day: date) -> list[Group]:
    """Return all ledgers in three groups, the empty ones left out; three queries."""
    switches = _switches(day)
    counted = [each for each in switches if each.ledger.is_kept and each.schemes]
    chosen = [each for each in switches if each.ledger.is_kept and not each.schemes]
    off = [each for each in switches if not each.ledger.is_kept]
    named = zip(
        ("counted", "chosen", "off"), (_COUNTED, _CHOSEN, _OFF), _LEADS, (counted, chosen, off), strict=True
    )
    return [Group(*each) for each in named if each[3]]


def carried_by_level(groups: list[Group]) -> dict[str, int]:
    """Return how many minutes a year an organization of each level spends on the ledgers that are on."""
    found: dict[str, int] = {}
    for group in groups:
        for each in group.switches:
            if each.ledger.is_kept:
                for level in each.ledger.type.levels:
                    found[level] = found.get(level, 0) + each.minutes
    return found


def consequences(ledger: Ledger, day: date) -> list[Text]:
    """Return what switching a ledger does, in sentences; three queries."""
    switches = _switches(day)
    (switch,) = (each for each in switches if each.ledger.pk == ledger.pk)
    if ledger.is_kept:
        number = Entry.objects.filter(ledger=ledger, is_removed=False).count()
        return [_HIDDEN.filled(n=number_of(number)), _MISSING]
    types = {each.ledger.name: each.ledger.type for each in switches}
    kept = {each.ledger.name for each in switches if each.ledger.is_kept}
    others = [name for name in with_demanded([ledger.name], types) if name not in kept | {ledger.name}]
    said = [
        _ASKS.filled(
            n=number_of(switch.organizations),
            times=switch.times,
            fields=switch.fields,
            minutes=switch.minutes,
            hours=number_of(switch.hours),
        )
    ]
    if others:
        said.append(_WITH.filled(ledgers=[types[name].title for name in others]))
    return said


def _switches(day: date) -> list[Switch]:
    ledgers = list(Ledger.objects.select_related("pack", "definition"))
    versions = OrganizationVersion.objects.filter(holding_on(day))
    levels = dict(versions.order_by().values_list("level").annotate(Count("pk")))
    lately = Entry.objects.filter(is_removed=False, day__gt=day - _YEAR, day__lte=day)
    entries = dict(lately.order_by().values_list("ledger_id").annotate(Count("pk")))
    return [_switch(each, ledgers, levels, entries) for each in ledgers]


def _switch(
    ledger: Ledger, ledgers: list[Ledger], levels: Mapping[str, int], entries: Mapping[int, int]
) -> Switch:
    type_ = ledger.type
    return Switch(
        ledger=ledger,
        fields=len(type_.fields),
        organizations=sum(levels.get(level, 0) for level in type_.levels),
        times=_TIMES_A_YEAR[type_.closing],
        entries=entries.get(ledger.pk, 0),
        schemes=schemes_counting(ledger.name),
        demanding=tuple(kept_demanding(ledger.name, ledgers)) if ledger.is_kept else (),
    )
