"""The lines of a count sheet in the order of the paper, and whether numbers on them agree with each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guben_web.engine.tallies import APPROVE, share_as_kept
from guben_web.engine.texts import Text
from guben_web.tallies.models import Count, text_of

ISSUED, RETURNED, VOID = "issued", "returned", "void"
# With no more votes than this, a share that is kept rounded down is on its side of every line that a scheme can print.
MOST = 10_000
# With fewer valid ballots, those who are rated could tell who said what.
LEAST_SHOWN = 10
_HEADS = (
    (ISSUED, Text("发出票数", "Ballots issued")),
    (RETURNED, Text("收回票数", "Ballots returned")),
    (VOID, Text("无效票", "Void ballots")),
)
_BLANK = Text("未选", "Blank")
_LINE = Text("{question} · {option}", "{question} · {option}")
_NOT_A_NUMBER = Text("“{line}”要填0到{most}的整数。", "'{line}' must be a whole number from 0 to {most}.")
_TOO_MANY_ISSUED = Text(
    "发出{issued}张，多于每个组织的{ballots}张。",
    "{issued} were issued, more than the {ballots} for each organization.",
)
_TOO_MANY_RETURNED = Text(
    "收回{returned}张，多于发出的{issued}张。",
    "{returned} came back, more than the {issued} that were issued.",
)
_TOO_MANY_VOID = Text(
    "无效票{void}张，多于收回的{returned}张。", "{void} are void, more than the {returned} that came back."
)
_SUM = Text(
    "“{question}”各选项与未选合计{sum}张，有效票是{valid}张（收回{returned}减无效{void}）。",
    "The votes on '{question}' and the blanks come to {sum}; valid are {valid} ({returned} returned less {void} void).",
)

Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A number that is counted: the name of its field, what it is called, and the question it belongs to."""

    key: str
    title: Text
    question: str = ""
    full: Text | None = None

    @property
    def words(self) -> Text:
        """What it is called away from its question."""
        return self.full or self.title


@dataclass(frozen=True, slots=True)
class Block:
    """A question with its lines, the blanks last."""

    name: str
    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not agree, with the lines it is about."""

    lines: tuple[str, ...]
    words: Text


def head_lines() -> list[Line]:
    """Return the lines about the ballots as a whole."""
    return [Line(key, title) for key, title in _HEADS]


def blocks_of(count: Count) -> list[Block]:
    """Return the questions with their lines, as they stand on the paper."""
    return [_block(each) for each in count.questions]


def lines_of(count: Count) -> list[Line]:
    """Return all lines in the order of the paper."""
    return head_lines() + [line for block in blocks_of(count) for line in block.lines]


def read_numbers(count: Count, typed: Mapping[str, str]) -> tuple[dict[str, int], list[Problem]]:
    """Return the numbers that were typed, and all that is wrong with them at once."""
    numbers, problems = {}, []
    for line in lines_of(count):
        number = _number(typed.get(line.key, ""))
        if number is None:
            problems.append(Problem((line.key,), _NOT_A_NUMBER.filled(line=line.words, most=MOST)))
        else:
            numbers[line.key] = number
    return numbers, problems + disagreeing(count, numbers)


def disagreeing(count: Count, numbers: Numbers) -> list[Problem]:
    """Return what does not add up among the numbers that are known."""
    issued, returned, void = (numbers.get(key) for key in (ISSUED, RETURNED, VOID))
    problems = []
    if issued is not None and count.ballots is not None and issued > count.ballots:
        words = _TOO_MANY_ISSUED.filled(issued=issued, ballots=count.ballots)
        problems.append(Problem((ISSUED,), words))
    if issued is not None and returned is not None and returned > issued:
        words = _TOO_MANY_RETURNED.filled(returned=returned, issued=issued)
        problems.append(Problem((ISSUED, RETURNED), words))
    if returned is None or void is None:
        return problems
    if void > returned:
        words = _TOO_MANY_VOID.filled(void=void, returned=returned)
        return [*problems, Problem((RETURNED, VOID), words)]
    for block in blocks_of(count):
        keys = tuple(line.key for line in block.lines)
        if all(key in numbers for key in keys):
            total = sum(numbers[key] for key in keys)
            if total != returned - void:
                words = _SUM.filled(
                    question=block.title, sum=total, valid=returned - void, returned=returned, void=void
                )
                problems.append(Problem(keys, words))
    return problems


def differing(count: Count, one: Numbers, other: Numbers) -> list[str]:
    """Return the lines on which two tellers differ, in the order of the paper."""
    return [line.key for line in lines_of(count) if one[line.key] != other[line.key]]


def valid_ballots(numbers: Numbers) -> int:
    """Return how many ballots count."""
    return numbers[RETURNED] - numbers[VOID]


def vote_key(question: str, option: str) -> str:
    """Return the line of an option."""
    return f"votes/{question}/{option}"


def share_of(question: Mapping[str, Any], numbers: Numbers) -> int | None:
    """Return the share of approval × 10^scale among those who chose, rounded down; None where nobody did."""
    votes = [numbers[vote_key(question["name"], each["code"])] for each in question["options"]]
    if not question["measure"] or not sum(votes):
        return None
    approve = numbers[vote_key(question["name"], APPROVE)]
    return share_as_kept(approve, sum(votes), question["scale"])


def share_percent(question: Mapping[str, Any], numbers: Numbers) -> Decimal | None:
    """Return the share of approval in percent, as exactly as it is kept."""
    share = share_of(question, numbers)
    return None if share is None else Decimal(share).scaleb(2 - question["scale"])


def has_shares(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a question gives a share of approval."""
    return any(each["measure"] for each in questions)


def _block(question: dict[str, Any]) -> Block:
    title, name = text_of(question), question["name"]
    lines = [
        Line(vote_key(name, each["code"]), text_of(each), name, _named(title, text_of(each)))
        for each in question["options"]
    ]
    return Block(name, title, (*lines, Line(f"blank/{name}", _BLANK, name, _named(title, _BLANK))))


def _named(question: Text, option: Text) -> Text:
    return _LINE.filled(question=question, option=option)


def _number(words: str) -> int | None:
    """Return a whole number as people type it, full-width digits too."""
    words = words.strip()
    return int(words) if words.isdecimal() and len(words) < 6 and int(words) <= MOST else None
