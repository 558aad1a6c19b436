"""Faults of files of the record by code, their words in both languages from `faults.toml`."""

from kakehashi.terms.faults import Faults

a_fault = Faults(__package__)
