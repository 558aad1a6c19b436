"""The public site as it is written to a folder: whole or not at all, public rows alone."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from kakehashi.cli.main import main
from kakehashi.terms.errors import InputError

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 12, tzinfo=UTC)


def published(folder, **changes):
    from kakehashi.site.jobs.publish_site import publish_site

    return publish_site(folder, **{"address": None, "on": ON, "now": AT, **changes})


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def words_of(files):
    """Return every word of the site's files, those packed in .docx and PDF too."""
    from pypdf import PdfReader

    found = []
    for path, content in files.items():
        if path.endswith(".docx"):
            with ZipFile(BytesIO(content)) as packed:
                found += [packed.read(name).decode(errors="replace") for name in packed.namelist()]
        elif path.endswith(".pdf"):
            found += [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
        else:
            found.append(content.decode())
    return "\n".join(found)


class StoppedError(Exception):
    """The asker wants no more of it."""


def stop_at(step):
    def told(done, total):
        assert 0 <= done <= total
        if done == step:
            raise StoppedError

    return told


def test_what_is_public_is_published_and_nothing_else_in_any_file(written, tmp_path):
    meeting = "meeting:council-2025"
    paragraphs = [{"number": "1", "text": {"en": "canary-public-minutes", "ja": "公開の議事"}}]
    written("minutes", meeting=meeting, state="draft", paragraphs=paragraphs, visibility="public")
    for visibility in ("organisation", "side", "joint"):
        canary = f"canary-private-{visibility}"
        words = {"en": canary, "ja": canary}
        statement = written("statement", title=words, issued={"on": "2026-11-23"},
                            visibility=visibility)  # fmt: skip
        written("clause", statement=statement, number="1", en={"text": canary},
                visibility=visibility)  # fmt: skip
        written("commitment", text=words, actions=["action:ai"], visibility=visibility)
        written("agenda", meeting=meeting, number="1", title=words, purpose="note",
                visibility=visibility)  # fmt: skip
    steps = []
    told = published(tmp_path / "x", told=lambda *step: steps.append(step))
    files = files_of(tmp_path / "x")
    assert steps == [(n, len(steps) - 1) for n in range(len(steps))]
    words = words_of(files)
    assert "canary-private" not in words
    assert words.count("canary-public-minutes") >= 4, "pages of both languages, .docx and PDF"
    for lang in ("en", "ja"):
        page = files[f"{lang}/meetings/council-2025/index.html"].decode()
        assert 'href="../../../files/minutes-council-2025.pdf"' in page
        assert 'href="../../../files/minutes-council-2025.docx"' in page
    manifest = files.pop("manifest.json")
    assert told.digest == f"sha256:{sha256(manifest).hexdigest()}"
    assert json.loads(manifest)["files"] == {
        path: f"sha256:{sha256(content).hexdigest()}" for path, content in sorted(files.items())
    }
    assert told.n_files == len(files) + 1
    assert [path.name for path in tmp_path.iterdir()] == ["x"], "nothing is left beside"


def test_the_same_again_gives_the_same_bytes_and_stopped_half_way_changes_nothing(
    shipped, tmp_path
):
    folder = tmp_path / "x"
    folder.mkdir()
    first = published(folder)
    before = files_of(folder)
    with pytest.raises(StoppedError):
        published(folder, on=date(2025, 1, 1), told=stop_at(3))
    assert files_of(folder) == before
    assert published(folder) == first
    assert files_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("spoil", ["own_file", "other_manifest", "no_folder", "link"])
def test_a_folder_that_it_did_not_make_is_left_alone(shipped, tmp_path, spoil):
    folder = tmp_path / "x"
    if spoil == "no_folder":
        folder.write_text("mine")
    elif spoil == "link":
        (tmp_path / "real").mkdir()
        folder.symlink_to(tmp_path / "real")
    else:
        folder.mkdir()
        (folder / "CNAME").write_text("mine")
        told = {"format": "kakehashi-site/1" if spoil == "own_file" else "other/1", "files": {}}
        (folder / "manifest.json").write_text(json.dumps(told))
    before = files_of(tmp_path)
    with pytest.raises(InputError) as refused:
        published(folder, told=stop_at(0))
    (fault,) = refused.value.faults
    assert fault.code == ("not_ours" if folder.is_dir() and spoil != "link" else "no_folder")
    assert ("CNAME" in fault.what.en) is (fault.code == "not_ours")
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("address", ["ftp://example.org/", "example.org", "https://e.org/?a=b"])
def test_an_address_that_is_none_is_refused_in_both_languages(shipped, tmp_path, capsys, address):
    for lang, words in (
        ("en", "is no address of a site"),
        ("ja", "サイトのアドレスではありません"),
    ):
        folder = str(tmp_path / "x")
        assert main(["record", "publish", folder, "--address", address, "--lang", lang]) == 64
        assert words in capsys.readouterr().err.replace("\n", "")
    assert not (tmp_path / "x").exists()
