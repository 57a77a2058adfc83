"""The search's index reads words itself: what PostgreSQL kept for its own full text search goes."""

from importlib import import_module

from django.db import migrations

before = import_module("trials.migrations.0001_text_search")


class Migration(migrations.Migration):
    dependencies = [("trials", "0008_touched")]

    operations = [
        migrations.RemoveIndex("trial", "trial_tested"),
        migrations.RemoveIndex("condition", "condition_named"),
        migrations.RunSQL(before.DROP, before.CREATE),
    ]
