"""What is done with doubts: drawing an inspection of them, taking them out."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.doubts import Doubt, kind_title
from guben_web.engine.texts import Text
from guben_web.org.models import Organization
from guben_web.results.doubt_lists import drawn_order
from guben_web.results.models import Evaluation, Inspection
from guben_web.shared.refusals import Refusal


class NobodyIsChosen(Refusal):
    """An inspection was to be drawn of nobody."""

    code = "results.nobody-is-chosen"
    message = Text("没有选中任何组织。", "No organization is chosen.")
    hint = Text("在可疑数据里勾选要核查的组织。", "Tick the organizations among the doubts.")


class NotThatMany(Refusal):
    """More were to be drawn than are chosen, or none."""

    code = "results.not-that-many"
    message = Text(
        "选中了{chosen}个组织，不能抽{number}个。",
        "{chosen} organizations are chosen; {number} cannot be drawn.",
    )
    hint = Text("抽查数写1到{chosen}。", "Draw 1 to {chosen}.")


class SeedIsLacking(Refusal):
    """Without a seed nobody could draw again."""

    code = "results.seed-is-lacking"
    message = Text("没有写种子，抽取就不能复核。", "Without a seed nobody can check the draw.")
    hint = Text(
        "写事先公布的任意文字，如开奖号码，最多64个字。",
        "Write words published beforehand, such as numbers of a lottery, 64 characters at most.",
    )


@transaction.atomic
def draw_inspection(
    *,
    evaluation: Evaluation,
    doubts: Sequence[Doubt],
    chosen: Collection[str],
    number: int,
    seed: str,
    by: Account,
    now: datetime,
) -> Inspection:
    """Keep the chosen organizations with what is doubted of them, and draw `number` of them by a seed.

    Raises NobodyIsChosen, NotThatMany and SeedIsLacking.
    """
    by_key: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        if doubt.organization in chosen:
            by_key.setdefault(doubt.organization, []).append(doubt)
    if not by_key:
        raise NobodyIsChosen
    if not 1 <= number <= len(by_key):
        raise NotThatMany(chosen=len(by_key), number=number)
    if not seed.strip() or len(seed.strip()) > 64:
        raise SeedIsLacking
    ids = dict(Organization.objects.filter(key__in=by_key).values_list("key", "id"))
    inspection: Inspection = Inspection.objects.create(
        evaluation=evaluation,
        seed=seed.strip(),
        number=number,
        rows=[_row(by_key[key], ids.get(key)) for key in drawn_order(by_key, seed.strip())],
        made_by=by,
        made_at=now,
    )
    facts = {"seed": inspection.seed, "number": number, "chosen": len(by_key)}
    audit.record("inspection.drawn", by=by, subject=inspection, at=now, detail=facts)
    return inspection


@transaction.atomic
def record_export(*, evaluation: Evaluation, rows: int, by: Account, now: datetime) -> None:
    """Record that somebody took the doubts out."""
    audit.record("doubts.exported", by=by, subject=evaluation, at=now, detail={"rows": rows})


def _row(doubts: Sequence[Doubt], organization_id: int | None) -> dict[str, object]:
    first = doubts[0]
    reasons = [
        {
            "zh": f"{kind_title(each.kind).zh}：{each.reason.zh}",
            "en": f"{kind_title(each.kind).en}: {each.reason.en}",
        }
        for each in doubts
    ]
    return {
        "id": organization_id,
        "key": first.organization,
        "name": first.name,
        "township": first.township or "",
        "reasons": reasons,
    }
