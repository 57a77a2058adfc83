#!/usr/bin/env python3
"""Django's command line. Starts the embedded database first where no DATABASE_URL is given."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")
    from django.core.management import execute_from_command_line

    from trialfinder import embedded

    with embedded.running_for(sys.argv[1:]):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
