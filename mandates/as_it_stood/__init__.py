"""The register, a mandate and a session as they stood on a date, rebuilt from the history that the database keeps."""
