# Texts of: communique.
# The list.
communiques-intro = Texts on which the record rests, newest first
communiques-empty = No text has been entered yet. Add the first communiqué: its passages become commitments once a person confirms them.
communiques-title = Title
communiques-date = Published
communiques-kind = Kind
communiques-tier = Nearness to the event
communiques-review = Review
communiques-older = Older texts

# How far the reading of a text has come.
review-in_review = Under review
review-finished = Review finished
review-not_needed = Not under review

# Entering a text.
entry-intro = Paste the words of the publisher as they are. Nothing enters the record until you mark a passage and confirm it.
entry-text = Text
entry-text-hint = Up to 300,000 characters. The same text is recognised whatever its spacing.
entry-file = Or a file
entry-file-hint = A text file in UTF-8. If you choose one, it is taken instead of the field above.
entry-language = Language of the text
entry-title = Title
entry-kind = Kind
entry-tier = Nearness to the event
entry-publisher = Publisher
entry-publisher-hint = Ministry, agency or newspaper, as it names itself.
entry-date = Publication date
entry-date-hint = A day, month or year: 15.03.2026, 03.2026, 2026. If it is not certain: 2026-03~.
entry-url = Web address
entry-cancel = Cancel

# Reading a text.
review-intro = Mark passages and decide what each one commits anyone to. Nothing enters the record until you confirm it.
review-text = Text of the document
review-passages = Marked passages
review-passage = passage
review-progress = To decide: { $open } of { $all }
review-finish = Finish review
review-take-up = Take up again
review-known = This text is already in the registry. It was not entered again.
review-stale = Somebody else changed this passage meanwhile. What is saved now stands above the form; the form has what you typed.
review-empty = No passage is marked yet. Mark the first one below.
review-none = No passage was marked on this page. What rests on the text is shown by the button above.
mark-passage = New passage
mark-hint = Select words in the text, or paste them here exactly.
mark-submit = Mark passage

# A marked passage and its form.
draft_state-open = to decide
draft_state-confirmed = confirmed
draft_state-rejected = rejected
draft-confirm = Confirm
draft-reject = Reject
draft-edit = Edit
draft-save = Save
draft-reopen = Decide again
draft-kind = What the passage says
draft-commitment = Somebody undertakes or discusses something
draft-indicator = Reported figure
draft-what = What, in a few words
draft-partner = Partner
draft-topic = Topic
draft-owes = Who owes
draft-to = To whom
draft-nobody = Not named in the text
draft-quantity = How many
draft-value = Value
draft-unit = Of what
draft-per = How often
draft-by = By when
draft-date-hint = Such as 31.12.2026, 03.2026, 2030 or 2025/2026.
draft-stage = How firm the words are
draft-no-stage = stage not chosen
draft-restates = Says again
draft-new = A new commitment
draft-measure = What is measured
draft-measure-hint = A code from the list or your own in small Latin letters, the same every year.
draft-period = Period or day
draft-subject = Country it holds in
draft-origin = Whose people or products
draft-against = Held against
draft-against-none = No commitment
draft-note = Remark
draft-choose = Choose
draft-none-stated = None stated
draft-not-given = Not filled in
draft-counts = These words count as a promise.
draft-not-counted = These words bind nobody. They are shown, but not counted as a promise.
draft-became-commitment = Open the commitment
draft-became-figure = Open the reported figure

# Verbs by which a stage is known.
verbs-S0 = in passing, as background
verbs-S1 = discussed, exchanged views, considered
verbs-S2 = expressed interest, requested, invited
verbs-S3 = proposed, offered
verbs-S4 = planned, expected, elaboration of the issue
verbs-S5 = agreed, agreements reached
verbs-S6 = agreed on a number and a date
verbs-S7 = signed
verbs-S8 = ratified, entered into force, funded

# Measures that are offered.
measure-treated = patients treated
measure-operated = patients operated on
measure-trained = people trained
measure-places_used = places used
measure-applications = applications received
measure-registered_medicines = medicines registered
measure-registered_devices = medical devices registered
measure-beds = beds
measure-members = members

# The page of a source.
source-intro = What was published, and what the record draws from it
source-original = At the publisher’s
source-entered = Entered
source-hash = Fingerprint
source-rendering = The text below is our own rendering of what the publisher says, not the publisher’s words.
source-quotes-only = The whole text belongs to the publisher. The passages on which the record rests are quoted here.
source-rests = What rests on this source
source-rests-none = Nothing in the record rests on this source yet.
source-review = Open the review
source-commitment = Commitment
source-figure = Reported figure
source-conflict = Sources differ

# Drafts that the engine proposes.
proposal-ask = Propose drafts
proposal-added = { $n ->
    [one] { $n } draft was proposed. Nothing of it is in the record until you confirm it.
   *[other] { $n } drafts were proposed. Nothing of them is in the record until you confirm each.
}
proposal-none = Nothing new was found to propose. Read the text and mark what is missing.
proposal-tag = proposed
proposal-basis = What the proposal rests on
proposal-words = Deciding words
proposal-read-as = Read as
proposal-delivery = Carried out, by the text
proposal-rows = Rows of the word lists
proposal-also = Said again
proposal-candidates = Left open. Could be: { $list }
told_delivery-delivered = done
told_delivery-underway = going on
told_delivery-suspended = stopped
predicate-discuss = talk
predicate-interest = interest
predicate-request = request
predicate-propose = proposal
predicate-intend = intention or readiness
predicate-plan = plan or expectation
predicate-agree = agreement
predicate-provide = point of a document
predicate-approve = approval or decision
predicate-sign = signature
predicate-in_force = entry into force
predicate-run = action going on
predicate-do = action
predicate-attend = taking part
predicate-stop = stop
predicate-need = need or importance
predicate-state = state of things
predicate-report = report
source-before = Earlier part
source-next = Next part
