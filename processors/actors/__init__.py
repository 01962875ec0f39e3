"""Who a sentence speaks of: its mentions, and which actor of the article each one is."""

from processors.actors.mention import Mention, SentenceMentions
from processors.actors.mentions import find_mentions
from processors.actors.resolver import ActorResolver

__all__ = ["ActorResolver", "Mention", "SentenceMentions", "find_mentions"]
