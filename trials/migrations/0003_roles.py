"""The two roles: curators look after listings, administrators also see to people and their roles."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CURATOR = [
    "view_trial",
    "change_trial",  # opens the trial's page, where all but the curation is read-only
    "add_curation",
    "change_curation",
    "delete_curation",
    "view_curation",
    "view_refreshrun",
    "view_rejectedrecord",
]
ADMINISTRATOR = [
    *CURATOR,
    "add_user",
    "change_user",
    "delete_user",
    "view_user",
    "view_group",
]


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for label in ("auth", "trials"):
        # Permissions are usually made after the last migration; the roles need them now.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Curator", CURATOR), ("Administrator", ADMINISTRATOR)):
        role, _ = group.objects.get_or_create(name=name)
        role.permissions.set(permission.objects.filter(codename__in=codenames))


def remove_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=("Curator", "Administrator")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0002_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
