"""How statements are written for PostgreSQL, where it differs from what SQLGlot writes of itself."""

import hashlib
from typing import ClassVar

from sqlglot import Generator, exp
from sqlglot.generators.postgres import PostgresGenerator

# PostgreSQL cuts longer names off, so that two of them may become one.
_MOST_BYTES = 63
_MARK_DIGITS = 16


def postgres_text(query: exp.Query) -> str:
    """Return a query as PostgreSQL understands it."""
    return _Writer(dialect="postgres").generate(query)


def short_name(name: str) -> str:
    """Return a name that the server keeps whole: a long one is cut and has a mark that tells it from others."""
    written = name.encode()
    if len(written) <= _MOST_BYTES:
        return name
    mark = hashlib.sha256(written).hexdigest()[:_MARK_DIGITS]
    return f"{written[: _MOST_BYTES - _MARK_DIGITS - 1].decode(errors='ignore')}~{mark}"


def _whole_quotient(writer: Generator, division: exp.IntDiv) -> str:
    """Write a quotient without what is left over; there is none by zero, where DuckDB has none either."""
    left, right = writer.sql(division, "this"), writer.sql(division, "expression")
    return f"DIV({left}, NULLIF({right}, 0))"


def _inside_json(writer: Generator, said: exp.JSONExtractScalar) -> str:
    """Write what JSON text says under a key at its top."""
    path = said.expression
    # What was read from text has a path of its own kind.
    last = path.expressions[-1].name if isinstance(path, exp.JSONPath) else path.name.removeprefix("$.")
    key = exp.Literal.string(last).sql(dialect="postgres")
    return f"(CAST({writer.sql(said, 'this')} AS JSON) ->> {key})"


def _number_if_any(writer: Generator, cast: exp.TryCast) -> str:
    """Write a whole number that there is only where the words are one."""
    digits = f"SUBSTRING({writer.sql(cast, 'this')} FROM '^-?[0-9]+$')"
    return f"CAST({digits} AS {writer.sql(cast, 'to')})"


class _Writer(PostgresGenerator):
    TYPE_MAPPING: ClassVar = {**PostgresGenerator.TYPE_MAPPING, exp.DType.INT128: "NUMERIC"}
    TRANSFORMS: ClassVar = {
        **PostgresGenerator.TRANSFORMS,
        exp.IntDiv: _whole_quotient,
        exp.JSONExtractScalar: _inside_json,
        exp.TryCast: _number_if_any,
    }

    def identifier_sql(self, expression: exp.Identifier) -> str:
        return super().identifier_sql(
            exp.to_identifier(short_name(expression.name), quoted=expression.quoted)
        )

    def subquery_sql(self, expression: exp.Subquery, sep: str = " AS ") -> str:
        # Without OFFSET the server puts the expressions of each layer in place of its columns, wherever the layer
        # above speaks of them, and then those of the layer below, until no memory is enough.
        return f"({self.sql(expression, 'this')} OFFSET 0){sep}{self.sql(expression, 'alias')}"
