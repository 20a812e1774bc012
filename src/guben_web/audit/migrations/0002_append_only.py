"""The database refuses to alter the record."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guben_web.audit import triggers


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in triggers.creating(editor.connection.vendor):
        editor.execute(statement)


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in triggers.dropping(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
