"""The database refuses to alter the record."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guben_web.audit.triggers import create_triggers, drop_triggers


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    create_triggers(editor)


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    drop_triggers(editor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
