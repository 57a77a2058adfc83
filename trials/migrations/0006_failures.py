"""How often a run failed, and runs that only asked for news."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trials', '0005_roles_for_alarms'),
    ]

    operations = [
        migrations.AddField(
            model_name='refreshrun',
            name='failures',
            field=models.PositiveSmallIntegerField(default=0, help_text='How often it failed; it may have gone on.'),
        ),
        migrations.AlterField(
            model_name='refreshrun',
            name='kind',
            field=models.CharField(choices=[('file', 'Files'), ('sample', 'Bundled sample'), ('contact', 'Asking the registry for news'), ('open', 'Open trials from the registry'), ('full', 'All trials from the registry'), ('changes', 'Changes from the registry'), ('statuses', 'Comparison of the open trials'), ('numbers', 'Comparison of all numbers'), ('oldest', 'Records that were fetched longest ago')], max_length=10),
        ),
    ]
