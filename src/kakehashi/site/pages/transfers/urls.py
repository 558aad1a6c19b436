"""The addresses of data both ways, below `/<lang>/data/`."""

from django.urls import path

from kakehashi.site.pages.transfers import cases, guidance, home

urlpatterns = [
    path("", home.home, name="data"),
    path("cases/", cases.cases, name="data_cases"),
    path("cases/open/", cases.open_case, name="data_open_case"),
    path("cases/ask/", cases.ask, name="data_ask"),
    path("cases/reply/", cases.reply, name="data_reply"),
    path("cases/close/", cases.close, name="data_close"),
    path("cases/<slug_part:slug>/", cases.case, name="data_case"),
    path("guidance/", guidance.guidance, name="data_guidance"),
    path("guidance/write/", guidance.write_guidance, name="data_write_guidance"),
]
