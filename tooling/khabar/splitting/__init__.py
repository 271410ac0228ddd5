"""Splits that share no story: declared ones, near-duplicates, long quotes and events stay together.

`split` divides a corpus, `write` writes its lists and the certificate of what was compared. The
rules on splits of `khabar check` ask the same questions.
"""

from khabar.rules._certificate import CERTIFICATE
from khabar.splitting.certificate import (
    Certificate,
    Close,
    Compared,
    Stories,
    fits,
    read_certificate,
)
from khabar.splitting.draw import By, Division, ratio_of, split, write
from khabar.splitting.lists import read_lists, some

__all__ = [
    "CERTIFICATE",
    "By",
    "Certificate",
    "Close",
    "Compared",
    "Division",
    "Stories",
    "fits",
    "ratio_of",
    "read_certificate",
    "read_lists",
    "some",
    "split",
    "write",
]
