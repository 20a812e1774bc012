"""Where grades come from: what can be a baseline, what can give second grades, and the grades themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal
from guben_web.baselines.models import Baseline
from guben_web.baselines.queries import appraisals_of, grades_for
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text, both
from guben_web.promotion.models import Round
from guben_web.results.enums import State
from guben_web.results.layout import layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.words.formats import in_words
from guben_web.words.language import current_language

_IMPORTED, _COMPUTED = "imported", "evaluation"
_SAID_IMPORTED = Text("{period}年度{name}（导入）", "{period} {name} (imported)")
_SAID_COMPUTED = Text("{period} {title}（截止{day}）", "{period} {title} (as of {day})")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be a baseline: how a form names it, what it is called, and what a round keeps of it."""

    key: str
    words: Text
    period: str
    appraisal: str = ""
    evaluation: Evaluation | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What an organization was given: the grade in words, and the titles of the lists of the last that it was on."""

    words: str
    tails: tuple[Text, ...] = ()


def shown_evaluations() -> QuerySet[Any]:
    """Return the evaluations that units were shown, `is_final` where an appraisal was sealed, the latest first."""
    final = Appraisal.objects.filter(evaluation=OuterRef("pk"), stage=Stage.FINAL)
    rows = Evaluation.objects.filter(state=State.SHOWN).annotate(is_final=Exists(final))
    return rows.order_by("-period", "-is_final", "-as_of", "-pk")


def baseline_sources() -> list[Source]:
    """Return what can be a baseline, the latest first, of a period evaluations before imported grades; two queries."""
    imported = [
        Source(
            f"{_IMPORTED}:{each.period}:{each.name}",
            _SAID_IMPORTED.filled(period=each.period, name=each.name),
            each.period,
            appraisal=each.name,
        )
        for each in appraisals_of(Baseline.objects.all())
    ]
    computed = [
        Source(f"{_COMPUTED}:{each.pk}", called(each), each.period, evaluation=each)
        for each in shown_evaluations()
    ]
    return sorted([*computed, *imported], key=lambda each: each.period, reverse=True)


def proposed_source(sources: Sequence[Source], period: str) -> str:
    """Return the key of the baseline to propose for a period: the last before it; empty where there is none."""
    return next((each.key for each in sources if each.period < period), "")


def second_sources(round_: Round) -> list[Evaluation]:
    """Return the evaluations that can give a round its second grades, sealed ones before others; one query."""
    rows = shown_evaluations().filter(scheme=round_.scheme)
    if round_.baseline is not None:
        later = Q(as_of__gt=round_.baseline.as_of)
    else:
        later = Q(period__gt=round_.baseline_period)
    return list(rows.filter(later).order_by("-is_final", "-period", "-as_of", "-pk"))


def called(evaluation: Evaluation) -> Text:
    """Return what an evaluation is called."""
    title = scheme_titles().get(evaluation.scheme, both(evaluation.scheme))
    day = in_words(evaluation.as_of, current_language())
    return _SAID_COMPUTED.filled(period=evaluation.period, title=title, day=day)


def baseline_called(round_: Round) -> Text:
    """Return what a round's baseline is called."""
    if round_.baseline is not None:
        return called(round_.baseline)
    return _SAID_IMPORTED.filled(period=round_.baseline_period, name=round_.baseline_appraisal)


def given_at_baseline(round_: Round) -> dict[int, Given]:
    """Return what organizations were given at the baseline, by their ids; one query."""
    if round_.baseline is not None:
        return given_by(round_.baseline)
    held = grades_for(round_.baseline_period, round_.baseline_appraisal)
    return {key: Given(each.grade) for key, each in held.items()}


def given_by(evaluation: Evaluation) -> dict[int, Given]:
    """Return what an evaluation gave, empty words where it gave no grade; one query."""
    layout = layout_from_data(evaluation.layout)
    rows = Result.objects.filter(evaluation=evaluation).values_list("organization_id", "grade", "tails")
    return {
        key: Given(
            "" if grade is None else layout.grades[grade].zh,
            tuple(layout.tails[name] for name in tails if name in layout.tails),
        )
        for key, grade, tails in rows
    }
