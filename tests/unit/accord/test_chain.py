from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kakehashi.accord.act import Draft, draft_act, sealed
from kakehashi.accord.canonical import canonical, digest
from kakehashi.accord.chain import check_chain, check_quotes

NOON = datetime(2026, 1, 22, 12, tzinfo=UTC)


def a_draft(side="uk", **fields):
    plain = {
        "at": NOON,
        "person": "p1",
        "post": "head of secretariat",
        "verb": "write",
        "kind": "commitment",
        "thing": "t1",
        "body": {"en": "bridge", "ja": "架け橋"},
        "visibility": "side",
        "salt": "0" * 32,
    }
    return Draft(side=side, **{**plain, **fields})


def a_chain(n_acts=4, side="uk"):
    acts = []
    for place in range(n_acts):
        draft = a_draft(side, at=NOON + timedelta(minutes=place), body={"n": place})
        acts.append(draft_act(draft, acts[-1] if acts else None))
    return acts


def codes(acts):
    return [(fault.code, fault.where) for fault in check_chain(acts)]


def test_a_chain_as_written_holds():
    assert codes(a_chain()) == []


def test_a_changed_word_is_found_where_it_is():
    acts = a_chain()
    acts[2] = msgspec.structs.replace(acts[2], body={"n": 99})
    assert codes(acts) == [("chain_changed", "uk#3")]


@pytest.mark.parametrize("field", ["person", "post", "verb", "kind", "thing", "visibility", "salt"])
def test_a_change_of_any_field_is_found(field):
    acts = a_chain()
    acts[1] = msgspec.structs.replace(acts[1], **{field: "another"})
    assert codes(acts) == [("chain_changed", "uk#2")]


def test_a_changed_time_is_found():
    acts = a_chain()
    acts[1] = msgspec.structs.replace(acts[1], at=NOON + timedelta(seconds=1))
    assert codes(acts) == [("chain_changed", "uk#2")]


def test_a_missing_act_is_named():
    acts = a_chain()
    del acts[1]
    assert codes(acts) == [("chain_missing", "uk#2")]


def test_acts_out_of_order_are_found():
    acts = a_chain()
    acts[1], acts[2] = acts[2], acts[1]
    assert {code for code, _ in codes(acts)} == {"chain_missing", "chain_reordered"} | (
        {"chain_unlinked"} & {code for code, _ in codes(acts)}
    )


def test_a_change_with_a_new_digest_breaks_the_link_behind_it():
    acts = a_chain()
    forged = a_draft(at=acts[1].at, body={"n": "forged"})
    acts[1] = draft_act(forged, acts[0])
    assert codes(acts) == [("chain_unlinked", "uk#3")]


def test_sealed_acts_keep_the_chain_and_tell_nothing():
    acts = a_chain()
    acts[1] = sealed(acts[1])
    assert codes(acts) == []
    assert "架け橋" not in msgspec.json.encode(acts[1]).decode()
    assert acts[1].at is None
    assert acts[1].person is None


def test_an_act_cut_off_the_end_is_found_by_the_other_sides_quote():
    uk = a_chain()
    answer = draft_act(a_draft("jp", quotes=uk[-1].digest), None)
    assert check_quotes([answer], {"uk": uk, "jp": [answer]}) == ()
    (fault,) = check_quotes([answer], {"uk": uk[:-1], "jp": [answer]})
    assert fault.code == "chain_unquoted"


def test_an_act_needs_a_zone_and_does_not_go_back_in_time():
    with pytest.raises(ValueError, match="zone"):
        draft_act(a_draft(at=datetime(2026, 1, 22)), None)  # noqa: DTZ001 - that is the fault
    with pytest.raises(ValueError, match="before"):
        draft_act(a_draft(at=NOON - timedelta(days=1)), a_chain(1)[0])
    with pytest.raises(ValueError, match="own side"):
        draft_act(a_draft("jp"), a_chain(1)[0])


def test_text_is_kept_to_the_code_point():
    assert digest({"ja": "﨑"}) != digest({"ja": "崎"})
    assert canonical({"b": 1, "a": "髙"}) == '{"a":"髙","b":1}'.encode()


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match=r"."):
        canonical({"n": 2**60})
    with pytest.raises(ValueError, match=r"."):
        canonical({"n": float("nan")})
