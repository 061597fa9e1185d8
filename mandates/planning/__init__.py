"""The planning board: which documents a session expects, when each is due, and where it stands."""
