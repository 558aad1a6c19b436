from datetime import date

import pytest

from kakehashi.terms.fact import Members

BROKEN = """\
kakehashi: product/1
name: [a, list]
modles: [KH-1]
models: [KH-1, KH-1]
answers_stated_on: soon
answers:
  uses_paswords: true
  uses_passwords: yes
  n_units: 1.5
  has_sbom: true
  support_ends_on: 31/12/2030
"""


def test_a_product_file_gives_the_subject_and_its_answers(answers, values):
    dossier = answers(
        "  uses_passwords: false\n"
        "  n_units: 3\n"
        "  support_ends_on: 2030-12-31\n"
        "  uk_special_regimes: {has: [medical], complete: true}\n"
    )
    assert not dossier.faults
    assert dossier.subject.name.en == "Garden camera"
    assert dossier.subject.name.ja == "庭のカメラ"
    assert dossier.subject.is_made_up
    assert [(model.id, model.firmware) for model in dossier.subject.models] == [("KH-1", "1.10")]
    assert values(dossier) == {
        "uses_passwords": False,
        "n_units": 3,
        "support_ends_on": date(2030, 12, 31),
        "uk_special_regimes": Members(has=frozenset({"medical"}), is_complete=True),
    }


def test_a_fact_says_its_file_digest_line_and_time(answers):
    dossier = answers("  n_units: 3\n")
    (fact,) = dossier.facts
    assert fact.origin.file == "product.yaml"
    assert fact.origin.sha256 == dossier.files[0].sha256
    assert fact.origin.place == "line 6, answers.n_units"
    assert fact.origin.read_at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_an_answer_keeps_its_days_and_source(answers):
    dossier = answers(
        "  n_units: {value: 3, stated_on: 2026-01-02, valid_until: 2027-01-01, from: report 12}\n"
        "  uses_passwords: true\n",
        head="kakehashi: product/1\nanswers_stated_on: 2026-05-06\n",
    )
    assert not dossier.faults
    n_units, uses_passwords = dossier.facts
    assert n_units.stated_on == date(2026, 1, 2)
    assert n_units.valid_until == date(2027, 1, 1)
    assert n_units.origin.place.endswith("(report 12)")
    assert uses_passwords.stated_on == date(2026, 5, 6)
    assert uses_passwords.valid_until is None


def test_all_faults_are_told_at_once_each_with_its_line(read):
    dossier = read(with_product=False, product__yaml=BROKEN)
    told = {fault.where: fault.code for fault in dossier.faults}
    assert told == {
        "product.yaml:2 name": "wrong_form",
        "product.yaml:3 modles": "unknown_field",
        "product.yaml:4 models[1]": "wrong_form",
        "product.yaml:5 answers_stated_on": "wrong_form",
        "product.yaml:7 answers.uses_paswords": "unknown_fact",
        "product.yaml:8 answers.uses_passwords": "not_a_value",
        "product.yaml:9 answers.n_units": "not_a_value",
        "product.yaml:10 answers.has_sbom": "only_by_evidence",
        "product.yaml:11 answers.support_ends_on": "not_a_value",
    }
    assert dossier.facts == ()
    assert [model.id for model in dossier.subject.models] == ["KH-1"]


def test_a_misspelt_name_is_answered_with_the_nearest(answers):
    (fault,) = answers("  uses_paswords: true\n").faults
    assert "“uses_passwords”" in fault.what.en
    assert "「uses_passwords」" in fault.what.ja


def test_one_wrong_answer_does_not_lose_the_others(answers, values):
    dossier = answers("  uses_passwords: maybe\n  n_units: 3\n")
    assert values(dossier) == {"n_units": 3}


def test_role_stands_at_the_top_and_not_twice(answers, values, codes):
    dossier = answers("  role: importer\n", head="kakehashi: product/1\nrole: maker\n")
    assert values(dossier) == {"role": "maker"}
    assert codes(dossier.faults) == ["stated_twice"]


@pytest.mark.parametrize("text", ["  n_units:\n", "  n_units: ~\n", "  # n_units: 3\n"])
def test_an_answer_left_empty_is_no_answer(answers, text):
    dossier = answers(text)
    assert dossier.facts == ()
    assert dossier.faults == ()


def test_an_answer_from_the_future_is_not_dated(answers, codes):
    dossier = answers("  n_units: {value: 3, stated_on: 2026-12-24}\n")
    assert codes(dossier.faults) == ["stated_later"]
    assert dossier.facts[0].stated_on is None


def test_a_label_can_stand_inside_the_product_file(answers, values):
    head = (
        "kakehashi: product/1\nmodels: [KH-1]\n"
        "labels:\n  - {scheme: jc-star, level: STAR-2, state: valid,"
        " state_seen_on: 2026-11-01, models: [KH-1]}\n"
    )
    dossier = answers("", head=head)
    assert not dossier.faults
    assert values(dossier) == {
        "star2_plus_label_state": "valid",
        "star2_plus_label_names_model": True,
    }
    assert dossier.facts[0].origin.place == "line 4, labels[0].state"


@pytest.mark.parametrize("name", ['"a\\u202eb"', '"a\\nb"', '" "', "x" * 201])
def test_a_name_that_could_deceive_or_break_a_page_is_refused(read, codes, name):
    dossier = read(with_product=False, p=f"kakehashi: product/1\nname: {name}\n")
    assert codes(dossier.faults) == ["wrong_form"]
    assert dossier.subject.name.ja == "名称未記入の製品"


def test_a_name_is_kept_to_the_code_point(read):
    dossier = read(with_product=False, p="kakehashi: product/1\nname: 髙﨑の𠮷カメラ\n")
    assert dossier.subject.name.ja == "髙﨑の𠮷カメラ"


def test_of_two_product_files_the_first_is_read(read, codes):
    dossier = read(other="kakehashi: product/1\nname: Another\n")
    assert dossier.subject.name.en == "Garden camera"
    assert codes(dossier.faults) == ["second_product"]
    assert dossier.faults[0].where == "other"


def test_without_a_product_file_the_rest_is_read(read, codes, an_sbom, a_component, values):
    dossier = read(with_product=False, bom=an_sbom(a_component()))
    assert codes(dossier.faults) == ["no_product"]
    assert values(dossier)["sbom_n_components"] == 1


def test_a_product_is_made_up_only_where_the_file_says_so(read):
    assert not read(with_product=False, p="kakehashi: product/1\n").subject.is_made_up


@pytest.mark.parametrize("label", ["x", "[x]", "3"])
def test_a_label_that_is_no_mapping_is_told_once_for_what_it_is(answers, label):
    dossier = answers("", head=f"kakehashi: product/1\nlabels:\n  - {label}\n")
    assert dossier.faults[0].code == "wrong_form"
    assert dossier.faults[0].where == "product.yaml:3 labels[0]"
    assert dossier.facts == ()


def test_half_a_name_is_refused(read, codes):
    for name in ("{en: a}", "{en: a, ja: b, fr: c}", "{en: a, ja: 3}"):
        dossier = read(with_product=False, p=f"kakehashi: product/1\nname: {name}\n")
        assert codes(dossier.faults) == ["wrong_form"]


def test_a_number_is_no_truth_value_and_a_word_is_no_number(answers, codes):
    dossier = answers("  uses_passwords: 1\n  n_units: three\n  remarks: true\n")
    assert codes(dossier.faults) == ["not_a_value"] * 3


def test_a_number_where_text_is_due_is_taken_as_it_is_written(answers):
    assert [fact.value for fact in answers("  remarks: 2\n").facts] == ["2"]


def test_a_product_file_that_cannot_be_read_is_not_also_said_to_be_absent(read, codes):
    dossier = read(with_product=False, p="kakehashi: product/1\nname: &a x\n")
    assert codes(dossier.faults) == ["alias"]
    assert dossier.files[0].format == "kakehashi product/1"


def test_a_product_file_can_give_what_can_be_asked_and_no_more(answers):
    dossier = answers("  n_units: 3\n")
    assert dossier.files[0].gave == ("n_units",)
    assert {"role", "n_units", "star1_label_state"} <= set(dossier.files[0].gives)
    assert "sbom_n_components" not in dossier.files[0].gives


def test_many_faults_of_a_file_are_cut_and_counted_and_name_what_is_allowed_once(read, codes):
    wrong = "".join(f"nothing_{n}: true\n" for n in range(150))
    dossier = read(with_product=False, p=f"kakehashi: product/1\n{wrong}")
    assert codes(dossier.faults) == ["unknown_field"] * 100 + ["and_more_faults"]
    assert "50" in dossier.faults[-1].what.ja
    assert ["models" in fault.expected.en for fault in dossier.faults[:3]] == [
        True,
        False,
        False,
    ]
