import io
import threading

import pytest

from kakehashi.terms.errors import PlaceError


def test_a_folder_that_is_not_ours_is_never_emptied(tmp_path):
    from kakehashi.site.serve import check_collected

    check_collected(tmp_path / "absent")
    ours, others, linked = tmp_path / "ours", tmp_path / "others", tmp_path / "linked"
    for folder, name in ((ours, "staticfiles.json"), (others, "thesis.txt")):
        folder.mkdir()
        check_collected(folder)
        (folder / name).write_text("{}")
    check_collected(ours)
    linked.symlink_to(ours)
    for folder in (others, linked, others / "thesis.txt"):
        with pytest.raises(PlaceError) as refused:
            check_collected(folder)
        assert refused.value.faults[0].code == "not_our_folder"
    (ours / "static").symlink_to(others)
    with pytest.raises(PlaceError):
        check_collected(ours)


class Slow:
    """A view that is at work until it is told to end; it counts how many are at once."""

    def __init__(self):
        self.n_now = self.most = 0
        self.is_full, self.may_end, self._lock = (
            threading.Event(),
            threading.Event(),
            threading.Lock(),
        )

    def __call__(self, request):
        with self._lock:
            self.n_now += 1
            self.most = max(self.most, self.n_now)
            if self.n_now == 4:
                self.is_full.set()
        assert self.may_end.wait(10)
        with self._lock:
            self.n_now -= 1
        return request


def a_request(n_bytes):
    from django.test import RequestFactory

    return RequestFactory().post("/", b"x" * n_bytes, content_type="application/octet-stream")


def test_four_large_requests_are_worked_on_at_once():
    from kakehashi.site.turns import LARGE_BYTES, Turns

    turns, slow = Turns(lambda request: request), Slow()
    senders = [
        threading.Thread(
            target=turns.process_view, args=(a_request(LARGE_BYTES), slow, (), {}), daemon=True
        )
        for _ in range(8)
    ]
    for sender in senders:
        sender.start()
    assert slow.is_full.wait(10)
    assert turns.process_view(a_request(LARGE_BYTES - 1), slow, (), {}) is None, "no turn needed"
    slow.may_end.set()
    for sender in senders:
        sender.join(10)
    assert (slow.n_now, slow.most) == (0, 4)


def test_a_body_that_does_not_come_takes_no_place():
    from django.http.request import UnreadablePostError
    from django.test import RequestFactory

    from kakehashi.site.turns import LARGE_BYTES, PLACES, Turns

    turns = Turns(lambda request: request)
    for _ in range(PLACES + 1):
        request = RequestFactory().request(
            REQUEST_METHOD="POST", CONTENT_LENGTH=str(LARGE_BYTES), **{"wsgi.input": Broken()}
        )
        with pytest.raises(UnreadablePostError):
            turns.process_view(request, lambda request: request, (), {})
    assert turns.process_view(a_request(LARGE_BYTES), lambda _: "answered", (), {}) == "answered"


class Broken(io.RawIOBase):
    def readable(self):
        return True

    def read(self, *_):
        raise OSError("the sender went away")


def test_a_large_upload_passes_the_turns(begun):
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = begun(files=[SimpleUploadedFile("some.txt", b"x" * 2**20)])
    assert response.status_code == 200
    assert "some.txt" in response.content.decode()
