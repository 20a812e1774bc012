"""Named columns over a query, arranged so that each layer uses only columns of the layers below it.

An expression that is used more than once is bound to a column of its own. So the text of a statement grows with the
number of formulas and not with how often they speak of each other.
"""

from collections.abc import Sequence

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.naming import step_column


class Layers:
    """Columns over a query that is named last; `alias` is what every layer is called where it is read."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._heights: dict[str, int] = {}
        self._items: dict[int, list[exp.Expr]] = {}
        self._bound: dict[exp.Expr, str] = {}

    def column(self, name: str) -> exp.Column:
        """Return a column of the query below, or one that is defined."""
        return exp.column(name, table=self._alias, quoted=True)

    def define(self, name: str, sql: exp.Expr) -> exp.Column:
        """Give an expression a name, and return the column that it becomes."""
        assert name not in self._heights, f"{name} is defined already"
        below = [self._heights.get(column.name, 0) for column in sql.find_all(exp.Column)]
        height = 1 + max(below, default=0)
        self._heights[name] = height
        self._items.setdefault(height, []).append(nodes.named(sql, name))
        return self.column(name)

    def bind(self, sql: exp.Expr) -> exp.Expr:
        """Return a column that holds an expression; columns and constants are returned as they are."""
        if isinstance(sql, exp.Column | exp.Null | exp.Boolean) or _is_constant(sql):
            return sql
        name = self._bound.get(sql)
        if name is None:
            name = step_column(len(self._bound))
            self._bound[sql] = name
            self.define(name, sql)
        return self.column(name)

    def read(self, names: Sequence[str]) -> list[str]:
        """Return the columns of the query below that the definitions speak of, and those of `names` that it has."""
        spoken_of = (
            column.name
            for items in self._items.values()
            for item in items
            for column in item.find_all(exp.Column)
        )
        found = dict.fromkeys([*names, *spoken_of])
        return [name for name in found if name not in self._heights]

    def build(self, query: exp.Select, names: Sequence[str]) -> exp.Select:
        """Return the statement for these columns over a query."""
        for height in sorted(self._items):
            subquery = query.subquery(self._alias, copy=False)
            query = exp.select("*", *self._items[height], copy=False).from_(subquery, copy=False)
        columns = [exp.column(name, quoted=True) for name in names]
        return exp.select(*columns, copy=False).from_(query.subquery(self._alias, copy=False), copy=False)


def _is_constant(sql: exp.Expr) -> bool:
    return isinstance(sql, exp.Cast) and not any(True for _ in sql.find_all(exp.Column, exp.AggFunc))
