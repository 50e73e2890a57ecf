"""Host names: as the machine calls itself, and yet no two that could be taken for each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.host_name import new_host
from tocsin_wire.topics import form_of, host_topic

names = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=48)


@pytest.mark.parametrize(
    ("name", "taken", "id", "called"),
    [
        ("web", [], "web", "web"),
        ("Web 1.example.org", [], "web-1-example-org", "Web 1.example.org"),
        ("web", ["web"], "web-2", "web-2"),
        ("Web", ["web"], "web-2", "Web-2"),
        ("web", ["web", "web-2"], "web-3", "web-3"),
        ("web.1", ["web-1"], "web-1-2", "web.1-2"),
        ("été", [], "t", "été"),
        ("東京", [], "host", "東京"),
        ("東京", ["host", "大阪"], "host-2", "東京-2"),
    ],
)
def test_the_name_is_kept_where_it_is_free(name, taken, id, called):
    host = new_host(name, taken)
    assert (host.id, host.name) == (id, called)


@given(st.lists(names, max_size=30))
def test_no_two_hosts_can_be_taken_for_each_other(asked):
    taken: set[str] = set()
    for name in asked:
        host = new_host(name, taken)
        own = {host.id, host.name.lower()}
        assert not own & taken
        taken |= own
        assert host.name.startswith(name)
        assert re.fullmatch("[a-z0-9][a-z0-9-]*", host.id)
        form_of(host_topic(host.id, "samples"))
