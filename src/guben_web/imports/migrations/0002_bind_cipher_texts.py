"""Cipher texts in lines are bound to the member that a line is about."""

from typing import Any

from django.db import migrations

from guben_web.people.unbound import bind_changes

_AT_ONCE = 2000


def bind(apps: Any, editor: Any) -> None:
    """Bind the cipher texts of the lines about members."""
    line = apps.get_model("imports", "Line")
    for each in line.objects.filter(kind="MEMBER").order_by("pk").iterator(_AT_ONCE):
        if bind_changes(each.changes, of=each.subject):
            each.save(update_fields=["changes"])


class Migration(migrations.Migration):
    """After members are bound."""

    dependencies = (("imports", "0001_initial"), ("people", "0003_fill_memberships"))
    operations = (migrations.RunPython(bind, migrations.RunPython.noop),)
