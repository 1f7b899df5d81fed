"""The diagrams show what the templates make, and nothing falls out of its box."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from infra_cfn.diagrams.draw import drawn
from infra_cfn.wiring.wire import wire

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/diagrams"
PICTURES = drawn()
SVG = "{http://www.w3.org/2000/svg}"
# What somebody who looks at the pictures must find, by its name.
NAMED = (
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::Events::EventBus",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::WAFv2::WebACL",
)
LETTER = 5.0  # pixels, at the least: what is told to be too long certainly is


@pytest.mark.parametrize("name", PICTURES)
def test_a_diagram_is_that_of_the_templates(name: str) -> None:
    drawn_before = (FOLDER / f"{name}.svg").read_text()

    assert drawn_before == PICTURES[name], "Something has changed: `make diagrams`."


def test_everything_that_has_a_name_is_in_a_diagram() -> None:
    words = " ".join(PICTURES.values())

    missing = [
        resource.logical_id
        for resource in wire("production")
        if resource.kind in NAMED and not re.search(rf"\b{resource.logical_id}\b", words)
    ]

    assert missing == []


@pytest.mark.parametrize("name", PICTURES)
def test_a_diagram_needs_nothing_but_itself(name: str) -> None:
    without_name = PICTURES[name].replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert not re.search(r"https?:|href|@import|<script|url\((?!#)", without_name)
    assert "prefers-color-scheme:dark" in without_name


@pytest.mark.parametrize("name", PICTURES)
def test_words_stay_in_their_boxes_and_boxes_in_the_picture(name: str) -> None:
    picture = ElementTree.fromstring(PICTURES[name])  # noqa: S314  # we have just written it
    width, height = map(float, picture.attrib["viewBox"].split()[2:])
    boxes = [
        tuple(float(box.attrib[side]) for side in ("x", "y", "width", "height"))
        for box in picture.iter(f"{SVG}rect")
        if box.attrib["class"] == "box"
    ]

    for x, y, w, h in boxes:
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
    for words in picture.iter(f"{SVG}text"):
        x, y = float(words.attrib["x"]), float(words.attrib["y"])
        for left, top, w, h in boxes:
            if words.attrib["class"] in ("name", "line") and left <= x <= left + w:
                within = top <= y <= top + h
                assert not within or x + len(str(words.text)) * LETTER <= left + w, words.text
                assert not (top + h - 4 < y <= top + h), f"{words.text} is cut below"


def test_the_architecture_shows_every_diagram() -> None:
    page = (ROOT / "docs/architecture.md").read_text()

    assert set(re.findall(r"\(diagrams/(\w+)\.svg\)", page)) == set(PICTURES)
