"""A signed-in Chromium on the prepared site, in Vietnamese, with a small district that goes away afterwards."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

MODULE = "Cum Chuyen Mon"
PHONE = (360, 780)
DESK = (1280, 900)
OF_THE_HOST = ("socket.io", "/favicon.ico", "'removeChild' on 'Node'", "<rect> attribute")
"""No realtime server runs here; an answer that is no page has no icon; and Frappe's charts, drawn anew, clean up after
an animation that is gone, or draw on a page that was left."""


def _factory() -> ModuleType:
    """The integration suite's factory; the suites are not packages."""
    path = Path(__file__).parents[1] / "integration" / "factory.py"
    spec = importlib.util.spec_from_file_location("ccm_factory", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["ccm_factory"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def factory() -> ModuleType:
    return _factory()


@pytest.fixture(scope="session")
def _built_assets(site: Any) -> None:
    """The desk's pages need Frappe's bundles, which only a bench that was built has."""
    listing = site.sites_path / "assets" / "assets.json"
    if not listing.is_file() or "desk.bundle.js" not in json.loads(listing.read_text()):
        pytest.skip("the bench has no built assets (bench build)")


@pytest.fixture(scope="module")
def vietnamese(connection: Any) -> Iterator[None]:
    """The Administrator reads Vietnamese, as the people of a school do."""
    import frappe

    before = frappe.db.get_value("User", "Administrator", "language")
    frappe.db.set_value("User", "Administrator", "language", "vi")
    frappe.db.commit()
    frappe.clear_cache()
    yield
    frappe.db.rollback()
    frappe.db.set_value("User", "Administrator", "language", before)
    frappe.db.commit()
    frappe.clear_cache()


@pytest.fixture(scope="module")
def district(connection: Any, factory: ModuleType) -> Iterator[Any]:
    """The factory's district, committed, with its obligations; everything of the app that is newer goes at the end."""
    import frappe

    from cum_chuyen_mon.ledger.refresh import refresh

    frappe.db.rollback()
    frappe.set_user("Administrator")
    before = _rows_of_the_app()
    made = factory.build()
    refresh(made.year)
    frappe.db.commit()
    yield made
    frappe.db.rollback()
    for doctype, names in _rows_of_the_app().items():
        new = names - before[doctype]
        if new:
            frappe.db.delete(doctype, {"name": ("in", list(new))})
    frappe.db.commit()
    frappe.clear_cache()


def _rows_of_the_app() -> dict[str, set[str]]:
    import frappe

    doctypes = frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0}, pluck="name")
    return {name: set(frappe.get_all(name, pluck="name", limit_page_length=0)) for name in doctypes}


class Browser:
    """One Chromium, signed in: where to go, what is on the screen, what the console said."""

    def __init__(self, driver: Any, url: str) -> None:
        self.driver = driver
        self.url = url

    def size(self, width: int, height: int) -> None:
        """The size of the window's content; narrower than a window can be, too."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def login(self, user: str, password: str) -> None:
        self.driver.get(f"{self.url}/login")
        self.css("#login_email").send_keys(user)
        self.css("#login_password").send_keys(password)
        self.css(".btn-login").click()
        self.until("return location.pathname.startsWith('/app') && !!window.frappe?.boot")

    def logout(self) -> None:
        """End the session on the server: a late answer to the page that is left then signs nobody in again.

        What that page still asked is refused; its errors are nobody's.
        """
        self.driver.get(f"{self.url}/api/method/logout")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.errors()

    def open(self, route: str) -> None:
        self.driver.get(f"{self.url}/app/{route}")

    def css(self, selector: str) -> Any:
        from selenium.webdriver.common.by import By

        self.until("return !!document.querySelector(arguments[0])", selector)
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, script: str, *arguments: Any, seconds: float = 40) -> Any:
        """Wait until JavaScript returns something; what it returned."""
        from selenium.common.exceptions import TimeoutException
        from selenium.webdriver.support.ui import WebDriverWait

        try:
            return WebDriverWait(self.driver, seconds).until(lambda d: d.execute_script(script, *arguments))
        except TimeoutException:
            raise AssertionError(f"never came true: {script} {arguments}\n{self.text()[:3000]}") from None

    def see(self, text: str) -> None:
        """Wait until a text is on the screen, whatever its case (the desk capitalises some labels)."""
        self.until("return document.body.innerText.toLowerCase().includes(arguments[0])", text.lower())

    def press(self, text: str, within: str = "body") -> None:
        """Press the visible button with this text."""
        script = """
            const wanted = [...document.querySelectorAll(arguments[1] + ' button')].filter(
                b => b.innerText.trim() === arguments[0] && b.offsetParent !== null && !b.disabled);
            if (!wanted.length) return false;
            wanted[wanted.length - 1].click();
            return true;"""
        self.until(script, text, within)

    def text(self) -> str:
        return self.driver.execute_script("return document.body.innerText")

    def errors(self) -> list[str]:
        """What went wrong in the page since the last call, but for what is the host's own."""
        severe = [line["message"] for line in self.driver.get_log("browser") if line["level"] == "SEVERE"]
        return [message for message in severe if not any(host in message for host in OF_THE_HOST)]


@pytest.fixture(scope="module")
def browser(site: Any, server: str, vietnamese: None, _built_assets: None) -> Iterator[Browser]:
    webdriver = pytest.importorskip("selenium.webdriver")
    from selenium.webdriver.chrome.service import Service

    if not site.chromium or not site.chromedriver:
        pytest.skip("Chromium and its driver are not installed (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = site.chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(site.chromedriver))
    try:
        opened = Browser(driver, server)
        opened.size(*DESK)
        opened.login("Administrator", site.admin_password)
        yield opened
    finally:
        driver.quit()


@pytest.fixture(autouse=True)
def _desk_size(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test starts on a desktop and reads only its own errors."""
    opened = request.getfixturevalue("browser")
    opened.size(*DESK)
    opened.errors()
    yield
    opened.size(*DESK)


@pytest.fixture(scope="module")
def scene(district: Any, factory: ModuleType) -> Iterator[Any]:
    """Six people and the documents on which they are tried."""
    from .people import build_scene, clear_scene

    made = build_scene(district, factory)
    yield made
    clear_scene(made)


@pytest.fixture
def as_(browser: Browser, scene: Any) -> Callable[[str], Browser]:
    """``as_(person)``: the browser, signed in anew as one of the people."""
    from .looking import idle
    from .people import PASSWORD, user_of

    def sign_in(person: str) -> Browser:
        browser.driver.execute_script("localStorage.clear(); sessionStorage.clear()")
        browser.logout()
        browser.login(user_of(person), PASSWORD)
        idle(browser)
        return browser

    return sign_in
