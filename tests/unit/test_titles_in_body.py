"""What stands above a story: found in time that grows with the text, however long its second paragraph is."""

import pytest

from processors.assembly import _in_title
from processors.story_builder import build_story, text_of
from schemas.article import Article, Body, Headline
from tests.parsed_stories import _gate, story_of


def test_a_long_second_paragraph_is_read_in_time() -> None:
    plain = story_of("Ana met Bo.")
    body = "A line above\n\n" + " ".join(f"Number {n} is said." for n in range(60))
    article = Article(
        uri="urn:test:long",
        version_created=plain.version_created,
        headlines=[Headline(value="Ana meets Bo")],
        bodies=[Body(value=body)],
    )
    story = build_story(article, text_of(article), _gate(), any_actor=True)
    assert len(story.sentences) == 62
    assert [index for index in range(len(story.sentences)) if _in_title(story, index)] == [0, 1]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("A line above\n\nA line above\n\nThen the story.", [0, 1]),
        ("The first.\n\nThe first.\n\nThen the story.", []),
        ("A line above\n\nA new line\n\nThen the story.", [0]),
    ],
)
def test_a_title_may_be_printed_twice(body: str, titles: list[int]) -> None:
    story = story_of(body)
    assert [index for index in range(len(story.sentences)) if _in_title(story, index)] == titles
