"""The settings of the product, with a slow job, little patience for silent workers, and a small county for demos."""

from datetime import timedelta

from guben_web.config.settings import *  # noqa: F403
from guben_web.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "web.slow_job"]
JOB_SILENCE = timedelta(seconds=2)
DEMO_SIZE = {"townships": 4, "villages": 9, "members": 600}
