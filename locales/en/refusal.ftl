# Why a rule says no: what is wrong and what to do. The code of the refusal is the end of the id.

# What people type: texts, dates, numbers.
refusal-text-empty = Nothing is entered here. Enter a text.
refusal-text-too-long = The text is too long. The limit in characters: { $max }. Shorten it.
refusal-text-encoding = The file is not in UTF-8 or UTF-16. Save it in UTF-8 or paste the text.
refusal-text-binary = The file holds signs that no text has. Choose a text file or paste the text.
refusal-date-form = “{ $text }” is not read as a date. Enter it as 15.03.2026, 2026-03 or 2026.
refusal-date-none = There is no such date: “{ $text }”. Check the day and the month.
refusal-date-backwards = The period “{ $text }” ends before it begins. Put the earlier date first.
refusal-number-form = “{ $text }” is not read as a number. Enter digits, with a comma or a point before decimals.
refusal-number-negative = The number is negative: { $text }. Enter zero or more.
refusal-number-too-large = The number is too large: { $text }. The largest is 999 999 999 999 999.
refusal-unit-unknown = Choose what is counted.
refusal-per-unknown = Choose the period the quantity holds for.
refusal-topic-unknown = Choose what it is about.
refusal-channel-unknown = Choose through whom it goes.
refusal-party-unknown = “{ $text }” is not in the list of parties. Choose one from the list.
refusal-party-code-fixed = The code of a party cannot be changed. Enter a new party.
refusal-registry-code-fixed = A record stays in the registry it was entered in. Enter it anew in the other registry.

# Sources and their reading.
refusal-url-form = The address of the source is not a web address. Copy it whole from the browser.
refusal-language-unknown = Choose the language of the text.
refusal-source-kind-unknown = Choose the kind of the source.
refusal-tier-unknown = Choose how close the source stands to the event.
refusal-published-later = The day of publication is in the future. Enter the day on which the source was published.
refusal-source-not-added = The source is not entered yet. Add it first.
refusal-source-added-already = The source is entered already. Open its page.
refusal-source-unknown = Choose a source of your registry.
refusal-review-not-open = The reading of this source is finished. Take it up again to change passages.
refusal-review-open = The reading of this source goes on already.
refusal-drafts-open = Some passages are not decided. Their number: { $n }. Confirm or reject each of them.
refusal-passage-empty = No passage is given. Copy the words of the source.
refusal-passage-outside = The passage lies outside the text. Mark it again.
refusal-passage-too-long = The passage is too long. The limit in characters: { $max }. Quote only the words that matter.
refusal-passage-not-found = These words are not in the text of the source. Copy the passage from it, letter by letter.
refusal-passage-ambiguous = These words stand in several places of the source. Places: { $n }. Copy a longer passage.

# Commitments.
refusal-commitment-unknown = There is no such commitment in your registry. Choose one from the list.
refusal-commitment-not-recorded = The commitment is not recorded yet. Confirm its first passage.
refusal-commitment-recorded-already = The commitment is recorded already. Add a statement to it.
refusal-commitment-succeeds-itself = A commitment cannot replace itself. Choose another one.
refusal-stage-missing = Choose how firm the words are.
refusal-restatement-changes-quantity = The quantity differs: { $old } before, { $new } now. A changed quantity is a new commitment that replaces the old one.
refusal-first-statement-stays = The first statement cannot be withdrawn: the commitment rests on it.
refusal-no-such-statement = There is no such statement, or it was withdrawn. Open the page again.
refusal-delivery-unknown = Choose what happened.
refusal-verdict-unknown = Choose a judgement.
refusal-verdict-on-talks = Talks and intentions are not judged: nobody has promised anything yet.
refusal-verdict-before-deadline = It cannot be called broken before its deadline has passed.
refusal-published-already = Everybody can see it already.
refusal-not-published = It is not public, so there is nothing to withdraw.

# Reported figures.
refusal-measure-form = The code of the measure has from 2 to 40 signs: small Latin letters, digits and underscores, with a letter first.
refusal-observation-not-booked = The figure is not entered yet. Enter it first.
refusal-observation-booked-already = The figure is entered already. Revise it on its page.

# Conflicts.
refusal-rule-unknown = Choose in what the sources differ.
refusal-conflict-not-raised = The conflict is not raised yet. Raise it first.
refusal-conflict-raised-already = The conflict is raised already. Open its page.
refusal-conflict-needs-two-sides = A conflict needs two statements. Enter both.
refusal-conflict-with-itself = Both statements are the same passage. Choose two different passages.
refusal-conflict-decided-already = The conflict is decided already. Take it up again to decide anew.
refusal-conflict-needs-a-decision = Choose a decision: explained, resolved or left standing.
refusal-conflict-choose-one = Choose which statement holds.
refusal-conflict-choose-none = A statement is chosen only when the conflict is resolved. Leave the choice empty.
refusal-conflict-open = The conflict is open already.

# Accounts and signing in.
refusal-email-form = This is not an e-mail address. Check it.
refusal-email-taken = Somebody already signs in with this address. Enter another one.
refusal-role-unknown = Choose a role.
refusal-role-partners = The role “partner” needs at least one country; the other roles have none.
refusal-account-own = You cannot do this to your own account. Ask another administrator.
refusal-user-not-opened = The account is not open yet. Open it first.
refusal-user-opened-already = The account is open already. Open its page.
refusal-user-not-active = The account is disabled. Enable it first.
refusal-user-active = The account can be used already.
refusal-user-disable-first = Only a disabled account can be forgotten. Disable it first.
refusal-user-forgotten = The person was forgotten; this cannot be undone. Open a new account.
refusal-sign-in-wrong = The e-mail address or the password is wrong. Check both.
refusal-code-wrong = The code is wrong or was used already. Wait for the next one and enter it.
refusal-password-wrong = The present password is wrong. Enter it again.
refusal-password-short = The new password is too short. The least number of characters: { $min }.
refusal-password-long = The new password is too long. The limit in bytes: { $max }. Choose a shorter one.
refusal-password-same = The new password is the same as the present one. Choose another one.
refusal-passwords-differ = The new password was typed in two different ways. Type it again.
refusal-meeting-partner-fixed = The partner of a meeting stays; enter another meeting.
refusal-meeting-itself = A meeting does not follow itself.
refusal-meeting-not-yet = The day has not come: the meeting is planned, not held.
refusal-meeting-description-stays = What is said about a meeting is changed, not taken back.
refusal-meeting-no-such-fact = There is no such entry of the meeting.
refusal-meeting-two-sides = A meeting has at least two different sides.
refusal-meeting-not-a-side = { $party } is no side of this meeting.
refusal-meeting-not-held = Only a meeting that was held has decisions.
refusal-meeting-full = A meeting has at most { $most } of these.
refusal-meeting-not-described = A meeting begins with its description.
refusal-meeting-name-not-in-source = The passage does not name this person. Enter the office alone, or another passage.
refusal-meeting-state-unknown = Choose whether the meeting is planned, held or put off.
refusal-meeting-level-unknown = Choose the level.
refusal-meeting-unknown = There is no such meeting in the registry.
refusal-letter-number-form = A number has at least one letter or digit.
refusal-letter-number-long = A number has at most { $most } characters.
refusal-letter-no-step = Choose the step the letter is about.
refusal-letter-there = This step has this letter already.
refusal-letter-not-there = There is no such letter, or it was taken away. Choose one from the list.
refusal-letter-date-ahead = A letter is not registered later than today.
refusal-letter-way-unknown = Choose outgoing or incoming.
refusal-deputy-alone = A deputy stands in for somebody: name the responsible one.
refusal-deputy-same = The deputy is somebody else.
refusal-charge-same = It is so already.
refusal-holder-two = Choose an account or type an office, not both.
refusal-holder-unknown = There is no such account in use in the registry.
