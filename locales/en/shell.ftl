# The frame of every page: header, navigation, footer.
skip-link = Skip to content
menu = Menu
language = Language
sections = Sections
search = Search
search-label = Search commitments and documents
sign-in = Sign in
sign-out = Sign out
optional = optional

# Groups and entries of the navigation.
group-work = Work
group-record = Record
group-open = Open to everyone
nav-overview = Overview
nav-partners = Partner countries
nav-communiques = Communiqués
nav-conflicts = Conflicts
nav-sources = Sources
nav-journal = Journal
nav-users = Users
nav-promises = Public promises
badge-communiques = { $n } to review
badge-conflicts = { $n } open

# Appearance.
appearance-dark = Dark appearance
appearance-light = Light appearance

# Footer.
footer-demo = Demonstration registry. Figures with a source come from published statements. What is made up is marked as made up.
made-up = made up

# Source lines and quotations.
source = Source
source-line = { $publisher }, { $date }
text_in-kk = text in Kazakh
text_in-ky = text in Kyrgyz
text_in-ru = text in Russian
text_in-en = text in English
text_in-tr = text in Turkish
text_in-uz = text in Uzbek

# Charts and the tables under them.
chart-region = Chart; scrolls sideways on a small screen
chart-show-table = Show the numbers and where they come from
chart-promised = promised
chart-assumed = assumed to continue, no document
chart-delivered = delivered
chart-unexplained = unexplained
chart-no-figure = no published figure
chart-no-promise = no promise found
chart-no-source = none found
chart-year = Year
chart-part = Part
chart-count = Count
chart-period = Period
chart-value = Value
chart-assumed-cell = { $n }, assumed
chart-of = { $delivered } of { $promised }
