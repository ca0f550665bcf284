# The overview and the rows of lists.
overview-title = Promised and delivered
overview-position = { $n ->
    [one] Position on { $date }: one commitment.
   *[other] Position on { $date }: { $n } commitments.
}
overview-commitments = Commitments by partner
overview-counts = Only agreed or signed words count as a promise
overview-caption = Commitments by partner
overview-empty = No commitments yet. They appear here once a passage of a communiqué is confirmed.
overview-figures = Reported figures
overview-figures-note = Each figure leads to its source
overview-decisions = Needs a decision
overview-no-decisions = Nothing waits for a decision.
overview-dates = Next dates
overview-no-dates = No deadlines ahead.
commitments-all = All commitments
commitments-count = { $n ->
    [one] one commitment
   *[other] { $n } commitments
}
communique-add = Add a communiqué
col-commitment = Commitment
col-stage = Stage
col-delivered = Delivered
col-due = Due
col-state = State
col-figure = Figure
col-value = Value
col-period = Period
col-where = Country
due-none = No date
delivered-in = { $n } in { $year }
delivered-of = of { $n }
delivered-none = No figure reported
promised-no-number = No number promised
figure-before = before: { $value } ({ $period })
figure-same = unchanged
figure-fewer = { $n } fewer
figure-more = { $n } more
decision-overdue = The deadline has passed: { $date }
decision-conflicts = { $n ->
    [one] One open conflict between sources
   *[other] { $n } open conflicts between sources
}
decision-reviews = { $n ->
    [one] One communiqué under review
   *[other] { $n } communiqués under review
}
decision-drafts = { $n ->
    [one] One passage is not decided
   *[other] { $n } passages are not decided
}
known-on = As known on
known-show = Show
known-past = The page shows what had been published by that day.
known-now = Show the present state
