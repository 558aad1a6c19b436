"""The same dossier by library, command line, API and page gives the same answer."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest

from kakehashi.answers import as_json, may_sell, shipped_rulebooks
from kakehashi.evidence import read_dossier

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(file.parent.name for file in EXAMPLES.glob("*/product.yaml"))
AS_OF = "2026-11-20"
CHECK = "/en/business/check"
STATE = re.compile(r'name="state" value="([^"]+)"')


def others_sbom():
    """Return an SBOM that others wrote: one that stands in an installed wheel."""
    for file in metadata.files("granian") or ():
        if "sboms" in file.parts and file.name.endswith(".json"):
            return Path(str(file.locate()))
    pytest.fail("the granian wheel carries no SBOM any more: name another wheel here")


def files_of(name):
    sbom = others_sbom()
    found = {path.name: path.read_bytes() for path in sorted((EXAMPLES / name).iterdir())}
    return {**found, sbom.name: sbom.read_bytes()}


def told(answer):
    """Return the answer without the hour at which each door read its files."""
    return json.loads(re.sub(r'"read_at": "[^"]+"', '"read_at": ""', json.dumps(answer)))


def by_library(name):
    rulebooks = shipped_rulebooks()
    dossier = read_dossier(
        files_of(name), vocabulary=rulebooks.vocabulary, read_at=datetime.now(UTC)
    )
    as_of = datetime.fromisoformat(AS_OF).date()
    return as_json(may_sell(rulebooks, dossier, as_of=as_of))


def by_command(name):
    run = subprocess.run(
        [
            sys.executable, "-m", "kakehashi.cli.main", "assess", EXAMPLES / name,
            "--with", others_sbom(), "--as-of", AS_OF, "--format", "json",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stderr == ""
    return json.loads(run.stdout), run.returncode


def uploads(name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return [SimpleUploadedFile(file, data) for file, data in files_of(name).items()]


def by_api(client, name):
    response = client.post("/api/v1/assess", {"files": uploads(name), "as_of": AS_OF})
    assert response.status_code == 200
    return response.json()


def by_page(client, name):
    year, month, day = AS_OF.split("-")
    typed = {"as_of-year": year, "as_of-month": month, "as_of-day": day}
    page = client.post(f"{CHECK}/files/", {"files": uploads(name), **typed})
    state = STATE.search(page.content.decode())[1]
    return client.post(f"{CHECK}/result/json/", {"state": state}).json()


@pytest.mark.parametrize("name", NAMES)
def test_four_doors_give_one_answer(client, name):
    answer = told(by_library(name))
    command, _ = by_command(name)
    assert told(command) == answer
    assert told(by_api(client, name)) == answer
    page = told(by_page(client, name))
    # a page asks for the product's name, and is given no folder
    assert {**page, "subject": answer["subject"]} == answer


def outcomes(answer, book):
    (found,) = (each for each in answer["rulebooks"] if each["id"] == book)
    return {verdict["rule"]: verdict for verdict in found["verdicts"]}


def sale(answer):
    return {country["id"]: country["may_sell"] for country in answer["countries"]}


def test_a_camera_whose_uk_ground_is_its_star_1_label():
    answer, code = by_command("camera-with-label")
    assert code == 0
    assert sale(answer) == {"uk": "yes", "jp": "yes"}
    verdicts = outcomes(answer, "uk-psti")
    for rule in ("PSTI-1", "PSTI-2", "PSTI-3", "PSTI-SOC"):
        assert (verdicts[rule]["outcome"], verdicts[rule]["ground"]) == ("met", "DC-B")
    assert [found["id"] for found in answer["recognitions"]] == ["DC-B"]


def test_a_psti_product_with_the_thirteen_japanese_criteria_that_remain():
    answer, code = by_command("thermostat-for-both")
    assert code == 0
    verdicts = outcomes(answer, "jc-star-1")
    waived = {rule for rule, verdict in verdicts.items() if verdict["ground"] == "JP-PSTI"}
    assert waived == {"S1.1-02", "S1.1-05", "S1.1-16"}
    (japan,) = (country for country in answer["countries"] if country["id"] == "jp")
    assert len(japan["remains"]) == 13
    book = shipped_rulebooks().book("jc-star-1")
    unchecked = {rule.id for rule in book.rules if not rule.is_wording_checked}
    remaining = {at.partition(":")[2] for at in japan["remains"]}
    assert len(remaining & unchecked) == 10
    assert {verdicts[rule]["basis"] for rule in remaining & unchecked} == {"memory"}


def test_a_camera_with_a_sim_under_article_34_10():
    answer, code = by_command("camera-with-sim")
    assert code == 1
    assert sale(answer) == {"uk": "yes", "jp": "no"}
    verdicts = outcomes(answer, "jp-terminal-34-10")
    assert verdicts["T34-10-2"]["outcome"] == "not_met"


def test_what_others_wrote_is_read():
    answer = by_library("camera-with-label")
    formats = {file["name"]: file["format"] for file in answer["files"]}
    assert formats[others_sbom().name].startswith("CycloneDX 1.")
    assert answer["faults"] == []
