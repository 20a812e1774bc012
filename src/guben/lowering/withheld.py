"""Whose outcomes are taken as they are stated, because they follow from a figure that a published table withholds."""

from collections.abc import Collection, Sequence

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.layers import Layers
from guben.lowering.logic import any_of
from guben.lowering.naming import inner_column, stated_column, taken_column, withheld_column
from guben.lowering.standings import column, over, whole
from guben.plan.program import Program
from guben.plan.records import asked_of_records
from guben.typesystem import expressions as typed


class Withheld:
    """The flags of a table whose columns say which of the measures `names` are withheld, and what results are stated.

    What is asked of others is withheld where it is of anybody in the group. `taken` are the columns of the results for
    which something was taken, each with for whom.
    """

    def __init__(self, program: Program, names: Collection[str], layers: Layers, alias: str) -> None:
        self._names = frozenset(names)
        # Asked for only where something is withheld, which is never where an evaluation is computed.
        self._asked = asked_of_records(program) if names else []
        self._layers = layers
        self._alias = alias
        self.taken: dict[str, exp.Expr] = {}

    def stated(self, name: str) -> exp.Column:
        """Return what is stated in a column of the results."""
        return column(self._alias, stated_column(name))

    def where(self, *formulas: typed.Expression | None) -> exp.Expr | None:
        """Return for whom what follows from these formulas cannot be computed; None where for nobody."""
        if not self._names:
            return None
        flags: list[exp.Expr | None] = []
        for formula in (each for each in formulas if each is not None):
            for node in typed.walk(formula):
                flags.append(self._flag(node))
                if isinstance(node, typed.AmongPeers):
                    group = [column(self._alias, name) for name in node.within]
                    flags += [self.anybody(self._flag(each), group) for each in typed.walk(node)]
        flag = any_of(flags)
        return None if flag is None else self._layers.bind(flag)

    def take(self, name: str, flag: exp.Expr | None) -> None:
        """Note for whom a column of the results, or something that it says, is taken as stated."""
        flags = any_of([self.taken.get(name), flag])
        if flags is not None:
            self.taken[name] = flags

    def anybody(self, flag: exp.Expr | None, group: Sequence[exp.Expr]) -> exp.Expr | None:
        """Return whether a flag is that of anybody in the group."""
        return None if flag is None else self._layers.bind(over(exp.LogicalOr(this=flag), group))

    def tied(self, flag: exp.Expr | None, equals: Sequence[exp.Expr]) -> exp.Expr | None:
        """Return whether a flag is that of anybody among two or more that are alike in these columns."""
        anybody = self.anybody(flag, equals)
        if anybody is None:
            return None
        number = self._layers.bind(over(exp.Count(this=exp.Star()), equals))
        return nodes.paren(nodes.and_(anybody, exp.GT(this=number, expression=whole(1))))

    def define_taken(self) -> list[str]:
        """Define a column for each that something was taken for, and return their names."""
        names = [taken_column(name) for name in self.taken]
        for name, flag in zip(names, self.taken.values(), strict=True):
            self._layers.define(name, flag)
        return names

    def _flag(self, node: typed.Expression) -> exp.Expr | None:
        if isinstance(node, typed.MeasureValue):
            name = node.measure.name
        elif isinstance(node, typed.Aggregate):
            name = inner_column(self._asked.index(node) + 1)
        else:
            return None
        return column(self._alias, withheld_column(name)) if name in self._names else None
