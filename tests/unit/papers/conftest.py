"""Small reports with safe defaults."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from kakehashi.papers.report import (
    BookShown,
    CountryShown,
    FactShown,
    FileShown,
    GapShown,
    LineShown,
    Mark,
    OutsideShown,
    QuestionShown,
    RecognitionShown,
    RemainShown,
    Report,
    RestShown,
    SourceShown,
)

MET = {
    "en": Mark(code="met", symbol="✓", words="Met"),
    "ja": Mark(code="met", symbol="○", words="適合"),
}
UNCHECKED = {"en": "not checked against any text", "ja": "どの文書とも未照合"}
MISSING = {
    "en": Mark(code="missing", symbol="?", words="Evidence missing"),
    "ja": Mark(code="missing", symbol="？", words="証拠不足"),
}
OUT = {
    "en": Mark(code="not_applicable", symbol="–", words="Does not apply"),
    "ja": Mark(code="not_applicable", symbol="－", words="対象外"),
}


def a_source(**changes):
    source = SourceShown(
        id="act",
        number=1,
        title="The Act",
        lang="en",
        kind="official text",
        url="https://example.org/act",
    )
    return msgspec.structs.replace(source, **changes)


def a_line(lang="en", **changes):
    line = LineShown(
        rule="passwords",
        article="Sch. 1 para 1",
        title={"en": "Passwords", "ja": "パスワード"}[lang],
        text={
            "en": "Passwords are unique per product or chosen by the user.",
            "ja": "パスワードは製品ごとに異なるか、利用者が設定します。",
        }[lang],
        text_is={"en": "in our words, not reviewed", "ja": "当方の要約、未査読"}[lang],
        mark=MET[lang],
        basis="primary",
        basis_words={"en": "official text read", "ja": "公式文書を確認"}[lang],
        reasons=({"en": "Met by the rule's own words.", "ja": "要件を満たしています。"}[lang],),
        facts=(
            FactShown(
                fact="has_unique_passwords",
                question={"en": "Are passwords unique?", "ja": "製品ごとに異なりますか。"}[lang],
                answer={"en": "Yes", "ja": "はい"}[lang],
                origins=("product.yaml, answers.has_unique_passwords",),
            ),
        ),
        sources=(a_source(),),
    )
    return msgspec.structs.replace(line, **changes)


def a_book(lang="en", **changes):
    book = BookShown(
        id="uk-psti",
        title="PSTI",
        force="law",
        force_words={"en": "Law", "ja": "法令"}[lang],
        country="uk",
        country_words={"en": "United Kingdom", "ja": "英国"}[lang],
        regulator="OPSS",
        version=None,
        as_of=date(2026, 11, 22),
        checked_on=date(2026, 11, 22),
        mark=MISSING[lang],
        tally={"en": "1 met, 1 lacks evidence", "ja": "適合 1、証拠不足 1"}[lang],
        lines=(
            a_line(lang),
            a_line(
                lang,
                rule="S1.1-06",
                title="S1.1-06",
                mark=MISSING[lang],
                basis="memory",
                basis_words=UNCHECKED[lang],
                unchecked={"en": "Wording not checked.", "ja": "文言未確認。"}[lang],
                see="https://www.ipa.go.jp/security/jc-star/",
            ),
            a_line(lang, rule="radio", title={"en": "Radio", "ja": "無線"}[lang], mark=OUT[lang]),
        ),
        outside=(
            OutsideShown(
                reasons=({"en": "Not within scope.", "ja": "適用範囲外です。"}[lang],),
                facts=(),
                lines=(a_line(lang, rule="radio", mark=OUT[lang]),),
            ),
        ),
        rests_on=(
            RestShown(
                basis="memory",
                basis_words=UNCHECKED[lang],
                rules=("S1.1-06",),
            ),
        ),
        sources=(a_source(),),
    )
    return msgspec.structs.replace(book, **changes)


def a_report(lang="en", **changes):
    report = Report(
        lang=lang,
        title={"en": "Report on Garden camera", "ja": "庭カメラに関する報告"}[lang],
        subject={"en": "Garden camera", "ja": "庭カメラ"}[lang],
        models=("GC-1",),
        is_made_up=True,
        as_of=date(2026, 11, 22),
        rules_checked_on=date(2026, 11, 22),
        made_at=datetime(2026, 11, 22, 18, tzinfo=UTC),
        made_at_words="2026-11-22 18:00 / 2026-11-23 03:00",
        countries=(
            CountryShown(
                id="uk",
                words={"en": "United Kingdom", "ja": "英国"}[lang],
                mark=Mark(
                    code="not_established",
                    symbol="?",
                    words={"en": "Not established", "ja": "未確定"}[lang],
                ),
                sentence={"en": "Evidence is missing.", "ja": "証拠が不足しています。"}[lang],
                qualified=None,
                remains=(
                    RemainShown(
                        at="uk-psti:S1.1-06",
                        rule="S1.1-06",
                        book_id="uk-psti",
                        book="PSTI",
                        force_words={"en": "Law", "ja": "法令"}[lang],
                        title="S1.1-06",
                        mark=MISSING[lang],
                        unchecked=True,
                    ),
                ),
            ),
        ),
        rulebooks=(a_book(lang),),
        recognitions=(
            RecognitionShown(
                id="uk-takes-star-1",
                article="SI 2025/1267",
                text={"en": "A current label counts.", "ja": "有効なラベルで足ります。"}[lang],
                relation="They overlap in part",
                effect={"en": "Taken as met", "ja": "適合とみなす"}[lang],
                basis="secondary",
                basis_words={"en": "read in another text", "ja": "二次資料による"}[lang],
            ),
        ),
        next=(
            QuestionShown(
                fact="has_contact",
                question={"en": "Is there a contact point?", "ja": "連絡窓口はありますか。"}[lang],
                help="",
                settles=("uk-psti:S1.1-06",),
                settles_words="uk-psti (1)",
            ),
        ),
        not_covered=(
            GapShown(
                country_words={"en": "Japan", "ja": "日本"}[lang],
                text={"en": "Radio law", "ja": "電波法"}[lang],
            ),
        ),
        files=(FileShown(name="product.yaml", format="Kakehashi product", sha256="0" * 64),),
    )
    return msgspec.structs.replace(report, **changes)


@pytest.fixture
def build():
    """Return the builders by name: `build.a_report(lang="ja")`."""

    class Builders:
        a_book = staticmethod(a_book)
        a_line = staticmethod(a_line)
        a_report = staticmethod(a_report)
        a_source = staticmethod(a_source)

    return Builders
