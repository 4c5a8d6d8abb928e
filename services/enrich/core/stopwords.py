"""Words that say nothing of what an article is about: function words, and the verbs and adverbs that all news shares."""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
a about above according across added adding after again against ago ahead all almost alone along already also although
always am amid among an and announced announcing another any anyone anything april are aren't around as aside asked at
august away back be became because become been before began behind being below beside besides between beyond billion both
bring brought but by call called came can can't cannot cent claimed come comes confirmed convened could couldn't crore
currently day days december department described despite did didn't discuss discussed do does doesn't doing don't done
down dr due during each earlier early eight either else emphasised emphasized end enough especially etc even ever every
everyone everything expected explained expressed far february few first five follow followed following for former found
four friday from full further gave get gets getting give given go goes going gone got government great had hadn't has
hasn't have haven't having he he's her here hers herself high him himself his hold hour hours how however hundred i i'm
if importance important in include included includes including indeed informed instead into is isn't it it's its itself
january july june just keep kept key know known lakh large largely last late later latest least led left less let like
likely little ll long longer look made main major make makes making man many march may maybe me mean means meanwhile men
mentioned might million mine minister minute minutes monday month months more moreover most mr mrs ms much must my myself
near nearly need needs never nevertheless new next night nine no nobody none nor not noted nothing noting november now
number october of off official officials often old on once one one's only onto open or order other others our ours
ourselves out outside over own part participated particular particularly past people per percent perhaps place plan
planned plans play please point post president previous previously put quite rather re ready real really recent recently
regarding remain remains report reported reportedly reports represented result run said same saturday saw say saying says
second secretary see seek seen senior sent september set seven several shall share she she's should shouldn't show showed
shown shows side similar simply since six small so some someone something soon spokesman spokesperson spokeswoman started
state stated statement states still stressed such sunday take taken takes taking tell tells ten than that that's the
their theirs them themselves then there there's therefore these they they're thing things think third this those though
thousand three through throughout thursday thus time times to today together told tomorrow tonight too took toward
towards tuesday turn two under undertaken unless until up upon urged us use used using various ve very via warned was
wasn't way we we're wednesday week weeks welcome welcomed well went were weren't what what's whatever when where whether
which while who who's whole whom whose why will with within without woman women won't work would wouldn't wrote year
years yes yesterday yet you your yours yourself
"""

STOPWORDS: Final = frozenset(_WORDS.split())
