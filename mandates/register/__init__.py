"""The register: what is known of the Conference's bodies, sessions, documents, acts and mandates, with its sources.

``untoc.jsonl`` holds one record a line; ``lines`` reads and judges them, ``kinds`` says where each fact goes, ``ledger``
keeps the evidence and never overwrites a person, ``loading`` does it all.
"""

from mandates.register.kinds import KINDS
from mandates.register.lines import RegisterUnreadable
from mandates.register.loading import REGISTER, Report, load

__all__ = ["KINDS", "REGISTER", "RegisterUnreadable", "Report", "load"]
