"""The faults that reading a flow can find."""

from kakehashi.terms.faults import Faults

a_fault = Faults(__package__)
