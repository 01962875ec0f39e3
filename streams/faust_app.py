"""The whole line as the app that faust's own command line finds (`wirewatch faust …`)."""

from streams.line import Line
from streams.settings import load_settings

app = Line(load_settings(), slot="faust").app
