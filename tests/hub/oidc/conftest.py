"""A real provider for the tests of a file, and hubs that let people in by it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hub.hub_process import HubProcess
from tests.hub.oidc.sign_on import CALLBACK
from tests.oidc.provider_process import CLIENT, ProviderProcess

DOOR = "a log-in by the OpenID provider ended at the door"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderProcess]:
    with ProviderProcess(tmp_path_factory.mktemp("provider") / "stderr") as running:
        yield running


@pytest.fixture
def open_hub(
    start_hub: Callable[..., HubProcess], provider: ProviderProcess
) -> Callable[..., HubProcess]:
    """Start a hub that the provider knows as a public client; refusals are expected of it."""

    def start(*options: str, data: Path | None = None) -> HubProcess:
        issuer = ("--oidc-issuer", provider.issuer, "--oidc-client-id", CLIENT)
        hub = start_hub(*issuer, *options, data=data)
        provider.add_client(f"{hub.url}{CALLBACK}")
        hub.expected = hub.expected | {DOOR}
        return hub

    return start
