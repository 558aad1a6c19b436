"""A paper about a flow as JSON-LD: the flow in terms of W3C's DPV, the paper's fields beside it.

Notes
-----
Data Privacy Vocabulary (DPV) 2.0, a Community Group specification, not a W3C
Standard: the terms used are listed in docs/explanation/transfer-papers.md. The
context stands in the file, so that nothing is fetched. What DPV has no term for is in
`dct:` (Dublin Core) or under `kakehashi:`.
"""

from typing import Any

from kakehashi.answers.may_send import HopAnswer, MaySend
from kakehashi.answers.transfer_json import paper_as_json
from kakehashi.terms.fact import Members
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers import Hop, Party, TransferPaper

CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "kakehashi": "urn:kakehashi:terms:",
}
FLOW, CATEGORIES = "urn:kakehashi:flow:", "urn:kakehashi:data-category:"
SPECIAL = frozenset(
    {"health", "ethnic_origin", "beliefs", "sex_life", "sexual_orientation", "trade_union"}
)
FORMS = {"pseudonymised": "dpv:PseudonymisedData", "anonymised": "dpv:AnonymisedData"}
ROLES = {"controller": "dpv:hasDataController", "processor": "dpv:hasDataProcessor"}
ACTIONS = {
    "disclosure": "dpv:DiscloseByTransmission",
    "remote_access": "dpv:Access",
    "cloud_storage": "dpv:Store",
    "direct_collection": "dpv:Collect",
}


def paper_as_linked(
    paper: TransferPaper, answer: MaySend, types: dict[str, FactType]
) -> dict[str, Any]:
    """Return the paper and the flow that it is about as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [*_Graph(answer, types).nodes(), _paper(paper)]}


def _paper(paper: TransferPaper) -> dict[str, Any]:
    plain = paper_as_json(paper)
    return {
        "@id": f"{FLOW}{paper.flow}:{paper.name}",
        "@type": "kakehashi:Paper",
        "dct:title": _texts(paper.title),
        "dct:date": _day(plain["as_of"]),
        "dct:subject": {"@id": f"{FLOW}{paper.flow}"},
        "kakehashi:blanks": plain["blanks"],
        "kakehashi:field": [
            {
                "@type": "kakehashi:Field",
                "dct:identifier": f"{section.id}/{field.id}",
                "dct:title": _texts(field.label),
                "kakehashi:value": [one for value in field.values for one in _texts(value)],
                "kakehashi:isBlank": field.is_blank,
                "kakehashi:cameFrom": [
                    f"{came.kind}: {came.name} {came.place}" for came in field.came
                ],
                "kakehashi:askedBy": [need.text.en for need in field.needs],
            }
            for section in paper.sections
            for field in section.fields
        ],
    }


class _Graph:
    """The flow as nodes: itself, its parties, its data, and a process a hop."""

    def __init__(self, answer: MaySend, types: dict[str, FactType]) -> None:
        self.answer, self.types, self.told = answer, types, answer.flow.told
        self.root = f"{FLOW}{self.told.id}"

    def nodes(self) -> list[dict[str, Any]]:
        """Return every node."""
        told = self.told
        whole: dict[str, Any] = {
            "@id": self.root,
            "@type": "dpv:Process",
            "dct:title": _texts(told.name),
            "dct:date": _day(self.answer.as_of.isoformat()),
            "dpv:hasProcess": [{"@id": self._hop_id(hop.hop)} for hop in self.answer.hops],
            "dpv:hasPurpose": [
                {"@type": "dpv:Purpose", "dct:title": _texts(one)} for one in told.purposes
            ],
            "dpv:hasDataSubject": [
                {"@type": "dpv:DataSubject", "dct:title": _texts(one)} for one in told.people
            ],
        }
        parties = [self._party(party) for party in told.parties]
        hops = [self._hop(hop) for hop in self.answer.hops]
        return [whole, *parties, *self._categories(), *hops]

    def _hop_id(self, hop: Hop) -> str:
        return f"{self.root}:hop:{hop.id}"

    def _party_id(self, name: str) -> str:
        return f"{self.root}:party:{name}"

    def _party(self, party: Party) -> dict[str, Any]:
        is_people = party.kind == "individuals"
        return {
            "@id": self._party_id(party.id),
            "@type": "dpv:DataSubject" if is_people else "dpv:LegalEntity",
            "dct:title" if is_people else "dpv:hasName": _texts(party.name),
            "dpv:hasCountry": _country(party.country),
        }

    def _categories(self) -> list[dict[str, Any]]:
        has = {one for hop in self.answer.hops for one in self._has(hop)}
        return [
            {
                "@id": f"{CATEGORIES}{member.id}",
                "@type": "dpv:SpecialCategoryPersonalData"
                if member.id in SPECIAL
                else "dpv:PersonalData",
                "dct:title": _texts(member.text),
            }
            for member in self.types["data_categories"].members
            if member.id in has
        ]

    def _has(self, hop: HopAnswer) -> frozenset[str]:
        value = next((one.value for one in hop.facts if one.id == "data_categories"), None)
        return value.has if isinstance(value, Members) else frozenset()

    def _hop(self, found: HopAnswer) -> dict[str, Any]:
        hop = found.hop
        sender, receiver = self.answer.flow.party(hop.sender), self.answer.flow.party(hop.receiver)
        is_crossing = sender.country != receiver.country and hop.kind != "direct_collection"
        actions = [ACTIONS[hop.kind], *(["dpv:CrossBorderTransfer"] if is_crossing else [])]
        node: dict[str, Any] = {
            "@id": self._hop_id(hop),
            "@type": "dpv:Process",
            "dct:isPartOf": {"@id": self.root},
            "dct:date": _day(hop.starts.isoformat()),
            "dpv:hasProcessing": [{"@id": action} for action in actions],
            "dpv:hasPersonalData": [
                {"@id": f"{CATEGORIES}{one}"} for one in sorted(self._has(found))
            ],
            "kakehashi:answer": str(found.answer),
        }
        if is_crossing:
            node["dpv:hasDataExporter"] = {"@id": self._party_id(hop.sender)}
            node["dpv:hasDataImporter"] = {"@id": self._party_id(hop.receiver)}
        else:
            node["dpv:hasRecipient"] = {"@id": self._party_id(hop.receiver)}
        for role in hop.receiver_roles.has:
            if role in ROLES:
                node[ROLES[role]] = {"@id": self._party_id(hop.receiver)}
        form = hop.form or self.told.form
        if form in FORMS:
            node["dpv:hasData"] = {"@type": FORMS[form]}
        node["dpv:hasLegalBasis"] = [
            {"@type": "dpv:DataTransferLegalBasis", "dct:identifier": f"{one.rulebook}:{one.id}"}
            for one in found.grounds
            if one.lawful and one.rule in {"UKT-1", "JPT-28"}
        ]
        return node


def _country(code: str) -> dict[str, Any]:
    return {"@type": "dpv:Country", "dct:identifier": code}


def _texts(text: Text) -> list[dict[str, str]]:
    return [
        {"@value": text.en, "@language": "en"},
        {"@value": text.ja, "@language": "ja"},
    ]


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
