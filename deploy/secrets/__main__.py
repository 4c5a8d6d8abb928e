"""`python -m deploy.secrets`: make what is missing in secrets/, and bring what follows from it up to date."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from deploy.secrets.certificates import CertificateError, issue_certificates
from deploy.secrets.folder import Folder
from deploy.secrets.logins import write_logins

_ROOT = Path(__file__).parents[2]
_READABLE = 0o044
_MOUNTED = ("deploy/redis/redis.conf", "deploy/postgres")


def main() -> int:
    """Make the files; exit status 1 where openssl is missing or fails."""
    parser = argparse.ArgumentParser(prog="./run secrets", description=__doc__)
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name or address by which publishers and consumers reach this host; goes into the certificates",
    )
    place = Path(os.environ.get("DATELINE_SECRETS", _ROOT / "secrets"))  # the variable by which compose finds them, too
    parser.add_argument("--dir", type=Path, default=place, help="where the files go (default: secrets/)")
    given = parser.parse_args()

    folder = Folder.at(given.dir)
    made = write_logins(folder)
    try:
        made += issue_certificates(folder, given.host)
    except CertificateError as error:
        sys.stderr.write(f"secrets: {error}\n")
        return 1
    _let_containers_read_configuration()
    sys.stderr.write(f"secrets: {', '.join(made) if made else 'all there'} in {folder.path}\n")
    return 0


def _let_containers_read_configuration() -> None:
    """Undo a checkout's umask: containers run as users of their own, and nothing in these files is secret."""
    for mounted in _MOUNTED:
        path = _ROOT / mounted
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            mode = file.stat().st_mode
            if file.is_file() and mode | _READABLE != mode:
                file.chmod(mode | _READABLE)


if __name__ == "__main__":
    sys.exit(main())
