"""How many files are kept open."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource")

CODE = """
import resource, sys
soft, hard = int(sys.argv[1]), resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, int(sys.argv[2]) if sys.argv[2] else hard))
from landweave.engine.raster.open_files import most_open_files
print(most_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def limits(soft, hard=""):
    command = [sys.executable, "-c", CODE, str(soft), str(hard)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(int(n) for n in found.stdout.split())


def test_a_low_limit_is_raised_where_it_may_be():
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 2048:
        pytest.skip("this process may not open as many files")
    assert limits(300) == (1024, 2048)


def test_half_of_what_is_allowed_is_left_to_others():
    assert limits(128, 400) == (200, 400)


def test_a_high_limit_stays():
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 4096:
        pytest.skip("this process may not open as many files")
    assert limits(4096) == (1024, 4096)
