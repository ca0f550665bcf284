# Applications to calls.
thing-application = Application
entry-application_submitted = Application sent
entry-application_replaced = Application sent again
entry-application_supplemented = Documents added
entry-application_returned = Application given back to be mended
entry-application_judged = Decision of the sending side
entry-application_host_verified = Accepted by the host’s side
entry-application_host_refused = Refused by the host’s side
entry-application_withdrawn = Application taken back
entry-application_restored = Withdrawal taken back

# What an application is now.
application_stage-submitted = Sent
application_stage-correction = To be mended
application_stage-eligible = With the commission
application_stage-ineligible = Not admitted
application_stage-nominated = With the host
application_stage-returned = To be mended for the host
application_stage-verified = Accepted by the host
application_stage-refused = Refused by the host
application_stage-not_selected = Not nominated
application_stage-withdrawn = Taken back

# Who acts next, and what the reader can do: for the applicant, for an officer, for the host’s side.
application_next-applicant-submitted = An officer of the ministry checks your documents. You need not do anything. While applications are open you can change what you sent.
application_next-applicant-correction = It is your turn: mend what is listed below and send it again before the day named. After that day the application is not admitted.
application_next-applicant-eligible = The commission decides whom to nominate. Missing documents of the second group must be added before that.
application_next-applicant-ineligible = The application does not go on. The reason stands below.
application_next-applicant-nominated = You were nominated. The host’s side checks the application. It does not see the order of your choices.
application_next-applicant-returned = It is your turn: the host’s side asks you to mend what is listed below before the day named.
application_next-applicant-verified = The host’s side accepts you. Places are given by the rule of the call, on the day it names.
application_next-applicant-refused = The host’s side does not take the application. The reason stands below.
application_next-applicant-not_selected = You were not nominated this time. The reason stands below.
application_next-applicant-withdrawn = You took the application back. Within 24 hours you can undo that.
application_next-officer-submitted = It is your turn: check the documents against the rules of the call.
application_next-officer-correction = The applicant mends it. Nothing is to be done before it is sent again or the day passes.
application_next-officer-eligible = It is your turn: nominate, or say why not.
application_next-officer-ineligible = It does not go on.
application_next-officer-nominated = The host’s side checks it.
application_next-officer-returned = The applicant mends it for the host’s side.
application_next-officer-verified = It waits for the run.
application_next-officer-refused = The host’s side does not take it.
application_next-officer-not_selected = It does not go on.
application_next-officer-withdrawn = The applicant took it back and can undo that within 24 hours.
application_next-host-nominated = It is your turn: accept, give back, or refuse with a reason.
application_next-host-returned = The applicant mends it.
application_next-host-verified = You accepted it. Places are given by the rule of the call.
application_next-host-refused = You refused it.
application_next-host-ineligible = It was not mended in time.
application_next-host-withdrawn = The applicant took it back.

# Why not.
application_reason-rules = A rule of the call is not fulfilled
application_reason-documents = A document does not show what it has to
application_reason-identity = It cannot be told who the person is
application_reason-employer = The employer does not endorse it
application_reason-order = Others stood before it by the announced criteria
application_reason-capacity = The host cannot take the person
application_reason-profile = The training does not fit the preparation
application_reason-other = Another reason

# Rules that say no.
refusal-application-all-refused = If no place is left, refuse the application and say why.
refusal-application-answers-missing = Answer the questions of the call: without them it cannot be told whether its rules are fulfilled.
refusal-application-choice-twice = A place stands twice among the choices. Leave it once.
refusal-application-choice-unknown = A chosen place is not among those of the call. Choose from the list.
refusal-application-document-missing = “{ $name }” has to come with the application. Upload it and choose it here.
refusal-application-document-there = This document was sent already, or had to come with the application.
refusal-application-document-unreadable = The file chosen for “{ $name }” is not there or cannot be read. Upload it again.
refusal-application-due-passed = The day by which it had to be mended has passed.
refusal-application-due-past = Name a day and time to come.
refusal-application-forgotten = The applicant’s data was erased. Nothing more is written about this person.
refusal-application-judgement-unknown = Choose the decision from the list.
refusal-application-loops-over = It was given back { $most } times already. Decide on what is there.
refusal-application-no-choice = Choose one place at least.
refusal-application-no-consent = Agree that the application is sent to { $country }: a host you chose is there.
refusal-application-holds-place = You hold a place from the round before. Give it back before you apply to this one.
refusal-application-not-here = This decision is not to be made now: look where the application is.
refusal-application-not-open = What was sent cannot be changed now.
refusal-application-not-sent = An application begins with being sent.
refusal-application-not-withdrawn = The application was not taken back.
refusal-application-over = The application does not go on, so there is nothing to take back.
refusal-application-reason-unknown = Choose a reason from the list.
refusal-application-rule-fails = By your answers this rule is not fulfilled: “{ $rule }”.
refusal-application-sent-already = The application was sent already.
refusal-application-soft-missing = “{ $name }” has to be there before the nomination.
refusal-application-undo-over = A withdrawal can be undone within 24 hours. They have passed.
refusal-application-withdrawn = The application was taken back.
refusal-call-not-open = This call takes no applications now.
refusal-country-unknown = Choose the country from the list.
refusal-document-broken = The file ends in the middle. Upload it again.
refusal-document-empty = Choose a file that is not empty.
refusal-document-kind = Only PDF, JPEG and PNG are taken. What counts is what is in the file, not its name.
refusal-document-locked = The PDF asks for a password, so nobody could read it. Save it without one.
refusal-document-too-large = The file is larger than { $most } MB. Take the photograph with a lower resolution.
refusal-documents-full = { $most } files are kept already. Throw away those you do not need.
refusal-name-not-latin = Write the name in Latin letters as in the passport.
refusal-region-unknown = Choose the region from the list.
refusal-registry-unknown = Choose your home country from the list.
refusal-role-applicant-fixed = An applicant’s account stays one; open another account for a colleague.

# Decisions of the sending side.
application_home-eligible = It fulfils the rules
application_home-ineligible = It does not fulfil the rules
application_home-nominated = Nominated
application_home-not_selected = Not nominated

# Own pages.
nav-my = My applications
my-title = My applications
my-lead = What you sent, what you began, and calls that take applications now.
my-sent = Sent
my-drafts = Begun and not sent
my-open = Open calls
my-own = Your data
my-none = Nothing here yet.
my-profile = Profile
my-profile-lead = What stands here is put into each new application. It may be half filled in.
my-documents = Documents
my-documents-lead = Files you keep for applications. They are encrypted under a key of your own. A new version leaves the earlier one here.
my-export = Copy of my data
my-forget = Erase my data
my-forget-do = Erase for ever
my-forget-lead = Your key is destroyed: nobody can open your profile, documents and applications any more, not even from a copy. This cannot be undone, and applications under way end.
my-forget-name = This is the account { $name }.

# Registering.
register-title = Register as an applicant
register-lead = You need an e-mail address and a password. A second factor can be set afterwards.
register-country = Your home country
register-email-hint = Address and password together open your account, so write both exactly as here.
register-do = Register

# The person.
person-family = Family name, Latin letters
person-given = Given names, Latin letters
person-latin = Name in the passport
person-latin-hint = As in the passport.
person-own-name = Whole name in your own script
person-born = Day of birth
person-born-hint = For example 15.03.1996.
person-citizenship = Citizenship
person-region = Region of home
person-employer = Employer
person-specialty = Specialty of the diploma or certificate
person-phone = Telephone
person-reuse-title = Further applications
person-reuse = Put this profile into new applications

# Documents.
document-file = File
document-file-hint = PDF, JPEG or PNG, at most 8 MB, sent in one piece: on a broken line nothing is kept and it is sent again.
document-upload = Keep the document
document-replaces = Takes the place of
document-drop = Throw away
document-earlier = earlier version
document-missing = not there
document-there = there
document-which = Which document
document-own = Or one you keep already
document-own-hint = Upload it under “Documents” first.

# Choices.
choice-add = Place
choice-add-do = Add to the order
choice-up = Higher
choice-down = Lower
choice-out = Take out
choice-gone = A place the call no longer has

# An application.
application-apply = Apply
application-person = Who applies
application-answers = Questions of the call
application-no-questions = This call asks none.
application-choices = Your order of places
application-choices-note = Put the place you want most first. Hosts never see this order, and the time of sending counts for nothing.
application-documents = Documents
application-consents = Where the application may be sent
application-consent = I agree that my application is sent to { $country }
application-keep = Keep
application-kept = This is kept and was not sent yet.
application-call-closed = This call takes no new applications now.
application-send = Send the application
application-send-note = Look through everything above: this is what is sent.
application-begin-note = Keep one part first; then the application can be sent.
application-lacks = It was not sent: mend what is listed at the top.
application-discard = Throw the draft away
application-by = By { $at }.
application-size = { $kb } KB
application-inside = For the management: { $text }
application-inside-label = For the management; the applicant never sees it
application-made-up = Made up for demonstration: this person does not exist.
application-erased = The person’s data was erased: what was sent can be read by nobody any more.
application-erased-name = Data erased
application-as-host = As the host sees it
application-as-host-note = This is what the host’s side sees once you are nominated. The order of your choices is not in it.
application-back = Back to the application
application-mend = Mend it
application-change = Change what was sent
application-mend-lead = A draft is made of what was sent. Nothing changes before you send it again.
application-supplement = Add a document
application-supplement-lead = Documents that may come later are added here; nothing else changes.
application-withdraw = Take it back
application-withdraw-lead = The application ends. You can undo this within 24 hours.
application-restore = Undo the withdrawal
application-restore-lead = The application goes on where it was.
application-judge = Decide
application-judge-lead = A no needs a reason and words for the applicant.
application-decision = Decision
application-return = Give it back to be mended
application-return-lead = At most twice, each time with a list and a day.
application-verify = Accept
application-verify-lead = Places are given later by the rule of the call.
application-refuse = Refuse
application-refuse-lead = The applicant reads the reason and your words.
application-reason = Reason
application-reason-hint = Only for a no.
application-told = For the applicant
application-told-hint = Needed for a no.
application-defects = What is to be mended
application-defects-hint = One thing on each line.
application-due = By when
application-due-hint = Day and time by the clocks of { $zone }, for example 15.03.2026 18:00.
application-refused-seats = Places whose host does not take the person
application-refused-seats-hint = Leave all empty to accept for every place.
applications-title = Applications
applications-lead = In the order of receipt numbers, which are drawn: the time of sending orders nothing.
applications-csv = Table as CSV
applications-xlsx = Table as XLSX
applications-more = Further

# The receipt.
receipt-title = Receipt
receipt-number = Number
receipt-sent = Sent last
receipt-content = What was sent
receipt-terms = Terms agreed to
receipt-note = The journal keeps these hashes and its daily seals fix them: with the copy of your data anybody can check that nothing was changed. Print this page to keep it.

# Refusals of these pages.
refusal-document-which-unknown = Choose which document it is.

# What a script says while it keeps what is typed and sends files; time, size and so on come from it.
applying-kept = Kept by itself at { $time }.
applying-unkept = Not kept yet: the line is broken. It is tried again by itself; leave the page open.
applying-file = { $name }: { $size } kB, SHA-256 { $sha256 }
applying-part = { $done } of { $size } kB sent.
applying-broken = The line broke after { $done } of { $size } kB. Press the button again, or choose the same file another day: it goes on from there.
applying-hint = PDF, JPEG or PNG, at most 8 MB. If the line breaks, choose the same file again: it goes on where it stopped. What has come is kept for seven days.
applying-move = Move: drag it, or press the arrow keys
refusal-upload-hash = The file that came is not the one that was announced. Choose it again.
refusal-upload-not-whole = { $received } of { $size } bytes of the file have come. Send the rest.
refusal-upload-part-size = A part of a file has 1 to { $most } kB and ends with the file.
refusal-uploads-full = { $most } files are being sent already. Finish them first, or wait seven days.
