"""The tables: fields, constraints, `__str__`. No decisions."""
