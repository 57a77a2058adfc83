"""The vocabulary of diseases. Triggers give it a new version with every write, also with those past the models."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


# A sequence is not rolled back, so no two states ever share a version.
CREATE = """
CREATE SEQUENCE trials_vocabulary_version;
CREATE FUNCTION trials_vocabulary_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trials_vocabularystate (id, version, mesh, lay, own_file)
    VALUES (1, nextval('trials_vocabulary_version'), '', '', false)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
CREATE TRIGGER trials_vocabulary_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON trials_descriptor
    FOR EACH STATEMENT EXECUTE FUNCTION trials_vocabulary_changed();
CREATE TRIGGER trials_vocabulary_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON trials_term
    FOR EACH STATEMENT EXECUTE FUNCTION trials_vocabulary_changed();
"""
DROP = """
DROP TRIGGER trials_vocabulary_changed ON trials_term;
DROP TRIGGER trials_vocabulary_changed ON trials_descriptor;
DROP FUNCTION trials_vocabulary_changed;
DROP SEQUENCE trials_vocabulary_version;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('trials', '0006_failures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Descriptor',
            fields=[
                ('mesh_id', models.TextField(help_text="NLM's own form, for example D015470.", primary_key=True, serialize=False)),
                ('name', models.TextField(help_text='As MeSH has it, often inverted: “Leukemia, Myeloid, Acute”.')),
                ('tree_numbers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, help_text="Where it stands in MeSH's tree; empty once MeSH drops it.", size=None)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='VocabularyState',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.BigIntegerField(default=0)),
                ('mesh', models.TextField(blank=True, help_text='The hash of the packaged table, or the name of the file read.')),
                ('lay', models.TextField(blank=True, help_text='The hash of the packaged lay terms.')),
                ('own_file', models.BooleanField(default=False, help_text="MeSH was read from a file of the operator's own.")),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='vocabulary_state_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(editable=False, help_text='The words in small letters without accents and marks.')),
                ('words', models.TextField(help_text='As people write them.')),
                ('source', models.SmallIntegerField(choices=[(1, "MeSH's name"), (2, "MeSH's entry term"), (3, 'lay term'), (4, "a curator's term")], default=4)),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=2)),
                ('rank', models.SmallIntegerField(default=0, help_text='0 for the likeliest of several meanings, then 1, 2 …')),
                ('descriptor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='trials.descriptor')),
            ],
            options={
                'ordering': ['key', 'rank', 'descriptor'],
                'constraints': [models.UniqueConstraint(fields=('key', 'descriptor'), name='term_once'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='term_says_something'), models.CheckConstraint(condition=models.Q(('source__range', (1, 4))), name='term_source_known'), models.CheckConstraint(condition=models.Q(('rank__gte', 0)), name='term_rank_not_negative')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
