# How firm the words are: the nine stages that are kept.
stage-S0 = mentioned
stage-S1 = discussed
stage-S2 = interest or request
stage-S3 = proposed
stage-S4 = planned or being explored
stage-S5 = agreed
stage-S6 = agreed with quantity and date
stage-S7 = in a signed instrument
stage-S8 = in force or funded

# The five words a reader sees.
shown-raised = Raised
shown-intended = Intended
shown-agreed = Agreed
shown-signed = Signed
shown-in_force = In force
stage-of = stage { $n } of 5
promise-counted = Counts as a promise
promise-not-counted = Not counted as a promise

# What happened.
delivery-not_due = not due
delivery-in_progress = in progress
delivery-partly_delivered = partly delivered
delivery-delivered_claimed = delivered, as a party states
delivery-verified = delivery verified
delivery-suspended = suspended
delivery-lapsed = lapsed
delivery-renegotiated = replaced by a new commitment

# What a person judged.
verdict-not_rated = not rated
verdict-on_track = on track
verdict-at_risk = at risk
verdict-kept = kept
verdict-kept_in_part = kept in part
verdict-broken = broken
verdict-unverifiable = cannot be verified

# The state of a commitment, as a chip.
state-reported = Reported
state-behind = Behind
state-no_report = No report
state-due_this_year = Due this year
state-talks = Talks only
state-delivered = Delivered
state-intended = Binds nobody
state-lapsed = Lapsed
state-replaced = Replaced

# What a commitment is about.
topic-treatment = treatment
topic-residency = residency
topic-internship = internship
topic-training = training
topic-expert_exchange = expert exchange
topic-facility = facility
topic-instrument = instrument
topic-regulation = regulation
topic-medicines_register = medicines register
topic-localisation = localisation
topic-working_group = working group
topic-multilateral_body = multilateral body
topic-digital_health = digital health
topic-supply = supply
topic-research = research
topic-other = other

# Through whom the places of a quota are given, and over which period.
channel-embassy = through the embassy
channel-ministry = through the ministry
channel-any = not divided by channel
per-once = once
per-year = every year
per-month = every month

# Sources.
source_kind-communique = communiqué
source_kind-press_release = press release
source_kind-treaty_text = treaty text
source_kind-law = law or legal act
source_kind-letter = letter
source_kind-report = report
source_kind-news = news
source_kind-table = table
tier-1 = text of the instrument
tier-2 = official statement of a party
tier-3 = agency citing a party
tier-4 = other source

# Parties and people.
party_kind-state = state
party_kind-ministry = ministry
party_kind-organisation = organisation
party_kind-company = company
party_kind-university = university
party_kind-hospital = hospital
role-administrator = administrator
role-officer = agreement officer
role-reader = reader
role-auditor = auditor
role-partner = partner
role-applicant = applicant
role-public = visitor

# Rules that find two sources at odds, and what became of a conflict.
rule-C1 = Different values
rule-C2 = Different dates of one act
rule-C3 = “For the first time”, although an earlier event is on record
rule-C4 = Stages do not agree
rule-C5 = Parts do not add up to the whole
rule-C6 = Deadline moved or dropped
rule-C7 = Different lists of items
rule-C8 = Language versions differ
rule-C9 = Same figure given for another country or institution
rule-C10 = Reference to a repealed or unknown act
conflict-open = open
conflict-explained = explained: both are true
conflict-resolved = resolved: one was chosen
conflict-standing = left standing

# The nine fields of the talks of February 2026.
specialty-neurosurgery = neurosurgery
specialty-oncology = oncology
specialty-cardiac_surgery = cardiac surgery
specialty-obstetrics_gynaecology = obstetrics and gynaecology
specialty-anaesthesiology_intensive_care = anaesthesiology and intensive care
specialty-neonatology = neonatology
specialty-paediatrics = paediatrics
specialty-genetics = genetics
specialty-laboratory_diagnostics = laboratory diagnostics
