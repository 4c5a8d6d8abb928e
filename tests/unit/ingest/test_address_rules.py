"""Which addresses count as the public internet's, and what of an address may be told."""

from __future__ import annotations

import pytest
from yarl import URL

from services.ingest.adapters.address_guard import is_public, without_secrets
from services.ingest.adapters.http_answers import next_hop
from shared.errors import RejectedError


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.255.0.1", "100.64.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
        *("192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7"),
        *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *(
            "::",
            "::1",
            "::7f00:1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:808:808::1",
        ),
        *("3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1"),
    ],
)
def test_address_with_another_purpose_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example.org/b/c?token=x#y", "https://a.example.org/b/c"),
        ("https://user:word@a.example.org/b", "https://a.example.org/b"),
        ("https://a.example.org/b?next=https://c.example.org/@d", "https://a.example.org/b"),
        ("https://a.example.org#x@b", "https://a.example.org"),
        ("https://a.example.org/\n\x1b[31mred", "https://a.example.org/\\n\\x1b[31mred"),
        ("nonsense", "nonsense"),
    ],
)
def test_address_is_told_without_secrets_and_without_control_characters(url: str, told: str) -> None:
    assert without_secrets(url) == told


def test_redirect_to_a_secure_address_is_followed() -> None:
    assert next_hop(URL("http://a.example.org/b?c=1"), "https://A.example.org/d e") == "https://a.example.org/d%20e"


@pytest.mark.parametrize("location", ["http://a.example.org/", "HTTP://b.example.org/", "https:\\\\b.example.org"])
def test_redirect_away_from_encryption_or_to_nonsense_is_refused(location: str) -> None:
    with pytest.raises(RejectedError) as refused:
        next_hop(URL("https://a.example.org/b"), location)

    assert refused.value.reason == "fetch-refused"
