"""Bars and aims, the machine in words, and a report that says beside each figure whether it reaches them."""

import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.place import in_short

MIX = {10_000: (15, 8), 100_000: (25, 12), 1_000_000: (75, 50)}  # p95 in milliseconds, one client
MIX_MAX = {1_000_000: (300, 150)}
OVER_BARE = {1_000_000: (2.0, 1.3)}  # below, what a page costs by itself is more than the question
WHILE_WRITING = (2.0, 1.3)
PAGES_A_SECOND = {1_000_000: (60, 100)}
LIST_OVER_TRIVIAL = (15, 8)
TITLE_FIRST, SYMBOL_FIRST = (0.98, 1.0), (1.0, 1.0)
REBUILT = {1_000_000: (600, 300)}  # seconds

# Of the intake.
SHARE_OF_PDFIUM = (0.25, 0.50)
GROWTH = (0.20, 0.05)
WORKER_MEMORY = (300, 200)  # megabytes
ONE_UPLOAD = (5, 2)  # seconds

# Of mandates, at 100,000 of them and 1,000,000 references.
PAGE_OF_MANDATES = (100, 50)  # p95 in milliseconds
ALL_STANDINGS = (60, 30)  # seconds
ONE_STANDING = (50, 20)  # milliseconds


def size_of(texts):
    """The size whose bars hold for so many texts; None for fewer than the smallest."""
    return max((size for size in MIX if size <= texts * 1.1), default=None)


def machine():
    """The machine in words."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        processor = next(line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {processor}, {memory:.0f} GiB, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


@dataclass
class Report:
    """Figures as they come, printed at once. missed: the names of those that miss their bar."""

    figures: dict = field(default_factory=dict)
    missed: list = field(default_factory=list)

    def say(self, name, value, unit="", bounds=None, *, more_is_better=False, note=""):
        """Print and keep a figure. bounds: (bar, aim), or None where none is set."""
        self.figures[name] = value
        written = f"{value:.1%}" if unit == "%" else f"{value:,.2f} {unit}".strip()
        line = f"{name:<52} {written:>14}"
        if bounds:
            bar, aim = bounds
            reached = (lambda bound: value >= bound) if more_is_better else (lambda bound: value <= bound)
            verdict = "aim reached" if reached(aim) else "bar met" if reached(bar) else "BAR MISSED"
            if not reached(bar):
                self.missed.append(name)
            bar, aim = (f"{each:.0%}" if unit == "%" else f"{each:g}" for each in bounds)
            line += f"   bar {bar:>5}  aim {aim:>5}   {verdict}"
        print(f"{line}   {note}".rstrip(), flush=True)

    def keep(self, name, value):
        """Keep a figure that is not printed by itself."""
        self.figures[name] = value

    def end(self, out=None) -> int:
        """Write the figures to a file where one is named, and say which bars are missed. Returns the exit status."""
        if out:
            out.write_text(json.dumps(self.figures, indent=1) + "\n", encoding="utf-8")
            print(f"The figures stand in {in_short(out)}.")
        if self.missed:
            print(f"\nBars missed: {', '.join(self.missed)}")
        return int(bool(self.missed))
