"""The search's index: what a search asks of 607,000 trials and 3.8 million sites, as columns in memory.

PostgreSQL holds the truth; the index is derived from it and can be thrown away at any time. It is a row of segments: a
large one, made by `manage.py index` and read from disk as it stands, and small ones of what was written since.

    columns   what a segment holds
    read      the database -> columns
    build     columns and words -> a segment
    joining   pairs on their way into lists
    texts     how much each trial is about each word
    files     a segment on disk, and back
    current   the segments that stand for the database as it is now
    evaluate  one question on one segment
    scoring   how well a segment's trials fit a description
"""
