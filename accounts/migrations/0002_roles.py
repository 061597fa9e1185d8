"""The five roles, as groups. What each may do is said in accounts/roles.py."""

from django.db import migrations

ROLES = ["reader", "delegate", "editor", "publisher", "administrator"]


def make(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
