"""Runs the corpus's scorers over our adapters and prints one table: ``script/score FOLDER [--misses]``."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.scoring.calibration import calibrate, lower_bound
from tests.scoring.proposals import score_proposals

ADAPTERS = "tests/scoring/adapters.py"


def main(arguments: list[str]) -> int:
    """Run every scorer; returns 1 when one of them fell over."""
    corpus = Path(arguments[0])
    misses = ["--misses"] if "--misses" in arguments else []
    maps = ["--type-map", "tests/scoring/types.json", "--body-map", "tests/scoring/bodies.json"]
    runs = {
        "documents": ["--adapter", f"{ADAPTERS}:read_document", *maps],
        "symbols": ["--symbol-adapter", f"{ADAPTERS}:parse_symbol"],
        "snippets": ["--snippet-adapter", f"{ADAPTERS}:find_citations"],
        "operative paragraphs": ["--operative-adapter", f"{ADAPTERS}:read_paragraph"],
        "catalogue records": ["--metadata-adapter", f"{ADAPTERS}:import_metadata"],
    }
    table, failed = [], False
    for name, options in runs.items():
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            command = [sys.executable, str(corpus / "score.py"), *options, *misses, "--json", out.name]
            ended = subprocess.run(command, check=False).returncode
            failed |= ended != 0
            if ended == 0:
                table += _figures(name, json.loads(Path(out.name).read_text(encoding="utf-8")), corpus)
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, str(corpus / "score_resolutions.py"), str(corpus / "resolutions"), *misses]
        command += ["--adapter", "tests.scoring.adapters:read_resolution", "--json", out.name]
        ended = subprocess.run(command, check=False).returncode
        failed |= ended != 0
        if ended == 0:
            for key, value in json.loads(Path(out.name).read_text(encoding="utf-8")).items():
                table.append((f"annotated texts: {key.replace('_', ' ')}", value))
    certain, grounds = _calibration(corpus, misses)
    width = max((len(name) for name, _ in table), default=0)
    print()
    for name, value in table:
        shown = f"{100 * value:6.1f} %" if isinstance(value, float) and value <= 1 else f"{value:>6}"
        print(f"{name:{width}}  {shown}")
    proposals = score_proposals(corpus)
    print("\n" + "\n".join(proposals.lines()))
    if misses:
        print("\n".join(f"  missed {each}" for each in proposals.missed))
    print(f"\n{certain}")
    if misses:
        print(grounds)
    return int(failed)


def _calibration(corpus: Path, misses: list[str]) -> tuple[str, str]:
    """How often what is shown as certain is right, in a sentence; and every ground of confidence in a table."""
    count = calibrate(corpus)
    n, right = count.certain()
    sentence = (
        f"shown as certain: {n}, right {right} ({100 * right / max(1, n):.2f} %); "
        f"the share is at least {100 * lower_bound(right, n):.2f} % with 95 % confidence"
    )
    lines = [f"  wrong: {' | '.join(str(part)[:120] for part in each)}" for each in count.wrong]
    for (field, confidence), ground in sorted(count.grounds.items()):
        lines.append(f"  {field:22}{confidence:7.3f}  {ground['right']:5} of {ground['n']:5}")
    return sentence, "\n".join(lines)


def _fields(result: dict) -> list[tuple[str, dict]]:
    return [(case, judged["fields"]) for case, judged in result["cases"]["report"].items()]


def _needs_ocr(corpus: Path, case: str) -> bool:
    truth = json.loads((corpus / "cases" / case / "truth.json").read_text(encoding="utf-8"))
    return bool(truth.get("needs_ocr"))


def _figures(name: str, result: dict, corpus: Path) -> list[tuple[str, float]]:
    if "cases" not in result:
        return [(name, value) for value in result.values()]
    # Cases that need OCR are in no overall figure of the scorer; so here.
    counted = [fields for case, fields in _fields(result) if not _needs_ocr(corpus, case)]
    titles = [fields["title"] for fields in counted if "title" in fields]
    stated = [title for title in titles if not title[2]]
    exact = sum(title[0] for title in stated) / max(1, len(stated))
    return [(f"{name}: exact", result["cases"]["exact"]), (f"{name}: titles exact", exact)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
