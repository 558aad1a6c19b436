"""The addresses of supply chains, below `/<lang>/supply/`."""

from django.urls import path

from kakehashi.site.pages.supply import (
    ask,
    files,
    home,
    keep,
    network,
    own,
    own_saved,
    replay,
    result,
)

urlpatterns = [
    path("", home.home, name="supply"),
    path("replay/<slug:event>/", replay.event, name="supply_replay"),
    path("replay/<slug:event>/files/<str:file>", replay.file, name="supply_replay_file"),
    path("work/<uuid:work>/", result.of_work, name="supply_work"),
    path("work/<uuid:work>/keep/", keep.keep, name="supply_keep"),
    path("work/<uuid:work>/files/<str:file>", result.of_work_file, name="supply_work_file"),
    path("kept/<slug:digest>/", result.kept, name="supply_kept"),
    path("kept/<slug:digest>/files/<str:file>", result.kept_file, name="supply_kept_file"),
    path("own/", own.own, name="supply_own"),
    path("own/saved/<str:token>/", own_saved.show, name="supply_own_saved"),
    path("own/saved/<str:token>/delete/", own_saved.delete, name="supply_own_delete"),
    path("own/saved/<str:token>/files/<str:file>", own_saved.file, name="supply_own_file"),
    path("<slug:network>/ask/", ask.ask, name="supply_ask"),
    path("<slug:network>/answer/", result.at_once, name="supply_answer"),
    path("<slug:network>/answer/files/<str:file>", result.at_once_file, name="supply_answer_file"),
    path("<slug:network>/", network.network, name="supply_network"),
    path("<slug:network>/files/<str:file>", files.of_network, name="supply_file"),
    path("<slug:network>/inputs/<slug:part>/", network.part, name="supply_input"),
    path(
        "<slug:network>/inputs/<slug:part>/files/<str:file>",
        files.of_part,
        name="supply_input_file",
    ),
]
