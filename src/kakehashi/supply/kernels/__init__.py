"""What is compiled; it sees arrays only. Every kernel has a slow twin in tests/reference."""
