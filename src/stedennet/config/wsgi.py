"""The WSGI door: Granian calls `application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedennet.config.settings")
application = get_wsgi_application()
