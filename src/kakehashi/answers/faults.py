"""The faults that joining engines can find, their words in both languages in `faults.toml`."""

from kakehashi.terms.faults import Faults

a_fault = Faults(__package__)
