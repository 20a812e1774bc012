"""Tens of thousands of rows in one short transaction; measured against bulk_create in docs/decisions/0032.

Making values ready for the database costs more than storing them, so `ready` does it before the transaction begins.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
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
_USING = "default"


class Ready:
    """Rows of one model, made ready; numbers and words may still be set on them until they are stored."""

    def __init__(self, rows: Sequence[Model]) -> None:
        self.rows = rows
        self._columns: dict[str, list[Any]] = {}
        if rows:
            for field in type(rows[0])._meta.concrete_fields:
                if not isinstance(_kind(field), _AS_THEY_ARE):
                    self._columns[field.name] = _converted(field, rows)

    def insert(self) -> None:
        """Store new rows; keys that the database gives are not read back."""
        if not self.rows:
            return
        meta = type(self.rows[0])._meta
        fields = [each for each in meta.concrete_fields if not isinstance(each, AutoField)]
        columns = ", ".join(_quoted(each) for each in fields)
        places = ", ".join(["%s"] * len(fields))
        self._execute(f"INSERT INTO {meta.db_table} ({columns}) VALUES ({places})", fields)

    def update(self, names: Iterable[str]) -> None:
        """Store the named fields of rows that exist."""
        if not self.rows:
            return
        meta = type(self.rows[0])._meta
        by_name = {each.name: each for each in meta.concrete_fields}
        fields = [by_name[name] for name in names]
        changes = ", ".join(f"{_quoted(each)} = %s" for each in fields)
        query = f"UPDATE {meta.db_table} SET {changes} WHERE {_quoted(meta.pk)} = %s"
        self._execute(query, [*fields, meta.pk])

    def _execute(self, query: str, fields: "Sequence[Field[Any, Any]]") -> None:
        columns = [
            self._columns[field.name]
            if field.name in self._columns
            else [getattr(row, field.attname) for row in self.rows]
            for field in fields
        ]
        with connections[_USING].cursor() as cursor:
            cursor.executemany(query, list(zip(*columns, strict=True)))


def delete_rows(model: type[Model], keys: Iterable[Any]) -> None:
    """Remove rows by their keys, without looking at what refers to them: the database does."""
    connection, meta = connections[_USING], model._meta
    values = [(meta.pk.get_db_prep_save(each, connection),) for each in keys]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {meta.db_table} WHERE {_quoted(meta.pk)} = %s", values)


def _converted(field: "Field[Any, Any]", rows: Sequence[Model]) -> list[Any]:
    connection = connections[_USING]
    known: dict[Any, Any] = {None: None}
    values = []
    for row in rows:
        value = getattr(row, field.attname)
        if isinstance(value, (dict, list)):
            values.append(field.get_db_prep_save(value, connection))
            continue
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        values.append(known[value])
    return values


def _kind(field: "Field[Any, Any]") -> object:
    return field.target_field if isinstance(field, ForeignKey) else field


def _quoted(field: "Field[Any, Any]") -> str:
    return connections[_USING].ops.quote_name(str(field.column))
