"""What is done with drafts of schemes: saving one with what would come of it, taking its files."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.engine.whatif import Branch, Lever, Session, say_answer
from guben_web.results.models import Draft, Evaluation
from guben_web.shared.refusals import Refusal

# So many organizations that cross a line are named in what is kept.
_MOST_NAMED = 5_000


class NothingWasMoved(Refusal):
    """A draft was asked for without any number changed."""

    code = "results.nothing-was-moved"
    message = Text("没有改动任何数，不用保存。", "No number was moved; there is nothing to save.")
    hint = Text("先改一个分值、界线或比例。", "Move a weight, a line or a quota first.")


@transaction.atomic
def save_draft(
    *, evaluation: Evaluation, session: Session, moves: Mapping[Lever, Fraction], by: Account, now: datetime
) -> Draft:
    """Save the scheme with other numbers as a draft version, and what would come of it.

    Raises NothingWasMoved, and the core's Refusal where the numbers cannot be.
    """
    if not moves:
        raise NothingWasMoved
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    answer = session.ask(moves)
    taken = set(Draft.objects.filter(evaluation__scheme=evaluation.scheme).values_list("version", flat=True))
    version, text = session.draft(moves, taken)
    draft: Draft = Draft.objects.create(
        evaluation=evaluation,
        version=version,
        text=text,
        moves=[_move(lever, value) for lever, value in moves.items()],
        comparison=_as_data(say_answer(answer, session.program.scheme, most=_MOST_NAMED)),
        saved_by=by,
        saved_at=now,
    )
    facts = {"version": version, "moves": len(moves)}
    audit.record("draft.saved", by=by, subject=draft, at=now, detail=facts)
    return draft


@transaction.atomic
def record_download(*, draft: Draft, file: str, by: Account, now: datetime) -> None:
    """Record that somebody took a file of a draft."""
    audit.record("draft.downloaded", by=by, subject=draft, at=now, detail={"file": file})


def _move(lever: Lever, value: Fraction) -> dict[str, str]:
    return {
        "key": lever.key,
        "zh": lever.title.zh,
        "en": lever.title.en,
        "old": lever.written(lever.value),
        "new": lever.written(value),
    }


def _as_data(branch: Branch) -> dict[str, object]:
    below = [_as_data(each) for each in branch.below]
    return {"zh": branch.words.zh, "en": branch.words.en, "below": below}
