"""What is known about the installation."""

from django.db import connection

from guben_web.home.models import Installation


def find_installation() -> Installation | None:
    """Return the mark of this database; None where there is none, or no table for it yet."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return None
    return Installation.objects.first()
