"""Parts of the HTML page of `wirewatch detect`; streams/html_report.py puts them together."""
