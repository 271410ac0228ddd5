"""One Label Studio and one Chromium for all tests of this room."""

import itertools
import os
import sys
from pathlib import Path

import httpx
import pytest

from khabar.formats.label_studio import config
from khabar.problem import KhabarError
from khabar.studio import server as local
from khabar.studio.client import Client

CHROMIUM = os.environ.get("KHABAR_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def _missing(reason: str, variable: str) -> None:
    """Skip, or fail where the machine promises that nothing is missing."""
    if os.environ.get(variable) == "1":
        pytest.fail(f"{variable}=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server_home(tmp_path_factory):
    return tmp_path_factory.mktemp("studio")


@pytest.fixture(scope="session")
def server(server_home):
    """A server that is up; installs Label Studio on the first use of a machine."""
    try:
        running = local.up(server_home, say=sys.stdout.write)
    except KhabarError as error:
        _missing(f"there is no Label Studio: {error}", "KHABAR_REQUIRE_STUDIO")
    yield running
    local.down(server_home)


@pytest.fixture(scope="session")
def client(server):
    return Client(server.url, server.token)


@pytest.fixture(scope="session")
def personal_token(server):
    """A personal access token, made as a person makes one; the server gives one only."""
    with httpx.Client(base_url=server.url) as web:
        web.get("/user/login/")
        form = {"email": server.username, "password": server.password}
        form["csrfmiddlewaretoken"] = web.cookies["csrftoken"]
        web.post("/user/login/", data=form, headers={"Referer": f"{server.url}/user/login/"})
        headers = {"X-CSRFToken": web.cookies["csrftoken"], "Referer": server.url}
        return web.post("/api/token/", headers=headers).json()["token"]


_numbers = itertools.count(1)


@pytest.fixture
def project(client):
    """An empty project with khabar's page."""
    return client.create(f"khabar test {next(_numbers)}", config())


@pytest.fixture(scope="session")
def browser_context(server):
    """A Chromium in which somebody has logged in, and which sees this server and nothing else."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright is missing; get it: pip install playwright", "KHABAR_REQUIRE_BROWSER")
    if not Path(CHROMIUM).exists():
        _missing(
            f"there is no Chromium at {CHROMIUM}; get it: apt-get install chromium fonts-noto-core,"
            " or name one with KHABAR_CHROMIUM",
            "KHABAR_REQUIRE_BROWSER",
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        context = browser.new_context(viewport={"width": 1600, "height": 1040}, locale="en")
        context.outside = []
        context.route("**/*", lambda route: _inside_only(route, server.url, context.outside))
        _log_in(context, server)
        yield context
        browser.close()


def _inside_only(route, url, outside) -> None:
    if route.request.url.startswith((url, "data:", "blob:")):
        route.continue_()
    else:
        outside.append(route.request.url)
        route.abort()


def _log_in(context, server) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/user/login/", wait_until="domcontentloaded")
    page.fill("input[name=email]", server.username)
    page.fill("input[name=password]", server.password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "login" not in url)
    page.close()


@pytest.fixture
def labelling_page(browser_context, server):
    from studio.labelling_page import LabellingPage

    page = browser_context.new_page()
    yield LabellingPage(page, server.url)
    page.close()
