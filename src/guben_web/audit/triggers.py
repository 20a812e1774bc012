"""The database's own refusal to alter the record, whoever asks."""

TABLES = ("audit_entry", "audit_seal")
_WORDS = "the audit record is append-only"


def creating(vendor: str) -> list[str]:
    """Return the statements that have the database of this vendor refuse to update and to delete."""
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        return [
            function,
            *(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
                for table in TABLES
            ),
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        for table in TABLES
        for act in ("UPDATE", "DELETE")
    ]


def dropping(vendor: str) -> list[str]:
    """Return the statements that take the refusal away: for a migration that must, and for tests."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER {table}_append_only ON {table}" for table in TABLES]
    return [f"DROP TRIGGER {table}_no_{act}" for table in TABLES for act in ("update", "delete")]
