"""A second evaluation a month later, in which Diting's income has doubled more than once."""

from datetime import date

from web.builders import NOW
from web.scored import evaluate

from guben_web.ledgers.models import ReportedValue
from guben_web.results import inspection_actions
from guben_web.results.doubt_lists import doubts_about, find_previous
from guben_web.results.models import Evaluation, Inspection

LATER = date(2026, 1, 31)


def evaluate_again(evaluation: Evaluation) -> Evaluation:
    """Evaluate again after the income of 4,499 yuan became 13,497."""
    income = ReportedValue.objects.get(measure="net_income", organization__key="V1")
    ReportedValue.objects.filter(pk=income.pk).update(number=income.number * 3)
    return evaluate(evaluation.started_by, as_of=LATER)


def draw_all(evaluation: Evaluation, seed: str = "2026-02-01") -> Inspection:
    """Draw one of all organizations with doubts."""
    doubts = doubts_about(evaluation, find_previous(evaluation))
    return inspection_actions.draw_inspection(
        evaluation=evaluation,
        doubts=doubts,
        chosen={each.organization for each in doubts},
        number=1,
        seed=seed,
        by=evaluation.started_by,
        now=NOW,
    )
