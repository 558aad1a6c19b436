"""The addresses of the exits: files of the record."""

from django.urls import path

from kakehashi.site.pages.council import downloads

urlpatterns = [
    path("files/<prefix:paper>/<prefix:form>/", downloads.of_all, name="council_paper"),
    path(
        "files/<prefix:paper>/<prefix:prefix>/<slug_part:slug>/<prefix:form>/",
        downloads.of_row,
        name="council_row_paper",
    ),
]
