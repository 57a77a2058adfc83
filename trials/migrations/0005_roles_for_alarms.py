"""Curators see alarms and removals, administrators decide about removals."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CURATOR = ["view_alarm", "view_removal"]
ADMINISTRATOR = [*CURATOR, "change_removal"]


def widen_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    config = apps.get_app_config("trials")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Curator", CURATOR), ("Administrator", ADMINISTRATOR)):
        group.objects.get(name=name).permissions.add(*permission.objects.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("trials", "0004_revisions")]

    operations = [migrations.RunPython(widen_roles, migrations.RunPython.noop)]
