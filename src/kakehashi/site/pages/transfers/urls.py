"""The addresses of data both ways, below `/<lang>/data/`."""

from django.urls import path

from kakehashi.site.pages.transfers import (
    cases,
    flow,
    for_everyone,
    guidance,
    home,
    papers,
    portfolio,
    questions,
    watched,
)

urlpatterns = [
    path("", home.home, name="data"),
    path("flow/", flow.start, name="data_flow"),
    path("flow/template/", flow.template, name="data_flow_template"),
    path("flow/result/", flow.result, name="data_flow_result"),
    path("flow/result/json/", flow.as_file, name="data_flow_json"),
    path("flow/file/", flow.flow_file, name="data_flow_file"),
    path("flow/papers/", papers.papers, name="data_papers"),
    path("flow/papers/file/", papers.paper, name="data_paper"),
    path("flow/questions/", questions.questions, name="data_questions"),
    path("portfolio/", portfolio.portfolio, name="data_portfolio"),
    path("watch/", watched.watched, name="data_watch"),
    path("my-data/", for_everyone.my_data, name="data_my_data"),
    path("cases/", cases.cases, name="data_cases"),
    path("cases/open/", cases.open_case, name="data_open_case"),
    path("cases/ask/", cases.ask, name="data_ask"),
    path("cases/reply/", cases.reply, name="data_reply"),
    path("cases/close/", cases.close, name="data_close"),
    path("cases/<slug_part:slug>/", cases.case, name="data_case"),
    path("guidance/", guidance.guidance, name="data_guidance"),
    path("guidance/write/", guidance.write_guidance, name="data_write_guidance"),
]
