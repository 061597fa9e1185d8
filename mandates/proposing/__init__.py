"""Proposals: what the texts of acts ask, as mandates with evidence that wait for a person's word."""
