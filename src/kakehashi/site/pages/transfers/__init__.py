"""Data both ways: flows decided, cases across the border, joint guidance, my data."""
