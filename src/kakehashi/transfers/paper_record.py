"""Record of transfers: what both laws ask a record to hold, hop by hop."""

from kakehashi.terms.text import Text
from kakehashi.transfers.fill import Fill, Filled, country_words
from kakehashi.transfers.flow import EQUIVALENT_MEANS, UK_SAFEGUARDS, Party
from kakehashi.transfers.paper import Came, Field, HopTold, Section, Told, both

BOTH = ("uk_30", "jp_29")


def record_sections(told: Told) -> tuple[Section, ...]:
    """Return the flow, its parties but for the people themselves, and its hops."""
    fill = Fill(told)
    parties = (one for one in told.flow.told.parties if one.kind != "individuals")
    return (
        _whole(fill),
        *(_party(fill, one) for one in parties),
        *(_hop(Fill(told, hop), place) for place, hop in enumerate(told.hops, start=1)),
    )


def _whole(fill: Fill) -> Section:
    told = fill.flow.told
    fields = (
        fill.field("flow_name", fill.said("name", told.name), "uk_30"),
        fill.field("purposes", fill.purposes(), "uk_30", "sr_purpose"),
        fill.field("people", fill.people(), "uk_30"),
        fill.field("origin", _origin(fill), "uk_30", "jp_30"),
        fill.field("acquisition", fill.detail("acquisition"), "jp_30"),
        fill.field("retention", fill.detail("retention"), "uk_30"),
        fill.field("security", fill.detail("security"), "uk_30"),
    )
    return Section(id="flow", title=both("paper_section.flow"), fields=fields)


def _origin(fill: Fill) -> Filled:
    told = fill.flow.told
    return fill.said("origin", fill.flow.party(told.origin).name)


def _party(fill: Fill, party: Party) -> Section:
    path = fill.path_of(party)
    fields = [
        fill.field("party_name", fill.name(party), *BOTH, "jp_30"),
        fill.field("country", fill.country(party), *BOTH),
        fill.field("kind", fill.said(f"{path}.kind", both(f"party_kind.{party.kind}")), "uk_30"),
        fill.field("address", fill.detail("address", party), *BOTH, "jp_30"),
        fill.field("head", fill.detail("head", party), "jp_29", "jp_30"),
        fill.field("contact", fill.detail("contact", party), "uk_30"),
    ]
    if party.country == "GB" or "uk_gdpr" in party.under.has:
        officer = fill.detail("data_protection_officer", party)
        fields.append(fill.field("data_protection_officer", officer, "uk_30"))
        if party.country != "GB":
            representative = fill.detail("uk_representative", party)
            fields.append(fill.field("uk_representative", representative, "uk_30"))
    title = both("paper_section.party", name=party.name)
    return Section(id=f"party-{party.id}", title=title, fields=tuple(fields))


def _hop(fill: Fill, place: int) -> Section:
    hop = fill.of_hop.hop
    at = fill.path_of(hop)
    fields = [
        fill.field("sender", fill.name(fill.sender()), *BOTH, "jp_30"),
        fill.field("receiver", fill.name(fill.receiver()), *BOTH),
        fill.field("receiver_country", fill.country(fill.receiver()), "uk_30"),
        fill.field("hop_kind", fill.said(f"{at}.kind", both(f"hop_kind.{hop.kind}")), "uk_30"),
        fill.field("receiver_roles", fill.fact("receiver_roles"), "uk_30"),
        fill.field("data_categories", fill.fact("data_categories"), *BOTH, "jp_30"),
        fill.field("data_form", fill.fact("data_form"), "uk_30"),
        fill.field("starts", fill.day(hop.starts, f"{at}.starts"), "jp_29", "jp_30"),
    ]
    if hop.until is not None:
        fields.append(fill.field("until", fill.day(hop.until, f"{at}.until"), "uk_30"))
    if hop.region is not None or hop.kind == "cloud_storage":
        fields.append(fill.field("region", _region(fill), "uk_30", "jp_23"))
    fields += _united_kingdom(fill, fill.of_hop)
    fields += _japan(fill, fill.of_hop)
    return Section(
        id=f"hop-{hop.id}", title=hop_title(fill, place), fields=tuple(fields), hop=hop.id
    )


def hop_title(fill: Fill, place: int) -> Text:
    """Return the heading of a hop."""
    names = {"sender": fill.sender().name, "receiver": fill.receiver().name}
    return both("paper_section.hop", place=place, **names)


def _region(fill: Fill) -> Filled:
    hop = fill.of_hop.hop
    values = () if hop.region is None else (country_words(hop.region),)
    return fill.said(f"{fill.path_of(hop)}.region", *values)


def _united_kingdom(fill: Fill, hop: HopTold) -> list[Field]:
    if not hop.applies("UKT-1"):
        return []
    fields = [fill.field("uk_ground", fill.grounds("UKT-1"), "uk_30", "uk_44a")]
    if hop.hop.relies_on is not None:
        fields.append(fill.field("relies_on", _relies_on(fill, hop.hop.relies_on), "uk_30"))
    return [*fields, fill.field("uk_papers", fill.papers(UK_SAFEGUARDS), "uk_30")]


def _relies_on(fill: Fill, ground: str) -> Filled:
    """Return the ground that a hop names: adequacy, a kind of paper, or a derogation."""
    path = f"{fill.path_of(fill.of_hop.hop)}.relies_on"
    if ground == "adequacy":
        return fill.said(path, both("paper_value.adequacy"))
    if ground in UK_SAFEGUARDS | EQUIVALENT_MEANS:
        return fill.said(path, both(f"paper_kind.{ground}"))
    members = {one.id: one.text for one in fill.told.types["uk_derogations"].members}
    return fill.said(path, members.get(ground, Text(en=ground, ja=ground)))


def _japan(fill: Fill, hop: HopTold) -> list[Field]:
    fields = []
    if hop.applies("JPT-28"):
        fields += [
            fill.field("jp_ground_abroad", fill.grounds("JPT-28"), "jp_28"),
            fill.field("jp_papers", fill.papers(EQUIVALENT_MEANS), "jp_28_3"),
        ]
    if hop.applies("JPT-27"):
        fields.append(fill.field("jp_ground", fill.grounds("JPT-27"), "jp_27"))
    if hop.applies("JPT-29"):
        fields += [
            fill.field("consent", _consent(fill), "jp_29"),
            fill.field("particulars", Filled(note=both("paper_value.particulars")), "jp_29"),
            fill.field("record_kept", fill.fact("records_of_provision_are_kept"), "jp_29"),
        ]
    fields += [*_receipt(fill, hop), *_related(fill, hop)]
    if hop.bears_uk_mark is not False:
        mark = both(f"paper_value.mark_{'yes' if hop.bears_uk_mark else 'unknown'}")
        came = Came(kind="rule", name="walk", place=fill.path_of(hop.hop))
        fields += [
            fill.field("uk_mark", Filled((mark,), (came,)), "sr_purpose"),
            fill.field("purpose_is_recorded", fill.fact("purpose_is_recorded"), "sr_purpose"),
        ]
    return fields


def _receipt(fill: Fill, hop: HopTold) -> list[Field]:
    """Return what the receiver in Japan confirmed, and whether it keeps a record of the receipt."""
    kept = fill.fact("record_of_receipt_is_kept")
    if hop.applies("JPT-30"):
        confirmed = fill.field("confirmed_on_receipt", fill.fact("confirmed_on_receipt"), "jp_30")
        return [confirmed, fill.field("receipt_kept", kept, "jp_30")]
    return [fill.field("receipt_kept", kept, "jp_30")] if hop.applies("JPT-30-RELATED") else []


def _related(fill: Fill, hop: HopTold) -> list[Field]:
    """Return what the sender of personally related information confirmed."""
    if not hop.applies("JPT-31"):
        return []
    found = [
        ("consent_confirmed", "consent_to_identification_is_confirmed"),
        ("confirmation_kept", "record_of_confirmation_is_kept"),
    ]
    if hop.applies("JPT-31-ABROAD"):
        found.append(("consent_information", "consent_information"))
    return [fill.field(name, fill.fact(fact), "jp_31") for name, fact in found]


def _consent(fill: Fill) -> Filled:
    abroad = fill.of_hop.applies("JPT-28")
    return fill.fact("consent_to_transfer_abroad" if abroad else "consent_to_provision")
