# Dates as sources state them. A date arrives written out; no ending is ever added to it.
date-year = { $year }-жыл
date-years = { $from }–{ $to }-жылдар
date-about = болжол менен { $date }
date-since = Башталышы: { $date }
date-until = Аякталышы: { $date }
instant = { $date }, { $time }, { $zone }
zone-bishkek = Бишкек убактысы
zone-astana = Астана убактысы
zone-utc = UTC
