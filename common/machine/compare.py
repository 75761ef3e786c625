#!/usr/bin/env python3
"""compare.py - claims and scenarios on several kernels side by side, what differs first.

usage: compare.py RESULT.json...     what `lab run --json` wrote, a file a kernel
Exit status: 0 no scenario failed on any of them, 1 one did, 2 a file cannot be read.
"""
import json
import sys

WORDS = {"pass": "holds", "fail": "FAILS", "skip": "skipped", "inconclusive": "open"}


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        print(f"compare.py: {path}: {error}: expected what `lab run --json` writes", file=sys.stderr)
        sys.exit(2)


def safe(text):
    return "".join(c if c.isprintable() else "?" for c in str(text))


def differs(row):
    return len(set(row) - {"skipped", "-"}) > 1


def print_table(title, kernels, rows):
    """rows: name -> one word a kernel. Those that differ where they were played are marked, and come first."""
    names = sorted(rows, key=lambda name: not differs(rows[name]))
    width = max(map(len, [*rows, title]))
    columns = [max(len(k), *(len(rows[n][i]) for n in rows)) for i, k in enumerate(kernels)]
    line = "  ".join(k.ljust(c) for k, c in zip(kernels, columns))
    print(f"  {title.ljust(width)}  {line.rstrip()}")
    for name in names:
        line = "  ".join(w.ljust(c) for w, c in zip(rows[name], columns))
        print(f"{'≠' if differs(rows[name]) else ' '} {name.ljust(width)}  {line.rstrip()}")
    print(f"  {len(rows)} rows, {sum(map(differs, rows.values()))} differ\n")


def main():
    results = [load(path) for path in sys.argv[1:]]
    if not results:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    kernels = [safe(r["kernel"]) for r in results]
    claims, scenarios = {}, {}
    for i, result in enumerate(results):
        skipped = {f"{s['lab']}/{s['name']}" for s in result["scenarios"] if s["verdict"] == "skip"}
        for claim in result["claims"]:
            word = "skipped" if set(claim["scenarios"]) <= skipped else claim["verdict"]
            claims.setdefault(safe(claim["id"]), ["-"] * len(results))[i] = safe(word)
        for s in result["scenarios"]:
            row = scenarios.setdefault(safe(f"{s['lab']}/{s['name']}"), ["-"] * len(results))
            row[i] = WORDS.get(s["verdict"], safe(s["verdict"]))
    if claims:
        print_table("claim", kernels, claims)
    if scenarios:
        print_table("scenario", kernels, scenarios)
    return int(any(word in ("FAILS", "open") for row in scenarios.values() for word in row))


sys.exit(main())
