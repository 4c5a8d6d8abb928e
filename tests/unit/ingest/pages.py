"""Made-up pages: an article in the furniture of a news site."""

from __future__ import annotations

import json

from services.ingest.core.page import Page

PARAGRAPHS = (
    "The town of Lower Fenwick will get its ferry back after eleven years, the council decided on Thursday evening.",
    "Councillors voted by nine to four to buy a used vessel, which is to cross the river every half hour from May onwards.",
    "Opponents had argued that the bridge, four miles upstream, was near enough for the two thousand people of the town.",
    "A ticket is to cost two crowns. Children, and anybody who brings a bicycle before eight in the morning, rides free.",
)


def page_of(*inside: str, head: str = "", after: str = "") -> Page:
    """Wrap an article's body in the furniture that news sites have."""
    html = f"""<!DOCTYPE html><html lang="en-GB">
    <head><meta charset="utf-8"><title>Ferry returns | Fenwick Gazette</title>{head}</head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>Ferry returns to Lower Fenwick</h1>{"".join(inside)}</article>{after}</main>
    <footer><p>Fenwick Gazette, all rights reserved.</p></footer></body></html>"""
    return Page(body=html.encode(), url="https://gazette.example.org/ferry?from=home")


def body_of(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def described(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **facts})}</script>'
