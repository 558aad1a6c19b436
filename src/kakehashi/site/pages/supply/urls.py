"""The addresses of supply chains, below `/<lang>/supply/`."""

from django.urls import path

from kakehashi.site.pages.supply import files, home, network, replay

urlpatterns = [
    path("", home.home, name="supply"),
    path("replay/<slug:event>/", replay.event, name="supply_replay"),
    path("replay/<slug:event>/files/<str:file>", replay.file, name="supply_replay_file"),
    path("<slug:network>/", network.network, name="supply_network"),
    path("<slug:network>/files/<str:file>", files.of_network, name="supply_file"),
    path("<slug:network>/inputs/<slug:part>/", network.part, name="supply_input"),
    path(
        "<slug:network>/inputs/<slug:part>/files/<str:file>",
        files.of_part,
        name="supply_input_file",
    ),
]
