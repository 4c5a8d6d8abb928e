"""Articles with their noise marked ⟦so⟧."""

from __future__ import annotations

NOISY: tuple[str, ...] = (
    """⟦News / Cities / Harl / Village buys its own pub⟧
⟦Outpost News Desk⟧
⟦Curated by: Ida Brook⟧

A village has voted to buy its own pub. ⟦Explore more on these topics⟧
⟦Share⟧
⟦Reuse this content⟧""",
    """Cumin arrivals set a record. ⟦Also Read: Why Groundnut Oil Is Getting Costlier⟧ Auctions ran past midnight.

⟦Thank you! You have successfully signed up.⟧""",
    """The hostel had been declared safe in an audit.
⟦--IANS⟧
⟦vd/dpb⟧
⟦Harl News provides the information “as is” without warranty of any kind.⟧
⟦Legal Disclaimer:⟧""",
    """Nine wells have run dry in the valley, the state said.

⟦This reporting was made possible by a grant of the Harl River Fund.⟧""",
    """The clinic will employ 22 people.
⟦About Harl Dental⟧
⟦Harl Dental runs thirty clinics in the west.⟧
⟦Media Contact:⟧
⟦Jill Sato, 208-555-0144, press@harl.example⟧""",
    """A grain ship ran aground off the cape on Monday night.

⟦Video Player⟧

⟦Select Voice⟧

⟦All rights reserved. Nothing on this site may be reproduced without permission.⟧""",
    """⟦Getty Images⟧
⟦The tower was built in 1911⟧

The tower, which leans by nine degrees, will be shut to visitors for two years.

⟦More on this story⟧
⟦Leaning tower to be propped up⟧
⟦Tower tickets sold out⟧

Engineers will inject cement into the ground around it.

⟦Follow BBC Harl on Facebook, X and Instagram. Send your story ideas to harl@bbc.example⟧""",
    """The singer cancelled her show an hour before it was due to begin.

⟦READ MORE: Fans queue for three days⟧

"I am heartbroken," she wrote. ⟦Sign up to our free daily newsletter here⟧ Tickets will be refunded.

⟦Do you have a story for us? Email news@harlmirror.example or call 0800 111 222.⟧

⟦You can find more stories like this on our homepage.⟧""",
    """The Sharks beat the Rovers 21-14 in the rain on Saturday night.

⟦AAP⟧""",
    """⟦4 MIN READ⟧
⟦Share⟧

A judge on Tuesday dismissed the suit against the dairy.

⟦Enjoying this article? Subscribe for unlimited access.⟧

She found that the farmers had signed away their claims.

⟦What do you think? Join the conversation in the comments.⟧

⟦© 2025 Harl Media Group. All Rights Reserved.⟧""",
    """The airline will add six flights a week to the island. ⟦(WAM)⟧""",
    """The amir received the new ambassador on Sunday. ⟦— KUNA⟧""",
    """Officials said the toll could rise. ⟦(End) oas.mb⟧""",
    """The two sides will meet again in May. ⟦-- Bernama⟧""",
    """The rupee fell by nine paise to 84.12 in early trade. ⟦PTI SKL⟧ ⟦SKL SHW⟧""",
    """The committee will table its report in the winter session, sources said.⟦ PTI ASK RHL⟧

⟦This report is auto-generated from PTI news service. HarlPrint holds no responsibility for its content.⟧""",
    """Police said they found the car in a lake on Friday.

⟦Copyright 2025 KHRL. All rights reserved.⟧

⟦>>> Download the free KHRL 9 News app for breaking news alerts⟧

⟦Stay up to date with the latest news and weather on the KHRL mobile app.⟧""",
    """⟦Listen⟧
⟦4 min⟧
⟦Gift article⟧

The team won its first title since 1988, ending a wait that spanned nine coaches.

⟦Most Popular⟧
⟦1. Nine coaches, no trophy⟧
⟦2. The night the lights went out⟧""",
    """⟦FILE PHOTO: A logo is seen outside the bank's office in Harl, March 3, 2020. REUTERS/Jo Reed/File Photo⟧

The bank will cut 1,100 jobs, it said on Monday.

⟦Reporting by Jo Reed Editing by Ann Marsh⟧""",
    """⟦FILE - Harl's Mara Lind kicks the ball during a match in Lisbon, June 5, 2024. (AP Photo/Jo Reed, File)⟧

The striker will miss the final with a broken toe.

⟦___⟧

⟦AP soccer: https://apnews.com/hub/soccer⟧""",
    """The party expelled nine members on Thursday. ⟦--IANS⟧

⟦sd/dpb⟧""",
    """The party expelled nine members on Thursday.

⟦Published in Harl, March 14th, 2026⟧""",
    """The party said it would go to court.

⟦Published in The Harl Tribune, January 9th, 2024.⟧

⟦Like Business on Facebook, follow @HarlBiz on Twitter to stay informed and join in the conversation.⟧""",
    """Harl FC have signed the defender on a two-year deal. ⟦(Photo by Jo Reed/Getty Images)⟧

⟦READ NEXT: Five players who may leave⟧

He played 41 games last season.

⟦For more Harl FC news, click here⟧""",
    """⟦Updated 14 March 2026 10:01 GST⟧
⟦Dubai: ⟧The authority opened two new lanes on the causeway on Sunday.

⟦Also Read: Toll-free days announced⟧

Traffic was lighter by a tenth, it said.""",
    """The river has burst its banks in three places and the army has been called⟦... [1234 chars]⟧""",
    """⟦ALSO SEE | Harl votes in silence⟧
The turnout was 41 percent at noon, the commission said. ⟦Click here to read the full report.⟧ Polls close at six.

⟦More stories from the region⟧""",
    """The ministry has banned the drug after nine deaths. ⟦[READ: Nine children die after taking syrup]⟧

Stocks will be destroyed, its spokesman said.

⟦Share This Post⟧

⟦Copyright: Fresh Angle Harl (www.freshangle.example)⟧
⟦All rights reserved.⟧""",
    """The price of onions has doubled in a month, traders say.

⟦(Catch all the Business News, Breaking News Events and Latest News Updates on The Harl Times.)⟧

⟦Subscribe to The Harl Times Prime and read the ET ePaper online.⟧""",
    """A bus fell into a gorge on Thursday, killing nine. ⟦(Representative image)⟧

⟦You can also follow us on Facebook, Twitter and Instagram for latest updates.⟧

Eleven others were taken to hospital.

⟦Top News Right Now:⟧
⟦Bus owner arrested⟧
⟦Gorge road to be widened⟧""",
    """The stadium will be torn down in June. ⟦(WHRL)⟧

⟦This is a developing story. Check back for updates.⟧""",
    """The vote was put off until May for lack of a quorum.

⟦This report by The Canadian Press was first published March 3, 2025.⟧

⟦Jo Reed, The Canadian Press⟧""",
    """The vote was put off until May for lack of a quorum.

⟦—⟧

⟦Associated Press writer Jo Reed in Harl contributed to this report.⟧""",
    """The vote was put off until May for lack of a quorum. ⟦(dpa)⟧""",
    """The vote was put off until May for lack of a quorum. ⟦-NNN-HWN⟧""",
    """The vote was put off until May for lack of a quorum. ⟦Photo: PTI⟧""",
    """The civic body will plant 9,000 trees before the rains.

⟦Story first published: Friday, March 14, 2026, 9:12 [IST]⟧

⟦For Breaking News and Instant Updates⟧
⟦Allow Notifications⟧""",
    """A judge freed the three on bail on Thursday.

⟦The Harl Guardian's Crime Desk can be reached at crime@harl.example.⟧

⟦Click to share on Facebook (Opens in new window)⟧
⟦Click to share on X (Opens in new window)⟧""",
    """A judge freed the three on bail on Thursday.

⟦Tags:⟧
⟦bail, court, judge⟧""",
    """A judge freed the three on bail on Thursday.

⟦Originally Published: March 3, 2025 at 5:12 p.m.⟧

⟦Thank you for reading. Please consider a subscription.⟧""",
    """A judge freed the three on bail on Thursday. ⟦... (continued)⟧""",
    """The airline will fly to Harl daily from June 3.

⟦Click here to receive the free Gulf Harl newsletter⟧

Fares start at 410 dirhams, it said in a statement.

⟦Also Read:⟧
⟦Airline orders nine jets⟧""",
    """⟦Picture: Supplied.⟧

Firefighters contained a blaze that burnt 400 hectares near Harl.

⟦ALSO READ: Firefighters save lighthouse⟧

No homes were lost.

⟦Support local journalism. Subscribe here.⟧

⟦Do you have a story? Contact us on WhatsApp: 060 000 0000⟧""",
    """Parliament will debate the bill on Tuesday.

⟦Skip Harl Politics newsletter promotion⟧
⟦Sign up to First Edition⟧
⟦Our morning email breaks down the key stories of the day, telling you what's happening and why it matters⟧
⟦Privacy Notice: Newsletters may contain info about charities, online ads, and content funded by outside parties.⟧
⟦after newsletter promotion⟧

The opposition has tabled 90 amendments.""",
    """The tariff will rise by 9 percent from May, the regulator said.

⟦Recommended articles⟧

⟦Subscribe to watch⟧

Industry will pay more than homes.

⟦Read: Regulator rejects 20 percent rise⟧

⟦Get real time update about this post category directly on your device, subscribe now.⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦[Photo: Jo Reed/Harl Jazeera]⟧

⟦SOURCE: HARL JAZEERA AND NEWS AGENCIES⟧""",
    """The court ordered a retrial on Friday, citing new evidence.

⟦Story by Jo Reed, Harl News⟧

⟦Email Jo at jo@harl.example⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦VNA⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦– Bernama⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦(Xinhua)⟧

⟦Editor: Jo Reed⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦(NAN)(www.nannews.example)⟧

⟦Edited by Jo Reed⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦GNA⟧""",
    """The court ordered a retrial on Friday, citing new evidence. ⟦Watch the video below.⟧ He has been in jail since 2019.

⟦(Image: Jo Reed / Harl Live)⟧

⟦Want the latest Harl news straight to your phone? Sign up here.⟧""",
    """The county closed the bridge on Tuesday night for eight months.

⟦Mara Lind / The Harl Post⟧

⟦Story continues below⟧

The detour adds a quarter of an hour to the trip to the mill.

⟦View all posts by Mara Lind⟧
⟦Comments are closed.⟧
⟦1.2K SHARES⟧
⟦Was this helpful?⟧""",
    """The county closed the bridge on Tuesday night for eight months. ⟦Continue Reading Below⟧ The detour is long.
⟦We'll have more on this story as it develops.⟧
⟦Mara Lind covers courts for The Harl Post. Follow her on Twitter @maral.⟧""",
    """The singer will play in forty towns. ⟦Take a look at the post here.⟧ The first of them is hers.

⟦View this post on Instagram⟧

⟦A post shared by Ida Brook (@idab)⟧

⟦Check out some reactions below⟧

She wrote the songs in a barn.

⟦Which song do you like? Let us know in the comments!⟧
⟦Be sure to follow us on Twitter for more news.⟧""",
    """The boots are warm, and their soles last for a year of rain.

⟦Shop Now⟧

⟦£24.99, Harl Boots⟧

The laces are of wool, which the sheep of the valley give.

⟦As an Amazon Associate we earn from qualifying purchases.⟧
⟦Opinions expressed by contributors are their own.⟧""",
    """⟦FOR IMMEDIATE RELEASE⟧

The firm sells glass in nine countries, and it has hired forty people.

⟦About Harl Glass: Harl Glass is a leading maker of windows.⟧

⟦Forward-Looking Statements⟧

⟦Readers are cautioned not to place undue reliance on these forward-looking statements.⟧

⟦All trademarks are the property of their respective owners.⟧

⟦Company Contact:⟧
⟦Jill Sato, 208-555-0144, press@harl.example⟧""",
    """The mayor rides a horse to work. ⟦CLICK HERE TO GET THE HARL NEWS APP⟧ He feeds it in the yard.

⟦Current Time 0:00⟧
⟦This is a modal window.⟧

The horse is nine. ⟦Jo Abt can be reached at jo@harl.example.⟧""",
)
