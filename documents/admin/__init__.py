"""The administration of documents: every fact can be entered and corrected here, with a file or without any."""

from documents.admin import acts, adding, catalogue, completeness, documents, files, versions

__all__ = ["acts", "adding", "catalogue", "completeness", "documents", "files", "versions"]
