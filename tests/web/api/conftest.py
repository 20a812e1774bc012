"""What tests of the API share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_asked():
    """Forget how often tokens of other tests asked: databases number theirs from 1 again."""
    cache.clear()
