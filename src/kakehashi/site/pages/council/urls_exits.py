"""The addresses of the exits: files of the record, and the list of what is withheld."""

from django.urls import path

from kakehashi.site.pages.council import downloads, withheld

urlpatterns = [
    path("files/<prefix:paper>/<prefix:form>/", downloads.of_all, name="council_paper"),
    path(
        "files/<prefix:paper>/<prefix:prefix>/<slug_part:slug>/<prefix:form>/",
        downloads.of_row,
        name="council_row_paper",
    ),
    path("withheld/", withheld.withheld, name="council_withheld"),
    path("withheld/files/<prefix:form>/", withheld.withheld_file, name="council_withheld_file"),
]
