"""Made-up flows: the same as a flow file and as rows of a portfolio table."""

from datetime import date, timedelta
from random import Random

import yaml

from kakehashi.answers.portfolio_columns import PAPER_KINDS, stated_facts
from kakehashi.terms.vocabulary import FactKind
from kakehashi.transfers.statements import BY_FIELD

START = date(2026, 1, 5)
COUNTRIES = ("GB", "JP", "JP", "US", "FR", "KR", "BR")
KINDS = ("company", "company", "company", "university", "public_body", "press")


def a_flow(name, vocabulary, random):
    """Return a flow as `flow.yaml` bytes, and its rows of a table: a dict of cells each."""
    parties = [
        {
            "id": f"p{n}",
            "name": f"P{n}",
            "country": random.choice(COUNTRIES),
            "kind": random.choice(KINDS),
            "under": {"has": random.choice([[], ["uk_gdpr"], ["appi"]]), "complete": _coin(random)},
            "targets": {"has": random.choice([[], ["GB"]]), "complete": _coin(random)},
        }
        for n in range(random.randint(2, 5))
    ]
    if _coin(random, 0.2):
        parties[0]["kind"] = "individuals"
    if _coin(random, 0.2):
        parties[-1]["entity"] = parties[-2]["entity"] = "group"
    told = {
        "format": "kakehashi-flow/1",
        "id": name,
        "name": name,
        "sector": random.choice(["health", "retail"]),
        "parties": parties,
        "origin": "p0",
        "hops": [],
        "papers": [],
        "papers_complete": _coin(random),
        "data": {"has": random.sample(["contact", "health", "trade_union"], 2), "complete": True},
    }
    rows = []
    for n in range(random.randint(1, len(parties) + 1)):
        sender = parties[0] if n == 0 else random.choice(_reached(told))
        receivers = [one for one in parties[1:] if one["id"] != sender["id"]]
        if receivers:
            _add_hop(told, rows, vocabulary, sender, random.choice(receivers), random)
    return yaml.safe_dump(told, allow_unicode=True).encode(), rows


def _coin(random, share=0.5):
    return random.random() < share


def _reached(told):
    names = {hop["to"] for hop in told["hops"]}
    found = [one for one in told["parties"] if one["id"] in names]
    return found if told["parties"][0]["kind"] == "individuals" else [told["parties"][0], *found]


def _add_hop(told, rows, vocabulary, sender, receiver, random):
    number = len(told["hops"]) + 1
    is_direct = sender["kind"] == "individuals"
    kinds = ["disclosure", "remote_access", "cloud_storage"]
    hop = {
        "id": f"h{number}",
        "from": sender["id"],
        "to": receiver["id"],
        "kind": "direct_collection" if is_direct else random.choice(kinds),
        "starts": START + timedelta(days=number),
        "receiver_roles": {
            "has": random.choice([[], ["processor"], ["processor"], ["controller"]]),
            "complete": _coin(random, 0.7),
        },
        "form": random.choice(
            ["identifiable", "identifiable", "pseudonymised", "anonymised", "personally_related"]
        ),
        "answers": {},
    }
    if _coin(random, 0.3):
        hop["region"] = random.choice(["JP", "US"])
    if _coin(random, 0.3):
        hop["relies_on"] = random.choice(["adequacy", "idta"])
    before = [one["id"] for one in told["hops"] if one["to"] == sender["id"]]
    if before and _coin(random, 0.3):
        hop["after"] = before[-1:]
    row = {
        "flow": told["id"],
        "hop": number,
        "sector": told["sector"],
        "sender": sender["id"],
        "receiver": receiver["id"],
        **{f"sender_{name}": sender.get(name) for name in ("country", "kind", "entity")},
        **{f"receiver_{name}": receiver.get(name) for name in ("country", "kind", "entity")},
        "hop_kind": hop["kind"],
        "region": hop.get("region"),
        "relies_on": hop.get("relies_on"),
        "after": [int(one[1:]) for one in hop["after"]] if "after" in hop else None,
        "starts": hop["starts"],
        "papers_complete": told["papers_complete"],
        "data_form": hop["form"],
        "sender_is_under_uk_gdpr": _says(sender["under"], "uk_gdpr"),
        "sender_is_under_appi": _says(sender["under"], "appi"),
        "sender_targets_people_in_uk": _says(sender["targets"], "GB"),
        "receiver_targets_people_in_uk": _says(receiver["targets"], "GB"),
        **_listed("data_categories", told["data"]),
        **_listed("receiver_roles", hop["receiver_roles"]),
    }
    for kind in random.sample(PAPER_KINDS, 2):
        starts = START + timedelta(days=random.randint(0, 300))
        until = random.choice([None, starts + timedelta(days=random.randint(0, 300))])
        paper = {"id": f"{hop['id']}-{kind}", "kind": kind, "hops": [hop["id"]], "starts": starts}
        told["papers"].append(paper | ({} if until is None else {"until": until}))
        row |= {f"{kind}_starts": starts, f"{kind}_until": until}
    for fact in stated_facts(vocabulary):
        if fact.id not in BY_FIELD and _coin(random, 0.8):
            given, cells = _answer(fact, random)
            if _coin(random, 0.2):
                until = START + timedelta(days=random.randint(0, 500))
                given = {"value": given, "valid_until": until}
                cells[fact.id + "__until"] = until
            hop["answers"][fact.id] = given
            row |= cells
    told["hops"].append(hop)
    rows.append(row)


def _answer(fact, random):
    members = [member.id for member in fact.members]
    if fact.kind is FactKind.LIST:
        listed = {"has": random.sample(members, random.randint(0, 2)), "complete": _coin(random)}
        return listed, _listed(fact.id, listed)
    value = {
        FactKind.BOOLEAN: lambda: _coin(random, 0.7),
        FactKind.CHOICE: lambda: random.choice(members),
        FactKind.INTEGER: lambda: random.randint(0, 2),
    }[fact.kind]()
    return value, {fact.id: value}


def _says(listed, member):
    return True if member in listed["has"] else False if listed["complete"] else None


def _listed(name, listed):
    return {name: listed["has"], name + "__complete": listed["complete"]}


def some_flows(vocabulary, n_flows, seed):
    """Return `n_flows` flows as files by name, and all their rows."""
    random = Random(seed)
    files, rows = {}, []
    for n in range(n_flows):
        name = f"f{n:04}"
        files[f"{name}.yaml"], own = a_flow(name, vocabulary, random)
        rows += own
    return files, rows
