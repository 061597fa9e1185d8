#!/usr/bin/env python3
"""The project's command line: ``python manage.py COMMAND``; ``python manage.py help`` lists the commands."""

import os
import sys
from pathlib import Path


def use_the_projects_own_python():
    """Hand over to the virtual environment that ``script/server`` made, so that nobody has to activate it first."""
    own = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if own.exists() and Path(sys.prefix).resolve() != own.parent.parent.resolve():
        os.execv(own, [str(own), *sys.argv])
    raise SystemExit("Django is not installed here. Run script/server once: it sets everything up.")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "untoc_review.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        use_the_projects_own_python()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
