"""The process of a worker: reads jobs from standard input, does them, and answers on standard output, until it ends."""

from __future__ import annotations

import os
import pickle
import signal
import sys

from reformkg.pipeline.work import do


def main() -> None:
    """Do the jobs that come, one after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build hears it too, and ends its workers
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    while True:
        try:
            job = pickle.load(jobs)  # noqa: S301 - from the build that started this process
        except EOFError:
            return
        pickle.dump(do(job), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
