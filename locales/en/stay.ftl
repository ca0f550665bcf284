# Steps that hosts enter themselves, appeals of candidates without a place, reminders before a deadline.
stays-title = Stays
stays-lead = Those who have a place with you. You enter arrival, enrolment, reports, interruptions and completion yourself.
stay-step-lead = The step stays on record with its day and its paper, marked as entered by the host.
placement_by-host = entered by the host
placement_by-applicant = entered by the candidate
placement_by-officer = entered by an officer
placement_by-panel = entered by whoever decides on appeals
placement-none-given = No place was given to you. You can appeal against how it was decided until { $at }.
notice-stay_to_prepare = A candidate accepted a place and is to be invited.
notice-offer_due = The time to answer the offer ends soon. By when stands on the page.
notice-mending_due = The time to mend the application ends soon. By when stands on the page.
