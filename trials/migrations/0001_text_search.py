"""The text search configuration `trialfinder`: English stems without stop words, so that "ALL" stays a leukemia."""

from django.db import migrations

CREATE = """
CREATE TEXT SEARCH DICTIONARY trialfinder_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION trialfinder (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION trialfinder
    ALTER MAPPING FOR asciiword, word, asciihword, hword, hword_asciipart, hword_part WITH trialfinder_stem;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION trialfinder;
DROP TEXT SEARCH DICTIONARY trialfinder_stem;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [migrations.RunSQL(CREATE, DROP)]
