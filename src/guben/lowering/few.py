"""Which figures of an organization rest on too few people to be published, as tables of flags.

A figure is withheld where any count of people that it is made of is of fewer than so many, or leaves out fewer: 28 of
30 says something of the two others, and none of five of all five. What a single record says (the age of a secretary,
the oldest member) is of one person. What votes give is withheld where fewer were valid; a few for one option among many
are nobody's. What is made of a withheld figure is withheld: otherwise it could be worked back. So is what the
scheme says is about one (sensitive), and what may be: free text, and a figure of people or of votes from the period
before, of which nobody knows how many it rested on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.aggregates import Aggregates
from guben.lowering.logic import is_true
from guben.lowering.naming import inner_column, table_name, withheld_column
from guben.lowering.readings import Readings
from guben.lowering.statements import Statement
from guben.model.scheme import Collected, Measure, SourceKind
from guben.model.values import Kind
from guben.plan.program import Program
from guben.plan.records import asked_of_records
from guben.resolve.records import CHILDREN, votes_of_measure
from guben.typesystem import expressions as typed

_BELOW = "below"


@dataclass(frozen=True, slots=True)
class Few:
    """Statements whose last makes `table`: a row an organization of the level, a flag for each of `names`.

    `names` are the stored measures that can be withheld at all, whoever's they are.
    """

    statements: tuple[Statement, ...]
    table: str
    names: tuple[str, ...]


def lower_few(program: Program, *, as_of: int, period: str, least: int) -> Few:
    """Return the statements that tell where the measures of a program rest on fewer than `least` people."""
    below = lower_few(program.children, as_of=as_of, period=period, least=least) if program.children else None
    return _FewLowering(program, as_of, period, least, below).lower()


class _FewLowering:
    def __init__(self, program: Program, as_of: int, period: str, least: int, below: Few | None) -> None:
        self.program = program
        self.least = least
        self.below = below
        self.level = program.scheme.scope.level
        self.height = sum(1 for _ in program.chain()) - 1
        # Of the organizations below only flags are asked, which are in a table of their own.
        self.readings = Readings(self.height, self.level, period, None)
        self.aggregates = Aggregates(self.readings, as_of, None)
        self.flags: dict[str, tuple[exp.Expr, ...]] = {}
        self.asked_below: dict[str, None] = {}

    def lower(self) -> Few:
        of_people = self._measures_of_people()
        for step in self.program.measures:
            if _is_of_somebody(step.measure, of_people):
                self.flags[step.name] = (exp.true(),)
            elif (votes := votes_of_measure(step.measure)) and self.least > 1:
                # How many votes a share was counted from is known where they were counted here.
                self.flags[step.name] = self._few_of(self.aggregates.votes(votes))
        for step in self.program.measures:
            if step.expression is not None and step.name not in self.flags:
                self._flag(step.name, step.expression)
        for number, node in enumerate(asked_of_records(self.program), start=1):
            self._flag(inner_column(number), node)
        table = table_name(self.height, "few")
        statements = [
            *(self.below.statements if self.below else ()),
            *(Statement(each.name, self.readings.select(each)) for each in self.readings.all),
            Statement(table, self._select()),
        ]
        return Few(tuple(statements), table, tuple(self.flags))

    def _measures_of_people(self) -> frozenset[str]:
        """Return the measures made of records of people or of votes, of such a measure, or of one in the period before."""
        found: set[str] = set()
        size = -1
        while size < len(found):
            size = len(found)
            for step in self.program.measures:
                asked = typed.walk(step.expression) if step.expression is not None else ()
                is_made_of_people = any(self._is_of_people(node, found) for node in asked)
                if is_made_of_people or step.measure.asked or _is_of_somebody(step.measure, found):
                    found.add(step.name)
        return frozenset(found)

    def _is_of_people(self, node: typed.Expression, known: set[str]) -> bool:
        if isinstance(node, typed.MeasureValue):
            return node.measure.name in known
        if isinstance(node, typed.Aggregate):
            asked = node.records.set
            is_of_people = asked.is_of_people or asked.is_of_votes or _is_about_somebody(node)
            return is_of_people or bool(self._withheld_below(node))
        return False

    def _flag(self, name: str, expression: typed.Expression) -> None:
        flags: dict[exp.Expr, None] = {}
        for node in typed.walk(expression):
            if isinstance(node, typed.MeasureValue):
                flags.update(dict.fromkeys(self.flags.get(node.measure.name, ())))
            elif isinstance(node, typed.Aggregate):
                flags.update(dict.fromkeys(self._few_in(node)))
        if flags:
            self.flags[name] = tuple(flags)

    def _few_in(self, node: typed.Aggregate) -> tuple[exp.Expr, ...]:
        """Return the conditions under which what is asked of records rests on too few people."""
        if _is_about_somebody(node):
            return (exp.true(),)
        records = node.records
        if records.set.is_of_votes:
            return self._few_of(self.aggregates.votes(records.set))
        if not records.set.is_of_people:
            return self._few_below(node)
        holding, all_ = self.aggregates.persons(records)
        somebody = exp.GTE(this=holding, expression=exp.Literal.number(1))
        if isinstance(node, typed.Looked):
            return (somebody,)
        others = (
            self._few_of(nodes.paren(exp.Sub(this=all_, expression=holding))) if records.condition else ()
        )
        # However many there are, the outermost is of one of them.
        of_few = (somebody,) if isinstance(node, typed.Outermost) else self._few_of(holding)
        return (*of_few, *others)

    def _few_of(self, number: exp.Expr) -> tuple[exp.Expr, ...]:
        """Return the condition that a number is that of somebody, and of too few; none where nobody is too few."""
        if self.least <= 1:
            return ()
        most = exp.Literal.number(self.least - 1)
        return (exp.Between(this=number, low=exp.Literal.number(1), high=most),)

    # The organizations below.

    def _withheld_below(self, node: typed.Aggregate) -> list[str]:
        """Return the measures of the organizations below that are asked for and can be withheld."""
        if self.below is None or node.records.set.name != CHILDREN:
            return []
        asked = (each.field.name for each in typed.walk(node) if isinstance(each, typed.FieldValue))
        return [name for name in dict.fromkeys(asked) if name in self.below.names]

    def _few_below(self, node: typed.Aggregate) -> tuple[exp.Expr, ...]:
        names = self._withheld_below(node)
        self.asked_below.update(dict.fromkeys(names))
        return tuple(is_true(nodes.column(f"{_BELOW}:{name}", "m")) for name in names)

    def _flags_below(self, below: Few) -> exp.Select:
        """Return, for each organization of the level, whether anything of one below it is withheld."""
        above = nodes.column(f"in_{self.level}", "o")
        flags = [
            nodes.named(exp.LogicalOr(this=nodes.column(withheld_column(name), "f")), f"{_BELOW}:{name}")
            for name in self.asked_below
        ]
        select = exp.select(nodes.named(above, "unit"), *flags, copy=False)
        select = select.from_(nodes.table(below.table, "f"), copy=False)
        return select.join("organizations AS o", on='o."key" = f."organization"', copy=False).group_by(above)

    def _select(self) -> exp.Select:
        flags = [
            nodes.named(nodes.paren(nodes.or_(*flags)), withheld_column(name))
            for name, flags in self.flags.items()
        ]
        select = exp.select(
            nodes.named(nodes.column("organization", "m"), "organization"), *flags, copy=False
        )
        return select.from_(self._units().subquery("m", copy=False), copy=False)

    def _units(self) -> exp.Select:
        """Join the organizations in scope with the numbers of people."""
        readings = self.readings.all
        joined = [
            nodes.named(nodes.column(name, each.name), each.joined_name(name))
            for each in readings
            for name in each.items
        ]
        flags_below = [nodes.column(f"{_BELOW}:{name}", _BELOW) for name in self.asked_below]
        unit = nodes.named(nodes.column("key", "u"), "organization")
        select = exp.select(unit, *joined, *flags_below, copy=False).from_("organizations AS u", copy=False)
        for each in readings:
            on = f'"{each.name}"."unit" = u."key"'
            select = select.join(exp.to_table(each.name), on=on, join_type="left", copy=False)
        if self.below is not None and self.asked_below:
            flags = self._flags_below(self.below).subquery(_BELOW)
            select = select.join(flags, on=f'{_BELOW}."unit" = u."key"', join_type="left", copy=False)
        scope = self.program.scheme.scope
        select = select.where(_is_one_of("level", [scope.level]), copy=False)
        return select.where(_is_one_of("field", scope.fields), copy=False) if scope.fields else select


def _is_one_of(column: str, words: Sequence[str]) -> exp.Expr:
    literals = [exp.Literal.string(word) for word in words]
    return exp.In(this=nodes.column(column, "u"), expressions=literals)


def _is_about_somebody(node: typed.Aggregate) -> bool:
    """Return whether entries of a ledger are asked of which each is about one member, or for what is sensitive in them."""
    if node.records.set.is_of_somebody:
        return True
    return any(each.field.is_sensitive for each in typed.walk(node) if isinstance(each, typed.FieldValue))


def _is_of_somebody(measure: Measure, of_people: set[str] | frozenset[str]) -> bool:
    """Return whether a measure may be about one person, whoever's it is."""
    if measure.is_sensitive or measure.type.kind is Kind.TEXT:
        return True
    source = measure.source
    is_of_before = isinstance(source, Collected) and source.kind is SourceKind.PREVIOUS
    return is_of_before and isinstance(source, Collected) and source.detail in of_people
