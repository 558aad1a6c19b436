"""Thin background bodies: each calls one act."""
