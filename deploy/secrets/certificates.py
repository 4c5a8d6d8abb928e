"""A certificate authority of the deployment's own, and the servers' certificates, by the openssl command."""

from __future__ import annotations

import ipaddress
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deploy.secrets.folder import Folder

SERVERS: Final = ("redis", "postgres")
_HOSTS: Final = "tls_hosts"
_CA_DAYS: Final = 3650
_SERVER_DAYS: Final = 397  # what clients accept of public authorities; renewed by running this again
_RENEW_BEFORE_S: Final = 30 * 86_400

# Everything is said here, because what openssl.cnf adds differs from system to system.
_CONFIGURATION: Final = """
[req]
prompt = no
distinguished_name = name
[name]
CN = {name}
[authority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
"""


class CertificateError(Exception):
    """openssl is missing or has failed; the message says which."""


def issue_certificates(folder: Folder, hosts: Sequence[str]) -> list[str]:
    """
    Make the authority and the servers' certificates where they are missing, expire within 30 days or lack one of `hosts`.

    Hosts that were given before stay in them. Return the names of the files that were made.
    """
    known = folder.read(_HOSTS).split() if folder.has(_HOSTS) else []
    wanted = list(dict.fromkeys([*known, *hosts]))
    new_hosts = wanted != known
    made = [] if _is_good(folder, "ca") else _issue_authority(folder)
    for server in SERVERS:
        if made or new_hosts or not _is_good(folder, server):
            made += _issue(folder, server, [server, "localhost", "127.0.0.1", "::1", *wanted])
    if new_hosts:
        folder.write(_HOSTS, "\n".join(wanted))
    (folder / "ca.key").chmod(0o600)
    for name in ("ca.crt", *(f"{server}.{kind}" for server in SERVERS for kind in ("crt", "key"))):
        (folder / name).chmod(0o644)
    return made


def _is_good(folder: Folder, name: str) -> bool:
    if not folder.has(f"{name}.crt") or not folder.has(f"{name}.key"):
        return False
    try:
        _openssl("x509", "-in", str(folder / f"{name}.crt"), "-noout", "-checkend", str(_RENEW_BEFORE_S))
    except CertificateError:
        return False
    return True


def _issue_authority(folder: Folder) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        configuration = _configuration(place, "Dateline", ["localhost"])
        _make_key(folder, "ca")
        request = ("req", "-new", "-x509", "-config", configuration, "-extensions", "authority", "-sha256")
        certificate = _openssl(*request, "-days", str(_CA_DAYS), "-key", str(folder / "ca.key"))
    folder.write("ca.crt", certificate)
    return ["ca.crt"]


def _issue(folder: Folder, server: str, names: Sequence[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        configuration = _configuration(place, server, names)
        _make_key(folder, server)
        request = _openssl("req", "-new", "-config", configuration, "-key", str(folder / f"{server}.key"))
        serial = _openssl("rand", "-hex", "16").strip()
        certificate = _openssl(
            *("x509", "-req", "-sha256", "-days", str(_SERVER_DAYS), "-set_serial", f"0x{serial}"),
            *("-CA", str(folder / "ca.crt"), "-CAkey", str(folder / "ca.key")),
            *("-extfile", configuration, "-extensions", "server"),
            given=request,
        )
    folder.write(f"{server}.crt", certificate)
    return [f"{server}.crt"]


def _make_key(folder: Folder, name: str) -> None:
    folder.write(
        f"{name}.key", _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"), mounted=False
    )


def _configuration(place: str, name: str, names: Sequence[str]) -> str:
    path = Path(place, "openssl.cnf")
    path.write_text(_CONFIGURATION.format(name=name, names=",".join(map(_alternative, names))))
    return str(path)


def _alternative(name: str) -> str:
    try:
        return f"IP:{ipaddress.ip_address(name)}"
    except ValueError:
        return f"DNS:{name}"


def _openssl(*arguments: str, given: str = "") -> str:
    try:
        return subprocess.run(["openssl", *arguments], input=given, capture_output=True, text=True, check=True).stdout  # noqa: S603, S607 (ours; the system's openssl)
    except FileNotFoundError:
        raise CertificateError("the openssl command is needed for the TLS certificates: install it") from None
    except subprocess.CalledProcessError as error:
        raise CertificateError(f"openssl {arguments[0]} failed: {error.stderr.strip()}") from None
