"""Named columns over a query, arranged so that each layer uses only columns of the layers below it.

An expression that is used more than once is a column of its own. So the text of a statement grows with the number of
formulas and not with how often they speak of each other. One that is used once, or is short, stands where it is used:
an engine takes longer to plan many columns over many layers than to compute them.
"""

from collections import Counter
from collections.abc import Sequence

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.naming import step_column

# How many expressions may stand inside each other before the next gets a column; engines and SQLGlot limit their depth.
_MOST_DEPTH = 24
# Of how many nodes an expression may be to be written out wherever it is used, and in how many places.
_SHORT = 8
_FEW = 3


class Layers:
    """Columns over a query that is named last; `alias` is what every layer is called where it is read."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._items: dict[str, exp.Expr] = {}
        self._bound: dict[exp.Expr, str] = {}

    def column(self, name: str) -> exp.Column:
        """Return a column of the query below, or one that is defined."""
        return nodes.column(name, self._alias)

    def define(self, name: str, sql: exp.Expr) -> exp.Column:
        """Give an expression a name, and return the column that it becomes."""
        assert name not in self._items, f"{name} is defined already"
        self._items[name] = sql
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

    def build(self, query: exp.Select, names: Sequence[str]) -> exp.Select:
        """Return the statement for these columns over a query. Nothing can be defined or bound after that."""
        for items in self._arranged(frozenset(names)):
            subquery = query.subquery(self._alias, copy=False)
            query = exp.select("*", *items, copy=False).from_(subquery, copy=False)
        columns = [nodes.column(name) for name in names]
        return exp.select(*columns, copy=False).from_(query.subquery(self._alias, copy=False), copy=False)

    def _arranged(self, kept: frozenset[str]) -> list[list[exp.Expr]]:
        """Return what each layer adds, the lowest first."""
        uses = self._uses(kept)
        inside = _Inside()
        heights: dict[str, int] = {}
        layers: dict[int, list[exp.Expr]] = {}
        for name, sql in self._items.items():
            if name not in kept and uses[name] == 0:
                continue
            item = inside.put_into(sql)
            if name not in kept and inside.can_hold(name, item, uses[name]):
                continue
            heights[name] = 1 + max((heights.get(each.name, 0) for each in nodes.columns_in(item)), default=0)
            layers.setdefault(heights[name], []).append(nodes.named(item, name))
        return [layers[height] for height in sorted(layers)]

    def _uses(self, kept: frozenset[str]) -> Counter[str]:
        """Return how often each column is used by what is needed in the end."""
        uses: Counter[str] = Counter()
        for name, sql in reversed(self._items.items()):
            if name in kept or uses[name]:
                uses.update(each.name for each in nodes.columns_in(sql))
        return uses


class _Inside:
    """Expressions that are to stand where they are used, instead of in a column."""

    def __init__(self) -> None:
        self._held: dict[str, exp.Expr] = {}

    def can_hold(self, name: str, sql: exp.Expr, uses: int) -> bool:
        """Keep the expression of a column that is used so often, if it may stand wherever that is."""
        deepest = size = 0
        waiting = [(sql, 1)]
        while waiting:
            node, depth = waiting.pop()
            # A window cannot be asked for inside another.
            if isinstance(node, exp.Window):
                return False
            size, deepest = size + 1, max(deepest, depth)
            if not isinstance(node, exp.Column):
                waiting += ((each, depth + 1) for _, _, _, each in nodes.below(node))
        if deepest > _MOST_DEPTH or (uses > 1 and (size > _SHORT or uses > _FEW)):
            return False
        self._held[name] = nodes.paren(sql)
        return True

    def put_into(self, sql: exp.Expr) -> exp.Expr:
        """Return an expression with those that are held in the place of their columns.

        Columns of what is held have been replaced already, so it may stand in more than one place.
        """
        if isinstance(sql, exp.Column):
            return self._held.get(sql.name, sql)
        waiting = [sql]
        while waiting:
            for holder, key, at, node in nodes.below(waiting.pop()):
                if not isinstance(node, exp.Column):
                    waiting.append(node)
                elif node.name in self._held:
                    held = self._held[node.name]
                    if at is None:
                        holder.args[key] = held
                    else:
                        holder.args[key][at] = held
        return sql


def _is_constant(sql: exp.Expr) -> bool:
    inside = sql.this if isinstance(sql, exp.Cast) else None
    if isinstance(inside, exp.Neg):
        inside = inside.this
    return isinstance(inside, exp.Literal | exp.Null)
