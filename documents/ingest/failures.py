"""Two families of failure: what a person must mend, and what only has to be waited for."""

from django.db import InterfaceError, OperationalError

# Connection exceptions, and an administrator's or a crash's shutdown (PostgreSQL's appendix A).
OUTAGE_CLASSES = ("08",)
OUTAGE_CODES = ("57P01", "57P02", "57P03")


def is_outage(error: BaseException) -> bool:
    """Whether ``error`` says that the database, the queue or the storage is away, so that trying later will help.

    Not every OperationalError does (a statement's time limit, a full disk): the SQLSTATE decides. One without a SQLSTATE
    never reached the server, which is an outage too.
    """
    if isinstance(error, (ConnectionError, InterfaceError)):
        return True
    if isinstance(error, OperationalError):
        code = getattr(error.__cause__, "pgcode", None)
        return code is None or code.startswith(OUTAGE_CLASSES) or code in OUTAGE_CODES
    return False
