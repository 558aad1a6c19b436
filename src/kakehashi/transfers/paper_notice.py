"""Information for individuals: plain English, and やさしい日本語 by the rules of the docs.

Names, purposes and details of the file stand in quotation marks: they are the
sender's words, which nobody made easy. All else is ours and keeps to the rules.
"""

from kakehashi.terms.fact import Members
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Text
from kakehashi.transfers.fill import Fill, Filled, came_of, country_words
from kakehashi.transfers.flow import Hop
from kakehashi.transfers.paper import Came, GroundTold, HopTold, Section, Told, both

GROUNDS = {
    "UKT-A-": "adequacy",
    "UKT-S-": "contract",
    "UKT-D-CONSENT": "agreed",
    "UKT-D-": "exception",
    "JPT-28-UK": "designated",
    "JPT-28-EEA": "designated",
    "JPT-28-MEANS": "measures",
    "JPT-28-CBPR": "certificate",
    "JPT-28-CONSENT": "agreed",
    "JPT-28-EXCEPTION": "exception",
}


def notice_sections(told: Told) -> tuple[Section, ...]:
    """Return what people are told: why, then each hop, then whom to ask and complain to."""
    whole = Fill(told)
    return (
        Section(
            id="why",
            title=both("notice_section.why"),
            fields=(
                whole.field("notice_purposes", _quoted(whole.purposes()), "uk_13"),
                whole.field("notice_retention", _quoted(whole.detail("retention")), "uk_13"),
            ),
        ),
        *(_hop(Fill(told, hop), place) for place, hop in enumerate(told.hops, start=1)),
        _asking(whole),
    )


def _hop(fill: Fill, place: int) -> Section:
    hop = fill.of_hop.hop
    needs = ("uk_13", "jp_28_2") if fill.of_hop.applies("JPT-28") else ("uk_13",)
    fields = (
        fill.field("notice_who", _who(fill), *needs),
        fill.field("notice_where", _where(fill), *needs),
        fill.field("notice_what", _what(fill), "uk_13"),
        fill.field("notice_when", _when(fill, hop), "uk_13"),
        fill.field("notice_ground", _ground(fill.of_hop), *needs),
    )
    title = both("notice_section.hop", place=place)
    return Section(id=f"hop-{hop.id}", title=title, fields=fields, hop=hop.id)


def _who(fill: Fill) -> Filled:
    hop = fill.of_hop.hop
    names = {"sender": _quote(fill.sender().name), "receiver": _quote(fill.receiver().name)}
    said = fill.said(f"{fill.path_of(hop)}.kind", both(f"notice_kind.{hop.kind}", **names))
    parties = fill.name(fill.sender()).came + fill.name(fill.receiver()).came
    return said._replace(came=said.came + parties)


def _where(fill: Fill) -> Filled:
    receiver, hop = fill.receiver(), fill.of_hop.hop
    country = _easy_country(receiver.country)
    words = both("notice_line.where", receiver=_quote(receiver.name), country=country)
    said = fill.said(f"{fill.path_of(receiver)}.country", words)
    if hop.region is None:
        return said
    kept = both("notice_line.kept", country=_easy_country(hop.region))
    return said.beside(fill.said(f"{fill.path_of(hop)}.region", kept))


def _what(fill: Fill) -> Filled:
    known = fill.fact("data_categories")
    value = fill.of_hop.values.get("data_categories")
    if not isinstance(value, Members):
        return known
    members = [one.id for one in fill.told.types["data_categories"].members if one.id in value.has]
    words = tuple(both(f"notice_category.{one}") for one in members)
    more = () if value.is_complete or not words else (both("notice_line.perhaps_more"),)
    return known._replace(values=words + more, note=None)


def _when(fill: Fill, hop: Hop) -> Filled:
    path, on = fill.path_of(hop), day_words(hop.starts)
    key = "notice_line.since" if hop.starts <= fill.told.as_of else "notice_line.from"
    said = fill.said(f"{path}.starts", both(key, day=on))
    if hop.until is None:
        return said
    ends = both("notice_line.until", day=day_words(hop.until))
    return said.beside(fill.said(f"{path}.until", ends))


def _ground(hop: HopTold) -> Filled:
    held = (*hop.relied_on(), *hop.held("JPT-28"))
    values = dict.fromkeys(map(_ground_words, held))
    if values:
        return Filled(tuple(values), tuple(map(came_of, held)))
    if not hop.applies("UKT-1") and not hop.applies("JPT-28"):
        came = Came(kind="rule", name="UKT-1, JPT-28", place="not_applicable")
        return Filled((both("notice_ground.stays"),), (came,))
    return Filled(note=both("notice_line.no_ground"))


def _ground_words(ground: GroundTold) -> Text:
    """Return a ground in easy words; one of others' rulebooks in its own, quoted."""
    law = "uk" if ground.rule == "UKT-1" else "jp"
    kind = next((kind for start, kind in GROUNDS.items() if ground.id.startswith(start)), "")
    key = f"notice_ground.{law}_{kind}"
    return both(key) if key in phrases() else _quote(ground.text)


def _asking(fill: Fill) -> Section:
    told = fill.flow.told
    parties = [one for one in told.parties if one.kind != "individuals"]
    asks = Filled(fill_at="parties[].details.people_contact")
    for party in parties:
        if "people_contact" in party.details:
            asks = asks.beside(_quoted(fill.detail("people_contact", party)))
    countries = {party.country for party in told.parties}
    law = {"GB": "uk", "JP": "jp"}
    offices = Filled()
    rights = Filled()
    for code, name in law.items():
        if code in countries:
            path = next(
                f"{fill.path_of(one)}.country" for one in told.parties if one.country == code
            )
            offices = offices.beside(fill.said(path, both(f"notice_line.office_{name}")))
            rights = rights.beside(fill.said(path, both(f"notice_line.rights_{name}")))
    fields = (
        fill.field("notice_asks", asks, "uk_13"),
        fill.field("notice_rights", rights, "uk_rights", "jp_rights"),
        fill.field("notice_offices", offices, "uk_13"),
    )
    return Section(id="asking", title=both("notice_section.asking"), fields=fields)


def _quoted(filled: Filled) -> Filled:
    return filled._replace(values=tuple(map(_quote, filled.values)))


def _quote(text: Text) -> Text:
    return Text(en=f"“{text.en}”", ja=f"「{text.ja}」")


def _easy_country(code: str) -> Text:
    key = f"notice_country.{code.lower()}"
    if key in phrases():
        return both(key)
    if f"country_name.{code.lower()}" in phrases():
        return country_words(code)
    return both("notice_line.country_code", code=code)
