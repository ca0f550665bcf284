# The frame of every page: header, navigation, footer.
skip-link = Мазмұнға өту
menu = Мәзір
language = Тіл
sections = Бөлімдер
search = Іздеу
search-label = Міндеттемелер мен құжаттардан іздеу
sign-in = Кіру
sign-out = Шығу
optional = міндетті емес

# Groups and entries of the navigation.
group-work = Жұмыс
group-record = Есеп
group-open = Барлығына ашық
nav-overview = Шолу
nav-partners = Серіктес елдер
nav-communiques = Коммюнике
nav-conflicts = Қайшылықтар
nav-sources = Дереккөздер
nav-journal = Журнал
nav-users = Пайдаланушылар
nav-promises = Көпшілікке ашық уәделер
badge-communiques = қаралуы керек: { $n }
badge-conflicts = ашық: { $n }

# Appearance.
appearance-dark = Күңгірт көрініс
appearance-light = Ашық түсті көрініс

# Footer.
footer-demo = Көрсетілім тізілімі. Дереккөзі бар сандар жарияланған хабарламалардан алынды. Ойдан шығарылған мәліметтер «ойдан шығарылған» деп белгіленген.
made-up = ойдан шығарылған

# Source lines and quotations.
source = Дереккөз
source-line = { $publisher }, { $date }
text_in-kk = қазақ тіліндегі мәтін
text_in-ky = қырғыз тіліндегі мәтін
text_in-ru = орыс тіліндегі мәтін
text_in-en = ағылшын тіліндегі мәтін
text_in-tr = түрік тіліндегі мәтін
text_in-uz = өзбек тіліндегі мәтін

# Charts and the tables under them.
chart-region = Диаграмма; шағын экранда көлденең жылжытылады
chart-show-table = Сандар мен олардың дереккөздерін көрсету
chart-promised = уәде етілді
chart-assumed = құжатсыз жалғасады деп болжанды
chart-delivered = орындалды
chart-unexplained = түсіндірілмеген
chart-no-figure = жарияланған дерек жоқ
chart-no-promise = уәде табылған жоқ
chart-no-source = дереккөз табылған жоқ
chart-year = Жыл
chart-part = Бөлік
chart-count = Саны
chart-period = Кезең
chart-value = Мәні
chart-assumed-cell = { $n }, болжам
chart-of = { $promised } ішінен { $delivered }
