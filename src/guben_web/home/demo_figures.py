"""What the demo's people have reported: a collection whose forms stand in every state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion
from guben_web.reporting import actions, sheet_actions
from guben_web.reporting.access import Hand, hand_of
from guben_web.reporting.actions import Design, Wish
from guben_web.reporting.enums import How
from guben_web.reporting.figures import Value
from guben_web.reporting.models import Collection, Question, Sheet
from guben_web.reporting.queries import Key, previous_values
from guben_web.reporting.sheet_actions import Said

_TITLE = "{period}年村级主要数据"
_DEADLINE, _MINUTES = timedelta(days=21), 3
_DISCIPLINE, _DISCIPLINE_NAME = "discipline", "县纪委监委"
_INCOME = "net_income"
_RETURN_REASON = "与农经年报不一致，请核对。"
_NOTE = "新建的两家加工厂投产。"
# Of the township's villages in order: accepted, approved, waiting without flags, waiting with a jump.
_ACCEPTED, _APPROVED, _PLAIN, _JUMPING = 2, 4, 12, 14
_USUAL_GROWTH, _JUMP = (106, 100), (190, 100)


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: the department, the township, the secretary, the other secretaries, the scoring department."""

    department: Account
    township: Account
    secretary: Account
    secretaries: Account
    scorer: Account


@transaction.atomic
def collect_figures(
    *, scheme: str, measures: Sequence[str], period: int, people: People, villages: Sequence[int]
) -> None:
    """Publish a collection for a period, and have some villages of the township report; the first is the secretary's."""
    now, today = timezone.now(), timezone.localdate()
    department = people.department
    actions.name_department(
        code=_DISCIPLINE, name=_DISCIPLINE_NAME, account=people.scorer, by=department, now=now
    )
    design = Design(
        title=_TITLE.format(period=period),
        schemes=(scheme,),
        period=str(period),
        deadline=today + _DEADLINE,
        jump_percent=50,
        sample_size=3,
        answer_days=3,
    )
    wishes = [Wish(name, _MINUTES) for name in measures]
    collection = actions.save_collection(
        collection=None, design=design, wishes=wishes, by=department, now=now
    )
    actions.publish_collection(collection=collection, by=department, now=now)
    collection.refresh_from_db()
    _report(collection, people, villages, now)


def _report(collection: Collection, people: People, villages: Sequence[int], now: datetime) -> None:
    before = previous_values(collection, villages)
    rows = Sheet.objects.filter(collection=collection, organization_id__in=villages)
    sheets = {each.organization_id: each for each in rows.select_related("collection")}
    asked = list(
        Question.objects.filter(collection=collection, department="").values_list("measure", flat=True)
    )
    own, others = villages[0], [each for each in villages[1:] if each in sheets]
    if own in sheets:
        _hand_in(
            sheets[own],
            _said(own, asked, before, _USUAL_GROWTH),
            people.secretary,
            hand_of(people.secretary),
            now,
        )
        sheet_actions.return_cells(
            sheet=sheets[own], keys=[(own, _INCOME)], reason=_RETURN_REASON, by=people.township, now=now
        )
    hand = hand_of(people.secretaries)
    for place, village in enumerate(others[:_JUMPING]):
        growth, note = (_USUAL_GROWTH, "") if place < _PLAIN else (_JUMP, _NOTE)
        said = _said(village, asked, before, growth, note)
        _hand_in(sheets[village], said, people.secretaries, hand, now)
    for village in others[_JUMPING : _JUMPING + 1]:
        said = _said(village, asked, before, _USUAL_GROWTH)
        _hand_in(sheets[village], said, people.township, hand_of(people.township), now)
    for village in others[:_APPROVED]:
        sheet_actions.approve(sheet=sheets[village], by=people.township, now=now)
    sheet_actions.accept(
        sheets=[sheets[village] for village in others[:_ACCEPTED]], by=people.department, now=now
    )


def _said(
    village: int,
    asked: Sequence[str],
    before: dict[Key, Value],
    growth: tuple[int, int],
    note: str = "",
) -> list[Said]:
    """Return figures grown by so many hundredths; what was not known before is not known now."""
    times, of = growth
    found = []
    for name in asked:
        value = before.get((village, name))
        if value is not None and value[0] is not None:
            number, scale, choice, is_absent = value
            # Whole units, as people report them.
            step = 10**scale
            grown = (number or 0) * times // of // step * step
            found.append(Said(village, name, (grown, scale, choice, is_absent), note=note or None))
    return found


def _hand_in(sheet: Sheet, said: Sequence[Said], by: Account, hand: Hand, now: datetime) -> None:
    sheet_actions.fill(sheet=sheet, said=said, how=How.TYPED, by=by, now=now, hand=hand)
    sheet_actions.submit(sheet=sheet, by=by, now=now, is_incomplete_meant=True, hand=hand)


def is_done(period: int) -> bool:
    """Return whether the collection has been made already."""
    return Collection.objects.filter(title=_TITLE.format(period=period)).exists()


def villages_below(township_id: int, day: date, first: int) -> list[int]:
    """Return the villages of a township in order, one of them first."""
    rows = OrganizationVersion.objects.filter(holding_on(day), parent_id=township_id, level="village")
    ids = rows.order_by("organization__key").values_list("organization_id", flat=True)
    return [first, *(each for each in ids if each != first)]
