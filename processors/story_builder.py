"""From an article record to a story: text normalised, headline tags set aside, sentences split, gate read."""

import msgspec

from processors.gate import Gate
from processors.markup import html_to_text
from processors.normalise import normalise, normalise_line
from processors.revision import headline_tags
from processors.sentences import split_sentences
from processors.story import Story
from processors.truecase import WordForms, cased_without_meaning, running_text
from processors.wire_text import parse_dateline
from schemas.article import Article, Body, Headline


class ArticleText(msgspec.Struct, frozen=True):
    """Headline and body as all offsets count them."""

    headline: str
    body: str


def text_of(article: Article) -> ArticleText:
    """The normalised main headline and main body. Never raises."""
    headline = _main_headline(article.headlines)
    body = _main_body(article.bodies)
    return ArticleText(
        headline=normalise_line(_plain(headline)) if headline else "",
        body=normalise(_plain(body)) if body else "",
    )


def build_story(article: Article, text: ArticleText, gate: Gate, *, any_actor: bool) -> Story:
    """The story; its candidates are the sentences with a trigger, near a watched actor unless any actor will do."""
    tags = headline_tags(text.headline)
    dateline = parse_dateline(text.body)
    sentences = tuple(split_sentences(text.headline, text.body, dateline, (tags.start, tags.end)))
    reading = gate.read(text.headline, text.body, sentences)
    return Story(
        uri=article.uri,
        headline=text.headline,
        body=text.body,
        version_created=article.version_created,
        dateline=dateline,
        sentences=sentences,
        hits=reading.hits,
        candidates=reading.candidates if any_actor else reading.near_watched(),
    )


def texts_to_parse(story: Story, indexes: list[int]) -> list[str]:
    """The sentences as the parser should see them: a headline in capitals becomes running text of the same length."""
    forms: WordForms | None = None
    texts = []
    for index in indexes:
        text = story.sentence_text(index)
        if cased_without_meaning(text):
            if forms is None:
                forms = WordForms(story.body, (hit.alias.form for hit in story.hits if hit.supported))
            text = running_text(text, forms)
        texts.append(text)
    return texts


def _main_headline(headlines: list[Headline]) -> Headline | None:
    with_text = [headline for headline in headlines if headline.value.strip()]
    return next((h for h in with_text if h.role in {"main", "headline"}), with_text[0] if with_text else None)


def _main_body(bodies: list[Body]) -> Body | None:
    """The main body; of the same body in several forms the plain one, whose offsets are the feed's own."""
    with_text = [body for body in bodies if body.value.strip()]
    main = [body for body in with_text if body.role in {"main", "body"}] or [
        body for body in with_text if body.role not in {"summary", "caption"}
    ]
    ranked = sorted(main or with_text, key=lambda body: "html" in body.content_type)
    return ranked[0] if ranked else None


def _plain(text: Headline | Body) -> str:
    return html_to_text(text.value) if "html" in text.content_type.lower() else text.value
