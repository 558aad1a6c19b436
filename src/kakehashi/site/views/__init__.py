"""Queries, filtered by who may see, into frozen values. Changes nothing."""
