"""What an outlet says about the text instead of telling the story: where it ran, who paid for it, how it was changed."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import NAME, Rule, compiled, phrases
from services.ingest.core.printed_dates import STAMP

_TEXT = (
    r"(?:article|story|piece|report|reporting|post|column|essay|op-ed|interview|content|feature|page|video|series|dispatch|"
    r"item|text|opinion piece|commentary|press release|transcript|excerpt|live blog|copy|news|project|"
    r"investigation|material)"
)
_THIS = (
    r"(?:(?:this|an? (?:earlier |previous |longer |shorter |different )?version of this|parts? of this|the above) "
    rf"{_TEXT}|an earlier version)"
)
_DONE = (
    r"(?:published|republished|appeared|appears|ran|runs|updated|amended|corrected|edited|produced|co-?produced|supported|"
    r"funded|translated|adapted|syndicated|generated|provided|supplied|sponsored|reported|compiled|commissioned|"
    r"distributed|"
    r"clarified|revised|modified|excerpted|reproduced|reprinted|shared|licensed|made possible|part of|in partnership|"
    r"developing|breaking|in collaboration|written (?:by|for|with|in)|created|originally|first|for subscribers|free "
    r"to|said|"
    r"stated|misstated|incorrectly|intended|constitutes?|constitute)"
)
_NEARLY_OVER = 400


def end_of_outlet(text: str, match: re.Match[str]) -> int | None:
    """Return the end of an outlet's portrait of itself; None where the story goes on or has named the outlet before."""
    name = " ".join(match[0].split()[:2])
    return match.end() if len(text) - match.end() < _NEARLY_OVER and text.count(name, 0, match.start()) <= 1 else None


_DAY = re.compile(rf"{STAMP}(?= [A-Z])")


def end_of_history(_text: str, match: re.Match[str]) -> int:
    """Return where an outlet has told what happened to its text: behind the day, where a sentence follows at once."""
    day = _DAY.search(match[0])
    return match.start() + day.end() if day else match.end()


RULES = (
    Rule(
        id="about-text.history",
        begins="sentence",
        hints=phrases(
            "this article, this story, this piece, this report, this reporting, this post, this column, this "
            "essay, this op-ed, this interview, this content, this feature, this page, this video, this series, "
            "this dispatch, this text, this opinion, this commentary, this press, this transcript, this excerpt, "
            "this live, this copy, this project, this investigation, this material, the above, earlier version"
        ),
        pattern=compiled(
            rf"[(\[*_]{{0,3}}(?:(?:update|updated|correction|corrections|clarification|editor[’']?s[’']? note|"
            rf"note)[^\n:]{{0,40}}: )?"
            rf"(?:{_THIS})\b(?![^.!?\n]{{0,200}}[\"“”])(?=[^.!?\n]{{0,120}}?\b{_DONE}\b)"
            rf"(?![^.!?\n]{{0,240}}\b(?:he|she|they|his|her)\b)[^!?\n]{{5,260}}?(?:[.!][)\]*_]{{0,3}}(?=\s|$)|$)"
        ),
        zone="tail",
        extent=end_of_history,
        example="The mill closed.\n\n⟦A version of this story was also shared with partners of the network.⟧",
        counter_example="The mill closed. This story has no heroes, he said. This article of the law is not used.",
    ),
    Rule(
        id="about-text.kind",
        begins="sentence",
        hints=phrases(
            "for this story, in this story, for this report, for this article, this is a, this is an, this is paid, "
            "this is sponsored, ai, ai-generated, summary, informational, disclosure, disclosures, agency copy, "
            "breaking news update, motley fool"
        ),
        pattern=compiled(
            r"[(\[*]{0,2}(?:this is (?:an? )?(?:(?:sponsored|paid|partner(?:ed)?|promoted|branded|syndicated|archived|"
            r"premium|subscriber-only|"
            r"agency|breaking|developing|automated)(?: news)?(?: (?:post|content|article|story|feature|copy|update))|"
            r"press release|advertorial)"
            r"[^.\n\"“”]{0,60}|(?:this |the )?(?:summary|article|story|content|text|key points?|image|transcript|"
            r"translation)s?(?: (?:is|was|are|were|has been))? "
            r"(?:ai[- ])?(?:generated|created|written|produced|translated|summari[sz]ed|assisted)(?: (?:by|with|"
            r"using)[^.\n\"“”]{0,30}\bai\b|"
            r"(?<=ai[- ]generated))[^.\n\"“”]{0,60}|ai[- ]generated (?:summary|content|image)[^.\n]{0,40}|"
            r"[^.\n\"“”]{5,100}for informational purposes[^.\n\"“”]{0,160}|disclosures?: [^\n\"“”]{4,300}|"
            r"the motley fool (?:has|owns|recommends)[^.\n]{3,160}|"
            r"(?:the )?(?:sources?: )?(?:the )?(?:information|details|reporting|data|facts) (?:for|in|on) this "
            r"(?:story|article|report) "
            r"(?:came|comes|was|were|is|are)\b[^.\n\"“”]{3,160})[.)\]*]{0,3}(?=\s|$)"
        ),
        zone="tail",
        example="The mill closed.\n\n⟦This is a sponsored post.⟧",
        counter_example="The mill closed. This is a premium on patience, she said.",
    ),
    Rule(
        id="about-text.outlet",
        begins="line",
        hints=phrases(
            "newsroom, news organization, news organizations, news organisation, news organisations, news site, news "
            "outlet, "
            "news agency, news service, nonprofit, non-profit, journalism, publisher, reports a day"
        ),
        pattern=compiled(
            rf"(?:The )?(?-i:{NAME}) (?:is|are|publishes|produces|provides|delivers|aggregates|distributes|partners|"
            rf"works)\b"
            r"(?=[^\n]{0,200}\b(?:newsroom|news (?:organi[sz]ations?|site|outlet|agency|service|website|platform|portal)|"
            r"journalism|reports a day|publisher of)\b)(?![^\n]*(?:[\"“”]|\b(?:he|she|his|her|said|says|told|was|were|"
            r"will|has been)\b))"
            r"[^\n]{20,400}$"
        ),
        zone="tail",
        extent=end_of_outlet,
        example="The mill closed.\n\n⟦Harl Post publishes around 90 reports a day from news organizations on the coast.⟧",
        counter_example="Harl Post is a nonprofit newsroom, the judge said.\n\nThe mill closed.",
    ),
)
