"""Flows with safe defaults: a UK company passes data to a Japanese one, which passes it on."""


def a_flow(**changes):
    """Return a flow file as plain values."""
    flow = {
        "format": "kakehashi-flow/1",
        "id": "f",
        "name": "A flow",
        "parties": [
            {"id": "uk", "name": "UK Ltd", "country": "GB", "kind": "company"},
            {"id": "jp", "name": "JP KK", "country": "JP", "kind": "company"},
            {"id": "us", "name": "US Inc", "country": "US", "kind": "company"},
        ],
        "origin": "uk",
        "data": {"has": ["contact"], "complete": True},
        "form": "identifiable",
        "hops": [a_hop("first", "uk", "jp"), a_hop("second", "jp", "us")],
        "papers_complete": True,
        "answers": {},
    }
    return {**flow, **changes}


def a_hop(name, sender, receiver, **changes):
    """Return one hop as plain values."""
    hop = {
        "id": name,
        "from": sender,
        "to": receiver,
        "kind": "disclosure",
        "starts": "2026-03-01",
        "receiver_roles": {"has": ["controller"], "complete": True},
    }
    return {**hop, **changes}
