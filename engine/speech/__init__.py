"""Text read aloud, for people whose browser has no voice in the page's language."""

from engine.speech.speaker import LONGEST_TEXT, Speaker

__all__ = ["LONGEST_TEXT", "Speaker"]
