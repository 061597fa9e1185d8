"""Pages of mandates: for readers the register and the thread; for staff the desk and what lies on it."""
