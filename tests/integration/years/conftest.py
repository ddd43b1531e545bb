"""A school year lived over REST: the server's clock goes where the test says."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def clocked_server(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a web server that believes each request about the time."""
    from dev.services import free_port
    from dev.sites import serving

    log = tmp_path_factory.mktemp("clocked") / "web.log"
    with serving(
        sys.executable,
        site.sites_path,
        site.name,
        port=free_port(),
        log=log,
        environ=os.environ,
        workers=1,
        threads=1,
        application="dev.clocked:application",
    ) as url:
        yield url


@pytest.fixture
def life(connection: Any, clocked_server: str) -> Iterator[Any]:
    from .life import Life

    with Life.on(clocked_server) as life:
        yield life
