"""Evidence: files about a product, as bytes, into facts.

Takes the files of a dossier by name and the facts vocabulary; nothing else: no
disk, no network, no clock. Reads `product.yaml`, label records, SBOMs
(CycloneDX 1.2 to 1.7 JSON; SPDX 2.2 and 2.3, JSON and tag-value) and
security.txt, each known by its content. Gives a `Dossier`: the subject, facts
with their origins, one line for each file, and the faults.

Refuses nothing as a whole: a file or field that cannot be read is a fault, and
the rest is read. What is read is bounded by the caps in `checks.py`.
"""

from kakehashi.evidence.dossier import Dossier, FileRead, Model, Subject
from kakehashi.evidence.read import read_dossier
from kakehashi.evidence.template import product_template

__all__ = ["Dossier", "FileRead", "Model", "Subject", "product_template", "read_dossier"]
