"""Triggers tell which trials were written, whoever wrote them, so that the search's index can follow."""

from django.db import migrations, models

WRITES = {
    "INSERT": "NEW TABLE AS written",
    "UPDATE": "NEW TABLE AS written",
    "DELETE": "OLD TABLE AS written",
}
COLUMNS = {"trials_trial": "id", "trials_curation": "trial_id"}


def function(table: str, column: str) -> str:
    return f"""
CREATE FUNCTION {table}_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trials_touched (number, written_in, version)
    SELECT {column}, pg_current_xact_id()::text::bigint, nextval('trials_touched_version') FROM written
    ON CONFLICT (number) DO UPDATE SET written_in = EXCLUDED.written_in, version = EXCLUDED.version;
    RETURN NULL;
END $$;
"""


def trigger(table: str, event: str) -> str:
    return f"""
CREATE TRIGGER {table}_touched_{event.lower()} AFTER {event} ON {table}
REFERENCING {WRITES[event]} FOR EACH STATEMENT EXECUTE FUNCTION {table}_touched();
"""


SEQUENCE = "CREATE SEQUENCE trials_touched_version AS bigint;"
FORWARD = SEQUENCE + "".join(
    function(table, column) + "".join(trigger(table, event) for event in WRITES) for table, column in COLUMNS.items()
)
BACKWARD = (
    "".join(f"DROP FUNCTION {table}_touched() CASCADE;" for table in COLUMNS) + "DROP SEQUENCE trials_touched_version;"
)


class Migration(migrations.Migration):
    dependencies = [("trials", "0007_terms")]

    operations = [
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "number",
                    models.IntegerField(
                        help_text="The number in the NCT number.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "written_in",
                    models.BigIntegerField(db_index=True, help_text="PostgreSQL's number of the transaction."),
                ),
                ("version", models.BigIntegerField(help_text="Another one for each time.")),
            ],
            options={"verbose_name_plural": "touched"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
