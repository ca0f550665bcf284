# Instruments: from the first draft to the last day in force.
nav-instruments = Instruments
instruments-title = Instruments
instruments-lead = Memoranda, agreements, protocols and plans. Whether one is in force is computed from the acts of the parties.
instruments-none = No instrument fits. Choose less, or enter one from a passage that speaks of it.
instruments-csv = Instruments as CSV
instruments-iati = Signed instruments for IATI 2.03 (XML)
instrument-iia = Agreement with its places in the shape of Erasmus Without Paper (XML)
agreements-title = Published instruments
agreements-lead = What rests on published passages. Whether an instrument is in force is computed from the acts of the parties.
agreements-none = No instrument is published yet.
agreements-all = Instruments
stands-in = Stands in
instrument-col-title = Instrument
instrument-kind = Type
instrument-level = Level
instrument-standing = Where it stands
instrument-dates = Dates
instrument-filter-soon = notice day, end or renewal within 90 days
instrument-row-force = in force from { $date }
instrument-row-signed = signed { $date }
instrument-row-none = no date on record
instrument-row-notice = notice by { $date }
instrument-row-ends = ends { $date }
instrument-row-renews = renewed on { $date }
instrument-row-differ = sources differ
instrument-held-by = { $agency }, without an answer: { $days }
instrument-overdue-by = overdue: { $days }
instrument-between = between { $from } and { $to }

# What kind of document, between whom.
instrument_type-agreement = intergovernmental agreement
instrument_type-interagency_agreement = interagency agreement
instrument_type-memorandum = memorandum of understanding
instrument_type-protocol = protocol
instrument_type-plan = roadmap or plan of action
instrument_type-programme = programme or strategy
instrument_type-statement = letter, joint statement or declaration
instrument_type-notes = exchange of notes
instrument_type-other = other document
instrument_level-state = between states
instrument_level-government = between governments
instrument_level-ministry = between ministries
instrument_level-agency = between agencies
instrument_level-institution = between institutions

# Where it stands, in one word.
instrument_standing-prepared = being prepared
instrument_standing-drafted = draft
instrument_standing-returned = returned with remarks
instrument_standing-in_approval = in approval
instrument_standing-text_agreed = text agreed by both sides
instrument_standing-initialled = initialled
instrument_standing-approved_unsigned = approved and unsigned
instrument_standing-partly_signed = signed by some
instrument_standing-signed = signed
instrument_standing-awaiting_ratification = awaiting ratification
instrument_standing-awaiting_notification = awaiting notification
instrument_standing-awaiting_date = enters into force later
instrument_standing-provisional = applied provisionally
instrument_standing-in_force_reported = in force, as a source states
instrument_standing-in_force = in force
instrument_standing-denounced = notice of denunciation given
instrument_standing-expired = expired
instrument_standing-terminated = ended
instrument_standing-replaced = replaced
instrument_standing-given_up = given up

# What a party did.
act_kind-draft_approved = Approved the draft
act_kind-full_powers = Full powers
act_kind-initialled = Initialled
act_kind-signed = Signed
act_kind-parliament = Parliament adopted
act_kind-ratified = Ratified
act_kind-approved = Approved or accepted
act_kind-acceded = Acceded
act_kind-notified = Notified
act_kind-denounced = Gave notice of denunciation
change_kind-amended = Amended
change_kind-replaced = Replaced
change_kind-ended = Ended by the parties
change_kind-given_up = Given up before signature
approval_answer-agreed = agrees
approval_answer-remarks = returned with remarks
approval_answer-refused = refused
text_side-home = Our side
text_side-partner = Partner
instrument_entry-on_signature = when all have signed
instrument_entry-on_last_notification = on the last notification
instrument_entry-after_ratifications = after so many ratifications
instrument_entry-on_date = on a date
instrument_ending-any_time = at any time
instrument_ending-end_of_term = at the end of the term
length_unit-day = days
length_unit-month = months
length_unit-year = years
language_name-kk = Kazakh
language_name-ky = Kyrgyz
language_name-ru = Russian
language_name-en = English
language_name-tr = Turkish
language_name-uz = Uzbek
language_name-tg = Tajik
language_name-tk = Turkmen
language_name-zh = Chinese
language_name-ar = Arabic
language_name-fr = French
language_name-de = German

# Why it stands where it does.
instrument-why-on_signature = In force from { $since }. Why: the last signature, { $last } ({ $by }).
instrument-why-on_date = In force from { $since }. Why: the date of the clause, after the last signature of { $last } ({ $by }).
instrument-why-on_last_notification = In force from { $since }. Why: last notification received { $last } ({ $by }).
instrument-why-on_last_notification-wait = In force from { $since }. Why: last notification received { $last } ({ $by }) + { $wait }.
instrument-why-after_ratifications = In force from { $since }. Why: the ratification that made the number full, { $last } ({ $by }).
instrument-why-after_ratifications-wait = In force from { $since }. Why: the ratification that made the number full, { $last } ({ $by }) + { $wait }.
instrument-why-over = It binds nobody any more.
instrument-why-reported = A source states that it is in force since { $date }. The acts that would show it are not on record, so it is not computed.
instrument-why-unstated = Whether it is in force is not computed: no passage on record says what must happen for it.
instrument-missing-signature = Not in force yet. Signatures not on record: { $of }.
instrument-missing-consent = Not in force yet. Ratifications still needed: { $n }. Not on record from: { $of }.
instrument-missing-notification = Not in force yet. Notifications not on record: { $of }.

# Its way.
instrument-way = Where it stands
instrument_step-recorded = On record
instrument_step-approved = Approved at home
instrument_step-signed = Signed
instrument_step-ratified = Ratified
instrument_step-notified = Notified
instrument_step-in_force = In force
instrument_step-ends = Ends
instrument_step-terminated = Ended
instrument_step-replaced = Replaced
instrument_step-given_up = Given up
instrument-step-open = not on record
instrument-step-part = { $n } of { $of }
instrument-step-reported = { $date }, as a source states

# Who holds it.
instrument-who-holds = Who holds the draft
instrument-agency = Agency
instrument-sent = Sent on
instrument-due = Answer due
instrument-no-due = no day set
instrument-state = State
instrument-holds = no answer on record
instrument-held-for = held: { $days }
instrument-held-least = without an answer, at least: { $days }
instrument-answered-on = answered { $date }

# Parties, texts, clause.
instrument-who-did-what = Parties and what each did
instrument-who-did-what-note = Each day leads to its passage
instrument-party = Party
instrument-parties = Parties
instrument-not-on-record = not on record
instrument-texts = Versions of the text
instrument-texts-note = An approval is of one content and of no other
instrument-approvals = Approved by
instrument-text-present = present version
instrument-not-approved = not approved
instrument-void = void: a newer version
instrument-alarms = What comes up
instrument-alarm-notice = Last day to give notice: { $date }
instrument-alarm-ends = No longer in force from { $date }
instrument-alarm-renews = Renewed on { $date }
instrument-alarm-force = A source states another day of entry into force
instrument-alarm-force-note = Stated: { $date }. The computed day stands; the difference is to be asked about.
instrument-alarm-reports = Sources differ about a day
instrument-unsigned-note = Approvals are complete; no signature is on record.
instrument-in-days = in: { $days }
instrument-subject = Subject
instrument-subject-hint = The specialty or the matter in words.
instrument-languages = Authentic texts
instrument-depositary = Depositary
instrument-depositary-hint = Only where one is named.
instrument-provisional = Applied provisionally
instrument-provisional-signature = from signature
instrument-provisional-date = from a day
instrument-provisional-day = Day of provisional application
instrument-ends = No longer in force from
instrument-renews = Next renewal
instrument-notice-by = Last day to give notice
instrument-clause = What it says of its validity
instrument-clause-none = No passage on record says when it enters into force, for how long it is or how it ends.
instrument-entry = Enters into force
instrument-entry-hint = Leave it empty where the passage does not say.
instrument-entry-date = Date of entry into force
instrument-count = How many ratifications
instrument-count-hint = Only after so many ratifications.
instrument-wait = How long after the last act
instrument-unit-of = Unit: { $what }
instrument-duration = Duration
instrument-until = Last day or year
instrument-until-hint = For plans and programmes, as 2026.
instrument-renewal = Renewed each time by
instrument-notice = Notice period
instrument-ending = Notice takes effect
instrument-since = Holds since
instrument-since-hint = Only when an amendment changed the clause.
instrument-commitments = Commitments in it
instrument-related = Related instruments
instrument-parent = Amends, replaces or belongs to
instrument-parent-hint = For protocols, amendments and successors.
instrument-child = Amends, replaces or belongs to this one
instrument-public-yes = Everybody can see what rests on published passages.

# The history.
instrument-h-entered = Entered
instrument-h-clause = Clause on validity
instrument-h-act = { $party }: { $act }, { $date }
instrument-h-force = Stated day of entry into force: { $date }
instrument-h-change = { $what }: { $date }
instrument-h-draft = New version of the text: { $name }
instrument-h-approved = { $side } approves the text { $hash }
instrument-h-sent = Draft sent: { $agency }, { $date }
instrument-h-answer = { $agency }: { $answer }
instrument-h-link = A commitment stands in it

# What can be done.
instrument-enter = Enter an instrument
instrument-enter-lead = From a passage that speaks of it. What the parties did is entered afterwards, each act with its passage.
instrument-describe-lead = What was said before stays in the journal.
instrument-do-act = Enter an act of a party
instrument-act-lead = Signed, ratified, notified: as a passage reports it. Whether the instrument is in force follows from it.
instrument-do-clause = Enter the clause on validity
instrument-clause-lead = When it enters into force, how long it runs and how it ends, as the text says. What it does not say stays empty.
instrument-do-send = Send the draft to an agency
instrument-send-lead = The page then shows who holds the draft and for how many days.
instrument-do-answer = Enter an answer
instrument-answer-lead = Each sending has one answer. A draft that was returned is sent anew.
instrument-do-draft = Add a version of the text
instrument-draft-lead = Approvals are of one content. A new version voids the approvals of the one before.
instrument-do-approve = Approve the text
instrument-approve-lead = The approval is of exactly this content. If the text changes, it is void.
instrument-approve-what = { $name }, SHA-256 { $hash }
instrument-do-force = Enter a stated day of entry into force
instrument-force-lead = It stands beside the computed day and changes nothing of it.
instrument-force-on = Stated day
instrument-do-change = Enter an amendment or an end
instrument-change-lead = Amended, replaced, ended by the parties, or given up before signature.
instrument-do-link = Link a commitment
instrument-link-lead = A passage says that the commitment stands in this instrument.
instrument-do-withdraw = Withdraw a fact
instrument-withdraw-lead = A fact entered by mistake counts no more. It stays in the journal.
instrument-publish-lead = Everybody will see what rests on published passages. Drafts, their approvals and answers without a passage stay inside.
instrument-unpublish-lead = The instrument will be seen only with an account.

# Forms.
instrument-part-what = What it is
instrument-part-title = Title
instrument-part-about = What it is about
instrument-part-source = Where it is stated
instrument-part-letter = Where it is stated, if it is
instrument-part-act = What a party did
instrument-part-entry = Entry into force
instrument-part-term = Term and end
instrument-part-force = Stated day
instrument-part-change = What became of it
instrument-part-link = Commitment
instrument-part-approve = Approval
instrument-part-send = Sending
instrument-part-answer = Answer
instrument-parties-hint = At least two, with the partner among them.
instrument-title-kk = In Kazakh
instrument-title-ky = In Kyrgyz
instrument-title-ru = In Russian
instrument-title-en = In English
instrument-act = What it did
instrument-on = When
instrument-on-hint = As exactly as stated: 15.03.2026, 2026-03 or 2026.
instrument-place = Where
instrument-note-hint = Such as the number of the decree, or who was empowered.
instrument-change = What became of it
instrument-by = By which instrument
instrument-draft-name = Name of the version
instrument-draft-name-hint = Such as the name of the file.
instrument-draft-file = File
instrument-draft-file-hint = Up to 4 MB. Or paste the text below.
instrument-draft-text = Text
instrument-draft-note = What changed
instrument-side = Whose approval
instrument-matter = What is to be looked at
instrument-answer = Answer
instrument-answer-on = Answered on
instrument-remark = Remarks
instrument-fact = Fact

# The overview.
decision-held-note = Longer than 30 days, or the answer is overdue
decision-notice-note = After that day it is renewed
decision-ends-note = Its term is over then
decision-unsigned-note = Approvals are complete

# Why a rule says no.
refusal-instrument-kind-unknown = Choose the type of the document.
refusal-instrument-level-unknown = Choose between whom it is.
refusal-instrument-act-unknown = Choose what the party did.
refusal-instrument-change-unknown = Choose what became of the instrument.
refusal-instrument-answer-unknown = Choose what the agency answered.
refusal-instrument-entry-unknown = Choose when it enters into force.
refusal-instrument-ending-unknown = Choose when notice takes effect.
refusal-instrument-provisional-unknown = Choose from when it is applied provisionally.
refusal-instrument-side-unknown = Choose whose approval it is.
refusal-instrument-unknown = There is no such instrument in your registry. Choose one from the list.
refusal-instrument-two-parties = An instrument has at least two parties, each named once. Choose them.
refusal-instrument-not-a-party = { $party } is no party of this instrument. Add it to the parties first.
refusal-instrument-act-before = The days do not follow one another: the earlier act of this party is of { $earlier }, the later one of { $later }. Check both.
refusal-instrument-date-ahead = The day lies after the publication of the source, or in the future. Enter the day on which it happened.
refusal-instrument-entered-already = The instrument is entered already. Open its page.
refusal-instrument-not-entered = The instrument is not entered yet. Enter it first.
refusal-instrument-clause-there = There is a clause since that day already. Withdraw it first, or enter the day of the amendment.
refusal-instrument-clause-empty = The clause says nothing yet. Enter when it enters into force, how long it runs or how it ends.
refusal-instrument-count-range = So many ratifications cannot come: there are { $most } parties. Enter a number from 1 to that.
refusal-instrument-count-missing = Enter how many ratifications the clause asks for.
refusal-instrument-two-terms = Enter either a duration or a last day, not both.
refusal-instrument-renewal-alone = A renewal needs a term. Enter the duration or the last day.
refusal-instrument-ending-alone = The end of a term needs a term. Enter the duration or the last day.
refusal-instrument-itself = An instrument does not change itself. Choose another one.
refusal-instrument-ended = The instrument ended on { $day } and cannot be amended after that. Check the day.
refusal-instrument-signed-already = All parties have signed. The text cannot be drafted, approved or given up any more.
refusal-instrument-draft-same = The present version has the same content. Choose another file or text.
refusal-instrument-draft-large = The file is too large. The limit in bytes: { $max }.
refusal-instrument-no-draft = There is no text to approve yet. Add a version first.
refusal-instrument-text-old = There is a newer version of the text. Open the page and read it before you approve.
refusal-instrument-text-approved-already = This side approves this text already.
refusal-instrument-side-other = You approve for the partner only.
refusal-instrument-letter-missing = The approval of the partner needs the letter that says so. Choose the source and quote the passage.
refusal-instrument-held-already = This agency holds the draft already. Enter its answer first.
refusal-instrument-due-before = The answer cannot be due before the draft was sent. Check both days.
refusal-instrument-no-step = There is no such sending. Choose one from the list.
refusal-instrument-answered-already = This sending has its answer. A returned draft is sent anew.
refusal-instrument-answer-before = The answer cannot come before the draft was sent. Check the day.
refusal-instrument-remark-missing = Enter the remarks or the reason, so that the next draft can meet them.
refusal-instrument-linked-already = This commitment is linked already.
refusal-instrument-fact-stays = What the instrument was entered from and its texts stay. Add a new version or correct the description.
refusal-instrument-no-such-fact = There is no such fact, or it was withdrawn. Choose one from the list.
refusal-length-range = Enter a whole number from 1 to { $most }.
refusal-length-unit-unknown = Choose days, months or years.

# The journal.
thing-instrument = Instrument
entry-instrument_entered = Instrument entered
entry-instrument_described = Description corrected
entry-instrument_clause_stated = Clause on validity entered
entry-instrument_acted = Act of a party entered
entry-instrument_force_reported = Stated day of entry into force entered
entry-instrument_changed = Amendment or end entered
entry-instrument_drafted = Version of the text added
entry-instrument_text_approved = Text approved
entry-instrument_sent = Draft sent to an agency
entry-instrument_answered = Agency answered
entry-instrument_linked = Commitment linked
entry-instrument_fact_withdrawn = Fact withdrawn
entry-instrument_published = Instrument published
entry-instrument_unpublished = Instrument withdrawn from publication

# Counted things.
instrument-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
instrument-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
instrument-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
instrument-step-held = { $n ->
    [one] held by { $n } agency
   *[other] held by { $n } agencies
}
decision-held = { $n ->
    [one] { $n } draft held too long
   *[other] { $n } drafts held too long
}
decision-notice = { $n ->
    [one] { $n } notice day within 90 days
   *[other] { $n } notice days within 90 days
}
decision-ends = { $n ->
    [one] { $n } instrument ends within 90 days
   *[other] { $n } instruments end within 90 days
}
decision-unsigned = { $n ->
    [one] { $n } instrument approved and unsigned
   *[other] { $n } instruments approved and unsigned
}
