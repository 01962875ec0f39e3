"""What can go wrong with the local stack, in words a person can act on."""


class StackError(RuntimeError):
    """The local stack could not do what was asked; the message says why and what helps."""


class NotReadyError(RuntimeError):
    """A server does not answer as it should yet; the message says what it answered."""
