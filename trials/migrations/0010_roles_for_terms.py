"""Curators and administrators add synonyms."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BOTH = ["view_descriptor", "view_term", "add_term", "change_term", "delete_term"]


def widen_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    config = apps.get_app_config("trials")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name in ("Curator", "Administrator"):
        group.objects.get(name=name).permissions.add(*permission.objects.filter(codename__in=BOTH))


class Migration(migrations.Migration):
    dependencies = [("trials", "0009_no_text_search")]

    operations = [migrations.RunPython(widen_roles, migrations.RunPython.noop)]
