"""Long work as its asker sees it: asked for, followed live, left alone, found again, fetched."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_work_is_followed_live_and_found_again(signed_in, looked_at, lang):
    from django.utils import timezone

    from kakehashi.site.records.models import Work
    from kakehashi.site.views.work import folder_of

    page = signed_in(f"/{lang}/work/")
    looked_at(page, f"{lang}-wide-work-asked")
    with page.expect_navigation():
        page.locator("form[action$='/council_papers/'] button").click()
    address = page.url
    looked_at(page, f"{lang}-wide-work-waiting")

    Work.objects.update(
        state="running", done=3, total=10, words="work.writing_papers", seen_at=timezone.now()
    )
    page.wait_for_selector("progress[value='3'][max='10']")
    page.locator("#work-cancel").focus()
    looked_at(page, f"{lang}-wide-work-running")
    page.wait_for_timeout(1_200)
    assert page.evaluate("document.activeElement.id") == "work-cancel", "a poll takes no focus"
    page.close()

    plain = signed_in(address, with_scripts=False, width=360)
    assert plain.locator("#work-refresh").is_visible()
    work = Work.objects.get()
    folder_of(work.id).joinpath("council-papers.zip").write_bytes(b"x" * 5_000)
    page = signed_in(address, width=360)
    result = {"said": "work.papers_done", "values": {"n": 10}, "file": "council-papers.zip"}
    Work.objects.update(state="done", done=10, result=result, ended_at=timezone.now())
    page.wait_for_selector("a[download]")
    assert "10" in page.inner_text("#work-said")
    looked_at(page, f"{lang}-phone-work-done")
    with page.expect_download() as fetched:
        page.locator("a[download]").click()
    assert fetched.value.suggested_filename == "council-papers.zip"
    plain.locator("#work-refresh").click()
    assert plain.locator("a[download]").is_visible()
    page.goto(f"/{lang}/work/")
    looked_at(page, f"{lang}-phone-work-list")


def test_what_went_wrong_is_told(signed_in, looked_at):
    from django.utils import timezone

    from kakehashi.site.acts.refusal import a_refusal
    from kakehashi.site.jobs.run_work import fault_values
    from kakehashi.site.records.models import Work

    page = signed_in("/ja/work/")
    page.set_input_files("#file", {"name": "a.bundle", "mimeType": "", "buffer": b"not one"})
    with page.expect_navigation():
        page.locator("form[action$='/read_bundle/'] button").click()
    faults = fault_values((a_refusal("bundle_shape", "bundle:0", why="kakehashi-bundle/1"),))
    Work.objects.update(state="failed", faults=faults, ended_at=timezone.now())
    page.wait_for_selector("text=失敗の理由")
    looked_at(page, "ja-wide-work-failed")
