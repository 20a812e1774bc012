"""What each name in a scheme's formulas stands for, and the order in which measures can be computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guben.diagnostics import Finding, SourceSpan
from guben.model.choices import ChoiceSet
from guben.model.formula import Call, Expression, Name, Where
from guben.model.ledger import Ledger
from guben.model.scheme import Derived, Measure, Parameter, Part, Scheme
from guben.model.vocabulary import CHOICE_SETS, FIELD, ORGANIZATION_TYPE
from guben.resolve import findings as codes
from guben.resolve.formulas import PREVIOUS, VOTES_FOR, below_of
from guben.resolve.records import (
    CHILDREN,
    ENTRY_FIELD_NAMES,
    RECORD_SETS,
    SINGLE_OF_POSTS,
    SINGLE_OF_WORKPLACES,
    RecordSet,
    children_set,
    grades_as_choices,
    ledger_set,
)

# The day of evaluation, and what an organization itself is.
CUT_OFF = "cutoff"
OWN_FIELDS = {"field": FIELD, "type": ORGANIZATION_TYPE}

_RESERVED = frozenset(
    {
        *RECORD_SETS,
        CHILDREN,
        SINGLE_OF_POSTS,
        SINGLE_OF_WORKPLACES,
        "total",
        "points",
        "won",
        PREVIOUS,
        CUT_OFF,
    }
)
# Every table of results has these columns beside those of the measures, and children have a field `grade`.
_RESERVED_FOR_MEASURES = _RESERVED | {
    *("organization", "code", "name", "type", "field", "in_county", "in_township", "in_village"),
    *("in_prefecture", "in_province", "earned_index", "earned_grade", "grade_index", "grade", "rank"),
    *("veto", "ceiling", "quota", "floor"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """All that a formula of one scheme can speak of."""

    scheme: Scheme
    parameters: Mapping[str, Parameter]
    measures: Mapping[str, Measure]
    parts: Mapping[str, Part]
    record_sets: Mapping[str, RecordSet]
    choice_sets: tuple[ChoiceSet, ...]

    def everything(self) -> tuple[str, ...]:
        """Return every name that means something on its own, for "did you mean"."""
        return (*self.parameters, *self.measures, *self.parts, *self.record_sets, "total")


def names_of(scheme: Scheme) -> tuple[Names, list[Finding]]:
    """Return the names of a scheme and the findings about doubly used or reserved ones and about circles."""
    findings: list[Finding] = []
    record_sets = dict(RECORD_SETS)
    choice_sets = [*CHOICE_SETS.values(), grades_as_choices(scheme)]
    record_sets |= {each.name: ledger_set(each) for each in scheme.ledgers.values()}
    if scheme.children:
        record_sets[CHILDREN] = children_set(scheme.children)
        choice_sets += _choice_sets_of(scheme.children)
    choice_sets += [each.type.choices for each in scheme.measures.values() if each.type.choices]
    for ledger in scheme.ledgers.values():
        choice_sets += [each.type.choices for each in ledger.fields.values() if each.type.choices]
    taken: dict[str, SourceSpan] = {}
    declarations: list[Parameter | Measure | Ledger] = [
        *scheme.parameters.values(),
        *scheme.ledgers.values(),
        *scheme.measures.values(),
    ]
    for declared in declarations:
        reserved = _RESERVED_FOR_MEASURES if isinstance(declared, Measure) else _RESERVED
        if declared.name in reserved:
            findings.append(codes.RESERVED_NAME.at(declared.span, name=declared.name))
        elif declared.name in taken:
            line = taken[declared.name].line
            findings.append(codes.NAME_TAKEN.at(declared.span, name=declared.name, line=line))
        taken.setdefault(declared.name, declared.span)
    for ledger in scheme.ledgers.values():
        for name in ledger.fields:
            if name in ENTRY_FIELD_NAMES:
                findings.append(codes.RESERVED_NAME.at(ledger.span, name=name))
    parts = {part.path: part for part in scheme.all_parts()}
    findings += _circles(scheme.measures)
    names = Names(scheme, scheme.parameters, scheme.measures, parts, record_sets, tuple(choice_sets))
    return names, findings


def in_computing_order(measures: Mapping[str, Measure]) -> list[Measure]:
    """Return the measures so that each stands after those it depends on; circles are cut somewhere."""
    ordered: dict[str, Measure] = {}
    open_: set[str] = set()

    def visit(measure: Measure) -> None:
        if measure.name in ordered or measure.name in open_:
            return
        open_.add(measure.name)
        for name in measure_names(measure, measures):
            visit(measures[name])
        ordered[measure.name] = measure

    for measure in measures.values():
        visit(measure)
    return list(ordered.values())


def measure_names(measure: Measure, measures: Mapping[str, Measure]) -> list[str]:
    """Return the names of the measures that a derived measure's formula speaks of."""
    if not isinstance(measure.source, Derived):
        return []
    names = [node.name for node in _of_the_organization(measure.source.formula) if isinstance(node, Name)]
    return [name for name in dict.fromkeys(names) if name in measures]


def _of_the_organization(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all below it, but not what speaks of records or of the previous period."""
    yield expression
    for below in below_of(expression):
        is_of_records = isinstance(expression, Where) and below is expression.condition
        is_of_records |= _is_of_each_record(expression, below)
        is_elsewhere = isinstance(expression, Call) and expression.function.casefold() in (
            SINGLE_OF_POSTS,
            PREVIOUS,
            VOTES_FOR,
        )
        if not is_of_records and not is_elsewhere:
            yield from _of_the_organization(below)


def _is_of_each_record(expression: Expression, below: Expression) -> bool:
    """Return whether a formula is the one that `SUM(records, formula)` has of each record."""
    if not isinstance(expression, Call) or expression.function.upper() not in ("SUM", "AVERAGE"):
        return False
    return len(expression.arguments) == 2 and below is expression.arguments[1]


def _choice_sets_of(scheme: Scheme) -> list[ChoiceSet]:
    return [
        grades_as_choices(scheme),
        *(each.type.choices for each in scheme.measures.values() if each.type.choices),
    ]


def _circles(measures: Mapping[str, Measure]) -> Iterator[Finding]:
    done: set[str] = set()
    for measure in measures.values():
        chain = _chain_back_to(measure.name, measures, done)
        if chain:
            yield codes.CYCLE.at(measure.span, chain=" → ".join([*chain, measure.name]))
            done |= set(chain)


def _chain_back_to(start: str, measures: Mapping[str, Measure], done: set[str]) -> list[str] | None:
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        chain = waiting.pop()
        for name in measure_names(measures[chain[-1]], measures):
            if name == start and not done & set(chain):
                return chain
            if name not in seen:
                seen.add(name)
                waiting.append([*chain, name])
    return None
