"""Off its origin a page goes by one way alone: by the hub's redirect, to its provider and back."""

import pytest

from tocsin_desktop.core.outing import LOGIN, Outing


@pytest.fixture
def outing() -> Outing:
    asked = Outing()
    asked.own(LOGIN)
    return asked


def leads(outing: Outing, scheme: str = "https", *, is_redirect: bool = True) -> bool:
    return outing.leads(scheme, is_secure=True, is_redirect=is_redirect)


def test_the_hubs_redirect_leads_away_and_its_next_page_back(outing: Outing) -> None:
    assert leads(outing)
    assert leads(outing, is_redirect=False)  # a form of the provider
    outing.own("/api/oidc/callback")
    assert not outing.is_away
    assert not leads(outing)


def test_no_other_page_of_the_hub_leads_away() -> None:
    outing = Outing()
    outing.own("/room")
    assert not leads(outing)


def test_neither_a_link_nor_a_script_begins_it(outing: Outing) -> None:
    assert not leads(outing, is_redirect=False)
    assert not leads(outing)  # nor does what comes after that


@pytest.mark.parametrize("scheme", ["http", "file", "data", "javascript", "ftp"])
def test_nothing_but_tls_where_the_hub_is_spoken_to_by_tls(outing: Outing, scheme: str) -> None:
    assert not leads(outing, scheme)


def test_a_hub_without_tls_may_have_a_provider_without() -> None:
    outing = Outing()
    outing.own(LOGIN)
    assert outing.leads("http", is_secure=False, is_redirect=True)
    assert outing.carries("http", is_secure=False)
    assert not outing.carries("file", is_secure=False)
