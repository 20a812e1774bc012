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
from guben.lowering.nodes import Shape

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
        self._shapes: dict[str, Shape] = {}
        self._bound: dict[exp.Expr, str] = {}

    def column(self, name: str) -> exp.Column:
        """Return a column of the query below, or one that is defined."""
        return nodes.column(name, self._alias)

    def define(self, name: str, sql: exp.Expr) -> exp.Column:
        """Give an expression a name, and return the column that it becomes."""
        assert name not in self._items, f"{name} is defined already"
        self._items[name] = sql
        self._shapes[name] = nodes.shape_of(sql)
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
        spoken_of = (name for shape in self._shapes.values() for name in shape.columns)
        found = dict.fromkeys([*names, *spoken_of])
        return [name for name in found if name not in self._items]

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
        for name, own in self._items.items():
            if name not in kept and uses[name] == 0:
                continue
            sql, shape = inside.put_into(own, self._shapes[name])
            if name not in kept and inside.can_hold(name, sql, shape, uses[name]):
                continue
            heights[name] = 1 + max((heights.get(each, 0) for each in shape.columns), default=0)
            layers.setdefault(heights[name], []).append(nodes.named(sql, name))
        return [layers[height] for height in sorted(layers)]

    def _uses(self, kept: frozenset[str]) -> Counter[str]:
        """Return how often each column is used by what is needed in the end."""
        uses: Counter[str] = Counter()
        for name in reversed(self._items):
            if name in kept or uses[name]:
                uses.update(self._shapes[name].columns)
        return uses


class _Inside:
    """Expressions that are to stand where they are used, instead of in a column."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[exp.Expr, Shape]] = {}

    def can_hold(self, name: str, sql: exp.Expr, shape: Shape, uses: int) -> bool:
        """Keep the expression of a column that is used so often, if it may stand wherever that is."""
        is_short = shape.size <= _SHORT and uses <= _FEW
        # A window cannot be asked for inside another.
        if shape.has_window or shape.depth > _MOST_DEPTH or not (uses == 1 or is_short):
            return False
        self._held[name] = (nodes.paren(sql), shape)
        return True

    def put_into(self, sql: exp.Expr, shape: Shape) -> tuple[exp.Expr, Shape]:
        """Return an expression with those that are held in the place of their columns, and what it is like then.

        Columns of what is held have been replaced already, so it may stand in more than one place.
        """
        held = [self._held[name][1] for name in shape.columns if name in self._held]
        if not held:
            return sql, shape
        columns = [name for name in shape.columns if name not in self._held]
        columns += [name for each in held for name in each.columns]
        depth = shape.depth + max(each.depth for each in held)
        size = shape.size + sum(each.size for each in held)
        return self._replaced(sql), Shape(tuple(columns), depth, size, shape.has_window)

    def _replaced(self, sql: exp.Expr) -> exp.Expr:
        if isinstance(sql, exp.Column):
            return self._held[sql.name][0]
        waiting = [sql]
        while waiting:
            node = waiting.pop()
            for (key, at), each in nodes.below(node):
                if not isinstance(each, exp.Column):
                    waiting.append(each)
                elif each.name in self._held:
                    held, _ = self._held[each.name]
                    if at is None:
                        node.args[key] = held
                    else:
                        node.args[key][at] = held
        return sql


def _is_constant(sql: exp.Expr) -> bool:
    inside = sql.this if isinstance(sql, exp.Cast) else None
    if isinstance(inside, exp.Neg):
        inside = inside.this
    return isinstance(inside, exp.Literal | exp.Null)
