"""The addresses of long work, below the page that lists one's own."""

from django.urls import path

from kakehashi.site.pages import work

urlpatterns = [
    path("", work.mine, name="work"),
    path("start/<slug:kind>/", work.start, name="work_start"),
    path("<uuid:work>/", work.piece, name="work_piece"),
    path("<uuid:work>/part/", work.part, name="work_part"),
    path("<uuid:work>/cancel/", work.cancel, name="work_cancel"),
    path("<uuid:work>/result/", work.fetch, name="work_result"),
]
