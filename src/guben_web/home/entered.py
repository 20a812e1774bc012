"""The ledgers of the demo: invented entries that keep the rules of their definitions, and closed periods.

They are made from the definitions, so that a ledger that comes to a pack is filled as well. The same county gets the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from guben_web.engine.ledgers import EntryField, Kind, LedgerType, Reference, Time, ValueType
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import Draft, Stand, problems_of
from guben_web.ledgers.closings import last_complete
from guben_web.ledgers.entry_actions import store_drafts
from guben_web.ledgers.models import Closing, Entry
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.packs.models import Ledger
from guben_web.people.models import Member
from guben_web.shared.bulk import Ready

_SEED = 20_250_701
# Organizations of each ledger that have entries: of one that is kept, and of one that is switched off, whose entries
# are there once it is switched on. And how many tries there are for one that keeps the rules.
_MOST_KEEPERS, _KEEPERS_OF_OFF = 160, 8
_TRIES = 12
_MOST_MEMBERS = 12
_DAYS_BACK, _YEARS_BACK = 330, 6
_TEXTS: dict[str, tuple[str, ...]] = {
    "topic": (
        "学习党的创新理论",
        "研究产业发展",
        "讨论入户道路整修",
        "开展民主评议",
        "部署防汛值守",
        "研究发展党员工作",
    ),
    "what": ("路灯损坏", "灌溉渠淤堵", "活动室漏雨", "办事窗口无人值守", "党务公开不及时", "年轻党员外出多"),
    "name": ("党群服务中心", "竹编加工点", "茶园示范带", "村史馆", "便民服务站", "文化礼堂"),
    "project": ("茶叶初制加工", "林下养蜂", "竹编网店", "农家乐改造", "冷链小库房"),
    "course": ("基层党务实务", "茶叶种植技术", "电商直播入门", "防灾避险常识", "集体资产管理"),
    "idea": ("党员带头，邻里相助", "一个支部一面旗"),
    "slogan": ("先锋进户，服务到家", "有事找支部"),
    "position": ("综合服务岗", "网格员", "便民代办岗"),
    "householder": ("林先生", "郑女士", "陈先生", "黄女士", "吴先生"),
    "place": ("一组3号", "二组12号", "村部公开栏", "三组8号"),
    "used_by": ("老年协会", "广场舞队", "竹编合作社", "青年志愿队"),
    "item": ("集体收支情况", "低保评议结果", "工程招标情况", "党员发展公示"),
    "minutes": ("会议记录一份，已存档。",),
    "materials": ("学习材料一份",),
    "agenda": ("通报情况；讨论；表决",),
    "round": ("年度评选",),
    "goal": ("年内落实增收项目一个", "每季度走访一次"),
}
_OUTCOMES = ("已办结，群众认可。", "正在推进，月底前完成。", "已落实到人。", "已向当事人说明。")


class Inventor:
    """Invents the entries of one ledger after another; what entries refer to has to be there before."""

    def __init__(self, reader: Reader, today: date) -> None:
        self.reader, self.today = reader, today
        self.random = Random(_SEED)
        self.members: dict[int, list[str]] = defaultdict(list)
        rows = Member.objects.filter(status="full").order_by("organization_id", "name_initials", "key")
        for organization_id, key in rows.values_list("organization_id", "key"):
            if len(self.members[organization_id]) < _MOST_MEMBERS:
                self.members[organization_id].append(str(key))
        places = Workplace.objects.filter(holding_on(today)).exclude(organization=None)
        self.workplaces: dict[int, str] = dict(places.values_list("organization_id", "key"))
        self.parents: dict[int, int | None] = dict(
            OrganizationVersion.objects.filter(holding_on(today)).values_list("organization_id", "parent_id")
        )
        self._lend_members()

    def fill(self, ledger: Ledger, own: Sequence[int], now: datetime) -> None:
        """Enter some entries into a ledger, for the organizations `own` in any case, and close its last period if it is kept."""
        referred = self._referred(ledger.type)
        drafts = self._drafts(ledger, self._keepers(ledger, own, referred), referred)
        store_drafts(ledger=ledger, new=drafts, changed=(), batch=None, by=self.reader, now=now)
        if ledger.is_kept:
            self._close(ledger, drafts, own, now)

    def _lend_members(self) -> None:
        """Let organizations without members of their own, such as committees of townships, name some of those below."""
        for organization_id, keys in list(self.members.items()):
            above = self.parents.get(organization_id)
            while above is not None and above not in self.members:
                self.members[above] = keys
                above = self.parents.get(above)

    def _keepers(
        self, ledger: Ledger, own: Sequence[int], referred: dict[str, dict[int, list[int]]]
    ) -> list[int]:
        """Return the organizations that enter: such as have what every entry has to refer to."""
        rows = OrganizationVersion.objects.filter(holding_on(self.today), level__in=ledger.type.levels)
        needed = [name for name in referred if ledger.type.fields[name].is_required]
        keys = rows.order_by("organization__key").values_list("organization_id", flat=True)
        ids = [each for each in keys if all(each in referred[name] for name in needed)]
        most = _MOST_KEEPERS if ledger.is_kept else _KEEPERS_OF_OFF
        some = self.random.sample(ids, min(len(ids), most))
        return [each for each in own if each in set(ids) and each not in some] + some

    def _drafts(
        self, ledger: Ledger, keepers: Sequence[int], referred: dict[str, dict[int, list[int]]]
    ) -> list[Draft]:
        """Return one or two entries of each organization, those of several tries that keep the rules."""
        wanted = [each for each in keepers for _ in range(self.random.randint(1, 2))]
        waiting, drafts = wanted, []
        for _ in range(_TRIES):
            tried = [self._draft(ledger.type, each, referred) for each in waiting]
            found = problems_of(ledger.definition.checked, tried, Stand(self.today, ()))
            waiting = []
            for draft, problems in zip(tried, found, strict=True):
                if problems:
                    waiting.append(draft.organization_id)
                else:
                    drafts.append(draft)
        return drafts

    def _draft(
        self, type_: LedgerType, organization_id: int, referred: dict[str, dict[int, list[int]]]
    ) -> Draft:
        is_span = type_.time is Time.SPAN
        back = _YEARS_BACK * 365 if is_span else _DAYS_BACK
        day = self.today - timedelta(days=self.random.randint(3, back))
        until = None
        if is_span and self.random.random() < 0.1:
            until = day + timedelta(days=self.random.randint(0, (self.today - day).days))
        fields = {}
        for name, field in type_.fields.items():
            if not field.is_required and self.random.random() < 0.35:
                continue
            value = self._value(field, organization_id, day, referred.get(name, {}))
            if value not in (None, []):
                fields[name] = value
        return Draft(organization_id, day, until, fields)

    def _value(
        self, field: EntryField, organization_id: int, day: date, entries: dict[int, list[int]]
    ) -> Any:
        random = self.random
        if field.type is not None:
            return self._typed(field, field.type, day)
        known = self.members.get(organization_id, [])
        match field.reference:
            case Reference.MEMBER:
                return random.choice(known) if known else None
            case Reference.MEMBERS:
                return random.sample(known, min(len(known), random.randint(1, 3)))
            case Reference.ORGANIZATION:
                return self.parents.get(organization_id)
            case Reference.WORKPLACE:
                return self.workplaces.get(organization_id)
            case _:
                there = entries.get(organization_id, [])
                return random.choice(there) if there else None

    def _typed(self, field: EntryField, type_: ValueType, day: date) -> Any:
        random = self.random
        if type_.choices is not None:
            return random.choice(type_.choices.codes)
        match type_.kind:
            case Kind.YES_NO:
                return random.random() < 0.6
            case Kind.DATE:
                then = day + timedelta(days=random.randint(0, 120))
                return then.year * 10_000 + then.month * 100 + then.day
            case Kind.TEXT:
                return random.choice(_TEXTS.get(field.name, _OUTCOMES))
        return self._number(type_)

    def _number(self, type_: ValueType) -> int:
        """Return a number as ledgers of villages have it, within the bounds; small ones are more frequent."""
        power: int = 10**type_.scale
        if type_.kind is Kind.PERCENT:
            return power * self.random.randint(60, 100) // 100
        low = int(type_.low or 0)
        usual = {Kind.YUAN: 20_000, Kind.AREA: 300, Kind.COUNT: 40}.get(type_.kind, 30)
        high = min(int(type_.high) if type_.high is not None else usual, low + usual)
        return power * int(low + (high - low) * self.random.random() ** 2)

    def _referred(self, type_: LedgerType) -> dict[str, dict[int, list[int]]]:
        """Return the entries that fields may refer to, by field and organization; one query for each such field."""
        referred: dict[str, dict[int, list[int]]] = {}
        for name, field in type_.fields.items():
            if field.reference is Reference.ENTRY:
                rows = Entry.objects.filter(ledger__name=field.of, is_removed=False).order_by("pk")
                referred[name] = defaultdict(list)
                for organization_id, number in rows.values_list("organization_id", "pk"):
                    referred[name][organization_id].append(number)
        return referred

    def _close(self, ledger: Ledger, drafts: Sequence[Draft], own: Sequence[int], now: datetime) -> None:
        """Close the last period for most, the `own` apart, and those before it for whoever has entries."""
        period = last_complete(ledger, self.today)
        rows = OrganizationVersion.objects.filter(holding_on(self.today), level__in=ledger.type.levels)
        ids = list(rows.order_by("organization__key").values_list("organization_id", flat=True))
        entering = {each.organization_id for each in drafts}
        closings = []
        while period.year >= self.today.year - 1:
            busy = {each.organization_id for each in drafts if period.first <= each.day <= period.last}
            is_last = period == last_complete(ledger, self.today)
            for number in ids:
                is_left = number in own or self.random.random() < 0.15 if is_last else number not in entering
                if is_left:
                    continue
                closings.append(
                    Closing(
                        ledger=ledger,
                        organization_id=number,
                        period=period.code,
                        is_nothing=number not in busy,
                        at=now,
                        account_id=self.reader.account.pk,
                        account_name=self.reader.account.display_name,
                        is_proxy=True,
                    )
                )
            period = period.previous
        Ready(closings).insert()


def in_order(ledgers: Sequence[Ledger]) -> Iterator[Ledger]:
    """Yield ledgers after those that their entries refer to."""
    waiting, done = list(ledgers), set[str]()
    names = {each.name for each in ledgers}
    while waiting:
        ready = [
            each
            for each in waiting
            if {field.of for field in each.type.fields.values() if field.of} & names <= done | {each.name}
        ]
        for each in ready or waiting[:1]:
            yield each
            done.add(each.name)
            waiting.remove(each)
