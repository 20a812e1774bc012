"""The background worker as a process: `python -m guben_web.config.worker`."""

import os

import django


def main() -> None:
    """Start Django and work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guben_web.config.settings")
    django.setup()
    from guben_web.jobs.worker import work  # noqa: PLC0415 - it can be imported only now

    work()


if __name__ == "__main__":
    main()
