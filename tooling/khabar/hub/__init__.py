"""The dataset hub: articles to a folder that `datasets` reads without any code of ours, and out."""

from khabar.hub.build import build
from khabar.hub.check import check_dataset
from khabar.hub.compare import diff
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.gate import Reason, Verdict, judge
from khabar.hub.manifest import MANIFEST, Manifest
from khabar.hub.planning import Plan
from khabar.hub.publish import Published, plan, publish
from khabar.hub.pull import Pulled, pull
from khabar.hub.release import Release
from khabar.hub.source import released_articles

__all__ = [
    "MANIFEST",
    "Configuration",
    "Manifest",
    "Plan",
    "Published",
    "Pulled",
    "Reason",
    "Release",
    "Verdict",
    "build",
    "check_dataset",
    "configurations",
    "diff",
    "judge",
    "plan",
    "publish",
    "pull",
    "released_articles",
]
