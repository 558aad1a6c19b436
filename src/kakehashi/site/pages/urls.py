"""The addresses of pages: the same in both languages but for the first part."""

from django.urls import include, path, register_converter

from kakehashi.site.pages import check, doors, result, rules, saved, work
from kakehashi.site.pages.render import LangConverter

register_converter(LangConverter, "lang")

app_name = "pages"
urlpatterns = [
    path("", doors.choose, name="choose"),
    path("healthz", doors.healthz, name="healthz"),
    path("<lang:lang>/", doors.home, name="home"),
    path("<lang:lang>/privacy/", doors.privacy, name="privacy"),
    path("<lang:lang>/accessibility/", doors.accessibility, name="accessibility"),
    path("<lang:lang>/glossary/", doors.words, name="glossary"),
    path("<lang:lang>/council/", include("kakehashi.site.pages.council.urls")),
    path("<lang:lang>/work/", work.mine, name="work"),
    path("<lang:lang>/work/start/<slug:kind>/", work.start, name="work_start"),
    path("<lang:lang>/work/<uuid:work>/", work.piece, name="work_piece"),
    path("<lang:lang>/work/<uuid:work>/part/", work.part, name="work_part"),
    path("<lang:lang>/work/<uuid:work>/cancel/", work.cancel, name="work_cancel"),
    path("<lang:lang>/work/<uuid:work>/result/", work.fetch, name="work_result"),
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
