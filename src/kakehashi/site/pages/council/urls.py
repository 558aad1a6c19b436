"""The addresses of the record's pages, below `/<lang>/council/`."""

from django.urls import include, path, register_converter

from kakehashi.site.pages.council import (
    agenda,
    cycle,
    flags,
    home,
    instruments,
    keys,
    lists,
    matters,
    minutes,
    rows,
    search,
    versions,
    write,
)


class PrefixConverter:
    """The first part of a row's id, before the colon."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> str:
        """Return the part as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the part as it is."""
        return value


class SlugConverter(PrefixConverter):
    """The second part of a row's id, or a source's id."""

    regex = "[a-z0-9][a-z0-9.-]*"


register_converter(PrefixConverter, "prefix")
register_converter(SlugConverter, "slug_part")

urlpatterns = [
    path("", home.home, name="council"),
    path("actions/", lists.actions, name="council_actions"),
    path("commitments/", lists.commitments, name="council_commitments"),
    path("lineage/", lists.lineage, name="council_lineage"),
    path("timeline/", instruments.timeline, name="council_timeline"),
    path("statements/", lists.statements, name="council_statements"),
    path("meetings/", lists.meetings, name="council_meetings"),
    path("forums/", lists.forums, name="council_forums"),
    path("research/", lists.research, name="council_research"),
    path("parties/", lists.parties, name="council_parties"),
    path("findings/", lists.findings, name="council_findings"),
    path("gaps/", lists.gaps, name="council_gaps"),
    path("sources/", lists.sources, name="council_sources"),
    path("sources/<slug_part:name>/", lists.source, name="council_source"),
    path("search/", search.search, name="council_search"),
    path("keys/", keys.waiting, name="council_keys"),
    path("keys/answer/", keys.answer, name="council_answer"),
    path("keys/<slug_part:slug>/", keys.proposal, name="council_proposal"),
    path("write/statement/", write.statement, name="council_write_statement"),
    path("write/clause/", write.clause, name="council_write_clause"),
    path("write/commitment/", write.commitment, name="council_write_commitment"),
    path("write/share/", write.share, name="council_share"),
    path("write/bring/", write.bring, name="council_bring"),
    path("write/publish/", write.show_all, name="council_publish"),
    path("write/flag/", flags.flag, name="council_flag"),
    path("cycles/", cycle.cycles, name="council_cycles"),
    path("cycle/<slug_part:slug>/", cycle.cycle, name="council_cycle"),
    path("meeting/<slug_part:slug>/", agenda.meeting, name="council_meeting"),
    path("minutes/<slug_part:slug>/", minutes.minutes, name="council_minutes"),
    path("matters/", matters.matters, name="council_matters"),
    path("write/cycle/", cycle.write_cycle, name="council_write_cycle"),
    path("write/meeting/", cycle.write_meeting, name="council_write_meeting"),
    path("write/participant/", agenda.take_part, name="council_take_part"),
    path("write/point/", agenda.write_point, name="council_write_point"),
    path("write/point/move/", agenda.move, name="council_move"),
    path("write/paper/", versions.write_paper, name="council_write_paper"),
    path("write/minutes/", minutes.start, name="council_start_minutes"),
    path("write/minutes/circulate/", minutes.circulate, name="council_circulate"),
    path("write/paragraph/", minutes.write_paragraph, name="council_write_paragraph"),
    path("write/matter/", matters.write_matter, name="council_write_matter"),
    path("write/matter/carry/", matters.carry, name="council_carry"),
    path("row/<prefix:prefix>/<slug_part:slug>/rounds/", keys.rounds, name="council_rounds"),
    path("row/<prefix:prefix>/<slug_part:slug>/", rows.row, name="council_row"),
    path("", include("kakehashi.site.pages.council.urls_exits")),
    path("", include("kakehashi.site.pages.council.urls_promises")),
]
