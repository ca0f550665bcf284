# Dates as sources state them. A date arrives written out; no ending is ever added to it.
date-year = { $year } г.
date-years = { $from }–{ $to } гг.
date-about = примерно { $date }
date-since = Начало: { $date }
date-until = Окончание: { $date }
instant = { $date }, { $time }, { $zone }
zone-bishkek = время Бишкека
zone-astana = время Астаны
zone-utc = UTC
