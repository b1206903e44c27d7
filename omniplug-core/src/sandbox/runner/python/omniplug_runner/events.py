"""What a plugin tells while it runs: messages of their own on the reply's pipe, before the reply."""


def begin(descriptor):
    """Sends what loading told; from here on events go to the descriptor."""


def end(descriptor):
    """Sends what waits; after that nothing more is sent."""
