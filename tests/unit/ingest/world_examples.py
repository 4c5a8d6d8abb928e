"""Datelines of the whole world, of agencies known and unknown: lead~ place | region | country | date | agency."""

from __future__ import annotations

_TABLE = """
Lusaka, February 14, 2025 (ZANIS) -- ~ Lusaka |  |  | 2025-02-14 | ZANIS
Windhoek, 3 June (NAMPA) -- ~ Windhoek |  |  | 3 June | NAMPA
Kigali, 9 Oct (RNA) – ~ Kigali |  |  | 9 Oct | RNA
Banjul, The Gambia (The Point) – ~ Banjul |  | The Gambia |  | The Point
Thimphu, May 2 (Kuensel): ~ Thimphu |  |  | May 2 | Kuensel
Male', June 12 (PSM News) - ~ Male' |  |  | June 12 | PSM News
COLOMBO (News 1st) – ~ COLOMBO |  |  |  | News 1st
DERA GHAZI KHAN: ~ DERA GHAZI KHAN |  |  |  |
Chennai, 3 Mar: ~ Chennai |  |  | 3 Mar |
Surat (Gujarat) [India], February 11: ~ Surat | Gujarat | India | February 11 |
Raipur: 17 Dec (PTI) ~ Raipur |  |  | 17 Dec | PTI
March 3, Mumbai: ~ Mumbai |  |  | March 3 |
Bengaluru, 5th September, 2023: ~ Bengaluru |  |  | 2023-09-05 |
Xinhua, Nairobi, March 3 -- ~ Nairobi |  |  | March 3 | Xinhua
NAIROBI, Kenya, Aug 8 - ~ NAIROBI |  | Kenya | Aug 8 |
Kampala, Uganda | THE INDEPENDENT | ~ Kampala |  | Uganda |  | THE INDEPENDENT
KAMPALA (Daily Monitor) — ~ KAMPALA |  |  |  | Daily Monitor
HARARE – ~ HARARE |  |  |  |
Luanda, 22 set (Lusa) – ~ Luanda |  |  | 22 set | Lusa
Abidjan, 12 août (AIP) – ~ Abidjan |  |  | 12 août | AIP
Niamey, 2 déc (ANP) - ~ Niamey |  |  | 2 déc | ANP
Hargeisa, Somaliland (SL) – ~ Hargeisa |  | Somaliland |  | SL
Asmara, 21 May 2024- ~ Asmara |  |  | 2024-05-21 |
Lagos, April 18, 2023 (GLOBE NEWSWIRE) -- ~ Lagos |  |  | 2023-04-18 | GLOBE NEWSWIRE
Dakar, Senegal, 6 March 2024,-/African Media Agency (AMA)/- ~ Dakar |  | Senegal | 2024-03-06 | African Media Agency (AMA)
LONDON--(BUSINESS WIRE)--~ LONDON |  |  |  | BUSINESS WIRE
VANCOUVER, British Columbia--(Newsfile Corp. - May 6, 2024) - ~ VANCOUVER | British Columbia |  | 2024-05-06 | Newsfile Corp.
CALGARY, AB, Nov. 2, 2023 /CNW/ - ~ CALGARY | AB |  | 2023-11-02 | CNW
IRVING, Texas, Feb. 8, 2024 /PRNewswire-PRWeb/ -- ~ IRVING | Texas |  | 2024-02-08 | PRNewswire-PRWeb
MIAMI, FL / ACCESS Newswire / April 9, 2025 / ~ MIAMI | FL |  | 2025-04-09 | ACCESS Newswire
HONG KONG SAR - Media OutReach Newswire - 18 July 2024 - ~ HONG KONG SAR |  |  | 2024-07-18 | Media OutReach Newswire
SEOUL, SOUTH KOREA - EQS Newswire - 4 June 2024 - ~ SEOUL |  | SOUTH KOREA | 2024-06-04 | EQS Newswire
TOKYO, Mar 12, 2024 - (JCN Newswire) - ~ TOKYO |  |  | 2024-03-12 | JCN Newswire
Kyiv • UNN - ~ Kyiv |  |  |  | UNN
Chisinau, 6 March /MOLDPRES/- ~ Chisinau |  |  | 6 March | MOLDPRES
BAKU, Azerbaijan, April 3. ~ BAKU |  | Azerbaijan | April 3 |
Yerevan/Mediamax/. ~ Yerevan |  |  |  | Mediamax
ULAANBAATAR, Aug 3 (MONTSAME). ~ ULAANBAATAR |  |  | Aug 3 | MONTSAME
Belgrade, 6 Sept (Tanjug) - ~ Belgrade |  |  | 6 Sept | Tanjug
Ljubljana, 27 June (STA) - ~ Ljubljana |  |  | 27 June | STA
Brussels (Brussels Morning) – ~ Brussels |  |  |  | Brussels Morning
PARIS, 15 mars 2023 (AFP) - ~ PARIS |  |  | 2023-03-15 | AFP
Madrid, 19 feb (Europa Press) - ~ Madrid |  |  | 19 feb | Europa Press
La Paz, 2 mar (ABI).- ~ La Paz |  |  | 2 mar | ABI
BRIDGETOWN, Barbados, Jul 3, CMC – ~ BRIDGETOWN |  | Barbados | Jul 3 | CMC
GEORGETOWN, Guyana (DPI) – ~ GEORGETOWN |  | Guyana |  | DPI
CHICAGO (WLS) -- ~ CHICAGO |  |  |  | WLS
BATON ROUGE, La. (WVLA) (KGMB) — ~ BATON ROUGE | La. |  |  | WVLA
BISMARCK, N.D. (North Dakota Monitor) – ~ BISMARCK | N.D. |  |  | North Dakota Monitor
SALT LAKE CITY (KUTV) — ~ SALT LAKE CITY |  |  |  | KUTV
(The Center Square) – ~  |  |  |  | The Center Square
(StatePoint) ~  |  |  |  | StatePoint
MACON COUNTY, Ga. (WALB) - ~ MACON COUNTY | Ga. |  |  | WALB
Muscat, 9 Apr (ONA) --- ~ Muscat |  |  | 9 Apr | ONA
Amman, May 25 (Petra)--~ Amman |  |  | May 25 | Petra
ERBIL, Kurdistan Region (Kurdistan24) - ~ ERBIL | Kurdistan Region |  |  | Kurdistan24
TEHRAN (Tasnim) – ~ TEHRAN |  |  |  | Tasnim
SANA'A, Aug. 6 (Saba) - ~ SANA'A |  |  | Aug. 6 | Saba
Phnom Penh (FN), Jun. 5 - ~ Phnom Penh |  |  | Jun. 5 | FN
Kota Kinabalu: ~ Kota Kinabalu |  |  |  |
KUCHING (May 2): ~ KUCHING |  |  | May 2 |
SINGAPORE, Oct 10 (The Straits Times/Asia News Network): ~ SINGAPORE |  |  | Oct 10 | The Straits Times/Asia News Network
DILI, 04 October 2023 (TATOLI) – ~ DILI |  |  | 2023-10-04 | TATOLI
TEMPO.CO, Jakarta - ~ Jakarta |  |  |  | TEMPO.CO
CEBU CITY, Philippines — ~ CEBU CITY |  | Philippines |  |
SEOUL (Korea Bizwire) -- ~ SEOUL |  |  |  | Korea Bizwire
AUCKLAND (RNZ Pacific) - ~ AUCKLAND |  |  |  | RNZ Pacific
PORT VILA (VBTC): ~ PORT VILA |  |  |  | VBTC
GENEVA (ILO News) – ~ GENEVA |  |  |  | ILO News
ROME and GENEVA, June 4 (Reuters) - ~ ROME and GENEVA |  |  | June 4 | Reuters
LONDON/NEW DELHI, Aug. 9 (Reuters Breakingviews) - ~ LONDON/NEW DELHI |  |  | Aug. 9 | Reuters Breakingviews
PORT ANSEL, Jan 20 (HWN): ~ PORT ANSEL |  |  | Jan 20 | HWN
NEW DELHI, Jan 12 (Bioenergy Times) — ~ NEW DELHI |  |  | Jan 12 | Bioenergy Times
Ludhiana: 4 May, 2024 ( Punjab Newsline ) ~ Ludhiana |  |  | 2024-05-04 | Punjab Newsline
Islamabad [Pakistan], July 2 (ANI): ~ Islamabad |  | Pakistan | July 2 | ANI
GILGIT (PR): ~ GILGIT |  |  |  | PR
KANDAHAR CITY (Pajhwok): ~ KANDAHAR CITY |  |  |  | Pajhwok
Galle, (Lanka Puvath) - ~ Galle |  |  |  | Lanka Puvath
Phuket : ~ Phuket |  |  |  |
BATAM, INDONESIA - ~ BATAM |  | INDONESIA |  |
ILOILO CITY, July 12 (PNA) — ~ ILOILO CITY |  |  | July 12 | PNA
MIRI, Sarawak: ~ MIRI | Sarawak |  |  |
NUKU'ALOFA, Tonga (Matangi Tonga) – ~ NUKU'ALOFA |  | Tonga |  | Matangi Tonga
SUVA, FIJI (PACNEWS) – ~ SUVA |  | FIJI |  | PACNEWS
HARGEISA (HORN DIPLOMAT)- ~ HARGEISA |  |  |  | HORN DIPLOMAT
Arusha. ~ Arusha |  |  |  |
LILONGWE, Malawi (Xinhua) -- ~ LILONGWE |  | Malawi |  | Xinhua
Yaoundé, Nov 7 (CRTV) – ~ Yaoundé |  |  | Nov 7 | CRTV
Kumasi, Ghana // ~ Kumasi |  | Ghana |  |
Cairo – Mubasher: ~ Cairo |  |  |  | Mubasher
Dubai, UAE; 14 May 2024: ~ Dubai |  | UAE | 2024-05-14 |
Abu Dhabi, UAE, 3 June 2023: ~ Abu Dhabi |  | UAE | 2023-06-03 |
Doha, Qatar: ~ Doha |  | Qatar |  |
Shafaq News / Baghdad – ~ Baghdad |  |  |  | Shafaq News
YEREVAN, MAY 5, ARMENPRESS: ~ YEREVAN |  |  | MAY 5 | ARMENPRESS
ALMATY, Kazakhstan (Reuters) – ~ ALMATY |  | Kazakhstan |  | Reuters
ST. PETERSBURG, June 6. /TASS/. ~ ST. PETERSBURG |  |  | June 6 | TASS
PODGORICA, 11 July (MINA) - ~ PODGORICA |  |  | 11 July | MINA
Tirana, May 9 /ATA/ - ~ Tirana |  |  | May 9 | ATA
Bruxelles, 3 nov (Belga) - ~ Bruxelles |  |  | 3 nov | Belga
SAN JUAN, Puerto Rico (CMC) – ~ SAN JUAN |  | Puerto Rico |  | CMC
(Trinidad Guardian) ~  |  |  |  | Trinidad Guardian
TEGUCIGALPA, Honduras (AP) _ ~ TEGUCIGALPA |  | Honduras |  | AP
RIO DE JANEIRO, June 11, 2024 (Agência Brasil) - ~ RIO DE JANEIRO |  |  | 2024-06-11 | Agência Brasil
MOOSE JAW, Sask. (CTV News) - ~ MOOSE JAW | Sask. |  |  | CTV News
FARGO, N.D. (Valley News Live) - ~ FARGO | N.D. |  |  | Valley News Live
MONTGOMERY, Ala. (Alabama News Network) - ~ MONTGOMERY | Ala. |  |  | Alabama News Network
WASHINGTON (Gray DC) - ~ WASHINGTON |  |  |  | Gray DC
DES MOINES, Iowa (Iowa Capital Dispatch) — ~ DES MOINES | Iowa |  |  | Iowa Capital Dispatch
LITTLE ROCK, Ark. (Talk Business & Politics) – ~ LITTLE ROCK | Ark. |  |  | Talk Business & Politics
ANCHORAGE, Alaska (Alaska's News Source) - ~ ANCHORAGE | Alaska |  |  | Alaska's News Source
NEW YORK (Thomson Reuters Regulatory Intelligence) - ~ NEW YORK |  |  |  | Thomson Reuters Regulatory Intelligence
FRANKFURT, Germany, Dec. 5, 2023 (Reuters) – ~ FRANKFURT |  | Germany | 2023-12-05 | Reuters
New York, NY, Oct. 10, 2023 (Newswire.com) - ~ New York | NY |  | 2023-10-10 | Newswire.com
Kathmandu, Nov 16 (Nepal News Agency): ~ Kathmandu |  |  | Nov 16 | Nepal News Agency
Port Harcourt – ~ Port Harcourt |  |  |  |
Gulu, Uganda – Acholi Times – ~ Gulu |  | Uganda |  | Acholi Times
Mbabane (Times of Eswatini) - ~ Mbabane |  |  |  | Times of Eswatini
Port Louis, 12 May 2022 (GIS): ~ Port Louis |  |  | 2022-05-12 | GIS
BENGHAZI, Libya, Sept 14 (Reuters) - ~ BENGHAZI |  | Libya | Sept 14 | Reuters
Ras Al Khaimah, May 2 (WAM) -- ~ Ras Al Khaimah |  |  | May 2 | WAM
Ashgabat, 4 June 2024 (TDH) — ~ Ashgabat |  |  | 2024-06-04 | TDH
MOSCOW, April 2 (Sputnik), Daria Lane – ~ MOSCOW |  |  | April 2 | Sputnik
"""


def _row(line: str) -> tuple[str, str | None, str | None, str | None, str | None, str | None]:
    lead, _, values = line.partition("~")
    place, region, country, when, agency = (value.strip() or None for value in values.split("|"))
    return lead, place, region, country, when, agency


WORLD_DATELINES = tuple(map(_row, _TABLE.strip().splitlines()))

WORLD_LOOK_ALIKES: tuple[str, ...] = (
    "Paris Saint-Germain (PSG) said on Monday that it would appeal against the fine.",
    "London, March 3: two words on the back of a photograph that led the family to Kent.",
    "Berlin (the city, not the band) has a new anthem.",
    "Kenya Airways (KQ) will resume flights to Kinshasa on Friday, the airline said.",
    "Washington, Lincoln and Roosevelt: three presidents, one mountain, and a row about the fourth.",
    "Mumbai Indians (MI) won the toss and chose to bat first on Saturday.",
    "Georgia (the state) and Georgia (the country) both vote this autumn.",
    "May 14 (a Tuesday) was the hottest day that the town had seen since records began.",
    "Chad: a country of deserts and lakes, and of very few roads.",
    "Turkey - the bird, not the country - is dearer this year, farmers say.",
    "Sydney Sweeney (R) arrives at the premiere in Los Angeles on Tuesday.",
    "Paris Hilton - who turns 45 this year - said she had never felt better.",
    "Jordan (23) scored 41 points as the Bulls won again.",
    "Dr. Lagos, March of Dimes (MOD): the charity's new head speaks about her plans.",
    "Boston, Mass., native Tom Reyes (D) will stand for the Senate again.",
    "Manila (envelopes and rope) is a word with a long history.",
    "NASA (National Aeronautics and Space Administration) will launch the probe in May.",
    "BREAKING - The mayor has resigned, his office says.",
    "UPDATE 2 - The bank has closed nine branches since January.",
    "WATCH: A bear climbs into a car and honks the horn.",
    "LIVE: Voters go to the polls in Zambia",
    "Q&A: How will the new toll work?",
    "PHOTOS: Floods in the valley",
    "VIDEO (CNN) shows the moment the roof came down, police said.",
    "On March 3, 2024 (a Sunday), the two met for the first time.",
    "The Lima Group - a bloc of 14 countries - was founded in 2017.",
    "Florence, March 2: the diary ends here, in the middle of a word.",
    "Charlotte, N.C., and Austin, Texas, are the fastest-growing cities, the census shows.",
    "Santiago (AP's oldest bureau in South America) opened in 1918.",
    "Q1 2024 (Jan-Mar): Profit rose by 4 percent to 21 million crowns.",
    "Jan 20 (Day 14): We walked nine miles and saw no one.",
    "Reading (FC) drew with Derby (1-1) on Saturday.",
    "ASEAN (Association of Southeast Asian Nations) - leaders meet on Monday.",
    "Nice, Cannes and Antibes: the coast road closes for the race.",
    "Delhi 32, Mumbai 28, Chennai 35: the weather at noon.",
    "Batman (Turkey) is a city of 600,000 people on a river of the same name.",
    "Mr. Abuja (CEO): “We will not sell.”",
    "AP Photo/Jon Reed - A man walks past a flooded shop in Jakarta.",
    "Jakarta's governor (PDI-P) has asked the residents to stay at home.",
    "Oslo (Norway) and Tampere (Finland) will host the championship in May.",
    "Kim Jong Un (L) and Xi Jinping shake hands in Beijing, China, March 26, 2018 (KCNA).",
    "DALLAS star Larry Hagman (J.R.) died in 2012.",
    "Lead times: 14 weeks (DHL), 9 weeks (UPS) and 3 weeks by rail.",
    "Rio (film) - the sequel opens on Friday.",
    "Phoenix - a mythical bird that rises from its ashes - gave the project its name.",
    "Al Jazeera (Doha): The channel said that its office had been searched.",
    "Hong Kong-based HSBC (HSBA.L) will cut 900 jobs, two people said.",
    "Kabul - a decade later: what has become of the women who taught there?",
    "Lebanon, Pa. (population 26,000) has a new library.",
    "Day 9, Lima (5,000 ft): We saw the sea again after a week of rain.",
    "Dublin (Ohio) police said they had found no trace of the truck.",
    "Brisbane Lions (AFL) have lost four in a row, and their coach is worried.",
    "May Day: Thousands march in cities across the country",
    "India's Reserve Bank (RBI) - the lender of last resort - stepped in on Friday.",
    "Santa Fe (N.M.) has a market that sells chillies by the sack.",
    "Nairobi's matatus (minibuses): loud, fast and under threat",
    "Dallas (TV series) - The complete fourth season is out on disc.",
    "Abu Dhabi Investment Authority (ADIA) said it would sell its stake.",
    "Melbourne Cup 2024: The field, the odds and the barrier draw",
    "Vienna Philharmonic (VPO) – The orchestra's new year concert is sold out.",
    "Chelsea 3 (Palmer 12, 40, 66) - Fulham 0: The visitors never had a shot.",
    "Austin Powers: The man, the myth and the mojo are back.",
    "Canberra – and the rest of the country – will vote on Saturday.",
    "Bristol (population 470,000) - the largest city in the southwest - has no underground.",
    "Interview (May 4): The coach on his plans for next season",
    "Zurich Insurance - Europe's fifth-largest insurer - raised its dividend.",
    "Saturday, March 14 (7pm): Choir sings in the old church, free entry.",
    "Geneva Convention (1949): The text has four parts.",
    "Jackson (Miss.) schools will open two hours late on Monday.",
    "Dakar Rally - Stage 4: Riders face the longest day of the race.",
    "Warsaw Pact (1955-1991): A short history",
    "Nashville SC (MLS) signed a striker from Leeds on Monday.",
    "Columbus Day (Oct. 14) - Banks and post offices will be closed.",
    "Bloomington - Normal: Two cities, one airport and a very long feud.",
    "Kashmir (2 minutes 40 seconds) - the song that made them - is for sale.",
    "Iran nuclear talks: What we know so far",
    "Sacramento Kings' De'Aaron Fox (ankle) is out for a week.",
    "Rome's mayor (PD) – The city will host the games – resigned.",
    "TORONTO Raptors guard Fred VanVleet (knee) is out.",
    "GENEVA MOTOR SHOW - Carmakers stay away again",
    "SYDNEY FESTIVAL: A week of dance on the harbour",
    "Update (3 May): The bridge has opened again.",
    "March 3 (Reuters reported) was the day he left.",
    "Moscow Times (MT) reporters were not let in.",
    "A Nairobi court on Monday (March 3): no bail for the three accused.",
    "Mumbai-Pune Expressway: Toll to rise by 18 percent from April",
    "U.S. Steel (X) - The company's shares fell 9 percent on Friday.",
    "ISRO (Indian Space Research Organisation) - The agency will launch in May.",
    "Paris (Reuters Events) hosts the summit in June, organisers said.",
    "Beirut, My City - A film by Nadim Tabet (Lebanon) opens on Friday.",
    "Birmingham, Ala., (AP Poll No. 4) hosts the final on Saturday.",
    "Lahore Qalandars (LQ): The champions have named their squad.",
    "London Marathon 2024, April 21: Road closures and timetable",
    "Hanover - Germany's trade fair city - expects 200,000 guests.",
    "Bengal tigers (Panthera tigris) - once found in 14 countries - are back.",
)
