"""Code of an engine that knows no Keras: it says that it is ready, and hears one request after another."""

LISTENS = """
import sys
from workbench.foundation.errors import error
from workbench.protocol.frames import Splitter, decode_request, encode
from workbench.protocol.messages import Cancel, Cancelled, Failed, LookAt, Ready, Run, RunAccepted
def say(message):
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()
def heard():
    splitter = Splitter()
    while data := sys.stdin.buffer.read1(1 << 16):
        for body in splitter.feed(data):
            yield decode_request(body)
say(Ready(keras='3', tensorflow='2', devices=()))
for request in heard():
"""
"""To be followed by the body of the loop, which knows ``request`` and ``say``."""
