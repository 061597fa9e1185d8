"""A progress bar for commands: where a person watches, and nowhere else."""

import sys
import time

WIDTH = 30
SECONDS_BETWEEN = 0.2


class Progress:
    """Shows how many of ``total`` are done, how fast, and how long the rest will take."""

    def __init__(self, total: int, stream=None):
        self._total, self._stream = total, stream or sys.stderr
        self._began = time.monotonic()
        self._shown = 0.0
        self._is_watched = self._stream.isatty()

    def show(self, done: int):
        """Draw the bar anew, a few times a second at most."""
        now = time.monotonic()
        if not self._is_watched or (now - self._shown < SECONDS_BETWEEN and done < self._total):
            return
        self._shown = now
        rate = done / max(now - self._began, 0.001)
        left = f", {in_words((self._total - done) / rate)} left" if rate and done < self._total else ""
        filled = WIDTH * done // max(self._total, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        self._stream.write(f"\r\033[K[{bar}] {done:,}/{self._total:,}  {rate:,.1f} a second{left}")
        self._stream.flush()

    def end(self):
        """Leave the line of the bar."""
        if self._is_watched:
            self._stream.write("\n")


def in_words(seconds: float) -> str:
    """A length of time: "40 s", "12 min", "3 h 5 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
