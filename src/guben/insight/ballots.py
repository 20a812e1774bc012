"""What a scheme asks voters: the questions of each ballot, with the options that a count has to tell apart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guben.diagnostics import Text
from guben.model.scheme import Scheme
from guben.model.scoring import Poll
from guben.model.values import Kind
from guben.model.votes import option_title
from guben.plan import Program

# Of a measure that is a share of those who approve, a scheme says no options: there are two.
APPROVE, DISAPPROVE = "approve", "disapprove"
_SIDES = ((APPROVE, Text("认可", "Approve")), (DISAPPROVE, Text("不认可", "Disapprove")))


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a ballot with its options; `measure` is the share of approval that it gives, if it gives one."""

    name: str
    title: Text
    options: tuple[tuple[str, Text], ...]
    measure: str = ""
    scale: int = 0


@dataclass(frozen=True, slots=True)
class AskedBallot:
    """A ballot that a scheme asks for, about the organizations of a level and of fields (none: all)."""

    name: str
    scheme: str
    level: str
    fields: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]


def asked_ballots(program: Program) -> list[AskedBallot]:
    """Return the ballots that a scheme itself asks for, in its order.

    A measure that is given by a ballot and is no share cannot be counted from sheets, and is left out; so is a share of
    a question that parts score by the votes.
    """
    scheme = program.scheme
    found: dict[str, dict[str, AskedQuestion]] = {}
    for ballot, question in _polls(scheme):
        questions = found.setdefault(ballot, {})
        known = questions.get(question.name)
        # Parts may count different options of one question; voters have all of them.
        questions[question.name] = question if known is None else _with_options(known, question.options)
    for ballot, question in _shares(scheme):
        found.setdefault(ballot, {}).setdefault(question.name, question)
    return [
        AskedBallot(name, scheme.name, scheme.scope.level, scheme.scope.fields, tuple(questions.values()))
        for name, questions in found.items()
    ]


def share_as_kept(part: int, of: int, scale: int) -> int:
    """Return part/of × 10^`scale`, rounded down; `of` is above 0.

    Rounded down, a share that does not reach a line never gets there, and one that does stays there.
    """
    kept: int = part * pow(10, scale) // of
    return kept


def _polls(scheme: Scheme) -> Iterator[tuple[str, AskedQuestion]]:
    for part in scheme.all_parts():
        if isinstance(part.scoring, Poll):
            poll = part.scoring
            options = tuple((code, option_title(code)) for code, _ in poll.weights)
            yield poll.ballot, AskedQuestion(poll.question, part.title, options)


def _with_options(question: AskedQuestion, more: tuple[tuple[str, Text], ...]) -> AskedQuestion:
    return replace(question, options=tuple(dict([*question.options, *more]).items()))


def _shares(scheme: Scheme) -> Iterator[tuple[str, AskedQuestion]]:
    for measure in scheme.measures.values():
        # A figure of another kind cannot be counted from two sides.
        if measure.asked is not None and measure.type.kind is Kind.PERCENT:
            ballot, name = measure.asked
            yield (
                ballot,
                AskedQuestion(name, measure.title, _SIDES, measure=measure.name, scale=measure.type.scale),
            )
