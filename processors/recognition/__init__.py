"""Recognition of states, governments, borders and capitals: who recognises what, and with which stance."""

from processors.recognition.find import find_recognitions, may_state_recognition
from processors.recognition.lexicon import triggers

RECOGNITION_TRIGGERS = triggers()

__all__ = ["RECOGNITION_TRIGGERS", "find_recognitions", "may_state_recognition"]
