"""Logging in by an OpenID provider in a real browser, to which provider and hub are two sites."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import enter_as_admin
from tests.hub.hub_process import HubProcess
from tests.oidc.provider_process import CLIENT, ProviderProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CALLBACK = "/api/oidc/callback"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderProcess]:
    with ProviderProcess(tmp_path_factory.mktemp("provider") / "stderr") as running:
        running.add_person("ann", PASSWORD, preferred_username="ann")
        running.add_person("bob", PASSWORD, email="bob@example.org", email_verified=True)
        yield running


@pytest.fixture
def hub(tmp_path: Path, provider: ProviderProcess) -> Iterator[HubProcess]:
    """A hub that lets in whoever the provider knows, as an operator."""
    client = (
        "--oidc-issuer",
        provider.issuer,
        "--oidc-client-id",
        CLIENT,
        "--oidc-name",
        "Example",
    )
    running = HubProcess(tmp_path / "data", *client, "--oidc-role", "operator").start()
    running.expected = running.expected | {"a log-in by the OpenID provider ended at the door"}
    provider.add_client(f"{running.url}{CALLBACK}")
    yield running
    running.stop()


def log_in_there(page: Page, provider: ProviderProcess, login: str = "ann") -> None:
    """Fill in the provider's form."""
    page.get_by_label("Login").fill(login)
    assert page.url.startswith(provider.issuer)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_somebody_logs_in_and_stays_in(
    hub: HubProcess, provider: ProviderProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(f"{hub.url}/room")
    page.get_by_role("link", name="Continue with Example").click()
    log_in_there(page, provider)
    page.wait_for_url(f"{hub.url}/room")
    page.get_by_test_id("room-input").wait_for()
    cookies = {one["name"]: one for one in page.context.cookies(hub.url)}
    session = cookies.pop(f"tocsin-{hub.port}")
    assert (session["sameSite"], session["httpOnly"]) == ("Strict", True)
    assert cookies == {}, "the cookie of the log-in is gone with it"
    page.reload()
    page.get_by_test_id("room-input").wait_for()


def test_the_step_after_the_callback_is_the_hubs_own(
    hub: HubProcess, provider: ProviderProcess, visitor: Callable[..., Page]
) -> None:
    """To it the browser adds the session's cookie, though it is SameSite=Strict."""
    page = visitor()
    asked: list[tuple[str, str]] = []

    def note(path: str, cookie: str) -> None:
        asked.append((path, cookie))

    page.on(
        "request",
        lambda one: (
            note(urlsplit(one.url).path, one.all_headers().get("cookie", ""))
            if one.is_navigation_request() and one.url.startswith(hub.url)
            else None
        ),
    )
    page.goto(f"{hub.url}/api/oidc/login?next=/room")
    log_in_there(page, provider)
    page.get_by_test_id("room-input").wait_for()
    (_, before), (callback, coming), (room, after) = asked
    assert (callback, room) == (CALLBACK, "/room")
    session = f"tocsin-{hub.port}="
    assert (session in before, session in coming, session in after) == (False, False, True)


def test_who_is_to_say_again_who_they_are_does_so_at_the_provider(
    hub: HubProcess, provider: ProviderProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(f"{hub.url}/api/oidc/login")
    log_in_there(page, provider)
    page.get_by_test_id("room-input").wait_for()
    before = page.request.get(f"{hub.url}/api/session").json()
    page.evaluate("location.assign('/api/oidc/login?proof=1&next=/room')")
    log_in_there(page, provider)  # it asks again, though it knows who they are
    page.wait_for_url(f"{hub.url}/room")
    after = page.request.get(f"{hub.url}/api/session").json()
    assert after == {**before, "proved": after["proved"]}
    assert after["proved"] > before["proved"]


def test_who_refuses_there_is_at_the_door_again(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(hub.url)
    page.get_by_test_id("log-in-provider").click()
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_test_id("provider-problem")).to_contain_text("did not let you in")
    page.reload()
    page.get_by_test_id("log-in-provider").wait_for()
    expect(page.get_by_test_id("provider-problem")).to_have_count(0)


def test_an_admin_says_whom_the_provider_will_vouch_for(
    hub: HubProcess, provider: ProviderProcess, visitor: Callable[..., Page]
) -> None:
    """Where people come in by a provider there is no link to send."""
    admin, person = visitor(), visitor()
    enter_as_admin(admin, hub)
    admin.goto(f"{hub.url}/people")
    admin.get_by_test_id("person-add").click()
    admin.get_by_test_id("person-login").fill("robert")
    admin.get_by_test_id("role-viewer").check()
    admin.get_by_test_id("person-expected").fill("bob@example.org")
    admin.get_by_test_id("person-invite").click()
    expect(admin.get_by_test_id("expected-dialog")).to_contain_text("Example")
    admin.get_by_test_id("expected-done").click()
    row = admin.get_by_test_id("account-row-robert")
    expect(row).to_contain_text("bob@example.org")
    person.goto(hub.url)
    person.get_by_test_id("log-in-provider").click()
    log_in_there(person, provider, "bob")
    person.get_by_test_id("account").wait_for()
    told = person.request.get(f"{hub.url}/api/session").json()
    assert (told["login"], told["role"]) == ("robert", "viewer")
    expect(row).to_contain_text("provider")
    expect(row).to_contain_text("1 session")
