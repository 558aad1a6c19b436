import logging
import sys


def test_a_wrong_host_name_takes_one_line_of_the_log():
    from kakehashi.site.gate import NoSecrets

    try:
        int("evil.example")
    except ValueError:
        record = logging.LogRecord(
            "django.security.DisallowedHost", logging.ERROR, "", 1, "Invalid", (), sys.exc_info()
        )
    NoSecrets().filter(record)
    assert logging.Formatter().format(record) == "Invalid"
