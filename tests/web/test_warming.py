"""A web process is warm before its first request."""

import gc

import pytest

from guben_web.config.warming import own_templates, warm_up


@pytest.fixture
def _thawed():
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_what_stays_for_good_is_no_longer_looked_at_when_garbage_is_collected():
    warm_up()

    assert gc.get_freeze_count() > 0
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_the_templates_of_all_apps_are_loaded():
    names = list(own_templates())

    assert {"base.html", "home/home.html", "cotton/table.html"} <= set(names)
    assert len(names) == len(set(names))
