"""The application that the server calls."""

import os

from django.core.wsgi import get_wsgi_application

from kakehashi.site.home import UMASK, check_home

os.umask(UMASK)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
check_home(os.environ)
application = get_wsgi_application()
