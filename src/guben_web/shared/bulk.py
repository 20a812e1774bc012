"""Tens of thousands of rows in one short transaction; measured against bulk_create in docs/decisions/0032."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

# Both databases take these as Python has them.
_AS_THEY_ARE = (CharField, TextField, IntegerField, BooleanField)


def insert_rows(rows: Sequence[Model]) -> None:
    """Store new rows of one model; keys that the database gives are not read back."""
    if not rows:
        return
    model = type(rows[0])
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_name(each)) for each in fields)
    places = ", ".join(["%s"] * len(fields))
    _execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", fields, rows)


def update_rows(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Store the named fields of rows of one model that exist."""
    if not rows:
        return
    model = type(rows[0])
    by_name = {each.name: each for each in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(_name(each))} = %s" for each in fields)
    key = model._meta.pk
    _execute(
        f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(_name(key))} = %s",
        [*fields, key],
        rows,
    )


def delete_rows(model: type[Model], keys: Iterable[Any]) -> None:
    """Remove rows by their keys, without looking at what refers to them: the database does."""
    quote = connection.ops.quote_name
    key = model._meta.pk
    values = [(key.get_db_prep_save(each, connection),) for each in keys]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(_name(key))} = %s", values
            )


def _execute(query: str, fields: "Sequence[Field[Any, Any]]", rows: Sequence[Model]) -> None:
    columns = [_column(field, rows) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(query, list(zip(*columns, strict=True)))


def _column(field: "Field[Any, Any]", rows: Sequence[Model]) -> list[Any]:
    values = [getattr(row, field.attname) for row in rows]
    kind = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(kind, _AS_THEY_ARE):
        return values
    return [None if value is None else field.get_db_prep_save(value, connection) for value in values]


def _name(field: "Field[Any, Any]") -> str:
    return str(field.column)
