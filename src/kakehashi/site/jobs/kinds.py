"""Every kind of long work by its name: the one list that a new kind is added to."""

from functools import cache

from kakehashi.site.jobs.bundle_work import make_bundle, may_exchange, read_bundle
from kakehashi.site.jobs.council_work import council_papers
from kakehashi.site.jobs.piece import Kind
from kakehashi.site.jobs.publish_work import may_publish, zipped_site
from kakehashi.site.jobs.supply_work import KIND, supply_result


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of work, by name."""
    listed = (
        Kind(name="council_papers", run=council_papers, may=lambda person: bool(person.side)),
        Kind(name="publish_site", run=zipped_site, may=may_publish),
        Kind(name="make_bundle", run=make_bundle, may=may_exchange),
        Kind(name="read_bundle", run=read_bundle, may=may_exchange),
        Kind(name=KIND, run=supply_result, may=lambda person: bool(person.side)),
    )
    return {kind.name: kind for kind in listed}
