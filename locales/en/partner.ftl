# Partners.
partners-title = Partner countries
partners-intro = Partners with whom commitments are kept.
partners-none = No partners yet.
partners-promises = Promises
partners-talks = Plans and talks
partner-counts = { $promises } counted as promises, { $talks } planned or talked about
partner-meetings = Meetings
partner-conflicts = Contradictions between sources
level-heads_of_state = heads of state
level-ministers = ministers
level-deputy_ministers = deputy ministers
level-commission = commission
level-experts = experts
level-other = other

# The brief on a partner.
brief-open-link = Brief
brief-title = Brief: { $partner }
brief-lead = { $author }. As of { $date }
brief-promised = Promised and delivered
brief-talks = Planned or talked about
brief-talks-note = Not counted as promises.
brief-places = Where the places are
brief-none = Nothing is on record.
brief-no-slip = No milestone was moved later.
brief-more = There are more commitments than the brief has: see the list of commitments.
brief-more-places = All quota lines

# Parties.
parties-title = Parties
parties-lead = States, ministries and organisations, with their names over time. They belong to all registries together.
parties-open = All parties
party-enter = Enter a party
party-enter-lead = Whoever signs, promises, hosts or reports. Look first whether it is in the list: its code stays as it is entered.
party-code = Code
party-code-hint = Two letters of its country for a state (TR); else 2 to 16 Latin capitals, digits or hyphens, such as KG-MOH.
party-kind = What it is
party-country = Country
party-parent = Part of
party-parts = Its parts
party-what = The party
party-with = What there is with it
party-name = Name
party-names = Names
party-name-ever = From the beginning
party-name-since = Since { $date }
party-name-from = Called so since
party-name-from-hint = A day, month or year. Empty: the languages in which the name is missing are filled in.
party-rename = Give a name
party-rename-lead = A new name stands beside the old one from its day on. A name that is there is never written over.
refusal-party-there = Another party has the code { $code }. Choose it from the list, or take another code.
refusal-party-named-already = In this language it is called “{ $old }”. For another name say since when it is called so.
refusal-party-name-before = The name before it begins on the same day or later. Look at the day.
refusal-party-name-nothing = Nothing is new: the name has these languages already.
