"""`python -m landweave.engine job.json`, or the job on standard input."""

import sys

from landweave.engine.worker import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
