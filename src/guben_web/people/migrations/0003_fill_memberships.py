"""Members known so far belong to their organization since nobody knows when; cipher texts are bound to their place."""

from typing import Any

from django.db import migrations

from guben_web.people.unbound import bind_changes, bind_text

_AT_ONCE = 2000


def fill(apps: Any, editor: Any) -> None:
    """Give every member one open membership."""
    member, membership = apps.get_model("people", "Member"), apps.get_model("people", "Membership")
    rows = [
        membership(member_id=key, organization_id=organization, status=status)
        for key, organization, status in member.objects.values_list("key", "organization_id", "status")
    ]
    membership.objects.bulk_create(rows, batch_size=_AT_ONCE)


def bind(apps: Any, editor: Any) -> None:
    """Bind the cipher texts of members and of what was changed of them."""
    member, change = apps.get_model("people", "Member"), apps.get_model("people", "MemberChange")
    rows = list(member.objects.all())
    for row in rows:
        row.identity = bind_text(row.identity, of=row.key, field="identity")
        row.phone = bind_text(row.phone, of=row.key, field="phone")
    member.objects.bulk_update(rows, ("identity", "phone"), batch_size=500)
    for each in change.objects.order_by("pk").iterator(_AT_ONCE):
        if bind_changes(each.changes, of=each.member_key):
            each.save(update_fields=["changes"])


class Migration(migrations.Migration):
    """After the tables are there."""

    dependencies = (("people", "0002_memberships"),)
    operations = (
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(bind, migrations.RunPython.noop),
    )
