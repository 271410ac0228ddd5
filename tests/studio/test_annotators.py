"""Pseudonyms last, and say nothing."""

import pytest

from khabar.problem import KhabarError
from khabar.studio.annotators import Pseudonyms

USERS = {1: "first@example.org", 2: "second@example.org"}


def test_they_last(tmp_path):
    file = tmp_path / "annotators.json"
    names = Pseudonyms(file, "http://one", USERS)
    assert [names(2), names(1), names(2)] == ["annotator-1", "annotator-2", "annotator-1"]
    again = Pseudonyms(file, "http://one", {1: "second@example.org"})
    assert again(1) == "annotator-1"


def test_an_account_without_email_is_known_by_its_server(tmp_path):
    file = tmp_path / "annotators.json"
    assert Pseudonyms(file, "http://one", {})(7) == "annotator-1"
    assert Pseudonyms(file, "http://two", {})(7) == "annotator-2"
    assert Pseudonyms(file, "http://two", {})({"id": 9, "email": "x@example.org"}) == "annotator-3"


@pytest.mark.parametrize(
    "content, words",
    [
        ('{"a@b.org": "../../etc"}', "is no pseudonym"),
        ('{"a@b.org": "Salma H"}', "is no pseudonym"),
        ('{"a@b.org": "pen", "c@d.org": "pen"}', "two accounts have one pseudonym"),
        ("[]", "not a JSON object"),
    ],
)
def test_a_file_that_people_spoiled(tmp_path, content, words):
    file = tmp_path / "annotators.json"
    file.write_text(content)
    with pytest.raises(KhabarError, match=words):
        Pseudonyms(file, "http://one", USERS)
