# The frame of every page: header, navigation, footer.
skip-link = Мазмунга өтүү
menu = Меню
language = Тил
sections = Бөлүмдөр
search = Издөө
search-label = Милдеттенмелерден жана документтерден издөө
sign-in = Кирүү
sign-out = Чыгуу
optional = милдеттүү эмес

# Groups and entries of the navigation.
group-work = Иш
group-record = Эсеп
group-open = Баарына ачык
nav-overview = Сереп
nav-partners = Өнөктөш өлкөлөр
nav-communiques = Коммюнике
nav-conflicts = Карама-каршылыктар
nav-sources = Булактар
nav-journal = Журнал
nav-users = Колдонуучулар
nav-promises = Коомчулукка ачык убадалар
badge-communiques = каралышы керек: { $n }
badge-conflicts = ачык: { $n }

# Appearance.
appearance-dark = Караңгы көрүнүш
appearance-light = Жарык көрүнүш

# Footer.
footer-demo = Көрсөтмө реестр. Булагы бар сандар жарыяланган билдирүүлөрдөн алынды. Ойдон чыгарылган маалыматтар «ойдон чыгарылган» деп белгиленген.
made-up = ойдон чыгарылган

# Source lines and quotations.
source = Булак
source-line = { $publisher }, { $date }
text_in-kk = казак тилиндеги текст
text_in-ky = кыргыз тилиндеги текст
text_in-ru = орус тилиндеги текст
text_in-en = англис тилиндеги текст
text_in-tr = түрк тилиндеги текст
text_in-uz = өзбек тилиндеги текст

# Charts and the tables under them.
chart-region = Диаграмма; кичине экранда туурасынан жылдырылат
chart-show-table = Сандарды жана алардын булактарын көрсөтүү
chart-promised = убада кылынды
chart-assumed = документсиз улантылат деп болжолдонду
chart-delivered = аткарылды
chart-unexplained = түшүндүрүлбөгөн
chart-no-figure = жарыяланган маалымат жок
chart-no-promise = убада табылган жок
chart-no-source = булак табылган жок
chart-year = Жыл
chart-part = Бөлүк
chart-count = Саны
chart-period = Мезгил
chart-value = Мааниси
chart-assumed-cell = { $n }, болжол
chart-of = { $promised } ичинен { $delivered }
