# Dates as sources state them. A date arrives written out; no ending is ever added to it.
date-year = { $year } жыл
date-years = { $from }–{ $to } жылдар
date-about = шамамен { $date }
date-since = Басталуы: { $date }
date-until = Аяқталуы: { $date }
instant = { $date }, { $time }, { $zone }
zone-bishkek = Бішкек уақыты
zone-astana = Астана уақыты
zone-utc = UTC
