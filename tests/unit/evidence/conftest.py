"""Builders of the room: a vocabulary, a dossier, an SBOM, a label, a security.txt."""

import json
from datetime import UTC, datetime
from functools import partial

import msgspec
import pytest

from kakehashi.evidence import read_dossier
from kakehashi.terms.vocabulary import Vocabulary

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = {"en": "words", "ja": "言葉"}
STATES = ("valid", "expired", "withdrawn", "none")
PRODUCT = """\
kakehashi: product/1
name: {en: Garden camera, ja: 庭のカメラ}
made_up: true
models: [{id: KH-1, firmware: 1.10}]
"""


def a_fact(id_, kind, *members, **more):
    return {
        "id": id_, "kind": kind, "subject": "product", "question": WORDS, "help": WORDS,
        "members": [{"id": member, "text": WORDS} for member in members], **more,
    }  # fmt: skip


FACTS = [
    a_fact("role", "choice", "maker", "importer", "distributor", "representative"),
    a_fact("uses_passwords", "boolean"),
    a_fact("uk_special_regimes", "list", "medical", "vehicles"),
    a_fact("n_units", "integer"),
    a_fact("support_ends_on", "date"),
    a_fact("remarks", "text"),
    *(
        a_fact(f"{kind}_state", "choice", *STATES)
        for kind in ("star1_label", "star2_plus_label", "cls_label")
    ),
    *(
        a_fact(f"{kind}_expires_on", "date")
        for kind in ("star1_label", "star2_plus_label", "cls_label")
    ),
    *(
        a_fact(f"{kind}_names_model", "boolean")
        for kind in ("star1_label", "star2_plus_label", "cls_label")
    ),
    a_fact("star1_label_criteria", "choice", "JST-CR-01-01-2024R1", "other"),
    a_fact("star1_label_issued_on", "date"),
    a_fact("star1_label_life_within_2_years", "boolean"),
    a_fact("cls_label_criteria", "choice", "CCC SP-151-2 v1.4"),
    a_fact("security_contact_is_published", "boolean"),
    *(
        a_fact(id_, kind, askable=False, evidence=[{"en": "SBOM file", "ja": "SBOM ファイル"}])
        for id_, kind in (
            ("has_sbom", "boolean"),
            ("sbom_n_components", "integer"),
            ("sbom_n_without_version", "integer"),
            ("sbom_n_without_identifier", "integer"),
            ("sbom_made_on", "date"),
        )
    ),
    a_fact("security_txt_expires_on", "date", askable=False),
]


@pytest.fixture(scope="session")
def vocabulary():
    return msgspec.convert({"format": "kakehashi-facts/1", "facts": FACTS}, Vocabulary)


@pytest.fixture
def read(vocabulary):
    """Return a reader of texts or bytes by name, `product.yaml` there by default."""

    def read_files(with_product=True, **files):
        named = {name.replace("__", "."): _bytes(data) for name, data in files.items()}
        if with_product:
            named = {"product.yaml": PRODUCT.encode(), **named}
        return read_dossier(named, vocabulary=vocabulary, read_at=READ_AT)

    return read_files


def _bytes(data):
    if isinstance(data, dict):
        return json.dumps(data).encode()
    return data.encode() if isinstance(data, str) else data


@pytest.fixture
def answers(read):
    """Return a reader of a `product.yaml` with these answers."""

    def read_answers(text, head=PRODUCT):
        return read(with_product=False, product__yaml=f"{head}answers:\n{text}")

    return read_answers


@pytest.fixture
def a_component():
    def component(name="serde", version="1.0.219", purl="pkg:cargo/serde@1.0.219", **more):
        fields = {"type": "library", "name": name, "version": version, "purl": purl, **more}
        return {key: value for key, value in fields.items() if value is not None}

    return component


@pytest.fixture
def an_sbom():
    def sbom(*components, spec="1.5", timestamp="2026-11-01T09:00:00Z", **more):
        return {
            "bomFormat": "CycloneDX", "specVersion": spec, "version": 1,
            "metadata": {"timestamp": timestamp} if timestamp is not None else {},
            "components": list(components), **more,
        }  # fmt: skip

    return sbom


@pytest.fixture
def a_label():
    return partial(
        dict,
        kakehashi="label/1",
        scheme="jc-star",
        level="STAR-1",
        registration="made up",
        criteria="JST-CR-01-01-2024R1",
        issued_on="2025-06-01",
        expires_on="2027-05-31",
        state="valid",
        state_seen_on="2026-11-20",
        models=["KH-1"],
        models_complete=True,
    )


@pytest.fixture
def values():
    """Return a dossier's facts as name → value, failing where one is there twice."""

    def of(dossier):
        found = {fact.id: fact.value for fact in dossier.facts}
        assert len(found) == len(dossier.facts)
        return found

    return of


@pytest.fixture
def codes():
    """Return the codes of faults, in order."""
    return lambda faults: [fault.code for fault in faults]
