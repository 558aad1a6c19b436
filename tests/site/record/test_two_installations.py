"""Each side runs its own installation; bundles carry what is joint."""

import json
from hashlib import sha256

import pytest

SECRET = "canary-of-the-uk"
COMMITMENT = "commitment:uk-testbed"
ROWS = (
    "SELECT ref, digest, state, visibility, side, organisation, version FROM records_row"
    " WHERE state <> '' OR visibility IN ('joint', 'public') ORDER BY ref"
)
CHAINS = "SELECT side, number, digest, previous FROM records_actrow ORDER BY side, number"
PROPOSALS = "SELECT ref, digest, state FROM records_proposalrow ORDER BY ref"


@pytest.fixture
def two(installation):
    return installation("london", "uk"), installation("tokyo", "jp")


@pytest.fixture
def send(tmp_path):
    """Return how one installation's bundle reaches the other: what it said there, and the file."""
    count = iter(range(1000))

    def go(sender, receiver, code=0, side=None):
        bundle = tmp_path / f"bundle-{next(count)}.jsonl"
        to = side or receiver.place["KAKEHASHI_SIDES"]
        sender.kakehashi("record", "export", "--for", to, "-o", str(bundle))
        return receiver.kakehashi("record", "import", str(bundle), code=code), bundle

    return go


def digest_of(installation, ref):
    [[digest]] = installation.ask(f"SELECT digest FROM records_proposalrow WHERE ref = '{ref}'")
    return digest


def ministries_agree(tokyo, ref, asked, names=("mic", "meti", "digital")):
    digest = digest_of(tokyo, ref)
    return tokyo.act(*[asked("agree", name, ref, digest) for name in names])


def test_both_reach_the_same_words_and_the_same_chains(two, send, asked, a_commitment):
    london, tokyo = two
    private = a_commitment("uk-draft", visibility="organisation", note={"en": SECRET, "ja": SECRET})
    _, ref = london.act(asked("write", "dsit", private), asked("propose", "dsit", a_commitment()))
    _, bundle = send(london, tokyo)
    assert SECRET not in bundle.read_text(encoding="utf-8")
    assert "uk-draft" not in bundle.read_text(encoding="utf-8")
    ministries_agree(tokyo, ref, asked)
    _, bundle = send(tokyo, london)
    joint = [json.loads(line) for line in bundle.read_text(encoding="utf-8").splitlines()[1:-1]]
    assert [act["is_sealed"] for act in joint] == [True, True, False]
    [[row]] = london.ask(f"SELECT digest FROM records_row WHERE ref = '{COMMITMENT}'")
    london.act(asked("publish", "dsit", COMMITMENT, row))
    send(london, tokyo)
    assert london.ask(ROWS) == tokyo.ask(ROWS)
    assert london.ask(CHAINS) == tokyo.ask(CHAINS)
    assert (
        london.ask(PROPOSALS)
        == tokyo.ask(PROPOSALS)
        == [(ref, digest_of(london, ref), "effective")]
    )
    for one in two:
        before = one.ask("SELECT * FROM records_row ORDER BY ref")
        one.kakehashi("record", "rebuild")
        assert one.ask("SELECT * FROM records_row ORDER BY ref") == before
        one.kakehashi("record", "verify")


def test_the_same_bundle_twice_changes_nothing(two, send, asked, a_commitment):
    london, tokyo = two
    london.act(asked("propose", "dsit", a_commitment()))
    assert "1 new" in send(london, tokyo)[0]
    before = tokyo.ask(CHAINS)
    assert "0 new" in send(london, tokyo)[0]
    assert tokyo.ask(CHAINS) == before


def test_a_withdrawal_that_comes_after_the_agreement_is_told(two, send, asked, a_commitment):
    london, tokyo = two
    [ref] = london.act(asked("propose", "dsit", a_commitment()))
    send(london, tokyo)
    ministries_agree(tokyo, ref, asked)
    assert london.act(asked("withdraw", "dsit", ref)) == [True]
    said, _ = send(tokyo, london)
    assert f"Withdrawn here, and yet in effect: {ref}" in said
    send(london, tokyo)
    assert london.ask(PROPOSALS) == tokyo.ask(PROPOSALS)
    assert london.ask(ROWS) == tokyo.ask(ROWS)


def test_two_changes_agreed_at_once_end_the_same_at_both(two, send, asked, a_commitment):
    london, tokyo = two
    [first] = london.act(asked("propose", "dsit", a_commitment()))
    send(london, tokyo)
    ministries_agree(tokyo, first, asked)
    send(tokyo, london)
    ours, theirs = (a_commitment(note={"en": words, "ja": words}) for words in ("ours", "theirs"))
    [from_london] = london.act(asked("propose", "dsit", ours))
    [from_tokyo] = tokyo.act(asked("propose", "mic", theirs))
    send(london, tokyo)
    send(tokyo, london)
    ministries_agree(tokyo, from_london, asked)
    ministries_agree(tokyo, from_tokyo, asked, ("meti", "digital"))
    london.act(asked("agree", "dsit", from_tokyo, digest_of(london, from_tokyo)))
    send(london, tokyo)
    send(tokyo, london)
    assert london.ask(PROPOSALS) == tokyo.ask(PROPOSALS)
    assert london.ask(ROWS) == tokyo.ask(ROWS)
    states = sorted(state for _, _, state in london.ask(PROPOSALS))
    assert states == ["effective", "superseded", "superseded"]


def test_a_side_does_not_write_or_agree_for_the_other(two, send, asked, a_commitment):
    london, tokyo = two
    [ref] = london.act(asked("propose", "dsit", a_commitment()))
    assert tokyo.act(asked("write", "dsit", a_commitment())) == ["refused: not_here"]
    assert london.act(asked("agree", "mic", ref, digest_of(london, ref))) == ["refused: not_here"]
    del send


@pytest.fixture(scope="module")
def three_acts(installation_at, asked, a_commitment, tmp_path_factory):
    """Return the lines of a bundle of three joint acts of London's."""
    folder = tmp_path_factory.mktemp("exported")
    london = installation_at(folder / "london", "uk")
    bodies = [a_commitment(f"uk-{name}") for name in ("a", "b", "c")]
    london.act(*[asked("propose", "dsit", body) for body in bodies])
    bundle = folder / "bundle.jsonl"
    london.kakehashi("record", "export", "--for", "jp", "-o", str(bundle))
    return bundle.read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.fixture
def take(installation, tmp_path):
    """Return how lines, their digest made anew, are imported: all of them or none."""

    def go(lines, code):
        tokyo, bundle = installation("tokyo", "jp"), tmp_path / "bundle.jsonl"
        content = "".join(lines[:-1]).encode()
        end = json.dumps({"digest": f"sha256:{sha256(content).hexdigest()}"}) + "\n"
        bundle.write_bytes(content + end.encode())
        said = tokyo.kakehashi("record", "import", str(bundle), code=code)
        if code:
            assert tokyo.ask(CHAINS) == []
            assert tokyo.ask(PROPOSALS) == []
        return said

    return go


def _counted(lines):
    head = {**json.loads(lines[0]), "n_acts": len(lines) - 2}
    return [json.dumps(head, sort_keys=True, separators=(",", ":")) + "\n", *lines[1:]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [lines[0], lines[1].replace("test bed", "testbed"), *lines[2:]], "changed"),
        (lambda lines: _counted([*lines[:2], *lines[3:]]), "an act is missing from the chain"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "out of its order"),
        (lambda lines: [*lines[:2], *lines[3:]], "n_acts"),
        (lambda lines: [lines[0], "not an act\n", *lines[2:]], "not a bundle, or it is damaged"),
        (lambda lines: [lines[0].replace('"jp"', '"fr"'), *lines[1:]], "for the side “fr”"),
        (lambda lines: [lines[0].replace("bundle/1", "bundle/9"), *lines[1:]], "bundle/9"),
    ],
)
def test_a_bundle_that_does_not_hold_is_refused_whole(three_acts, take, change, said):
    assert said in " ".join(take(change(three_acts), 65).split())


def test_the_bundle_as_it_was_is_taken(three_acts, take):
    assert "3 new" in take(three_acts, 0)


def test_a_cut_file_is_refused(installation, three_acts, tmp_path):
    (tmp_path / "cut.jsonl").write_text("".join(three_acts[:-1]), encoding="utf-8")
    said = installation("tokyo", "jp").kakehashi(
        "record", "import", str(tmp_path / "cut.jsonl"), code=65
    )
    assert "damaged" in said


def test_a_chain_continued_in_two_ways_is_refused(two, send, asked, a_commitment, tmp_path):
    london, tokyo = two
    london.kakehashi("record", "backup", "-o", str(tmp_path / "old"))
    london.act(asked("propose", "dsit", a_commitment()))
    send(london, tokyo)
    london.kakehashi("record", "restore", str(tmp_path / "old"))
    london.act(asked("propose", "dsit", a_commitment("uk-other")))
    said, _ = send(london, tokyo, code=65)
    assert "continued in two ways" in " ".join(said.split())
    assert len(tokyo.ask(CHAINS)) == 1


def test_an_answer_to_an_act_that_was_lost_is_refused(two, send, asked, a_commitment, tmp_path):
    london, tokyo = two
    london.kakehashi("record", "backup", "-o", str(tmp_path / "old"))
    [ref] = london.act(asked("propose", "dsit", a_commitment()))
    send(london, tokyo)
    ministries_agree(tokyo, ref, asked)
    london.kakehashi("record", "restore", str(tmp_path / "old"))
    said, _ = send(tokyo, london, code=65)
    assert "answers an act of the other side that is not there" in " ".join(said.split())
