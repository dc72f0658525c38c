"""How long every saved query takes on a built graph, inside the process: `python benchmarks/queries.py KG [RUNS]`.

Prints the median and the slowest of RUNS runs of each query with its example values, the rows it gave, and exits 1
where a median is above the limit that the project sets itself.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path

from reformkg.query import load_queries, run
from reformkg.resources import queries_dir
from reformkg.store import open_kg

LIMIT = 0.050
"""Seconds: the median of every saved query on the graph of `seeds/`."""


def main(kg: Path, runs: int) -> int:
    slow = []
    with open_kg(kg) as graph:
        for query in load_queries([queries_dir()]).queries:
            values = {each.name: each.example or "" for each in query.parameters if each.required}
            times, rows = [], 0
            for _ in range(runs):
                begin = time.perf_counter()
                rows = len(run(graph, query, values, today=date(2020, 6, 1)).rows)
                times.append(time.perf_counter() - begin)
            median = statistics.median(times)
            if median > LIMIT:
                slow.append(query.name)
            print(f"{query.name:24} {median * 1000:7.1f} ms  {max(times) * 1000:7.1f} ms  {rows:5} rows")
    print(f"above {LIMIT * 1000:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20))
