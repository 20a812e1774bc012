"""What a careful reader would object to in a ledger whose names and types are right."""

from collections.abc import Iterator, Mapping

from guben.diagnostics import Code, Finding, Severity, Text
from guben.model.formula import Call, Name
from guben.model.ledger_type import LedgerType
from guben.resolve.formulas import walk as walk_written
from guben.typesystem.expressions import (
    Aggregate,
    Counted,
    Expression,
    FieldValue,
    Known,
    walk,
)

RESTS_ON_WHAT_MAY_LACK = Code(
    "W428",
    Text(
        "数据项“{measure}”要用字段“{field}”，而这个字段可以不填；有一条没填，结果就缺数据。",
        "The measure '{measure}' rests on the field '{field}', which may be left empty; one entry without it, and there is "
        "no value.",
    ),
    Text(
        "给字段写 required: true，用规则要求填写，或在公式里加上条件 KNOWN({field})。",
        "Write required: true, demand it by a rule, or narrow the formula by the condition KNOWN({field}).",
    ),
    Severity.WARNING,
)
STATE_NOT_REACHED = Code(
    "W429",
    Text(
        "从初始状态“{first}”经任何流转都到不了状态“{state}”。",
        "No moves lead from the first state '{first}' to the state '{state}'.",
    ),
    Text("加一项到这个状态的流转，或去掉它。", "Add a move to it, or remove it."),
    Severity.WARNING,
)
SENSITIVE_DISCLOSED = Code(
    "E430",
    Text(
        "字段“{field}”写明是敏感的，却又要公开。",
        "The field '{field}' is marked as sensitive and disclosed all the same.",
    ),
    Text(
        "从 disclosed 里去掉它，或去掉 sensitive。",
        "Take it out of 'disclosed', or do not mark it as sensitive.",
    ),
)


def check_ledger_type(ledger: LedgerType, measures: Mapping[str, Expression]) -> Iterator[Finding]:
    """Yield what there is to object to; `measures` are the typed formulas of those that it yields."""
    yield from _sensitive_stay_inside(ledger)
    yield from _states_are_reached(ledger)
    yield from _measures_rest_on_what_is_there(ledger, measures)


def _sensitive_stay_inside(ledger: LedgerType) -> Iterator[Finding]:
    for name in ledger.disclosed:
        if ledger.fields[name].is_sensitive:
            yield SENSITIVE_DISCLOSED.at(ledger.fields[name].span, field=name)


def _states_are_reached(ledger: LedgerType) -> Iterator[Finding]:
    first = next(iter(ledger.states))
    reached, waiting = {first}, [first]
    while waiting:
        origin = waiting.pop()
        found = {move.target for move in ledger.moves.values() if origin in move.origins} - reached
        reached |= found
        waiting += found
    for name, state in ledger.states.items():
        if name not in reached:
            yield STATE_NOT_REACHED.at(state.span or ledger.span, first=first, state=name)


def _measures_rest_on_what_is_there(
    ledger: LedgerType, measures: Mapping[str, Expression]
) -> Iterator[Finding]:
    """Yield a finding for each field that a measure counts on and that neither the form, a rule nor the formula demands."""
    demanded = {name for name, field in ledger.fields.items() if field.is_required} | set(_ruled(ledger))
    for name, measure in ledger.measures.items():
        lacking = dict.fromkeys(
            field
            for node in walk(measures[name])
            if isinstance(node, Aggregate) and node.records.set.is_ledger
            for field in _counted_on(node)
            if field in ledger.fields and field not in demanded
        )
        for field in lacking:
            yield RESTS_ON_WHAT_MAY_LACK.at(measure.span, measure=name, field=field)


def _ruled(ledger: LedgerType) -> Iterator[str]:
    """Yield the fields of which a rule says when they must be there."""
    for rule in ledger.rules:
        for node in walk_written(rule.condition):
            if isinstance(node, Call) and node.function.upper() == "KNOWN":
                yield from (each.name for each in node.arguments if isinstance(each, Name))


def _counted_on(node: Aggregate) -> Iterator[str]:
    condition = node.records.condition
    asked = list(walk(condition)) if condition is not None else []
    if not isinstance(node, Counted):
        asked += walk(node.value)
    guarded = {
        each.operand.field.name
        for each in asked
        if isinstance(each, Known) and isinstance(each.operand, FieldValue)
    }
    found = [each.field.name for each in asked if isinstance(each, FieldValue)]
    yield from (name for name in found if name not in guarded)
