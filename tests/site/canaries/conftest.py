"""A record with canaries in it, and those who must not see them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sowing import NOW, VISIBILITIES, Sower

ROLES = ["write", "propose", "agree", "publish", "administer"]
SHIPPED = {
    "meeting": "meeting:council-2025", "action": "action:ai", "forum": "forum:g7",
    "statement": "statement:council-2024", "org": "org:dsit", "pillar": "pillar:data",
}  # fmt: skip


@pytest.fixture
def readers(settings, a_person, a_browser, signed_in, loaded):
    """Return a browser for each reader: the public, two of one side, one of the other."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = {"public": a_browser()}
    places = {"dsit": ("uk", "dsit"), "ico": ("uk", "ico"), "mic": ("jp", "mic")}
    for name, (side, organisation) in places.items():
        whose = {"side": side, "organisation": f"org:{organisation}", "roles": ROLES}
        if name == "dsit":
            person = a_person(
                "zqtperson0001zq@example.com", family_name="zqtperson0002zq",
                given_name_latin="zqtperson0003zq", **whose,
            )  # fmt: skip
        else:
            person = a_person(f"{name}@example.com", **whose)
        made[name] = signed_in(person)
    return made


@pytest.fixture
def sown(readers):
    """Write rows of every kind in each visibility with canaries in all their texts."""
    import json

    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.agree import agree
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.acts.write_row import mark_row
    from kakehashi.site.acts.write_rows import write_rows
    from kakehashi.site.records.models import Person as Account
    from kakehashi.site.records.models import ProposalRow

    def person(side, organisation):
        email = "zqtperson0001zq@example.com" if side == "uk" else "mic@example.com"
        return Person(
            id=str(Account.objects.get(email=email).pk), side=side,
            organisation=f"org:{organisation}", roles=frozenset(Role), has_second_factor=True,
        )  # fmt: skip

    dsit = person("uk", "dsit")
    sowers = {}
    for visibility in VISIBILITIES:
        others = SHIPPED if visibility in ("named", "side") else None
        sower = sowers[visibility] = Sower(visibility, others)
        content = json.dumps(sower.file(), ensure_ascii=False).encode()
        post = f"post:{sower.canary('act.post', 'i')}"
        write_rows(dsit, content, read={}, now=NOW, post=post)
    joint = sowers["joint"]
    mark_row(dsit, joint.ids["gap"], handling="zqtmark0001zq", retain_until=None, now=NOW)
    body = joint.row("gap")
    ref = propose(dsit, body, now=NOW)
    # which ministries of the other side have endorsed is their own affair
    agree(person("jp", "mic"), ref, ProposalRow.objects.get(ref=ref).digest, now=NOW)
    return {"sowers": sowers, "proposal": ref}
