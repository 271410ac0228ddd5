"""Environments with older releases of `datasets`, made once under the cache folder.

Each has the packages of its time, for newer ones of those are not what its users have.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from khabar.studio.environment import cache, move_into_place

_OF_ITS_TIME = {
    "2.14.7": ("huggingface_hub==0.19.4", "numpy<2", "pandas<2.2", "pyarrow==14.0.2"),
    "2.19.2": ("huggingface_hub==0.23.5", "numpy<2", "pandas<2.3", "pyarrow==16.1.0"),
    "3.6.0": ("huggingface_hub==0.33.5", "numpy<2.3", "pandas<2.4", "pyarrow==20.0.0"),
    "4.0.0": ("huggingface_hub==0.34.6", "numpy<2.4", "pandas<2.4", "pyarrow==21.0.0"),
    "4.8.5": ("huggingface_hub<2", "pandas<3", "pyarrow<24"),
    "5.2.0": ("huggingface_hub<3",),
}
VERSIONS = tuple(_OF_ITS_TIME)
"""Releases of `datasets` that must read what khabar publishes, the oldest first."""


def python(version: str) -> Path:
    """The interpreter that has a release of `datasets`; installed if it is not there yet.

    Raises:
        subprocess.CalledProcessError: if the packages cannot be installed.
    """
    home = cache() / f"datasets-{version}"
    if not home.exists():
        _make(version, home)
    return home / "bin" / "python"


def _make(version: str, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{home.name}.", suffix=".part", dir=home.parent))
    try:
        _install(part, [f"datasets=={version}", *_OF_ITS_TIME[version]])
        move_into_place(part, home)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _install(part: Path, wanted: list[str]) -> None:
    inside = str(part / "bin" / "python")
    uv = shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, part], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", inside, *wanted], check=True)
        return
    venv.create(part, with_pip=True, symlinks=True)
    subprocess.run([inside, "-m", "pip", "install", "--quiet", *wanted], check=True)


if __name__ == "__main__":
    for wanted in sys.argv[1:] or VERSIONS:
        python(wanted)
