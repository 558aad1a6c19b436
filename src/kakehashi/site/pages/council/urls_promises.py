"""The addresses of the pages on what was promised and what became of it."""

from django.urls import path

from kakehashi.site.pages.council import marks, priorities, promises, settings, status

_ROW = "row/<prefix:prefix>/<slug_part:slug>/"

urlpatterns = [
    path("priorities/", priorities.priorities, name="council_priorities"),
    path("settings/", settings.settings, name="council_settings"),
    path("write/priority/", priorities.write_priority, name="council_write_priority"),
    path("write/lineage/", promises.write_lineage, name="council_write_lineage"),
    path("row/priority/<slug_part:slug>/step/", priorities.step, name="council_priority_step"),
    path("row/commitment/<slug_part:slug>/edit/", promises.edit, name="council_edit"),
    path(f"{_ROW}status/", status.report, name="council_report"),
    path(f"{_ROW}evidence/", status.evidence, name="council_evidence"),
    path(f"{_ROW}history/", status.went, name="council_history"),
    path(f"{_ROW}marking/", marks.marking, name="council_marking"),
]
