"""What the API takes into the record, and what it refuses: all or nothing."""

import pytest

from kakehashi.answers.withheld import grounds_of
from kakehashi.site.records.models import ActRow, ProposalRow, Row, RowMark

SOURCE = {"id": "uk-own", "title": "Written here", "kind": "primary", "read": "whole"}
pytestmark = pytest.mark.django_db


def digest_of(reader, ref):
    return reader.get(f"/rows/{ref}").json()["about"][ref]["digest"]


def codes(answer):
    return {fault["code"] for fault in answer.json()["faults"]}


def places(answer):
    return {fault["where"] for fault in answer.json()["faults"]}


def test_what_goes_out_goes_in_again_and_changes_nothing(program, a_commitment, a_file):
    dsit = program()
    first = dsit.post("/rows", a_file(a_commitment(), a_commitment("uk-other")))
    assert [row["is_new"] for row in first.json()["rows"]] == [True, True]
    out = dsit.get("/rows", side="uk").json()
    assert len(out["record"]["rows"]) == 2
    n_acts = ActRow.objects.count()
    again = dsit.post("/rows", out)
    assert [row["is_new"] for row in again.json()["rows"]] == [False, False]
    assert ActRow.objects.count() == n_acts

    out["record"]["rows"][0]["text"]["en"] = "Open two."
    changed = dsit.post("/rows", out)
    assert [row["is_new"] for row in changed.json()["rows"]] == [True, False]
    assert ActRow.objects.count() == n_acts + 1
    stale = dsit.post("/rows", out)
    assert (stale.status_code, codes(stale)) == (409, {"other_words"})
    assert ActRow.objects.count() == n_acts + 1


def test_rows_of_a_file_refer_to_each_other_in_any_order(program, a_commitment, a_file):
    evidence = {
        "kind": "evidence", "id": "evidence:uk-seen", "basis": "primary", "sources": ["uk-own"],
        "of": ["commitment:uk-testbed"], "title": {"en": "Seen", "ja": "確認"},
        "when": {"on": "2026-11-01"},
    }  # fmt: skip
    step = {
        "text": {"en": "Step", "ja": "段階"}, "due": {"on": "2026-12-01"},
        "done_on": "2026-11-01", "evidence": ["evidence:uk-seen"],
    }  # fmt: skip
    written = program().post("/rows", a_file(a_commitment(milestones=[step]), evidence))
    assert written.status_code == 200, written.json()


def test_all_faults_come_at_once_with_their_paths_and_nothing_is_written(
    program, a_commitment, a_file
):
    wrong = a_file(
        a_commitment(),
        a_commitment("uk-two", text={"en": "only English"}, colour="red"),
        a_commitment("uk-three", due={"on": "2026-13-01"}),
        a_commitment("uk-four", actions=["action:none"]),
    )
    told = program().post("/rows", wrong)
    assert told.status_code == 422
    assert {
        "record rows[1].text", "record rows[1].colour", "record rows[2].due.on",
    } <= places(told)  # fmt: skip
    assert any(where.startswith("record rows[3].actions[0]") for where in places(told))
    assert not Row.objects.filter(side="uk", is_shipped=False).exists()
    assert not ActRow.objects.exists()


def test_refusals_of_all_rows_come_at_once(program, a_commitment, a_file):
    dsit = program()
    dsit.post("/rows", a_file(a_commitment("uk-shown", visibility="joint")))
    n_acts = ActRow.objects.count()
    told = dsit.post(
        "/rows",
        a_file(
            a_commitment(),
            a_commitment("uk-shown"),
            a_commitment("uk-out", visibility="public"),
        ),
    )
    assert {(fault["code"], fault["where"]) for fault in told.json()["faults"]} == {
        ("shown_already", "rows[1] commitment:uk-shown"),
        ("publish_apart", "rows[2] commitment:uk-out"),
    }
    assert told.status_code == 409
    assert ActRow.objects.count() == n_acts


def test_ids_begin_with_the_side_s_code(program, a_commitment, a_file):
    source = {"id": "other", "title": "x", "kind": "primary", "read": "whole"}
    rows = [a_commitment("jp-testbed"), a_commitment("uk-odd", sources=["other"])]
    wrong = program().post("/rows", a_file(*rows, sources=[source, SOURCE]))
    assert codes(wrong) == {"id_of_side"}
    assert places(wrong) == {"record rows[0].id", "record rows[1].sources.other"}


def test_texts_hold_no_hidden_characters(program, a_commitment, a_file):
    row = a_commitment(text={"en": "a\0b", "ja": "\u202eあ"})
    wrong = program().post("/rows", a_file(row))
    assert codes(wrong) == {"unfit_text"}
    assert places(wrong) == {"record rows[0].text.en", "record rows[0].text.ja"}


def test_one_writes_for_one_s_own_organisation_alone(program, a_commitment, a_file):
    dsit, ico = program(), program("ico")
    dsit.post("/rows", a_file(a_commitment(visibility="side"), a_commitment("uk-own")))
    other = ico.post("/rows", a_file(a_commitment(text={"en": "x", "ja": "x"}, visibility="side")))
    assert (other.status_code, codes(other)) == (403, {"not_allowed"})
    unseen = ico.post("/rows", a_file(a_commitment("uk-own", text={"en": "x", "ja": "x"})))
    assert (unseen.status_code, codes(unseen)) == (404, {"no_such_row"})
    shipped = dsit.get("/rows/action:ai").json()
    shipped["record"]["rows"][0]["note"] = {"en": "x", "ja": "x"}
    assert dsit.post("/rows", shipped).status_code == 403


def test_too_many_rows_are_refused_before_they_are_read(program, a_commitment, a_file):
    told = program().post("/rows", a_file(*[a_commitment(f"uk-{n}") for n in range(501)]))
    assert codes(told) == {"too_many_rows"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b" ", 422, "empty_file"),
        (b"[]", 422, "not_object"),
        (b'{"format": "kakehashi-record/1"', 422, "broken_json"),
        (b'{"format": 1, "format": 2}', 422, "duplicate_key"),
        (b"{}", 422, "wrong_field"),
        (b'{"record": {}, "more": 1}', 422, "unknown_field"),
        (b"[" * 50 + b"]" * 50, 422, "too_deep"),
    ],
)
def test_what_is_no_file_is_told(program, body, status, code):
    told = program().post("/rows", body)
    assert told.status_code == status
    assert code in codes(told), told.json()


def test_two_keys_turn_by_the_api(program, a_commitment, a_source):
    dsit = program()
    ministries = [program(name, "jp") for name in ("mic", "meti", "digital-agency")]
    row = a_commitment(visibility="joint")
    opened = dsit.post("/proposals", {"row": row, "sources": [a_source]}).json()
    ref, digest = opened["ref"], opened["digest"]
    mine = ministries[0].get("/proposals", waiting="mine").json()
    assert [one["ref"] for one in mine["proposals"]] == [ref]
    assert mine["proposals"][0]["missing"] == ["org:digital-agency", "org:meti", "org:mic"]
    theirs = dsit.get(f"/proposals/{ref}").json()
    assert (theirs["missing"], theirs["turned"]) == ([], ["uk"])

    other = ministries[0].post(f"/proposals/{ref}/agree", {"digest": "sha256:" + "0" * 64})
    assert (other.status_code, codes(other)) == (409, {"other_words"})
    no_voice = program("ico").post(f"/proposals/{ref}/agree", {"digest": digest})
    assert (no_voice.status_code, codes(no_voice)) == (403, {"no_voice"})
    assert ministries[0].post(f"/proposals/{ref}/agree", {"digest": digest}).status_code == 200
    back = ministries[0].post(f"/proposals/{ref}/withhold", {}).json()
    assert "org:mic" in back["missing"]
    for one in ministries:
        last = one.post(f"/proposals/{ref}/agree", {"digest": digest}).json()
    assert (last["state"], last["turned"]) == ("effective", ["jp", "uk"])
    late = dsit.post(f"/proposals/{ref}/withdraw", {})
    assert (late.status_code, codes(late)) == (409, {"too_late"})
    told = dsit.get("/rows/commitment:uk-testbed").json()
    assert told["about"]["commitment:uk-testbed"]["state"] == "effective"
    assert {act["verb"] for act in told["acts"]} == {"propose", "agree"}


def test_a_proposal_is_withdrawn_by_its_own_side(program, a_commitment, a_source):
    dsit, mic = program(), program("mic", "jp")
    row = a_commitment(visibility="joint")
    ref = dsit.post("/proposals", {"row": row, "sources": [a_source]}).json()["ref"]
    refused = mic.post(f"/proposals/{ref}/withdraw", {})
    assert (refused.status_code, codes(refused)) == (403, {"other_side"})
    assert dsit.post(f"/proposals/{ref}/withdraw", {}).json()["state"] == "withdrawn"
    assert dsit.get("/proposals").json()["n"] == 0
    assert dsit.get("/proposals", state="any").json()["n"] == 1


def test_a_row_is_published_in_the_words_that_were_read(program, public, a_commitment, a_file):
    dsit = program()
    dsit.post("/rows", a_file(a_commitment(visibility="joint")))
    path = "/rows/commitment:uk-testbed/publish"
    old = dsit.post(path, {"digest": "sha256:" + "0" * 64})
    assert (old.status_code, codes(old)) == (409, {"other_words"})
    digest = digest_of(dsit, "commitment:uk-testbed")
    assert dsit.post(path, {"digest": digest}).json()["is_new"] is True
    assert public.get("/rows/commitment:uk-testbed").status_code == 200


def test_status_evidence_and_marks(program, a_commitment, a_file, a_source):
    dsit = program()
    dsit.post("/rows", a_file(a_commitment(visibility="joint")))
    path = "/rows/commitment:uk-testbed"
    evidence = {"title": {"en": "Seen", "ja": "確認"}, "when": {"on": "2026-11-01"},
                "visibility": "joint"}  # fmt: skip
    shown = dsit.post(f"{path}/evidence", {"evidence": evidence, "source": a_source})
    assert shown.status_code == 201, shown.json()
    report = {"level": "on_track", "reported_on": "2026-11-10", "evidence": [shown.json()["ref"]],
              "visibility": "joint", "text": {"en": "Well.", "ja": "順調。"}}  # fmt: skip
    assert dsit.post(f"{path}/status", report).status_code == 201
    on = program("mic", "jp").get("/statuses", on="2026-11-20", per_page=200).json()["statuses"]
    views = next(one["views"] for one in on if one["commitment"] == "commitment:uk-testbed")
    assert (views["uk"]["level"], views["jp"]["level"]) == ("on_track", "no_evidence")

    marked = dsit.post(f"{path}/mark", {"handling": "OFFICIAL", "retain_until": "2033-01-01"})
    assert marked.status_code == 200
    assert RowMark.objects.get().handling == "OFFICIAL"
    about = program("mic", "jp").get(path).json()["about"]["commitment:uk-testbed"]
    assert (about["handling"], about["retain_until"]) == ("", None)
    stated = dsit.post(f"{path}/mark", {"ground": grounds_of("uk")[0].id})
    assert stated.status_code == 200
    held = {row["ref"]: row for row in dsit.get("/withheld").json()["rows"]}
    assert held["commitment:uk-testbed"]["ground"] == grounds_of("uk")[0].id
    for wrong in (
        {"handling": "a\nb"},
        {"ground": grounds_of("jp")[0].id},
        {"retain_until": "soon"},
        {"more": 1},
        {"handling": 5},
    ):
        assert dsit.post(f"{path}/mark", wrong).status_code == 422, wrong


def test_a_side_sets_its_own_endorsers(program):
    meti = program("meti", "jp")
    names = ["org:mic", "org:meti"]
    assert meti.post("/endorsers", {"endorsers": names}).json() == {"is_new": True}
    assert meti.get().json()["sides"]["jp"] == sorted(names)
    assert meti.post("/endorsers", {"endorsers": ["org:dsit"]}).status_code == 404
    assert program("ico", roles=["write"]).post(
        "/endorsers", {"endorsers": ["org:dsit"]}
    ).status_code == 403  # fmt: skip


WRITES = [
    "/rows", "/rows/action:ai/publish", "/rows/action:ai/status", "/rows/action:ai/evidence",
    "/rows/action:ai/mark", "/endorsers", "/proposals", "/proposals/proposal:uk-1/agree",
    "/proposals/proposal:uk-1/withhold", "/proposals/proposal:uk-1/withdraw",
]  # fmt: skip


def test_every_writing_address_is_tried_below(public):
    described = public.browser.get("/api/openapi.json").json()["paths"]
    writing = {
        path.removeprefix("/api/v1/record").replace("/rows/{ref}", "/rows/action:ai").replace(
            "{ref}", "proposal:uk-1")
        for path, methods in described.items()
        if "/record" in path and "post" in methods
    }  # fmt: skip
    assert writing == set(WRITES)
    kept = {method for methods in described.values() for method in methods} - {"get", "post"}
    assert kept == set()


def told(answer):
    return answer.status_code, codes(answer)


def test_nothing_is_written_without_session_token_and_second_factor(program, public):
    dsit, forged, half = program(), program(), program(with_second_factor=False)
    forged.token = "x" * 64
    bare = program()
    bare.token = None
    for path in WRITES:
        assert told(public.post(path, {})) == (401, {"api_sign_in"}), path
        assert told(bare.post(path, {})) == (403, {"api_csrf"}), path
        assert told(forged.post(path, {})) == (403, {"api_csrf"}), path
        assert told(half.post(path, {})) == (403, {"api_second_factor"}), path
    assert half.get("/rows").status_code == 403, "nor read: as on the pages"
    assert dsit.get("/rows").status_code == 200
    assert not ActRow.objects.exists()
    assert not ProposalRow.objects.exists()


def test_roles_are_those_of_the_pages(program, a_commitment, a_file, a_source):
    reader = program(roles=[])
    row = a_commitment(visibility="joint")
    assert told(reader.post("/rows", a_file(row))) == (403, {"not_allowed"})
    brought = reader.post("/proposals", {"row": row, "sources": [a_source]})
    assert told(brought) == (403, {"not_allowed"})
    assert told(reader.post("/endorsers", {"endorsers": ["org:dsit"]})) == (403, {"not_allowed"})
    assert not ActRow.objects.exists()


def test_a_page_of_another_site_cannot_write_with_the_reader_s_cookies(program, settings):
    settings.SECURE_SSL_REDIRECT = False
    dsit = program()
    told = dsit.post(
        "/proposals/proposal:uk-1/withhold", {}, secure=True,
        headers={"origin": "https://elsewhere.example"},
    )  # fmt: skip
    assert (told.status_code, codes(told)) == (403, {"api_csrf"})
    form = dsit.browser.post("/api/v1/record/endorsers", {"endorsers": "org:dsit"})
    assert (form.status_code, codes(form)) == (403, {"api_csrf"})


def test_a_body_of_another_kind_or_too_large_is_refused(program, settings):
    dsit = program()
    text = dsit.browser.post(
        "/api/v1/record/rows", b"x", content_type="text/plain", headers={"X-CSRFToken": dsit.token}
    )
    assert (text.status_code, codes(text)) == (400, {"wrong_type"})
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    large = dsit.post("/rows", {"format": "kakehashi-record/1"})
    assert (large.status_code, codes(large)) == (413, {"too_large"})


def test_nobody_makes_a_third_side(program, a_commitment, a_file, a_source):
    """A row of kind "side" would be asked for its key by every later proposal."""
    dsit = program()
    side = {
        "kind": "side", "id": "side:uk-third", "basis": "primary", "sources": ["uk-own"],
        "code": "third", "name": {"en": "Third", "ja": "第三"}, "calendar": "UTC", "language": "en",
        "endorsers": [],
    }  # fmt: skip
    wrong = dsit.post("/rows", a_file(side))
    assert told(wrong) == (403, {"not_allowed"}), wrong.json()
    row = a_commitment(visibility="joint")
    opened = dsit.post("/proposals", {"row": row, "sources": [a_source]}).json()
    assert set(opened["turned"]) == {"uk"}
