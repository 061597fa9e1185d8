"""Two families of failure: what a person must mend, and what only has to be waited for."""

from django.db import IntegrityError, InterfaceError, OperationalError

# Connection exceptions, and an administrator's or a crash's shutdown (PostgreSQL's appendix A).
OUTAGE_CLASSES = ("08",)
OUTAGE_CODES = ("57P01", "57P02", "57P03")
# Transactions that were in each other's way: deadlock, serialization failure.
COLLISION_CODES = ("40P01", "40001")


def is_outage(error: BaseException) -> bool:
    """Whether ``error`` says that the database, the queue or the storage is away, so that trying later will help.

    Not every OperationalError does (a statement's time limit, a full disk): the SQLSTATE decides. One without a SQLSTATE
    never reached the server, which is an outage too. A file whose bytes are missing is none: waiting brings nothing back.
    """
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, OperationalError):
        code = _code_of(error)
        return code is None or code.startswith(OUTAGE_CLASSES) or code in OUTAGE_CODES
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError)


def is_collision(error: BaseException) -> bool:
    """Whether ``error`` says that another transaction was in the way, so that trying at once will help: two files of one
    document that come at the same moment, say."""
    return isinstance(error, IntegrityError) or _code_of(error) in COLLISION_CODES


def _code_of(error):
    return getattr(error.__cause__, "pgcode", None)
