"""What every suite shares: markers, and the site the runner prepared.

`make test` makes the site and says where it is in CCM_… variables. Without them the suites that
need a site skip, with the reason; a plain `pytest` still runs the unit tests.

Fixtures for integration and browser tests:

`site`        where the prepared site is: name, folder, passwords
`connection`  this process connected to the site as Administrator
`server`      the address of a real web server on that site, started when first asked for
`api_client`  `api_client(user, password)`: a logged-in HTTP client with cookies and CSRF token
`committed`   makes rows other processes can see, and takes them out again after the test
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.data.clauses import CLAUSES

HERE = Path(__file__).parent
SITE_SUITES = ("integration", "browser")
NO_SITE = "no Frappe site was prepared for this run (make test prepares one on every bench it finds)"
CSRF_TOKEN = re.compile(r"""csrf_token\s*[=:]\s*["']([0-9a-f]+)["']""")
SAFE_VERBS = ("GET", "HEAD", "OPTIONS")


def suite_of(path: Path) -> str:
    """The folder under tests/ a file lies in."""
    parts = path.relative_to(HERE).parts
    return parts[0] if len(parts) > 1 else ""


class WithoutSite(pytest.Module):
    """Stands for a test module that cannot even be imported without Frappe."""

    def collect(self):
        raise pytest.skip.Exception(NO_SITE, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if suite_of(module_path) in SITE_SUITES and "CCM_SITE" not in os.environ:
        return WithoutSite.from_parent(parent, path=module_path)
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if (suite := suite_of(item.path)) in SITE_SUITES:
            item.add_marker(suite)
        for marker in item.iter_markers("clause"):
            if unknown := set(marker.args) - set(CLAUSES):
                raise pytest.UsageError(f"{item.nodeid}: no clause of the documents: {', '.join(unknown)}")
            item.user_properties += [("clause", clause) for clause in marker.args]


@dataclass(frozen=True)
class Site:
    """The prepared site."""

    name: str
    sites_path: Path
    admin_password: str
    db_type: str
    db_root_password: str = field(repr=False)
    chromium: str
    chromedriver: str


@pytest.fixture(scope="session")
def site() -> Site:
    if "CCM_SITE" not in os.environ:
        pytest.skip(NO_SITE)
    return Site(
        name=os.environ["CCM_SITE"],
        sites_path=Path(os.environ["CCM_SITES_PATH"]),
        admin_password=os.environ["CCM_ADMIN_PASSWORD"],
        db_type=os.environ["CCM_DB_TYPE"],
        db_root_password=os.environ.get("CCM_DB_ROOT_PASSWORD", ""),
        chromium=os.environ.get("CCM_CHROMIUM", ""),
        chromedriver=os.environ.get("CCM_CHROMEDRIVER", ""),
    )


@pytest.fixture(scope="session")
def connection(site: Site) -> Iterator[Any]:
    """Frappe connected to the site. Frappe expects to work in the sites folder, so we go there."""
    import frappe

    before = Path.cwd()
    os.chdir(site.sites_path)
    frappe.init(site.name, sites_path=str(site.sites_path))
    frappe.connect()
    set_in_test(True)
    yield frappe.local
    frappe.db.rollback()
    frappe.destroy()
    os.chdir(before)


def set_in_test(value: bool) -> None:
    """Say that tests are running: a flag in Frappe 15, and a module attribute too in Frappe 16."""
    import frappe

    frappe.flags.in_test = value
    if hasattr(frappe, "in_test"):
        frappe.in_test = value


@pytest.fixture(scope="session")
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real web server with two processes of four threads each; its address."""
    import sys

    from dev.services import free_port
    from dev.sites import serving

    log = tmp_path_factory.mktemp("server") / "web.log"
    with serving(
        sys.executable, site.sites_path, site.name, port=free_port(), log=log, environ=os.environ
    ) as url:
        yield url


class ApiClient:
    """One person's browser, without the screen: session cookie, CSRF token, requests.

    The verbs return the response whatever its status, so that a test can look at a refusal;
    `method` and `resource` return the payload, and raise when the answer is an error.
    """

    def __init__(self, url: str) -> None:
        import requests

        self.url = url
        self.user = "Guest"
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"
        self._csrf_token: str | None = None

    def login(self, user: str, password: str) -> ApiClient:
        response = self.session.post(f"{self.url}/api/method/login", data={"usr": user, "pwd": password})
        response.raise_for_status()
        self.user = user
        self._csrf_token = None
        return self

    @property
    def csrf_token(self) -> str:
        """The token the desk carries. A website user has no desk, and none is asked of him."""
        if self._csrf_token is None:
            page = self.session.get(f"{self.url}/app", headers={"Accept": "text/html"})
            found = CSRF_TOKEN.search(page.text)
            self._csrf_token = found.group(1) if found else ""
        return self._csrf_token

    def request(self, verb: str, path: str, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        if verb.upper() not in SAFE_VERBS and self.user != "Guest":
            headers.setdefault("X-Frappe-CSRF-Token", self.csrf_token)
        options.setdefault("timeout", 60)
        return self.session.request(verb, f"{self.url}/{path.lstrip('/')}", headers=headers, **options)

    def get(self, path: str, **params: Any) -> Any:
        return self.request("GET", path, params=params)

    def post(self, path: str, **body: Any) -> Any:
        return self.request("POST", path, json=body)

    def put(self, path: str, **body: Any) -> Any:
        return self.request("PUT", path, json=body)

    def delete(self, path: str) -> Any:
        return self.request("DELETE", path)

    def call(self, method: str, **arguments: Any) -> Any:
        """POST to a whitelisted method; the response."""
        return self.post(f"api/method/{method}", **arguments)

    def method(self, method: str, **arguments: Any) -> Any:
        """POST to a whitelisted method; what it returned."""
        response = self.call(method, **arguments)
        assert response.ok, f"{method} answered {response.status_code}: {response.text[:2000]}"
        return response.json().get("message")

    def resource(self, doctype: str, name: str | None = None, **params: Any) -> Any:
        """GET a document, or the list; what the answer holds."""
        response = self.get("/".join(["api/resource", doctype, *([name] if name else [])]), **params)
        assert response.ok, f"{doctype} {name or ''} answered {response.status_code}: {response.text[:2000]}"
        return response.json()["data"]


@pytest.fixture
def api_client(server: str) -> Iterator[Callable[..., ApiClient]]:
    """`api_client(user, password)`: logged in; `api_client()`: a guest."""
    clients: list[ApiClient] = []

    def make(user: str | None = None, password: str | None = None) -> ApiClient:
        client = ApiClient(server)
        clients.append(client)
        return client.login(user, password or "") if user else client

    yield make
    for client in clients:
        client.session.close()


class Committed:
    """Rows that are really in the database, until the end of the test.

    Requests are answered by other processes, which see only what is committed. What a test
    commits, it commits through this object; what a request creates, it names here with `also`.
    To read what a request wrote, call `refresh()` first: it ends this process's transaction.
    """

    def __init__(self) -> None:
        self._made: list[tuple[str, str]] = []

    def insert(self, document: dict[str, Any]) -> Any:
        """Insert a document and commit."""
        import frappe

        made = frappe.get_doc(document).insert(ignore_permissions=True)
        frappe.db.commit()
        self.also(made.doctype, made.name)
        return made

    def also(self, doctype: str, name: str) -> None:
        """Take this row out too at the end."""
        self._made.append((doctype, name))

    def user(self, email: str, *roles: str, **fields: Any) -> str:
        """A user with these roles; returns his password."""
        password = secrets.token_urlsafe(12)
        self.insert(
            {
                "doctype": "User",
                "email": email,
                "first_name": email.split("@")[0],
                "send_welcome_email": 0,
                "new_password": password,
                "roles": [{"role": role} for role in roles],
                **fields,
            }
        )
        return password

    def refresh(self) -> None:
        """See what other processes have committed since."""
        import frappe

        frappe.db.rollback()

    def remove_all(self) -> None:
        """Take everything out, last made first, past whatever would refuse it."""
        import frappe

        frappe.db.rollback()
        frappe.set_user("Administrator")
        for doctype, name in reversed(self._made):
            try:
                frappe.delete_doc(
                    doctype,
                    name,
                    force=True,
                    ignore_permissions=True,
                    ignore_missing=True,
                    delete_permanently=True,
                )
            except Exception:
                frappe.db.rollback()
                self._remove_rows(doctype, name)
            frappe.db.commit()
        self._made.clear()

    @staticmethod
    def _remove_rows(doctype: str, name: str) -> None:
        """For documents that may not be deleted, such as submitted ones."""
        import frappe

        for table in frappe.get_meta(doctype).get_table_fields():
            frappe.db.delete(table.options, {"parenttype": doctype, "parent": name})
        frappe.db.delete(doctype, {"name": name})
        frappe.clear_document_cache(doctype, name)


@pytest.fixture
def committed(connection: Any) -> Iterator[Committed]:
    rows = Committed()
    with contextlib.ExitStack() as stack:
        stack.callback(rows.remove_all)
        yield rows


@pytest.fixture(scope="module")
def demo(connection: Any) -> Iterator[Any]:
    """Củ Chi 2024-2025 on the site, committed, and taken away before the next module can see it.

    Loading it takes a minute: keep the tests that need it in one module.
    """
    import frappe

    from cum_chuyen_mon.demo import site as demo_site

    frappe.set_user("Administrator")
    demo_site.create()
    yield demo_site
    frappe.db.rollback()
    frappe.set_user("Administrator")
    demo_site.clear()
