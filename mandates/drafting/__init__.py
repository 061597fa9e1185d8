"""The drafting desk: from the register, Word files in the layout of the United Nations."""
