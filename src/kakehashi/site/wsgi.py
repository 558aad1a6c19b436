"""The application that the server calls."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait

from django.core.wsgi import get_wsgi_application

from kakehashi.site.home import UMASK, check_home

END_SECONDS = 10.0  # that requests have to come to their end once the server is gone

os.umask(UMASK)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
check_home(os.environ)
application = get_wsgi_application()


def _end_with_parent() -> None:
    """End once the server that started this process is gone, also where it was killed."""
    server = multiprocessing.parent_process()
    if server is not None:
        wait([server.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(END_SECONDS)
        os._exit(1)


threading.Thread(target=_end_with_parent, daemon=True).start()
