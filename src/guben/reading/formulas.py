"""Formula text into a tree: Excel-like, with full-width punctuation understood.

condition   = conjunction { "OR" conjunction }
conjunction = negation { "AND" negation }
negation    = "NOT" negation | comparison
comparison  = sum { ("=" | "<>" | "<" | "<=" | ">" | ">=") sum }
sum         = product { ("+" | "-") product }
product     = signed { ("*" | "/") signed }
signed      = "-" signed | value { "." name }
value       = number ["%"] | name | name "(" [argument { "," argument }] ")" | "(" argument ")"
argument    = condition [ "WHERE" condition ]
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, cast

from guben.diagnostics import Finding, SourceSpan, Text, both
from guben.model.formula import (
    Arithmetic,
    ArithmeticSign,
    Attribute,
    Call,
    Comparison,
    ComparisonSign,
    Expression,
    Logic,
    Name,
    Negative,
    Not,
    Number,
    Where,
)
from guben.reading import findings as codes
from guben.reading.positions import Positions

KEYWORDS = frozenset({"AND", "OR", "NOT", "WHERE"})
_MAX_DEPTH = 40
MOST_NUMBER_LENGTH = 30

# One character for one, so that columns stay true.
_FULL_WIDTH_LETTERS = "".join(chr(code) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF3F))
_NORMAL = str.maketrans(
    "，（）％＝＜＞！＋－−×÷．＊／　０１２３４５６７８９" + _FULL_WIDTH_LETTERS,
    ",()%=<>!+--*/.*/ 0123456789" + "".join(chr(ord(letter) - 0xFEE0) for letter in _FULL_WIDTH_LETTERS),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|<>|!=|==|[≥≤≠=<>+\-*/(),.%])|(?P<other>\S))"
)
# A year beside month and day without a space is a day, not a subtraction.
_DAY = re.compile(
    r"\s*(?P<day>((?:19|20)[0-9]{2})(?:-|年|\.)(1[0-2]|0?[1-9])(?:-|月|\.)(3[01]|[12][0-9]|0?[1-9])日?)(?![0-9])"
)
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "<>", "!=": "<>", "==": "="}
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class _Stop(Exception):
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def read_formula(text: str, at: SourceSpan | Positions) -> Expression | Finding:
    """Return the tree of a formula, or what is wrong with it.

    `at` is where the text begins if it stands on one line as it is, else where each of its characters is.
    """
    try:
        return _Parser(text, at).whole()
    except _Stop as stop:
        return stop.finding


class _Parser:
    def __init__(self, text: str, at: SourceSpan | Positions) -> None:
        self.positions = at
        self.written = text
        self.tokens = self._tokens(text.translate(_NORMAL), text)
        self.at = 0
        self.depth = 0

    def _tokens(self, text: str, written: str) -> list[_Token]:
        tokens: list[_Token] = []
        position = 0
        stripped = text.rstrip()
        while position < len(stripped):
            if day := _DAY.match(text, position):
                year, month, number = (int(each) for each in day.groups()[1:])
                place = self._place(day.start("day"), day.end("day"))
                raise _Stop(
                    codes.DAY_IN_FORMULA.at(place, found=day["day"], year=year, month=month, day=number)
                )
            match = _TOKEN.match(text, position)
            assert (
                match is not None and match.lastgroup is not None
            )  # every non-blank character is some group
            kind, start, end = match.lastgroup, match.start(match.lastgroup), match.end()
            if kind == "other":
                raise _Stop(codes.UNKNOWN_CHARACTER.at(self._place(start, end), character=written[start:end]))
            word = _SIGNS.get(match[kind], match[kind])
            if kind == "number" and len(word) > MOST_NUMBER_LENGTH:
                place = self._place(start, end)
                raise _Stop(codes.NUMBER_TOO_LONG.at(place, length=len(word), most=MOST_NUMBER_LENGTH))
            if kind == "name" and word.upper() in KEYWORDS:
                kind, word = "sign", word.upper()
            tokens.append(_Token(kind, word, start, end))
            position = end
        tokens.append(_Token("end", "", len(stripped), len(stripped)))
        return tokens

    def _place(self, start: int, end: int) -> SourceSpan:
        span = self.positions
        if isinstance(span, Positions):
            return span.span(start, end)
        return SourceSpan(span.path, span.line, span.column + start, max(1, end - start), span.source)

    def _span_from(self, first: int) -> SourceSpan:
        last = self.tokens[max(first, self.at - 1)]
        return self._place(self.tokens[first].start, last.end)

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def _take(self, *signs: str) -> _Token | None:
        token = self.token
        if token.kind == "sign" and token.text in signs:
            self.at += 1
            return token
        return None

    def _fail(self, expected: Text) -> NoReturn:
        token = self.token
        place = self._place(token.start, token.end)
        found = both(self.written[token.start : token.end]) if token.kind != "end" else None
        said = Text(f"“{found.zh}”", f"'{found.en}'") if found else codes.END
        raise _Stop(codes.UNEXPECTED.at(place, expected=expected, found=said))

    def _need(self, sign: str) -> None:
        if self._take(sign) is None:
            self._fail(Text(f"“{sign}”", f"'{sign}'"))

    def whole(self) -> Expression:
        expression = self.argument()
        if self.token.kind != "end":
            self._fail(codes.END)
        deep = _too_deep(expression)
        if deep:
            raise _Stop(codes.TOO_DEEP.at(deep.span, depth=_MAX_DEPTH))
        return expression

    def argument(self) -> Expression:
        first = self.at
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _Stop(codes.TOO_DEEP.at(self._span_from(first), depth=_MAX_DEPTH))
        expression = self.condition()
        while self._take("WHERE"):
            condition = self.condition()
            expression = Where(expression, condition, self._span_from(first))
        self.depth -= 1
        return expression

    def condition(self) -> Expression:
        return self._joined("OR")

    def _joined(self, word: str) -> Expression:
        first = self.at
        operands = [self._operand_of(word)]
        while self._take(word):
            operands.append(self._operand_of(word))
        if len(operands) == 1:
            return operands[0]
        return Logic("AND" if word == "AND" else "OR", tuple(operands), self._span_from(first))

    def _operand_of(self, word: str) -> Expression:
        return self._joined("AND") if word == "OR" else self.negation()

    def negation(self) -> Expression:
        starts = self._starts("NOT")
        expression = self.comparison()
        for first in reversed(starts):
            expression = Not(expression, self._span_from(first))
        return expression

    def _starts(self, sign: str) -> list[int]:
        """Take a sign as often as it stands here, and return where each stood."""
        first = self.at
        while self._take(sign):
            pass
        return list(range(first, self.at))

    def comparison(self) -> Expression:
        first = self.at
        operands = [self.sum()]
        signs: list[ComparisonSign] = []
        while token := self._take(*_COMPARISONS):
            signs.append(cast(ComparisonSign, token.text))
            operands.append(self.sum())
        if not signs:
            return operands[0]
        return Comparison(tuple(operands), tuple(signs), self._span_from(first))

    def sum(self) -> Expression:
        first = self.at
        expression = self.product()
        while token := self._take("+", "-"):
            right = self.product()
            expression = Arithmetic(
                cast(ArithmeticSign, token.text), expression, right, self._span_from(first)
            )
        return expression

    def product(self) -> Expression:
        first = self.at
        expression = self.signed()
        while token := self._take("*", "/"):
            right = self.signed()
            expression = Arithmetic(
                cast(ArithmeticSign, token.text), expression, right, self._span_from(first)
            )
        return expression

    def signed(self) -> Expression:
        starts = self._starts("-")
        expression = self.value()
        for first in reversed(starts):
            expression = Negative(expression, self._span_from(first))
        return expression

    def value(self) -> Expression:
        first = self.at
        token = self.token
        expression: Expression
        if token.kind == "number":
            self.at += 1
            is_percent = self._take("%") is not None
            number = Fraction(token.text) / (100 if is_percent else 1)
            expression = Number(number, is_percent, self._span_from(first))
        elif token.kind == "name":
            self.at += 1
            expression = self._name_or_call(token, first)
        elif self._take("("):
            expression = self.argument()
            self._need(")")
        else:
            self._fail(codes.VALUE)
        while self._take("."):
            field = self.token
            if field.kind != "name":
                self._fail(Text("名称", "a name"))
            self.at += 1
            expression = Attribute(expression, field.text, self._place(field.start, field.end))
        return expression

    def _name_or_call(self, token: _Token, first: int) -> Expression:
        if not self._take("("):
            return Name(token.text, self._span_from(first))
        arguments: list[Expression] = []
        if not self._take(")"):
            arguments.append(self.argument())
            while self._take(","):
                arguments.append(self.argument())
            self._need(")")
        return Call(token.text, tuple(arguments), self._span_from(first))


def _too_deep(expression: Expression) -> Expression | None:
    """Return a node that stands deeper than is allowed; a long chain of sums or of NOT is deep as well."""
    level = [expression]
    for _ in range(_MAX_DEPTH + 1):
        level = [below for node in level for below in _below(node)]
    return level[0] if level else None


def _below(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Attribute():
            return (node.of,)
        case Call():
            return node.arguments
        case Where():
            return (node.records, node.condition)
        case Negative() | Not():
            return (node.operand,)
        case Arithmetic():
            return (node.left, node.right)
        case Comparison() | Logic():
            return node.operands
        case _:
            return ()
