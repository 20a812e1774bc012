"""Votes in formulas: the tally of a question, by its options."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from guben.diagnostics import nearest_names
from guben.model import formula as written
from guben.model.choices import Choice, ChoiceSet
from guben.model.scoring import Poll
from guben.model.values import Kind
from guben.model.votes import option_title
from guben.resolve.records import VOTES, votes_set
from guben.typesystem import bounds
from guben.typesystem import expressions as typed
from guben.typesystem import findings as codes
from guben.typesystem.expressions import Expression, number_type
from guben.typesystem.places import Surroundings
from guben.typesystem.types import ChoiceType, NumberType, type_of_values

if TYPE_CHECKING:
    # The typist calls this, and is called for what it knows of the scheme.
    from guben.typesystem.inference import Typist

_MANY = Fraction(10**9)


def votes_for(poll: Poll, options: Iterable[str]) -> tuple[typed.Records, typed.FieldValue, typed.FieldValue]:
    """Return the votes for some options of a question, with their number and their option."""
    choices = ChoiceSet("option", VOTES.title, tuple(Choice(each, option_title(each)) for each in options))
    records_set = votes_set(poll.ballot, poll.question, choices)
    number = typed.FieldValue(VOTES, type_of_values(VOTES.type))
    option = typed.FieldValue(records_set.fields["option"], ChoiceType(choices))
    return typed.Records(records_set, None), number, option


def share_of_votes(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    """Return the share of the votes for some options among those that the parts scored by the question count."""
    asked, *wanted = node.arguments
    scored = [part.scoring for part in typist.names.parts.values() if isinstance(part.scoring, Poll)]
    name = _question(asked)
    polls = [each for each in scored if f"{each.ballot}/{each.question}" == name]
    if not polls:
        known = [f"{each.ballot}/{each.question}" for each in scored]
        nearest = nearest_names(name, known) or known or codes.NOTHING
        return typist.report(codes.NO_SUCH_VOTE, asked.span, name=name, nearest=nearest)
    options = tuple(dict.fromkeys(option for each in polls for option, _ in each.weights))
    words: list[str] = []
    for each in wanted:
        word = _written(each)
        if word not in options:
            nearest = nearest_names(word, options) or list(options)
            return typist.report(codes.NO_SUCH_OPTION, each.span, option=word, name=name, nearest=nearest)
        words.append(word)
    records, number, option = votes_for(polls[0], options)
    chosen = typed.Records(records.set, typed.OneOf(option, tuple(words), "=", words[0]))
    type_ = bounds.totalled(number_type(number), _MANY)
    some, all_ = typed.Totalled(chosen, number, type_), typed.Totalled(records, number, type_)
    return typed.Quotient(some, all_, NumberType(Kind.PERCENT, Fraction(0), Fraction(1)), is_share=True)


def _question(node: written.Expression) -> str:
    """Return `ballot/question` as it is written."""
    if isinstance(node, written.Arithmetic) and node.sign in ("/", "-"):
        return f"{_question(node.left)}{node.sign}{_question(node.right)}"
    return _written(node)


def _written(node: written.Expression) -> str:
    start = node.span.column - 1
    return node.span.source[start : start + node.span.width]
