"""The database's own refusal to alter the record, whoever asks."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("audit_entry", "audit_seal")
_WORDS = "the audit record is append-only"


def create_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse to update and to delete."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
            )
        else:
            for act in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
                )


def drop_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusal away: for a migration that must, and for tests that alter the record."""
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_no_{act}")
