"""The application as a web server sees it."""

import os

from django.core.wsgi import get_wsgi_application

from guben_web.config.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guben_web.config.settings")
application = get_wsgi_application()
warm_up()
