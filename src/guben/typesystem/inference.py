"""Formula trees into typed expressions; one mistake gives one finding."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from guben.diagnostics import Code, Finding, SourceSpan, Text, both, suggestion
from guben.model import formula as written
from guben.model.choices import ChoiceSet
from guben.model.exact import plain_number
from guben.model.formula import ComparisonSign
from guben.model.values import Kind
from guben.model.vocabulary import POST
from guben.resolve import findings as name_codes
from guben.resolve.names import CUT_OFF, OWN_FIELDS, Names
from guben.resolve.records import (
    POSTS,
    SINGLE_OF_POSTS,
    SINGLE_OF_WORKPLACES,
    WORKPLACES,
    RecordField,
    RecordSet,
)
from guben.typesystem import bounds
from guben.typesystem import expressions as typed
from guben.typesystem import findings as codes
from guben.typesystem.expressions import Expression, Records, constant, number_type
from guben.typesystem.functions import FUNCTIONS, counted
from guben.typesystem.peers import tie_break
from guben.typesystem.places import Place, Surroundings
from guben.typesystem.types import (
    ChoiceType,
    ConditionType,
    DayType,
    NumberType,
    Type,
    say_kind,
    type_of_values,
)

_RECORDS_WORD = Text("一组记录", "a set of records")
_TURNED: dict[ComparisonSign, ComparisonSign] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "<>": "<>",
}


class Typist:
    """Types the formulas of one scheme and collects what is wrong with them."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.findings: list[Finding] = []
        # What formulas give has the bounds that follow from them, whatever is declared.
        self.derived: dict[str, Type] = {}

    # What callers ask for.

    def condition(self, formula: written.Expression, around: Surroundings) -> Expression | None:
        """Return the formula as a condition, or None after a finding."""
        expression = self._typed(formula, around)
        if expression is None:
            return None
        if not isinstance(expression.type, ConditionType):
            return self.report(codes.CONDITION_EXPECTED, formula.span, found=expression.type.say())
        return expression

    def number(self, formula: written.Expression, around: Surroundings) -> Expression | None:
        """Return the formula as a number, or None after a finding."""
        expression = self._typed(formula, around)
        if expression is None:
            return None
        if not isinstance(expression.type, NumberType):
            return self.report(codes.NUMBER_EXPECTED, formula.span, found=expression.type.say())
        return expression

    def tie_break(self, then: written.Ordering | None, around: Surroundings) -> typed.TieBreak | None:
        """Return what equals are put in order by; None where there is nothing, or after a finding."""
        value = self.number(then.formula, around) if then is not None else None
        return tie_break(value, then.is_descending) if value is not None and then is not None else None

    def value(self, formula: written.Expression, around: Surroundings) -> Expression | None:
        """Return the formula as whatever it is, or None after a finding."""
        return self._typed(formula, around)

    def records_or_number(self, formula: written.Expression, around: Surroundings) -> Expression | None:
        """Return how many records a record set has, or the number that the formula is."""
        if around.records is None and self.is_records(formula):
            return counted(self, formula, around)
        return self.number(formula, around)

    def same_unit(self, left: Expression, right: Expression, span: SourceSpan) -> bool:
        """Return whether two numbers can be compared; if not, that is a finding."""
        if bounds.go_together(number_type(left).kind, number_type(right).kind):
            return True
        says = (say_kind(number_type(each).kind) for each in (left, right))
        self.report(codes.UNITS_DIFFER, span, left=next(says), right=next(says))
        return False

    # One method for each kind of node.

    def report(self, code: Code, span: SourceSpan, **facts: object) -> Expression | None:
        """Record a finding; there is no expression then."""
        self.findings.append(code.at(span, **facts))
        return None

    def _typed(self, node: written.Expression, around: Surroundings) -> Expression | None:
        match node:
            case written.Number():
                return constant(node.value, Kind.PERCENT if node.is_percent else Kind.NUMBER)
            case written.Name():
                return self._name(node, around)
            case written.Attribute():
                return self._attribute(node, around)
            case written.Call():
                return self._call(node, around)
            case written.Where():
                return self.report(codes.NUMBER_EXPECTED, node.span, found=_RECORDS_WORD)
            case written.Negative():
                operand = self.number(node.operand, around)
                return operand and typed.Negated(operand, bounds.negated(number_type(operand)))
            case written.Arithmetic():
                return self._arithmetic(node, around)
            case written.Comparison():
                return self._comparison(node, around)
            case written.Logic():
                operands = [self.condition(each, around) for each in node.operands]
                known = tuple(each for each in operands if each is not None)
                if len(known) < len(operands):
                    return None
                return typed.AllOf(known) if node.word == "AND" else typed.AnyOf(known)
            case written.Not():
                condition = self.condition(node.operand, around)
                return condition and typed.Inverted(condition)

    def _name(self, node: written.Name, around: Surroundings) -> Expression | None:
        name, names = node.name, self.names
        if around.records is not None and name in around.records.fields:
            field = around.records.fields[name]
            return typed.FieldValue(field, type_of_values(field.type))
        if name in names.parameters:
            parameter = names.parameters[name]
            values = parameter.values
            return typed.ParameterValue(parameter, NumberType(parameter.type.kind, min(values), max(values)))
        if name == CUT_OFF:
            return typed.CutOff()
        if around.records is not None:
            if name in names.measures:
                return self.not_here(node.name, node.span, codes.USE_FIELDS)
            return self._unknown(node, [*around.records.fields, *names.parameters], is_field=True)
        if name in names.measures:
            measure = names.measures[name]
            return typed.MeasureValue(measure, self._measure_type(name))
        if name in OWN_FIELDS:
            return typed.OwnField(name, ChoiceType(OWN_FIELDS[name]))
        if name == "points" and around.place is Place.WON and around.part is not None:
            return self._share_of_points(around.part)
        if around.place is Place.GRADE and (name == "total" or name in names.parts):
            return self._points_of("" if name == "total" else name)
        if name in names.record_sets:
            return self.report(codes.NUMBER_EXPECTED, node.span, found=_RECORDS_WORD)
        if name == "points":
            return self.not_here(name, node.span, codes.USE_POINTS)
        if name == "total" or name in names.parts:
            return self.not_here(name, node.span, codes.USE_PARTS)
        return self._unknown(node, names.everything())

    def _unknown(
        self, node: written.Name, known: Sequence[str], *, is_field: bool = False
    ) -> Expression | None:
        advice = suggestion(node.name, known, name_codes.USABLE if is_field else name_codes.DECLARE)
        return self.report(name_codes.UNKNOWN_NAME, node.span, name=node.name, advice=advice)

    def not_here(self, name: str, span: SourceSpan, use: Text) -> Expression | None:
        """Record that a name cannot be used in this place; there is no expression then."""
        return self.report(codes.NOT_HERE, span, name=name, use=use)

    def _measure_type(self, name: str) -> Type:
        return self.derived.get(name) or type_of_values(self.names.measures[name].type)

    def _points_of(self, path: str) -> Expression:
        printed = self.names.parts[path].points if path else self.names.scheme.total
        low, high = min(printed, Fraction(0)), max(printed, Fraction(0))
        return typed.PartPoints(path, NumberType(Kind.POINTS, low, high))

    def _share_of_points(self, path: str) -> Expression:
        points = self._points_of(path)
        printed = constant(self.names.parts[path].points or Fraction(1, 10**6), Kind.POINTS)
        return typed.Quotient(
            points, printed, NumberType(Kind.PERCENT, Fraction(0), Fraction(1)), is_share=True
        )

    def _attribute(self, node: written.Attribute, around: Surroundings) -> Expression | None:
        if around.place is Place.GRADE and (path := _dotted(node)) in self.names.parts:
            return self._points_of(path)
        records = self._single(node.of, around)
        if records is None:
            return None
        field = self.field(records.set, node)
        if field is None:
            return None
        value = typed.FieldValue(field, type_of_values(field.type))
        return typed.Looked(records, value, value.type)

    def _single(self, of: written.Expression, around: Surroundings) -> Records | None:
        if around.records is None:
            if isinstance(of, written.Name) and of.name == SINGLE_OF_WORKPLACES:
                return Records(WORKPLACES, None)
            if isinstance(of, written.Call) and of.function == SINGLE_OF_POSTS:
                return self._post(of)
            if self.is_records(of):
                self.report(codes.NUMBER_EXPECTED, of.span, found=_RECORDS_WORD)
                return None
        known = [f"{SINGLE_OF_POSTS}(…)", SINGLE_OF_WORKPLACES]
        advice = name_codes.USABLE.filled(known=known)
        self.report(name_codes.UNKNOWN_RECORDS, of.span, name=_words(of), advice=advice)
        return None

    def _post(self, call: written.Call) -> Records | None:
        word = call.arguments[0] if len(call.arguments) == 1 else None
        if not isinstance(word, written.Name):
            self.report(
                codes.ARGUMENTS, call.span, function=SINGLE_OF_POSTS, signature=Text("职务", "a post")
            )
            return None
        if word.name not in POST:
            self._not_a_choice(POST, word)
            return None
        post = POSTS.fields["post"]
        value = typed.FieldValue(post, ChoiceType(POST))
        return Records(POSTS, typed.OneOf(value, (word.name,), "=", word.name))

    def field(self, records: RecordSet, node: written.Attribute) -> RecordField | None:
        """Return the field that a formula names, or None after a finding."""
        if node.name not in records.fields:
            advice = suggestion(node.name, records.fields, name_codes.KNOWN_FIELDS)
            self.report(
                name_codes.UNKNOWN_FIELD, node.span, records=records.name, name=node.name, advice=advice
            )
            return None
        return records.fields[node.name]

    # Arithmetic and comparison.

    def _arithmetic(self, node: written.Arithmetic, around: Surroundings) -> Expression | None:
        left, right = self.number(node.left, around), self.number(node.right, around)
        if left is None or right is None:
            return None
        if node.sign in "+-" and not self.same_unit(left, right, node.span):
            return None
        if node.sign == "/":
            return typed.Quotient(left, right, bounds.divided(number_type(left), number_type(right)))
        sign: Literal["+", "-", "*"] = node.sign
        type_ = bounds.calculated(sign, number_type(left), number_type(right))
        return typed.Calculated(sign, left, right, type_)

    def _comparison(self, node: written.Comparison, around: Surroundings) -> Expression | None:
        pairs = zip(node.signs, node.operands, node.operands[1:], strict=False)
        compared = [self._compared(sign, left, right, node.span, around) for sign, left, right in pairs]
        known = tuple(each for each in compared if each is not None)
        if len(known) < len(compared):
            return None
        return known[0] if len(known) == 1 else typed.AllOf(known)

    def _compared(
        self,
        sign: ComparisonSign,
        left: written.Expression,
        right: written.Expression,
        span: SourceSpan,
        around: Surroundings,
    ) -> Expression | None:
        if self._may_be_word(left, around) and not self._may_be_word(right, around):
            sign, left, right = _TURNED[sign], right, left
        first = self._typed(left, around)
        if first is None:
            return None
        if isinstance(first.type, ChoiceType) and isinstance(right, written.Name):
            choices = first.type.choices
            if right.name in choices or not self._is_declared(right, around):
                return self._one_of(sign, first, choices, right)
        second = self._typed(right, around)
        if second is None:
            return None
        if isinstance(first.type, ChoiceType) and isinstance(second.type, ChoiceType):
            return self.report(codes.TWO_CHOICES, span, title=first.type.choices.title)
        if isinstance(first.type, NumberType) and isinstance(second.type, NumberType):
            if not self.same_unit(first, second, span):
                return None
            self._warn_of_foregone(sign, first, second, span)
            return typed.Compared(sign, first, second)
        if isinstance(first.type, DayType) and isinstance(second.type, DayType):
            return typed.Compared(sign, first, second)
        return self.report(codes.NOT_COMPARABLE, span, left=first.type.say(), right=second.type.say())

    def _warn_of_foregone(
        self, sign: ComparisonSign, first: Expression, second: Expression, span: SourceSpan
    ) -> None:
        """Report a comparison of a figure with a fixed number that can turn out one way only."""
        outcome = bounds.foregone(sign, number_type(first), number_type(second))
        fixed = [isinstance(each, typed.Constant | typed.ParameterValue) for each in (first, second)]
        if outcome is None or fixed[0] == fixed[1]:
            return
        figure = number_type(second if fixed[0] else first)
        if figure.low == figure.high:
            # A figure that cannot vary has its own finding: nothing to be won, say.
            return
        low, high = (_say_bound(bound, figure.kind) for bound in (figure.low, figure.high))
        code = codes.ALWAYS_HOLDS if outcome else codes.NEVER_HOLDS
        self.report(code, span, low=low, high=high)

    def _may_be_word(self, node: written.Expression, around: Surroundings) -> bool:
        """Return whether a name can only be a value of a choice, or is not known at all."""
        return isinstance(node, written.Name) and not self._is_declared(node, around)

    def _is_declared(self, node: written.Name, around: Surroundings) -> bool:
        fields = around.records.fields if around.records is not None else OWN_FIELDS
        return node.name in fields or node.name in (*self.names.measures, *self.names.parameters, CUT_OFF)

    def _one_of(
        self, sign: ComparisonSign, operand: Expression, choices: ChoiceSet, word: written.Name
    ) -> Expression | None:
        if choices.is_open:
            return self.report(
                codes.NOT_COMPARABLE, word.span, left=operand.type.say(), right=both(word.name)
            )
        if word.name not in choices:
            return self._not_a_choice(choices, word)
        if sign not in ("=", "<>") and not choices.is_ordered:
            return self.report(codes.NOT_ORDERED, word.span, title=choices.title)
        rank = choices.rank(word.name)
        holds: dict[ComparisonSign, Callable[[int], bool]] = {
            "=": lambda each: each == rank,
            "<>": lambda each: each != rank,
            "<": lambda each: each < rank,
            "<=": lambda each: each <= rank,
            ">": lambda each: each > rank,
            ">=": lambda each: each >= rank,
        }
        accepted = tuple(code for each, code in enumerate(choices.codes) if holds[sign](each))
        return typed.OneOf(operand, accepted, sign, word.name)

    def _not_a_choice(self, choices: ChoiceSet, word: written.Name) -> Expression | None:
        meant = choices.understood().get(word.name.casefold())
        advice = suggestion(meant or word.name, choices.codes, codes.KNOWN_VALUES)
        if meant:
            advice = codes.USE_CODE.filled(code=meant)
        return self.report(codes.NOT_A_CHOICE, word.span, title=choices.title, word=word.name, advice=advice)

    # Functions.

    def _call(self, node: written.Call, around: Surroundings) -> Expression | None:
        function = FUNCTIONS.get(node.function.upper())
        if function is None:
            advice = suggestion(node.function, FUNCTIONS, name_codes.KNOWN_FUNCTIONS)
            span = replace(node.span, width=len(node.function))
            return self.report(name_codes.UNKNOWN_FUNCTION, span, name=node.function, advice=advice)
        if not function.low <= len(node.arguments) <= function.high:
            return self.report(
                codes.ARGUMENTS, node.span, function=node.function, signature=function.signature
            )
        if function.is_over_records and around.records is not None:
            return self.not_here(node.function, node.span, codes.USE_ONCE)
        return function.apply(self, node, around)

    def is_records(self, node: written.Expression) -> bool:
        """Return whether a formula names a record set, perhaps with conditions."""
        while isinstance(node, written.Where):
            node = node.records
        return isinstance(node, written.Name) and node.name in self.names.record_sets

    def records(self, node: written.Expression, around: Surroundings) -> Records | None:
        """Return the record set that a formula names, with its conditions joined."""
        conditions: list[written.Expression] = []
        while isinstance(node, written.Where):
            conditions.insert(0, node.condition)
            node = node.records
        if not isinstance(node, written.Name) or node.name not in self.names.record_sets:
            if isinstance(node, written.Name):
                advice = suggestion(node.name, self.names.record_sets, name_codes.KNOWN_RECORDS)
                self.report(name_codes.UNKNOWN_RECORDS, node.span, name=node.name, advice=advice)
            else:
                known = list(self.names.record_sets)
                self.report(codes.RECORDS_EXPECTED, node.span, known=known)
            return None
        set_ = self.names.record_sets[node.name]
        inside = Surroundings(around.place, around.part, set_)
        found = [self.condition(each, inside) for each in conditions]
        known_conditions = tuple(each for each in found if each is not None)
        if len(known_conditions) < len(found):
            return None
        if len(known_conditions) > 1:
            return Records(set_, typed.AllOf(known_conditions))
        return Records(set_, known_conditions[0] if known_conditions else None)


def _say_bound(bound: Fraction, kind: Kind) -> str:
    return f"{plain_number(bound * 100)}%" if kind is Kind.PERCENT else plain_number(bound)


def _dotted(node: written.Expression) -> str:
    if isinstance(node, written.Attribute):
        return f"{_dotted(node.of)}.{node.name}"
    return node.name if isinstance(node, written.Name) else "?"


def _words(node: written.Expression) -> str:
    if isinstance(node, written.Call):
        return node.function
    return _dotted(node)
