"""``python -m cum_chuyen_mon``: the rules over a workbook, without a server."""

from __future__ import annotations

import sys

from cum_chuyen_mon.cli import main

if __name__ == "__main__":
    sys.exit(main())
