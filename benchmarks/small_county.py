"""The settings of the product with a demo of 60 villages, which is made in a fraction of the time."""

from guben_web.config.settings import *  # noqa: F403

DEMO_SIZE = {"townships": 6, "villages": 60, "members": 3_000}
