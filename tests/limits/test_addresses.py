"""From which address a request comes, whatever the fields say, and which addresses count as one reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.limits.rules import counted_network_of, find_client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", 2, "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", 2, "127.0.0.1"),
        ("127.0.0.1", "", 3, "127.0.0.1"),
        ("127.0.0.1", "unknown", 1, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9:4711", 1, "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::7]:4711", 1, "2001:db8::7"),
        ("127.0.0.1", "2001:DB8:0::7", 1, "2001:db8::7"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
        ("fe80::1%eth0", "", 0, "fe80::1"),
        ("", "", 0, ""),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(remote, forwarded, proxies, address):
    assert find_client_address(remote, forwarded, proxies) == address


def test_all_addresses_of_a_64_are_one_reader():
    assert counted_network_of("2001:db8:1:2:aaaa::1") == counted_network_of("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::"
    assert counted_network_of("2001:db8:1:3::1") != counted_network_of("2001:db8:1:2::1")
    assert counted_network_of("192.0.2.1") != counted_network_of("192.0.2.2")
    assert counted_network_of("unknown") == "unknown"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 5))
def test_any_field_is_an_address_or_nothing(remote, forwarded, proxies):
    address = find_client_address(remote, forwarded, proxies)
    assert address == "" or counted_network_of(address)
