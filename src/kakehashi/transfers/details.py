"""The details that a flow file may state for its papers alone: no rule asks for them."""

PARTY = (
    "trading_name", "address", "head", "registration_number", "contact", "people_contact",
    "data_protection_officer", "uk_representative",
)  # fmt: skip
FLOW = ("retention", "security", "acquisition")
HOP = (
    "foreign_regime", "receiver_measures", "check_method", "check_findings", "response_to_failure",
    "consent_record",
    "assessment_circumstances", "assessment_risk", "assessment_inquiry", "assessment_rights",
    "assessment_enforcement", "assessment_exceptions", "assessment_extra_measures",
    "assessment_decision",
    "governing_law", "sender_status", "linked_agreement", "ending", "further_transfers",
    "restrictions", "review", "transmission_security", "storage_security",
    "organisational_security", "technical_security", "security_updates", "eu_clauses",
    "eu_clause_options", "sub_processors",
)  # fmt: skip
DETAILS = {"flow": FLOW, "party": PARTY, "hop": HOP}
