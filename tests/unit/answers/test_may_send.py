"""May this data go: the example flows, hop by hop, as a library gives them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import Send, may_send, send_exit_code
from kakehashi.answers.send_diff import send_diff
from kakehashi.answers.send_json import send_as_json
from kakehashi.answers.send_words import send_lines
from kakehashi.terms.basis import Basis
from kakehashi.terms.verdict import Outcome
from kakehashi.transfers import read_flow

FLOWS = Path(__file__).parents[3] / "examples/flows"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = date(2026, 11, 20)
LAST_DAY = date(2027, 3, 31)  # of the support desk's contract


@pytest.fixture(scope="module")
def rulebooks():
    return shipped_rulebooks()


@pytest.fixture(scope="module")
def flow(rulebooks):
    """Return a function that reads an example, with fields changed by `change`."""

    def read(name, change=None):
        told = yaml.safe_load((FLOWS / f"{name}.yaml").read_bytes())
        if change is not None:
            change(told)
        text = yaml.safe_dump(told, allow_unicode=True).encode()
        return read_flow({"flow.yaml": text}, vocabulary=rulebooks.vocabulary, read_at=AT)

    return read


@pytest.fixture(scope="module")
def decide(rulebooks, flow):
    """Return a function that decides an example on a day."""

    def decided(name, on=ON, change=None):
        return may_send(rulebooks, flow(name, change), as_of=on)

    return decided


def verdicts(hop):
    """Return the outcome and ground of each rule that applies, by "rulebook:rule"."""
    return {
        f"{book.id}:{one.rule}": (str(one.outcome), one.ground)
        for book in hop.books
        for one in book.verdicts
        if one.outcome is not Outcome.NOT_APPLICABLE
    }


def test_four_parties_and_three_hops_under_both_laws(decide):
    answer = decide("health-device")
    to_tokyo, to_cloud, to_desk = answer.hops
    assert [str(hop.answer) for hop in answer.hops] == ["lawful"] * 3
    assert send_exit_code(answer) == 0
    assert verdicts(to_tokyo) == {
        "uk-data-transfer:UKT-1": ("met", "UKT-A-JP"),
        "uk-data-transfer:UKT-49A": ("met", "own"),
        "uk-data-transfer:UKT-5": ("met", "own"),
        "jp-data-transfer:SR-PURPOSE": ("met", "own"),
    }
    assert verdicts(to_cloud) == {
        "jp-data-transfer:JPT-27": ("met", "JPT-27-ENTRUST"),
        "jp-data-transfer:SR-PURPOSE": ("met", "own"),
    }
    assert verdicts(to_desk)["jp-data-transfer:SR-ONWARD"] == ("met", "SR-ONWARD-MEANS")
    assert [hop.bears_uk_mark for hop in answer.hops] == [True, True, True]


def test_the_day_after_its_contract_ends_the_last_hop_is_refused(decide):
    assert decide("health-device", LAST_DAY).answer is Send.LAWFUL
    after = decide("health-device", LAST_DAY + timedelta(days=1))
    *others, to_desk = after.hops
    assert send_exit_code(after) == 1
    assert [hop.answer for hop in others] == [Send.LAWFUL, Send.LAWFUL]
    assert verdicts(to_desk)["jp-data-transfer:JPT-28"] == ("not_met", None)
    assert [paper.id for paper in to_desk.lapsed] == ["support-contract"]
    assert [[(c.fact, c.member) for c in one] for one in to_desk.mends] == [
        [("equivalent_means", "contract")],
        [("equivalent_means", "group_rules")],
    ]


def test_what_changes_between_the_two_days_is_told(rulebooks, flow):
    found = send_diff(rulebooks, flow("health-device"), LAST_DAY, LAST_DAY + timedelta(days=1))
    (moved,) = found.moved
    assert (moved.hop, moved.before, moved.after) == ("to-desk", Send.LAWFUL, Send.REFUSED)
    assert [rule.rule for rule in moved.rules] == [
        "jp-data-transfer:JPT-28",
        "jp-data-transfer:SR-ONWARD",
    ]
    assert moved.lapsed == ("support-contract",)
    assert send_diff(rulebooks, flow("health-device"), ON, ON).moved == ()


def test_a_japanese_university_is_not_established(decide):
    answer = decide("japanese-university")
    assert send_exit_code(answer) == 3
    (hop,) = answer.hops
    assert verdicts(hop)["uk-data-transfer:UKT-1"] == ("missing", None)
    assert {ask.fact for ask in answer.next} == set()
    proposed = {(c.fact, c.member) for one in hop.mends for c in one}
    assert proposed == {("uk_derogations", "explicit_consent")}
    idta = next(one for one in hop.grounds if one.id == "UKT-S-IDTA")
    assert [(c.fact, c.is_made) for c in idta.remains] == [
        ("uk_safeguards", True),
        ("transfer_assessment", True),
        ("protection_is_judged_sufficient", False),
    ]


def test_direct_collection_is_no_transfer_but_asks_for_a_representative(decide):
    answer = decide("direct-collection")
    (hop,) = answer.hops
    assert verdicts(hop) == {"uk-data-transfer:UKT-27": ("not_met", None)}
    assert [[c.fact for c in one] for one in hop.mends] == [["has_uk_representative"]]

    def onward(told):
        told["parties"].append(
            {"id": "desk", "name": "Desk Inc", "country": "US", "kind": "company"}
        )
        told["hops"].append(
            {"id": "on", "from": "maker", "to": "desk", "kind": "remote_access",
             "starts": date(2026, 4, 1)}
        )  # fmt: skip

    _, on = decide("direct-collection", change=onward).hops
    assert on.bears_uk_mark is False
    ruled = {f"{book.id}:{v.rule}": v.outcome for book in on.books for v in book.verdicts}
    assert ruled["jp-data-transfer:SR-ONWARD"] is Outcome.NOT_APPLICABLE
    assert ruled["uk-data-transfer:UKT-1"] is not Outcome.NOT_APPLICABLE


def test_what_the_sender_cannot_identify_is_under_article_31_alone(decide):
    to_shop, to_measurer = decide("personally-related").hops
    assert verdicts(to_shop) == {
        "jp-data-transfer:JPT-30-RELATED": ("met", "own"),
        "jp-data-transfer:JPT-31": ("met", "own"),
        "jp-data-transfer:JPT-31-RECORD": ("met", "own"),
    }
    assert verdicts(to_measurer)["jp-data-transfer:JPT-31-ABROAD"] == ("not_met", None)
    told = [{(c.fact, c.member) for c in one} for one in to_measurer.mends]
    assert {("equivalent_means", "contract"), ("ongoing_measures_are_in_place", None)} in told


def test_from_japan_to_the_uk(decide):
    answer = decide("japan-to-uk")
    assert answer.answer is Send.LAWFUL
    assert verdicts(answer.hops[0])["jp-data-transfer:JPT-28"] == ("met", "JPT-28-UK")


def test_data_that_came_on_an_idta_does_not_bear_the_mark(decide):
    def on_idta(told):
        told["hops"][0]["relies_on"] = "idta"

    assert [hop.bears_uk_mark for hop in decide("health-device", change=on_idta).hops] == [
        False, False, False,
    ]  # fmt: skip


def test_with_a_safeguard_beside_adequacy_the_flow_must_say_which_it_rests_on(decide):
    def with_idta(told):
        told["papers"].append(
            {"id": "idta", "kind": "idta", "hops": ["to-tokyo"], "starts": date(2026, 3, 1)}
        )

    answer = decide("health-device", change=with_idta)
    assert answer.hops[0].bears_uk_mark is None
    assert "hops[].relies_on" in {ask.field for ask in answer.next}


def test_a_university_with_an_idta_is_lawful_and_bears_no_mark(decide):
    def with_idta(told):
        told["papers"] = [
            {"id": "idta", "kind": "idta", "hops": ["to-university"], "starts": date(2026, 3, 1)}
        ]
        told["hops"][0]["relies_on"] = "idta"
        told["answers"]["transfer_assessment"] = "current_test"
        told["answers"]["protection_is_judged_sufficient"] = True
        told["answers"]["breaches_uk_transfer_restriction"] = False

    answer = decide("japanese-university", change=with_idta)
    assert answer.hops[0].bears_uk_mark is False
    assert answer.answer is Send.LAWFUL


def test_where_the_first_hop_is_not_settled_neither_is_the_mark(decide):
    def unsettled(told):
        del told["answers"]["receiver_data_is_under_appi"]

    _, to_cloud, _ = decide("health-device", change=unsettled).hops
    assert to_cloud.bears_uk_mark is None


def test_cbpr_alone_does_not_carry_uk_data_on(decide):
    def certified(told):
        told["papers"][0]["kind"] = "cbpr"
        told["hops"][2]["from"], told["hops"][2]["after"] = "tokyo", ["to-tokyo"]

    to_desk = decide("health-device", change=certified).hops[-1]
    ruled = verdicts(to_desk)
    assert ruled["jp-data-transfer:JPT-28"] == ("met", "JPT-28-CBPR")
    assert ruled["jp-data-transfer:SR-ONWARD"] == ("not_met", None)


def test_papers_that_disagree_leave_the_hop_open(decide):
    def disputed(told):
        told["answers"]["notice_tells_of_transfer"] = {"statements": [True, False]}

    assert send_exit_code(decide("health-device", change=disputed)) == 2


def test_now_each_law_counts_its_own_day(rulebooks, flow):
    late = datetime(2027, 3, 31, 20, tzinfo=UTC)  # the first of April in Tokyo
    answer = may_send(rulebooks, flow("health-device"), as_of=late)
    days = {book.id: book.as_of for book in answer.hops[-1].books}
    assert days == {
        "uk-data-transfer": date(2027, 3, 31),
        "jp-data-transfer": date(2027, 4, 1),
    }
    assert answer.hops[-1].answer is Send.REFUSED


def test_it_says_what_it_rests_on_and_what_it_does_not_cover(decide):
    answer = decide("health-device")
    bases = {rest.basis: rest.rules for rest in answer.rests_on}
    assert "jp-data-transfer:SR-ONWARD" in bases[Basis.MEMORY]
    assert {gap.country for gap in answer.not_covered} == {"uk", "jp", "int"}
    assert any("made up" in warning.en for warning in answer.warnings)


def test_as_json_has_the_agreed_shape(decide):
    told = send_as_json(decide("health-device"))
    assert told["as_of"] == "2026-11-20"
    hop = told["hops"][0]
    assert (hop["from"], hop["to"]) == ("maker", "tokyo")
    assert {"rulebook", "rule", "outcome", "decisive", "ask"} <= hop["verdicts"][0].keys()
    assert {"id", "lawful", "remains"} <= hop["grounds"][0].keys()
    assert hop["grounds"][0]["id"] == "UKT-A-JP"
    assert {rest["basis"] for rest in told["rests_on"]} <= {str(basis) for basis in Basis}


@pytest.mark.parametrize(
    ("given", "en", "ja"),
    [
        (
            {"statements": [{"value": True, "from": "log"}, {"value": False, "from": "audit"}]},
            ["(log) says: Yes", "(audit) says: No"],
            ["(log) の記載: はい", "(audit) の記載: いいえ"],
        ),
        (
            {"value": True, "valid_until": date(2026, 9, 30)},
            ["says: Yes, until 2026-09-30"],
            ["の記載: はい（2026-09-30 まで有効）"],
        ),
    ],
)
def test_sources_that_disagree_or_have_run_out_are_named(decide, rulebooks, given, en, ja):
    def stated(told):
        told["answers"]["ongoing_measures_are_in_place"] = given

    answer = decide("health-device", change=stated)
    for lang, expected in (("en", en), ("ja", ja)):
        whole = "\n".join(line.words for line in send_lines(answer, rulebooks, lang))
        assert [one for one in expected if one not in whole] == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_lines_name_parties_grounds_and_the_mark(decide, rulebooks, lang):
    lines = [line.words for line in send_lines(decide("health-device"), rulebooks, lang)]
    whole = "\n".join(lines)
    name = {"en": "Severn Health Japan KK", "ja": "セヴァーン・ヘルス・ジャパン株式会社"}[lang]
    mark = {"en": "mark of the United Kingdom", "ja": "英国から十分性に基づいて"}[lang]
    assert name in whole
    assert mark in whole
    assert "UKT-S-IDTA" in whole
