"""The addresses of pages: the same in both languages but for the first part."""

from django.urls import include, path, register_converter

from kakehashi.site.pages import check, doors, result, rules, saved
from kakehashi.site.pages.render import LangConverter

register_converter(LangConverter, "lang")

app_name = "pages"
urlpatterns = [
    path("", doors.choose, name="choose"),
    path("healthz", doors.healthz, name="healthz"),
    path("favicon.ico", doors.icon, name="icon"),
    path("<lang:lang>/", doors.home, name="home"),
    path("<lang:lang>/privacy/", doors.privacy, name="privacy"),
    path("<lang:lang>/accessibility/", doors.accessibility, name="accessibility"),
    path("<lang:lang>/glossary/", doors.words, name="glossary"),
    path("<lang:lang>/council/", include("kakehashi.site.pages.council.urls")),
    path("<lang:lang>/data/", include("kakehashi.site.pages.transfers.urls")),
    path("<lang:lang>/supply/", include("kakehashi.site.pages.supply.urls")),
    path("<lang:lang>/work/", include("kakehashi.site.pages.work_urls")),
    path("<lang:lang>/rules/", rules.shelf, name="rules"),
    path("<lang:lang>/rules/<slug:name>/", rules.book, name="rulebook"),
    path("<lang:lang>/business/check/", check.start, name="start"),
    path("<lang:lang>/business/check/files/", check.files, name="files"),
    path("<lang:lang>/business/check/read/", check.read, name="read"),
    path("<lang:lang>/business/check/question/", check.question, name="question"),
    path("<lang:lang>/business/check/answers/", check.answers, name="answers"),
    path("<lang:lang>/business/check/result/", result.result, name="result"),
    path("<lang:lang>/business/check/result/<slug:form>/", result.download, name="download"),
    path("<lang:lang>/business/check/save/", saved.save, name="save"),
    path("<lang:lang>/business/check/saved/<str:token>/", saved.show, name="saved"),
    path("<lang:lang>/business/check/saved/<str:token>/delete/", saved.delete, name="delete"),
]
