"""All addresses: pages, the API, and what stands for them when they fail."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from kakehashi.site.api.door import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("kakehashi.site.pages.urls")),
    *i18n_patterns(path("account/", include("kakehashi.site.pages.people.urls"))),
]

handler400 = "kakehashi.site.pages.faults.bad_request"
handler403 = "kakehashi.site.pages.faults.forbidden"
handler404 = "kakehashi.site.pages.faults.no_such_page"
handler500 = "kakehashi.site.pages.faults.failed"
