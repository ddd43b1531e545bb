"""The machinery behind `make test`, `make demo` and `make lint`.

It runs on a bare Python with the standard library only. Three modules are run by a bench's own
Python instead and may import Frappe: `wsgi`, `clocked` and `inside`.
"""

from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
APP = "cum_chuyen_mon"

WORK = REPO / ".bench"
"""Everything made for a bench: overlay environments, the demo site. The bench itself is only read."""

RESULTS = REPO / ".test-results"
