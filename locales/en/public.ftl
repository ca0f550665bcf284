# What everybody may see without an account.
public-intro = What states promised one another in health, what was reported as delivered, and the source of each number.
public-answer = { $n ->
    [one] One promise is agreed, signed or in force
   *[other] { $n } promises are agreed, signed or in force
}
public-apart = { $n ->
    [one] One talk or intention is listed apart and not counted.
   *[other] { $n } talks and intentions are listed apart and not counted.
}
public-promises = Promises
public-talks = Talks and intentions
public-talks-note = These words bind nobody. They are in no total.
public-promises-count = { $n ->
    [one] one promise
   *[other] { $n } promises
}
public-talks-count = { $n ->
    [one] one talk or intention
   *[other] { $n } talks and intentions
}
public-conflicts = Sources that contradict one another
public-col-quantity = Promised
public-by-to = Promised by: { $by }. To: { $to }
public-by = Promised by: { $by }
public-to = To: { $to }
public-named = Named: { $parties }
public-nobody-named = The text names nobody
public-unexplained = { $n } of { $year } without a published reason
public-partner = Other side: { $partner }
public-csv = Table (CSV)
public-json = For programs (JSON)
public-files = The same record for programs:
public-api = description of the interface (OpenAPI)
public-next = More promises and talks
public-first = Back to the beginning of the list
public-empty = Nothing has been published yet. Promises appear here once a registry shows them to everybody.
