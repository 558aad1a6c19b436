"""All addresses: pages, the API, and what stands for them when they fail."""

from django.urls import include, path

from kakehashi.site.api.door import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("kakehashi.site.pages.urls")),
]

handler400 = "kakehashi.site.pages.faults.bad_request"
handler403 = "kakehashi.site.pages.faults.forbidden"
handler404 = "kakehashi.site.pages.faults.no_such_page"
handler500 = "kakehashi.site.pages.faults.failed"
