# Dates as sources state them. A date arrives written out; no ending is ever added to it.
date-year = { $year }
date-years = { $from }–{ $to }
date-about = about { $date }
date-since = since { $date }
date-until = until { $date }
instant = { $date }, { $time }, { $zone }
zone-bishkek = Bishkek time
zone-astana = Astana time
zone-utc = UTC
