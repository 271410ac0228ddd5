"""How to cite a dataset: ``CITATION.cff`` for programs, BibTeX for people."""

import re
from typing import Any

from khabar.hub import yaml
from khabar.hub.about import About, license_of
from khabar.hub.census import Census
from khabar.rules import known_license

NAME = "CITATION.cff"


def citation(about: About, census: Census) -> str:
    """The content of ``CITATION.cff``, in version 1.2.0 of its format."""
    license_ = license_of(about, census)
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": about.title,
        "authors": [{"name": name} for name in about.cited],
        "version": about.version,
        "date-released": about.released,
        "license": license_ if known_license(license_) else None,
        "doi": about.doi,
        "url": about.url,
    }
    return yaml.dump({name: value for name, value in told.items() if value})


def bibtex(about: About) -> str:
    """The dataset as an entry of BibTeX.

    Example:
        >>> print(bibtex(About(title="News", version="1.0.0", released="2031-05-01")), end="")
        @misc{news-1-0-0,
          title = {{News}},
          author = {{The contributors of News}},
          version = {1.0.0},
          year = {2031},
          howpublished = {Dataset},
        }
    """
    told = {
        "title": f"{{{about.title}}}",
        "author": " and ".join(f"{{{name}}}" for name in about.cited),
        "version": about.version,
        "year": (about.released or "")[:4],
        "howpublished": "Dataset",
        "doi": about.doi,
        "url": about.url,
    }
    words = re.findall(r"[a-z0-9]+", about.title.lower())[:1] or ["dataset"]
    key = "-".join(words + re.findall(r"\d+", about.version or ""))
    lines = [f"  {name} = {{{value}}},\n" for name, value in told.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"
