"""What a web process does before its first request, so that nobody waits for it."""

import atexit
import gc
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver


def warm_up() -> None:
    """Load the pages and their templates, and have Python look at them no more when it collects garbage.

    Without it the first visitor waits a second, and every tenth or so 0.2 s for Python to look through half a million
    objects of which none is ever garbage. To be called once in a process, when everything is set up.
    """
    # The addresses name the pages, and these import what they need.
    assert get_resolver().reverse_dict is not None
    for name in own_templates():
        get_template(name)
    gc.collect()
    gc.freeze()
    # Libraries that count what is left of theirs when a process ends would otherwise complain.
    atexit.register(gc.unfreeze)


def own_templates() -> Iterator[str]:
    """Yield the templates of the product by the names they are asked for."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("guben_web."):
            yield from sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
