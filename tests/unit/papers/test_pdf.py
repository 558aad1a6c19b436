from importlib import resources
from pathlib import Path

import pytest

from kakehashi.papers import report_pdf
from kakehashi.papers.glyphs import shown_by
from kakehashi.papers.pdf import FONTS
from kakehashi.terms.errors import PlaceError, exit_code
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import LANGS

HOSTILE = '#panic("markup") *bold* $x$ @label <tag> \\ `raw` // [x] #sys.inputs'


@pytest.fixture(scope="module")
def fonts():
    folder = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    if not all((folder / name).is_file() for name in FONTS):
        pytest.skip("the fonts are not built: make assets")
    return folder


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_file_is_a_tagged_pdf_with_language_and_title(build, fonts, lang):
    made = report_pdf(build.a_report(lang), fonts)
    assert made.startswith(b"%PDF-1.7")
    assert f"/Lang({lang}".encode() in made
    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    title = {"en": "Report on Garden camera", "ja": "庭カメラに関する報告"}[lang]
    assert title.encode() in made


def test_only_the_two_fonts_are_in_it(build, fonts):
    made = report_pdf(build.a_report("ja"), fonts)
    assert b"NotoSansJP-Regular" in made
    assert b"NotoSansJP-Bold" in made
    assert b"Libertinus" not in made


def test_the_same_report_gives_the_same_bytes(build, fonts):
    assert report_pdf(build.a_report(), fonts) == report_pdf(build.a_report(), fonts)


def test_another_word_gives_other_bytes(build, fonts):
    assert report_pdf(build.a_report(), fonts) != report_pdf(build.a_report(subject="B"), fonts)


def test_values_are_set_as_text_and_never_run(build, fonts):
    line = build.a_line(title=HOSTILE, reasons=(HOSTILE,), unstated=(HOSTILE,), note=HOSTILE)
    report = build.a_report(
        subject=HOSTILE, warnings=(HOSTILE,), rulebooks=(build.a_book(lines=(line,)),)
    )
    assert report_pdf(report, fonts).startswith(b"%PDF")


def test_an_empty_report_can_be_set(build, fonts):
    report = build.a_report(
        countries=(),
        rulebooks=(),
        recognitions=(),
        next=(),
        not_covered=(),
        files=(),
        models=(),
        made_at=None,
        made_at_words=None,
        is_made_up=False,
    )
    assert report_pdf(report, fonts).startswith(b"%PDF")


def test_missing_fonts_are_all_named_and_how_to_get_them(build, tmp_path):
    with pytest.raises(PlaceError) as caught:
        report_pdf(build.a_report(), tmp_path)
    faults = caught.value.faults
    assert [Path(fault.where).name for fault in faults] == list(FONTS)
    assert all("make assets" in fault.mend.into(lang) for fault in faults for lang in ("en", "ja"))
    assert exit_code(caught.value) == 74


@pytest.mark.parametrize(
    "text",
    [
        "🙂👩‍💻",
        "한국어",
        "العربية",
        "葛\U000e0100",
        "か\u3099",
        "\x00\x1b[31m",
        "\u202eabc",
        "\ue000\U0010ffff",
    ],
)
def test_any_character_can_stand_in_a_name(build, fonts, text):
    report = build.a_report("ja", subject=text, title=text, warnings=(text,))
    assert report_pdf(report, fonts).startswith(b"%PDF")


@pytest.mark.parametrize("key", [key for key in phrases() if key.startswith("symbol.")])
def test_every_sign_of_an_outcome_is_in_the_fonts(fonts, key):
    shown = [shown_by(fonts / name) for name in FONTS]
    assert all(can(sign) for can in shown for lang in LANGS for sign in say(key, lang))
