"""The news by mail: one mail with everything since the last, daily or weekly, for those who asked for it."""
