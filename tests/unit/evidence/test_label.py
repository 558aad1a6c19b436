from datetime import date

import pytest

from kakehashi.evidence.label import two_years_after


def test_a_star_1_label_gives_its_facts(read, a_label, values):
    dossier = read(label=a_label())
    assert not dossier.faults
    assert not dossier.files[1].notes
    assert values(dossier) == {
        "star1_label_state": "valid",
        "star1_label_criteria": "JST-CR-01-01-2024R1",
        "star1_label_issued_on": date(2025, 6, 1),
        "star1_label_expires_on": date(2027, 5, 31),
        "star1_label_names_model": True,
        "star1_label_life_within_2_years": True,
    }
    assert {fact.stated_on for fact in dossier.facts} == {date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("scheme", "level", "kind"),
    [
        ("jc-star", "STAR-2", "star2_plus_label"),
        ("jc-star", "STAR-4", "star2_plus_label"),
        ("singapore-cls", "1", "cls_label"),
        ("singapore-cls", 4, "cls_label"),
    ],
)
def test_other_labels_give_facts_of_their_own(read, a_label, values, scheme, level, kind):
    record = a_label(scheme=scheme, level=level, criteria="CCC SP-151-2 v1.4")
    found = values(read(label=record))
    assert found.pop("cls_label_criteria", None) == (
        "CCC SP-151-2 v1.4" if kind == "cls_label" else None
    )
    assert found == {
        f"{kind}_state": "valid",
        f"{kind}_expires_on": date(2027, 5, 31),
        f"{kind}_names_model": True,
    }


@pytest.mark.parametrize(
    ("models", "is_complete", "names_model"),
    [
        (["KH-1", "KH-2"], False, True),
        (["KH-2"], True, False),
        (["KH-2"], False, None),
        ([], True, False),
        ([], False, None),
        (["ＫＨ-1"], True, None),  # the same but for width: neither shown nor denied
        (["kh-1"], True, None),
    ],
)
def test_whether_the_label_names_the_model(read, a_label, values, models, is_complete, names_model):
    dossier = read(label=a_label(models=models, models_complete=is_complete))
    assert values(dossier).get("star1_label_names_model") is names_model


def test_every_model_must_be_named(read, a_label, values):
    product = "kakehashi: product/1\nmodels: [KH-1, KH-2]\n"
    for models, is_named in ((["KH-1", "KH-2"], True), (["KH-1"], False)):
        dossier = read(with_product=False, p=product, label=a_label(models=models))
        assert values(dossier)["star1_label_names_model"] is is_named


def test_a_product_without_models_is_named_by_no_label(read, a_label, values):
    dossier = read(with_product=False, p="kakehashi: product/1\n", label=a_label())
    assert "star1_label_names_model" not in values(dossier)


def test_a_label_that_comes_before_the_product_file_is_held_against_its_models(read, a_label):
    dossier = read(with_product=False, a=a_label(), z="kakehashi: product/1\nmodels: [KH-1]\n")
    assert [file.name for file in dossier.files] == ["a", "z"]
    assert ("star1_label_names_model", True) in [(fact.id, fact.value) for fact in dossier.facts]


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "is_within"),
    [
        ("2025-06-01", "2027-06-01", True),
        ("2025-06-01", "2027-06-02", False),
        ("2028-02-29", "2030-02-28", True),
        ("2028-02-29", "2030-03-01", False),
    ],
)
def test_a_life_of_two_years(read, a_label, values, issued_on, expires_on, is_within):
    dossier = read(label=a_label(issued_on=issued_on, expires_on=expires_on))
    assert values(dossier)["star1_label_life_within_2_years"] is is_within


def test_two_years_after_the_last_days_of_the_calendar():
    assert two_years_after(date(9998, 1, 1)) == date.max
    assert two_years_after(date(2026, 2, 28)) == date(2028, 2, 28)


def test_two_labels_of_one_kind_give_two_facts(read, a_label):
    dossier = read(one=a_label(), two=a_label(state="withdrawn"))
    states = [fact.value for fact in dossier.facts if fact.id == "star1_label_state"]
    assert states == ["valid", "withdrawn"]


def test_criteria_that_no_rule_names_are_read_as_other_where_there_is_other(
    read, a_label, values, codes
):
    dossier = read(label=a_label(criteria="JST-CR-01-01-2099R9"))
    assert values(dossier)["star1_label_criteria"] == "other"
    assert codes(dossier.files[1].notes) == ["read_as_other"]


def test_criteria_that_no_rule_names_are_left_out_where_there_is_no_other(
    read, a_label, values, codes
):
    dossier = read(label=a_label(scheme="singapore-cls", level=1, criteria="version 9"))
    assert "cls_label_criteria" not in values(dossier)
    assert codes(dossier.files[1].notes) == ["not_in_vocabulary"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"scheme": "jcstar"}, "scheme"),
        ({"level": "STAR-5"}, "level"),
        ({"level": True}, "level"),
        ({"issued_on": "June 2025"}, "issued_on"),
        ({"issued_on": "20250601"}, "issued_on"),
        ({"issued_on": "2025-W22-7"}, "issued_on"),
        ({"state": "lost"}, "state"),
        ({"models_complete": "yes"}, "models_complete"),
        ({"models": [["KH-1"]]}, "models[0]"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_wrong_field_is_told_with_its_path(read, a_label, change, place):
    (fault,) = read(label=a_label(**change)).faults
    assert fault.where == f"label {place}"


def test_a_wrong_field_does_not_lose_the_others(read, a_label, values):
    found = values(read(label=a_label(expires_on="soon")))
    assert found["star1_label_state"] == "valid"
    assert "star1_label_expires_on" not in found
    assert "star1_label_life_within_2_years" not in found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state_seen_on": None}, "state_not_dated"),
        ({"expires_on": "2025-05-31", "state": "expired"}, "days_out_of_order"),
        ({"state_seen_on": "2026-12-24"}, "days_out_of_order"),
        ({"expires_on": "2026-11-01"}, "days_out_of_order"),  # seen valid after its last day
    ],
)
def test_days_that_cannot_be_are_noted(read, a_label, codes, change, code):
    dossier = read(label=a_label(**change))
    assert not dossier.faults
    assert codes(dossier.files[1].notes) == [code]


def test_a_label_in_yaml_says_its_lines(read):
    text = "# made up\nkakehashi: label/1\nscheme: jc-star\nlevel: STAR-1\nstate: valid\n"
    (fact,) = (fact for fact in read(label=text).facts if fact.id.endswith("state"))
    assert fact.origin.place == "line 5, state"


@pytest.mark.parametrize("field", ["scheme", "level"])
def test_a_record_without_scheme_or_level_is_no_label(read, a_label, codes, field):
    record = a_label()
    del record[field]
    dossier = read(label=record)
    assert "missing_field" in codes(dossier.faults)
    assert dossier.facts == ()


def a_wide_product(n_models, n_labels, written="KH-{}"):
    models = "".join(f"  - KH-{n}\n" for n in range(n_models))
    label = "  - {{scheme: jc-star, level: STAR-1, models: [{}]}}\n"
    labels = "".join(label.format(written.format(n)) for n in range(n_labels))
    return f"kakehashi: product/1\nmodels:\n{models}labels:\n{labels}"


def test_many_labels_fold_the_product_s_models_once(read, monkeypatch):
    """Bounds the work by what it consists of: 1,000 models and 64 labels are 1,064 names."""
    from kakehashi.evidence import label, models

    folded = []
    real = models.search_key

    def counted(name):
        folded.append(name)
        return real(name)

    monkeypatch.setattr(models, "search_key", counted)
    monkeypatch.setattr(label, "search_key", counted)
    dossier = read(with_product=False, p=a_wide_product(1000, 64))
    assert not dossier.faults
    assert len(folded) <= 1064


def test_notes_of_many_labels_are_told_twenty_of_a_kind(read, codes):
    dossier = read(with_product=False, p=a_wide_product(64, 64, written="kh-{}"))
    told = codes(dossier.files[0].notes)
    assert told.count("model_written_differently") == 20
    assert told.count("and_more") == 1


@pytest.mark.parametrize(
    ("n_models", "n_labels", "where"), [(1001, 1, "models"), (1, 65, "labels")]
)
def test_too_many_models_or_labels_are_told_and_none_is_read(
    read, values, n_models, n_labels, where
):
    dossier = read(with_product=False, p=a_wide_product(n_models, n_labels))
    (fault,) = dossier.faults
    assert fault.code == "too_many_members"
    assert fault.where.endswith(where)
    assert "star1_label_names_model" not in values(dossier)
