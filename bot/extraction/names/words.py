"""Word lists of the rules for names: closed classes of English, and the nouns of the trade.

They hold kinds of words, never names that one text happened to have; names are data/companies.toml.
"""

from __future__ import annotations

from bot.extraction.word_sets import word_set

MONTHS = word_set(
    """
    January February March April May June July August September October November December Jan
    Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    """
)
WEEKDAYS = word_set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

TITLES = word_set(
    """
    Mr Mrs Ms Miss Dr Sir Lord Lady Prof Professor President Senator Sen Rep Governor Gov Mayor
    Premier Judge Justice Minister Secretary Chancellor Prince Princess King Queen Saint St
    General Captain Colonel Congressman Congresswoman Representative
    """
)

FIRST_NAMES = word_set(
    """
    Aaron Abigail Adam Adrian Akio Akira Alan Albert Alejandro Alessandro Alex Alexander
    Alexandra Alfred Ali Alice Alison Allison Amanda Amy Ana Anders Andrea Andreas Andrew Andy
    Angela Ann Anna Anne Anthony Antonio Arjun Arno Arthur Ashley Barbara Barry Beatrice Ben
    Benjamin Bernard Bernd Bernhard Beth Betty Bill Billy Björn Bjorn Bob Brad Bradley Brandon
    Brenda Brent Brett Brian Bruce Bryan Bud Carl Carla Carlos Carmen Carol Caroline Catherine
    Cathy Charles Charlie Charlotte Chris Christian Christina Christine Christoph Christopher
    Clara Claire Claudia Clint Colin Connie Corbin Craig Curtis Cynthia Daisuke Dale Dan Daniel
    Danny Darren Dave David Dawn Dean Deborah Debra Dennis Derek Diana Diane Dick Dieter Dirk
    Dominic Don Donald Donna Doris Dorothy Doug Douglas Duncan Dwight Ed Eddie Edgar Edith Edsel
    Eduardo Edward Eiji Eleanor Elena Elizabeth Ellen Elon Emil Emily Emma Enzo Eric Erica Erik
    Ernest Ernst Eugene Eva Evan Fabian Felix Fernando Ferdinand Florian Frances Francesco
    Francis Francisco Frank Franz Fred Frederick Friedrich Gabriel Gary Gavin Geoff Geoffrey
    George Georg Gerald Gerhard Gianni Gilbert Giorgio Giovanni Giulia Glenn Gordon Grace Graham
    Greg Gregory Guido Gunnar Günter Gustav Guy Hans Harald Harold Harrison Harry Harvey Heather
    Heinrich Heinz Helen Helena Helmut Henri Henrik Henry Herbert Herbie Hiroshi Holger Howard
    Hubert Hugh Hugo Ian Ingrid Irene Isabel Ivan Ivo Jack Jackie Jacob Jacqueline Jacques Jake
    Jakob James Jamie Jan Jane Janet Jason Jay Jean Jeff Jeffrey Jennifer Jens Jeremy Jerome
    Jerry Jesse Jessica Jessie Jill Jim Jimmy Joachim Joan Joanna Joe Joel Johan Johann Johannes
    John Johnny Jon Jonas Jonathan Jorge Jörg Jose José Josef Joseph Josephine Josh
    Joshua Joyce Juan Judith Judy Jules Julia Julian Julie Julius Jürgen Justin Kai Karen Karl
    Karin Kate Katherine Kathleen Kathryn Katie Kazuo Keith Kelly Ken Kenji Kenneth Kevin Kim
    Kimberly Klaus Koji Konrad Kristen Kristin Kurt Kyle Larry Lars Laura Lauren Laurence
    Lawrence Lena Leo Leon Leonard Leslie Lewis Linda Lisa Liz Lorenzo Lothar Louis Louise Luca
    Lucas Lucy Ludwig Luigi Luis Luke Lutz Lynn Mads Makoto Manuel Marc Marcel Marco Marcus
    Margaret Maria Marguerite Marianne Marie Marin Mario Marion Marissa Mark Markus Martha
    Martin Mary Mathias Matt Matthew Matthias Maurice Max Maximilian Megan Melissa Mia Michael
    Michel Michelle Miguel Mike Mikael Milan Miranda Mitch Molly Monica Monika Morgan Murray
    Nancy Naoto Natalie Nathan Neil Nicholas Nick Nicola Nicolas Nicole Niels Nigel Nikola Nils
    Nina Noah Norbert Norman Ola Olaf Ole Oliver Olivia Olivier Oscar Osamu Oskar Otto Pablo Pamela
    Pat Patricia Patrick Patrik Paul Paula Pawel Pedro Penny Per Pete Peter Phil Philip Philipp
    Philippe Phillip Pierre Priya Rachel Rahul Rajesh Rajiv Ralf Ralph Randy Raphael Ratan
    Raymond Rebecca Reinhard Rene Renee Ricardo Richard Rick Robert Roberta Robin Rod Rodney
    Roger Roland Rolf Roman Ron Ronald Rosa Rosemary Ross Roy Ruben Rudolf Rupert Russell Ruth
    Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Satoshi Scott Sean Sebastian Sergio Shane
    Shannon Sharon Shawn Sheila Shigeru Shirley Sid Silvia Simon Simone Sofia Soichiro Sophie
    Stefan Stefano Stella Stephan Stephanie Stephen Steve Steven Stuart Sue Sunil Susan Susanne
    Suzanne Sven Sylvia Takahiro Takashi Takeshi Tamara Tanja Tara Ted Teresa Terry Tetsuo
    Theodor Theodore Theresa Thierry Thomas Tim Timothy Tina Tobias Todd Tom Tomas Tommy Toni
    Tony Toshihiro Tracy Troy Tyler Ulrich Urs Ursula Usain Uwe Valerie Vanessa Veronica Victor
    Victoria Viktor Vincent Vivian Volker Walter Warren Wassym Wayne Wendy Werner
    Wilhelm Will William Wolf Wolfgang Xavier Yoshihiro Yuki Yuri Yvonne Zach Zachary
    """
)

PLACE_NOUNS = word_set(
    """
    Tunnel Bridge Street Avenue Road Boulevard Lane Highway Expressway Parkway Square Plaza Park
    Airport Harbor Harbour Island Islands Lake River Mountain Mountains Valley Beach Bay County
    Township Village Hall Memorial Museum Stadium Theatre Theater University College School
    Hotel Cathedral Church Cemetery Zoo Speedway Raceway Circuit Arena Field Fields Heights Hill
    Hills
    """
)
"""Capitalised after a name they make it a place or a building: "the Lincoln Tunnel"."""

OTHER_HEADS = word_set(
    "Foundation Institute Prize Award Awards Cup Center Centre Society Trust Orchestra"
)
"""Capitalised after a name they make it something that is no firm."""

FIRM_HEADS = word_set(
    """
    AI Aerospace Airlines Airways Aluminium Aluminum Analytics Aviation Avionics Bancorp Bank
    Batteries Battery Beverages Bikes Biologics Biosciences Biotech Brands Breweries Brewing
    Broadband Capital Cathode Cathodes Cells Cement Ceramics Charging Chemical Chemicals
    Chemistry Coaches Coatings Commodities Composites Computing Consulting Controls Credit
    Cruises Devices Drives Dynamics Electric Electronics Energy Engineering Engines Enterprises
    Ferries Financial Foods Foundry Freight Fuels Glass Graphite Haulage Healthcare Healthineers
    Heavy Hydrogen Industries Innovation Innovations Instruments Insurance Interactive
    International Investments Laboratories Labs Lasers Leasing Lidar Lines Lithium Logistics
    Machines Magnetics Magnets Manufacturing Marine Materials Media Metals Microelectronics
    Minerals Mining Mobility Motion Motorcycles Motorsport Motorworks Nanotechnologies Networks
    Nickel Optics Partners Petroleum Pharma Pharmaceuticals Photonics Plastics Polymers Power
    Powertrain Powertrains Products Properties Propulsion Railways Realty Recycling Refining
    Research Resources Rides Robotics Rubber Securities Semiconductor Semiconductors Sensing
    Services Shipbuilding Shipping Shipyards Silicon Software Solar Solutions Steel Storage
    Supermarkets Systems Technologies Technology Telecom Telematics Textiles Therapeutics Tires
    Trading Transit Transmission Transport Transportation Trucking Trucks Tyres Vans Vehicles
    Ventures Wireless Works
    """
)
"""Last words of firms' names; a name before one of them is a firm of its own ("Uber Freight")."""

SAME_HEADS = word_set("Motor Motors Automotive Automobile Automobiles Auto Autos Cars Group Buses")
"""Last words that only dress a maker's name: "Kia Motors" is Kia, where no longer form is listed;
after a name that no list has they make a firm's name all the same ("Tallowbrook Motors")."""

SUFFIXES = word_set(
    """
    Inc Corp Corporation Co Company Ltd Limited LLC LLP PLC plc AG SE GmbH NV N.V BV AB ASA Oyj
    SpA S.p.A SA S.A SAS KG Holdings Holding Group
    """
)
"""Legal forms, without their last dot."""

GENERIC_BEFORE = word_set(
    """
    Clean Renewable New Green Solar Wind Nuclear Electric Federal National State Public Private
    Local Global European American Chinese Japanese German British French Korean Indian Advanced
    Autonomous Commercial Heavy Light Big Small Open Smart Active Passive Central Digital First
    Second Third Other Many Some Most All Both Several These Those This That The A An And But Or
    Its His Her Their Our My Your Battery Energy Fuel Hydrogen Power Key Social Mass Human Car
    Cars Truck Trucks Vehicle Self Full Super General Of For In On At By With From To As If When
    While After Before Since Until No Not Only Even Also Still Now Then Today Meanwhile However
    One Two Three Four Five Raw Critical Rare Used Passenger Department Ministry Office Bureau
    Home Foreign Financial Consumer Business Enterprise Data Cloud Software Hardware Artificial
    Machine Chief Senior Vice President Director Head Why How What Who Where More Less Better
    Best North South East West Market Product Supply Sales Marketing Corporate Customer Quality
    Safety Strategic Technical Northern Southern Eastern Western Industry Parts Component
    Charging Fast Public Low Cost Budget Regional Major Legacy Container Cargo Ocean Coastal Retail
    """
)
"""Words that before a firm's last word leave a phrase, not a name: "Clean Energy"."""

ROLE_NOUNS = word_set(
    """
    start-up startup newcomer supplier automaker carmaker truckmaker chipmaker maker
    manufacturer firm company parent subsidiary rival competitor affiliate brand unit arm
    venture developer operator retailer utility miner refiner recycler investor lender owner
    holding shareholder partner producer distributor importer dealer specialist insurer group
    giant conglomerate upstart outfit shipper carrier
    """
)
"""Nouns for a firm by what it does; a name beside one of them is a firm's."""

COMMON_ROLES = word_set("group arm unit brand owner investor partner holding operator dealer giant")
"""Roles that stand before people and things, too: they make a name only in an apposition."""

PERSON_ROLES = word_set(
    """
    CEO CFO COO CTO chairman chairwoman chair chief executive president director founder
    co-founder analyst spokesman spokeswoman spokesperson boss head manager engineer designer
    minister senator governor mayor economist strategist secretary officer commissioner
    administrator partner
    """
)

VERBS = word_set(
    """
    is was has had does did will would can could may might should shall must says said plans
    planned wants makes made sells sold builds built expects sees saw goes went comes came gets
    got gives gave takes took keeps kept puts cuts sets lets leads led loses lost wins won buys
    bought brings brought begins began starts stops stopped falls fell rises rose runs ran
    stands stood stays stays pays paid spends spent holds held tells told thinks thought knows
    knew meets met leaves left feels felt finds found grows grew shows showed sends sent shuts
    shut spins spun splits strikes struck swears swore writes wrote throws threw teaches breaks
    broke builds buys chooses chose delivers drives drove faces fails files fights fought gains
    halts hires hopes hit hits let cut put shed overtook outsold joins launches lays laid lifts
    looks lags means meant moves needs
    offers opens owns owes picks posts produces promises pulls pushes raises reaches recalls
    refuses relies remains replaces reports rolls scraps seeks sought serves signs slashes slips
    slipped supplies supports suspends targets tests touts trades trails trims tries turns
    unveils uses values warns works yields isn wasn hasn doesn didn won't couldn wouldn remains
    seems appears becomes became follows continues charges earns employs enters exits invests
    issues licenses operates partners prepares reveals shares ships shifts teams ends adds aims
    agrees asks backs bets calls claims confirms denies designs develops doubles drops eyes fits
    freezes fuels grabs hands heads helps idles imports introduces lists manages maps merges
    misses names parks passes prices quits rates recovers reduces resumes retains returns
    reverses saves settles skips slows stakes stalls steps sticks struggles sues surges takes
    tops tows trucks upgrades walks withdraws
    """
)
"""Finite forms that a firm as a subject takes; words in -ed and -n't are told by their ends."""

ADVERBS = word_set(
    """
    yesterday today now also still then already again just recently finally meanwhile soon later
    once never always often only even first thus instead alone itself currently reportedly
    apparently on Monday Tuesday Wednesday Thursday Friday Saturday Sunday this last week month
    year and or too for
    """
)
"""Words that may stand between a subject and its verb."""

COUNTRIES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Bangladesh": "BD", "Belgium": "BE",
    "Bolivia": "BO", "Brazil": "BR", "Britain": "GB", "Bulgaria": "BG", "Cambodia": "KH",
    "Canada": "CA", "Chile": "CL", "China": "CN", "Colombia": "CO", "Congo": "CD", "Croatia": "HR",
    "Czechia": "CZ", "Czech Republic": "CZ", "Denmark": "DK", "Egypt": "EG", "Estonia": "EE",
    "Ethiopia": "ET", "Finland": "FI", "France": "FR", "Germany": "DE", "Ghana": "GH",
    "Great Britain": "GB", "Greece": "GR", "Hong Kong": "HK", "Hungary": "HU", "Iceland": "IS",
    "India": "IN", "Indonesia": "ID", "Iran": "IR", "Ireland": "IE", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Kazakhstan": "KZ", "Kenya": "KE", "Latvia": "LV", "Lithuania": "LT",
    "Luxembourg": "LU", "Malaysia": "MY", "Malta": "MT", "Mexico": "MX", "Morocco": "MA",
    "Netherlands": "NL", "New Zealand": "NZ", "Nigeria": "NG", "Norway": "NO", "Pakistan": "PK",
    "Peru": "PE", "Philippines": "PH", "Poland": "PL", "Portugal": "PT", "Qatar": "QA",
    "Romania": "RO", "Russia": "RU", "Rwanda": "RW", "Saudi Arabia": "SA", "Serbia": "RS",
    "Singapore": "SG", "Slovakia": "SK", "Slovenia": "SI", "South Africa": "ZA",
    "South Korea": "KR", "Spain": "ES", "Sri Lanka": "LK", "Sweden": "SE", "Switzerland": "CH",
    "Taiwan": "TW", "Thailand": "TH", "Tunisia": "TN", "Turkey": "TR", "Ukraine": "UA",
    "United Arab Emirates": "AE", "United Kingdom": "GB", "United States": "US",
    "Uruguay": "UY", "Uzbekistan": "UZ", "Venezuela": "VE", "Vietnam": "VN", "Zambia": "ZM",
    "Zimbabwe": "ZW",
}  # fmt: skip
"""English names of countries to ISO 3166 alpha-2."""

REGIONS = frozenset({
    "Africa", "Asia", "Europe", "North America", "South America", "Latin America", "Middle East",
    "Southeast Asia", "Scandinavia", "California", "Alabama", "Alaska", "Arizona", "Arkansas",
    "Colorado", "Connecticut", "Delaware", "Florida", "Hawaii", "Idaho", "Illinois", "Indiana",
    "Iowa", "Kansas", "Kentucky", "Louisiana", "Maryland", "Massachusetts", "Michigan", "Minnesota",
    "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey",
    "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon",
    "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah",
    "Vermont", "West Virginia", "Wisconsin", "Wyoming", "Ontario", "Quebec", "British Columbia",
    "Alberta", "Manitoba", "Nova Scotia", "Bavaria", "Saxony", "Lower Saxony", "Scotland", "Wales",
    "England", "Northern Ireland", "Gujarat", "Tamil Nadu", "Maharashtra", "Karnataka",
    "Silicon Valley", "Ann Arbor", "San Jose", "Georgia", "Washington", "Korea", "Beijing",
    "Shanghai", "Shenzhen", "Guangzhou", "Tokyo", "Seoul", "London",
    "Paris", "Berlin", "Munich", "Detroit", "San Francisco", "Los Angeles", "Las Vegas", "Chicago",
    "Houston", "Dallas", "Phoenix", "Atlanta", "Austin", "Boston", "Toronto", "Brussels",
    "Frankfurt", "Stuttgart", "Milan", "Turin", "Madrid", "Barcelona", "Dubai", "Mumbai",
    "New Delhi", "Delhi", "Bengaluru", "Hefei", "Wuhan", "Chongqing", "Hangzhou",
})  # fmt: skip
"""Continents, US states and Canadian provinces, and cities that news name without telling where."""

PLACES = REGIONS.union(COUNTRIES)

ADJECTIVES = {
    "American": "US", "U.S.": "US", "US": "US", "Austrian": "AT", "Brazilian": "BR",
    "British": "GB", "UK": "GB", "Canadian": "CA", "Chinese": "CN", "Croatian": "HR", "Czech": "CZ",
    "Danish": "DK", "Dutch": "NL", "Finnish": "FI", "French": "FR", "German": "DE", "Indian": "IN",
    "Irish": "IE", "Israeli": "IL", "Italian": "IT", "Japanese": "JP", "Korean": "KR",
    "South Korean": "KR", "Malaysian": "MY", "Norwegian": "NO", "Romanian": "RO", "Russian": "RU",
    "Saudi": "SA", "Spanish": "ES", "Swedish": "SE", "Swiss": "CH", "Taiwanese": "TW",
    "Turkish": "TR", "Vietnamese": "VN", "Detroit": "US", "European": "EU", "Asian": "ASIA",
}  # fmt: skip
"""Adjectives of nationality to the country that the catalogue tells of a firm."""

PLAIN = GENERIC_BEFORE.union(MONTHS, WEEKDAYS, ADJECTIVES, TITLES)
"""Words that have a capital of their own, or one only at a sentence's start, and name nobody."""

CITIES = {
    "Stuttgart": "DE", "Munich": "DE", "Wolfsburg": "DE", "Ingolstadt": "DE", "Berlin": "DE",
    "Paris": "FR", "Turin": "IT", "Milan": "IT", "Gothenburg": "SE", "Stockholm": "SE",
    "London": "GB", "Coventry": "GB", "Tokyo": "JP", "Yokohama": "JP", "Hiroshima": "JP",
    "Osaka": "JP", "Seoul": "KR", "Shenzhen": "CN", "Shanghai": "CN", "Beijing": "CN",
    "Hangzhou": "CN", "Hefei": "CN", "Guangzhou": "CN", "Wuhan": "CN", "Chongqing": "CN",
    "Ningde": "CN", "Detroit": "US", "Dearborn": "US", "Austin": "US", "Michigan": "US",
    "California": "US", "Texas": "US", "Ohio": "US", "Silicon Valley": "US", "Mumbai": "IN",
    "Pune": "IN", "Chennai": "IN", "Bengaluru": "IN", "Hanoi": "VN", "Taipei": "TW",
}  # fmt: skip
"""Home towns and states of the trade, as adjectives tell them ("Stuttgart-based")."""

FIRM_HAS = word_set(
    """
    sales deliveries shares stock dealers dealerships owners buyers drivers executives engineers
    spokesman spokeswoman workers plant plants factory chief boss production profit profits brand
    vehicles trucks pickups models
    """
)
"""What a firm has: after a capital word that opens a sentence they make it a firm's name."""

TRADE_NOUNS = word_set(
    """
    agreement aim alliance announcement approach architecture batteries battery bid bonds brand bus
    buses cabin car cars cell cells change charger chargers chip chips concept concepts contract
    cost costs coupe crossover cut cuts deal decision defect delay design device drive effort engine
    engines expansion extension factories factory fix fleet forecast forecasts fund funds goal hatch
    hatchback hub hubs hybrid initiative investment jobs kit kits lab launch layoffs letter line
    lines loan loss losses machine machines memorandum merger model models money motor move network
    offer one ones operation operations order orders others output pack packs partnership payment
    pickup pickups pilot plan plans plant plants platform platforms plug price prices problem
    process production prototype prototypes product products profit program programme project push
    ramp recall redesign result results rides roadster robotaxi robotaxis round rollout routes sale
    sales scheme sedan sensor service services settlement shares showroom site sites software sports
    stake start station stations step store stores strategy suit supply SUV SUVs switch system
    systems takeover talks target targets technology test tests tourer transaction truck trucks unit
    update upgrade van vans vehicle vehicles venture version versions wagon first second
    third last rest other latter
    """
)
"""Nouns for what a firm of the trade has, makes or does: with an article they take up its news."""

VEHICLE_NOUNS = word_set(
    """
    pickup pickups SUV SUVs sedan sedans hatchback crossover crossovers minivan van vans truck
    trucks coupe coupé convertible roadster wagon model models car cars EV EVs hybrid supermini
    bus buses limousine motorcycle scooter minicar robotaxi robotaxis
    """
)
