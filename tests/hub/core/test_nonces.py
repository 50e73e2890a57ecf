"""Nonces: one use, half a minute, and no more of them than there may be."""

import pytest

from tocsin_hub.core.agent_keys import AgentKey, AgentKeys
from tocsin_hub.core.nonces import Nonces
from tocsin_wire.errors import StaleNonce, Unauthorized
from tocsin_wire.proofs import NONCE_MS

NOW = 1_700_000_000_000


def test_a_nonce_is_used_once():
    nonces = Nonces()
    nonces.give(b"a", "n", NOW)
    nonces.use(b"a", NOW + NONCE_MS)
    with pytest.raises(StaleNonce):
        nonces.use(b"a", NOW + NONCE_MS)
    with pytest.raises(StaleNonce):
        nonces.use(b"never", NOW)
    assert len(nonces) == 0


def test_a_nonce_is_soon_too_old():
    nonces = Nonces()
    nonces.give(b"a", "n", NOW)
    with pytest.raises(StaleNonce):
        nonces.use(b"a", NOW + NONCE_MS + 1)
    assert len(nonces) == 0


def test_a_network_that_asks_for_many_takes_from_no_other():
    nonces = Nonces(of_network=10, in_all=100)
    nonces.give(b"agent", "home", NOW)
    for number in range(1_000):
        nonces.give(b"%d" % number, "flood", NOW)
    assert len(nonces) == 11
    nonces.use(b"agent", NOW)
    nonces.use(b"999", NOW)
    with pytest.raises(StaleNonce):
        nonces.use(b"989", NOW)


def test_many_networks_do_not_fill_the_memory():
    nonces = Nonces(of_network=10, in_all=100)
    for number in range(1_000):
        nonces.give(b"%d" % number, f"net{number}", NOW)
    assert len(nonces) == 100
    nonces.use(b"900", NOW)
    with pytest.raises(StaleNonce):
        nonces.use(b"899", NOW)


def test_a_counter_only_rises():
    keys = AgentKeys([AgentKey("web", b"k", 5)])
    assert not keys.count("web", 5)
    assert not keys.count("web", 1)
    assert keys.count("web", 6)
    assert not keys.count("web", 6)
    keys.recount("web")
    assert keys.count("web", 1)


def test_a_key_is_one_hosts():
    keys = AgentKeys()
    keys.add(AgentKey("web", b"k"))
    assert keys.of_key(b"k") == keys.find("web")
    assert keys.of_key(b"other") is None
    keys.remove("web")
    assert keys.of_key(b"k") is None
    with pytest.raises(Unauthorized):
        keys.find("web")
